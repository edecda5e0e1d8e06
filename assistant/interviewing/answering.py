"""What a person answers when a choice is asked, known or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.interviewing.choosing import choose, choose_from_content
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import Chose, Reading, Unclear
from assistant.interviewing.unsettled import find_depends, find_unknown, settled
from assistant.interviewing.wishes import find_unmarked_question
from assistant.interviewing.words import Words
from governance.interview.definition import Question

_LONG = 6
"""Words of the shortest answer that is worth describing."""


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


def answered(
    heard: Heard, question: Question, words: Words, describer: Describer | None
) -> Reading:
    """Return the answer that the message gives, or why it gives none."""
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
