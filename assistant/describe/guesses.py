"""What may be guessed of a text: an answer that may lower the level needs a real description.

Nearness and likeness always find something, even in «un sistema nuevo para la plaza»: of a text
that says almost nothing only its own words may suggest that no decisions, no sensitive data or no
conversation are involved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.describe.cues import Evidence
from assistant.describe.verdicts import MILDER, NEAR
from knowledge_base.text import content_words, fold

DESCRIBED = 5
"""Different words that say something, from which a text describes a system."""

_SEES_PEOPLE = re.compile(r"\b(?:camaras?|videos?|videovigilancia|televigilancia|cctv)\b")
"""Words of what records people: it is never guessed to be harmless."""

_NOT_OF_CAMERAS = frozenset({"P1:no", "P4:no", "P5:no"})


def may_lower(question: str, value: str | None) -> bool:
    """Return whether the answer may lead to a lower level."""
    answer = f"{question}:{value}"
    return answer in MILDER or answer == "P4:si_auxiliar"


@dataclass(frozen=True)
class Guesses:
    """Whether an answer may be suggested of one text without words for it."""

    is_brief: bool
    sees_people: bool
    in_words: frozenset[str]
    """The answers that the text gives words for."""

    @classmethod
    def of(cls, text: str, evidence: Iterable[Evidence]) -> Guesses:
        """Return what may be guessed of `text`, given the evidence found in it."""
        in_words = frozenset(f"{e.question}:{e.value}" for e in evidence if e.cue != NEAR)
        is_brief = len(set(content_words(text))) < DESCRIBED
        # «No hay gente en el cuadro» is said in words, and frees the other answers.
        sees_people = bool(_SEES_PEOPLE.search(fold(text))) and "P4:no" not in in_words
        return cls(is_brief, sees_people, in_words)

    def allow(self, question: str, value: str | None) -> bool:
        """Return whether the answer may be guessed."""
        answer = f"{question}:{value}"
        if self.is_brief and may_lower(question, value):
            return False
        return not (self.sees_people and answer in _NOT_OF_CAMERAS) or answer in self.in_words

    def kept(self, evidence: Iterable[Evidence]) -> list[Evidence]:
        """Return the evidence without the nearness to answers that may not be guessed."""
        return [e for e in evidence if e.cue != NEAR or self.allow(e.question, e.value)]
