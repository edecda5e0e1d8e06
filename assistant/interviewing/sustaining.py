"""Whether what a person brings sustains an answer that lowers the level.

A contradiction outweighs any document: a procedure that nobody follows sustains nothing.
"""

from __future__ import annotations

from assistant.interviewing.content import (
    evidence_in,
    is_lowering,
    refuting,
    words_of,
)
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import (
    DoesNotSustain,
    Later,
    Reading,
    Refutes,
    Sustains,
    Unclear,
)
from assistant.interviewing.telling import (
    KINDS,
    by_facts,
    by_kinds,
    denies_risk,
    kinds_told,
)
from assistant.interviewing.unsettled import find_unknown
from assistant.interviewing.words import Words, whole, within
from governance.interview.definition import Counter, Question


def weigh(heard: Heard, question: Question, counter: Counter | None, words: Words) -> Reading:
    """Return whether the message sustains the answer that `counter` asks about."""
    value = answer_of(question, counter)
    against = _against(heard, question, counter, value, words)
    if against is not None:
        return Refutes(against, heard.original)
    if all(whole((*words.grumbles, *words.filler), c.text) for c in heard.clauses):
        return Unclear()
    if _said(words.later, heard):
        return Later(heard.original)
    documented = _said(words.document, heard, anywhere=True)
    if not documented and denies_risk(heard, question, words):
        return Sustains(heard.original)
    if not documented and (_said(words.nothing, heard) or find_unknown(heard, words)):
        if kinds_told(heard, question, words) < KINDS:
            return DoesNotSustain(heard.original)
    if documented:
        return Sustains(heard.original)
    if words_of(question, words).facts:
        return by_kinds(heard, question, words)
    return by_facts(heard, question, value, words)


def answer_of(question: Question, counter: Counter | None) -> str | None:
    """Return the answer whose counter-question this is."""
    own = (o.value for o in question.options if counter is not None and o.counter == counter)
    return next(own, None)


def _against(
    heard: Heard,
    question: Question,
    counter: Counter | None,
    value: str | None,
    words: Words,
) -> str | None:
    if counter is not None:
        pointed = refuting(heard, question, counter.refuted_by, words)
        if pointed is not None:
            return pointed
    found = [e.value for e in evidence_in(heard, question, words)]
    against = [v for v in found if v != value and not is_lowering(question, v)]
    return against[0] if against else None


def _said(patterns: tuple[str, ...], heard: Heard, anywhere: bool = False) -> bool:
    if anywhere:
        return any(within(patterns, clause.text) for clause in heard.clauses)
    return any(whole(patterns, text) for text in (heard.text, *(c.text for c in heard.clauses)))
