"""What a person writes where free words are asked for: the answer, or an order to the interview."""

from __future__ import annotations

from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import Aside, Presses, Reading, Unclear, Wrote
from assistant.interviewing.unsettled import find_unknown
from assistant.interviewing.wishes import (
    find_pressure,
    find_question,
    find_wish,
    without_pressure,
)
from assistant.interviewing.words import Words, whole
from assistant.interviewing.written import written
from governance.interview.definition import Question

_BRIEF = 8
"""Words of the longest message that is not the free text that was asked for."""
_ORDER = 14
"""Words of the longest order with a complaint («no po, ese no es el nombre! me equivoqué…»)."""


def free(heard: Heard, question: Question, words: Words) -> Reading:
    """Return the words that answer `question`, unless they are an order or a doubt."""
    if (
        question.kind == "text"
        and whole(words.bare, heard.text)
        and not _says_none(heard, question)
    ):
        return Unclear()
    if heard.size <= _BRIEF:
        for patterns in words.asks.values():
            if whole(patterns, heard.text):
                return find_question(heard, question, words) or Unclear()
    if heard.size <= _ORDER:
        wished = find_wish(heard, words)
        if wished is not None:
            return wished
        if find_pressure(heard, words):
            told = without_pressure(heard, words)
            if told is None or all(whole(words.excuses, c.text) for c in told.clauses):
                return Presses(heard.original)
            return Wrote(written(told.original, question.kind))
    if heard.size <= _BRIEF:
        if all(whole((*words.grumbles, *words.filler), c.text) for c in heard.clauses):
            return Unclear()
        unknown = find_unknown(heard, words)
        if unknown is not None and not whole(words.in_charge, heard.text):
            return unknown
        if heard.is_question:
            return Aside(heard.original)
    return Wrote(written(heard.original, question.kind))


def _says_none(heard: Heard, question: Question) -> bool:
    """Whether it says that there is none of what may be left out («¿hay un proveedor?», «no»)."""
    return question.optional and heard.text.split()[0] == "no"
