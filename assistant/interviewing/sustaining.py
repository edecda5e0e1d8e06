"""Whether what a person brings sustains an answer that lowers the level.

A contradiction outweighs any document: a procedure that nobody follows sustains nothing.
"""

from __future__ import annotations

from assistant.interviewing.content import evidence_in, is_lowering, refuting, words_of
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import (
    DoesNotSustain,
    Later,
    Reading,
    Refutes,
    Sustains,
    Unclear,
)
from assistant.interviewing.unsettled import find_unknown
from assistant.interviewing.words import Words, whole, within
from governance.interview.definition import Counter, Question
from knowledge_base.text import content_words

_KINDS = 2
"""Kinds of fact that are needed when a question asks for several."""
_FACT = 3
"""Content words of the shortest statement that can be a fact."""


def weigh(heard: Heard, question: Question, counter: Counter | None, words: Words) -> Reading:
    """Return whether the message sustains the answer that `counter` asks about."""
    value = answer_of(question, counter)
    against = _against(heard, question, counter, value, words)
    if against is not None:
        return Refutes(against, heard.original)
    if _said(words.later, heard):
        return Later(heard.original)
    documented = _said(words.document, heard, anywhere=True)
    if not documented and (_said(words.nothing, heard) or find_unknown(heard, words)):
        if _kinds(heard, question, words) < _KINDS:
            return DoesNotSustain(heard.original)
    if documented:
        return Sustains(heard.original)
    return _by_facts(heard, question, value, words)


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
        pointed = refuting(heard, counter.refuted_by, words)
        if pointed is not None:
            return pointed
    found = [e.value for e in evidence_in(heard, question, words)]
    against = [v for v in found if v != value and not is_lowering(question, v)]
    return against[0] if against else None


def _by_facts(heard: Heard, question: Question, value: str | None, words: Words) -> Reading:
    needed = words_of(question, words).facts
    if needed:
        kinds = _kinds(heard, question, words)
        if kinds >= _KINDS:
            return Sustains(heard.original)
        if kinds or within(words.vague, heard.text):
            return Later(heard.original)
    elif len(content_words(heard.text)) >= _FACT or (
        heard.size >= _FACT and value in {e.value for e in evidence_in(heard, question, words)}
    ):
        # A fact with words that trouble its own answer waits for a person to look at it.
        uneasy = within(words_of(question, words).uneasy, heard.text)
        return Later(heard.original) if uneasy else Sustains(heard.original)
    elif within(words.vague, heard.text):
        return Later(heard.original)
    if needed and heard.size > _FACT:
        return DoesNotSustain(heard.original)
    return Unclear()


def _kinds(heard: Heard, question: Question, words: Words) -> int:
    kinds = words_of(question, words).facts
    return sum(any(within(kind, clause.text) for clause in heard.clauses) for kind in kinds)


def _said(patterns: tuple[str, ...], heard: Heard, anywhere: bool = False) -> bool:
    if anywhere:
        return any(within(patterns, clause.text) for clause in heard.clauses)
    return any(whole(patterns, text) for text in (heard.text, *(c.text for c in heard.clauses)))
