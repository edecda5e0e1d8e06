"""What a free description gives: facts to confirm, warnings for a person, examples of article 3.

Nothing here is an answer yet. A suggestion counts only when the official confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

Source = Literal["cues", "examples", "learned", "model"]

UNKNOWN = "no_se"
"""How the interfaces write a fact that the text does not settle."""


class FactJson(TypedDict):
    """A fact as the interfaces show it."""

    value: str
    phrase: str | None


class DescriptionJson(TypedDict):
    """A description as `asistente classify --describe` prints it."""

    facts: dict[str, FactJson]
    warnings: list[str]


@dataclass(frozen=True)
class Suggestion:
    """A fact that the text supports, with the words of the text that support it."""

    question: str
    value: str
    phrase: str
    source: Source


@dataclass(frozen=True)
class Warning_:
    """Something that a person must look at before trusting the suggestions."""

    code: str
    text: str


@dataclass(frozen=True)
class ExampleMatch:
    """An example of article 3 that the text resembles, and the words that do."""

    example_id: str
    phrase: str


@dataclass(frozen=True)
class Description:
    """All that was read in one description."""

    questions: tuple[str, ...]
    suggestions: tuple[Suggestion, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    examples: tuple[ExampleMatch, ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """The suggested facts, by question."""
        return {s.question: s.value for s in self.suggestions}

    def to_json(self) -> DescriptionJson:
        """Return every question with its value and phrase; what is not settled is «no_se»."""
        found = {s.question: s for s in self.suggestions}
        facts: dict[str, FactJson] = {
            question: {"value": found[question].value, "phrase": found[question].phrase}
            if question in found
            else {"value": UNKNOWN, "phrase": None}
            for question in self.questions
        }
        return {"facts": facts, "warnings": [w.text for w in self.warnings]}
