"""What an official means by what they write in an interview.

Rules over plain words, no model: the same message is always read the same way, and why can be
seen. A describer may be given for long answers; what it suggests is never sure. No reading sets a
level, and none that would lower it is sure unless the whole message is understood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.interviewing.choosing import choose, choose_from_content
from assistant.interviewing.content import is_filler
from assistant.interviewing.hearing import Heard, hear
from assistant.interviewing.meanings import (
    Aside,
    Asks,
    Chose,
    Depends,
    DoesNotSustain,
    Later,
    No,
    Presses,
    Reading,
    Refutes,
    Sustains,
    Unclear,
    Unknown,
    Wants,
    WantsChange,
    Wrote,
    Yes,
)
from assistant.interviewing.sustaining import weigh
from assistant.interviewing.unsettled import find_depends, find_unknown, settled
from assistant.interviewing.wishes import (
    find_pressure,
    find_question,
    find_unmarked_question,
    find_wish,
)
from assistant.interviewing.words import Words, load_words, whole
from assistant.interviewing.written import written
from governance.interview.definition import Counter, Question
from governance.interview.state import Interview, Stage

__all__ = [
    "Aside",
    "Asks",
    "Chose",
    "Depends",
    "DoesNotSustain",
    "Later",
    "No",
    "Presses",
    "Reading",
    "Refutes",
    "Sustains",
    "Unclear",
    "Unknown",
    "Wants",
    "WantsChange",
    "Wrote",
    "Yes",
    "read",
    "read_in",
]

_LONG = 6
"""Words of the shortest answer that is worth describing."""
_BRIEF = 8
"""Words of the longest message that is not the free text that was asked for."""


class _Suggestion(Protocol):
    @property
    def question(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def phrase(self) -> str: ...


class _Description(Protocol):
    @property
    def suggestions(self) -> Sequence[_Suggestion]: ...


class Describer(Protocol):
    """Reads facts in free text (assistant/describe)."""

    def describe(self, text: str, /) -> _Description:
        """Return what the text suggests."""
        ...


def read(
    text: str,
    question: Question | None,
    stage: Stage,
    counter: Counter | None = None,
    describer: Describer | None = None,
    *,
    pending: str | None = None,
) -> Reading:
    """Return what `text` means at this point of the interview.

    `question` is the one being asked, None while reviewing. `counter` is the counter-question
    being answered and `pending` the answer being said back, when there is one.
    """
    words = load_words()
    heard = hear(text, words)
    if not heard.clauses:
        return Unclear()
    if question is not None and question.kind != "choice" and stage == "asking":
        return _free(heard, question, words)
    if stage == "reviewing" or question is None:
        return _reviewed(heard, words)
    asked = find_question(heard, question, words)
    wished = find_wish(heard, words) or find_pressure(heard, words)
    if wished is not None and not isinstance(asked, Asks):
        return wished
    if asked is not None:
        return asked
    if stage == "countering":
        return weigh(heard, question, counter, words)
    if stage == "confirming":
        return _confirmed(heard, question, pending, words)
    return _answered(heard, question, words, describer)


def read_in(
    text: str, question: Question | None, interview: Interview, describer: Describer | None = None
) -> Reading:
    """Return what `text` means where `interview` stands, with all that the interview knows."""
    pending = interview.pending.value if interview.pending else None
    option = question.option(pending) if question else None
    countered = option is not None and interview.stage == "countering"
    counter = option.counter if option and countered else None
    return read(text, question, interview.stage, counter, describer, pending=pending)


def _answered(
    heard: Heard, question: Question, words: Words, describer: Describer | None
) -> Reading:
    unsettled = find_unknown(heard, words) or find_depends(heard, words)
    if unsettled is not None:
        # What they do know still counts, when it asks for more care and not for less.
        known = settled(heard, words)
        chosen = choose_from_content(known, question, words) if known.clauses else None
        return replace(chosen, sure=False) if chosen else unsettled
    chosen = choose(heard, question, words)
    if chosen is not None:
        return chosen
    if describer is not None and heard.size >= _LONG:
        for suggestion in describer.describe(heard.original).suggestions:
            if suggestion.question == question.id and question.option(suggestion.value):
                return Chose(suggestion.value, suggestion.phrase, sure=False)
    return find_unmarked_question(heard, question, words) or Unclear()


def _confirmed(heard: Heard, question: Question, pending: str | None, words: Words) -> Reading:
    agrees, denies = (
        all(
            whole(patterns, c.text) or (n > 0 and is_filler(c, words))
            for n, c in enumerate(heard.clauses)
        )
        for patterns in (words.affirm, words.deny)
    )
    if agrees or whole(words.submit, heard.text):
        return Yes(heard.original)
    if denies:
        return No(heard.original)
    unknown = find_unknown(heard, words) or find_depends(heard, words)
    if unknown is not None:
        return unknown
    first = heard.clauses[0].text
    opened = whole(words.affirm, first), whole(words.deny, first)
    chosen = choose(Heard(heard.original, heard.clauses[any(opened) :], False), question, words)
    if chosen is None:
        return _by_opening(heard, opened, words)
    if chosen.value != pending:
        return chosen
    return Yes(heard.original) if opened[0] and chosen.sure else chosen


def _by_opening(heard: Heard, opened: tuple[bool, bool], words: Words) -> Reading:
    contrast = any(clause.contrast for clause in heard.clauses)
    if opened[0]:
        return Unclear() if contrast else Yes(heard.original)
    return No(heard.original) if opened[1] or heard.text.split()[0] == "no" else Unclear()


def _reviewed(heard: Heard, words: Words) -> Reading:
    submits = [whole((*words.submit, *words.affirm), clause.text) for clause in heard.clauses]
    fillers = [is_filler(clause, words) for clause in heard.clauses]
    if any(submits) and all(s or f for s, f in zip(submits, fillers, strict=True)):
        return Wants("submit")
    for what in ("summary", "progress", "help", "why", "example"):
        if whole(words.asks[what], heard.text):
            return Asks(what)
    wished = find_wish(heard, words) or find_pressure(heard, words)
    if wished is not None:
        return wished
    return Aside(heard.original) if heard.is_question else Unclear()


def _free(heard: Heard, question: Question, words: Words) -> Reading:
    if heard.size <= _BRIEF:
        for patterns in words.asks.values():
            if whole(patterns, heard.text):
                return find_question(heard, question, words) or Unclear()
        wished = find_wish(heard, words)
        if wished is not None:
            return wished
        if all(whole(words.presses, clause.text) for clause in heard.clauses):
            return Presses(heard.original)
        unknown = find_unknown(heard, words)
        if unknown is not None:
            return unknown
        if heard.is_question:
            return Aside(heard.original)
    return Wrote(written(heard.original, question.kind))
