"""A message that says something and asks whether it counts («lo usa la comisión, ¿eso cuenta?»).

What was said is kept, never as sure: the question goes back to the person as «¿es así?».
"""

from __future__ import annotations

from dataclasses import replace

from assistant.interviewing.choosing import choose
from assistant.interviewing.content import is_filler, is_lowering
from assistant.interviewing.hearing import Clause, Heard
from assistant.interviewing.meanings import Later, Reading, Refutes, Sustains
from assistant.interviewing.sustaining import weigh
from assistant.interviewing.unsettled import find_depends, find_unknown
from assistant.interviewing.words import Words, whole
from governance.interview.definition import Counter, Question
from governance.interview.state import Stage


def find_told(
    heard: Heard, question: Question, stage: Stage, counter: Counter | None, words: Words
) -> Reading | None:
    """Return what a message states before asking whether it counts, or None."""
    told = _without_check(heard, words)
    if told is None or find_unknown(told, words) or find_depends(told, words):
        return None
    if stage == "countering":
        weighed = weigh(told, question, counter, words)
        return weighed if isinstance(weighed, Sustains | Refutes | Later) else None
    if stage != "asking":
        return None
    chosen = choose(told, question, words)
    if chosen is None or (is_lowering(question, chosen.value) and not chosen.sure):
        return None
    return replace(chosen, sure=False)


def _without_check(heard: Heard, words: Words) -> Heard | None:
    """Return the message without the clauses that only ask whether the rest counts."""
    if not heard.is_question:
        return None
    stated = tuple(c for c in heard.clauses if not whole(words.checks, c.text))
    if len(stated) == len(heard.clauses) or not any(_says(c, words) for c in stated):
        return None
    # «Si lo ve el practicante, ¿cuenta?» supposes; it does not tell.
    if any(c.words[0].plain == "si" and len(c.words) > 1 for c in stated):
        return None
    return Heard(heard.original, stated, False)


def _says(clause: Clause, words: Words) -> bool:
    bare = whole((*words.affirm, *words.deny), clause.text)
    return not bare and not is_filler(clause, words)
