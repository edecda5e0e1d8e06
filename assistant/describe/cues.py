"""Cues: families of words that support a fact, kept as data and matched over the plain text.

Each cue adds its weight to one answer of one question, once. What they add up to is judged in
`assistant.describe.verdicts`; a cue alone decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.describe.clauses import Sentence
from assistant.describe.reading import Reading

CUES_FILE = Path(__file__).with_name("cues.yaml")

_GAP = r"(?:\W+\w+){0,7}?\W+"
_SHORT_GAP = r"(?:\W+\w+){0,3}?\W+"
_LONG_GAP = r"(?:\W+\w+){0,16}?\W+"


class CuesError(Exception):
    """The cues cannot be used; raised when the file is wrong, with every mistake in it."""


class Cue(BaseModel):
    """Words that support an answer: `affirmed` (said of the system), `denied`, or `any`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    fact: str = Field(pattern=r"^(P\d|signal|example):[\w-]+$")
    weight: float = Field(gt=0, le=8)
    polarity: Literal["affirmed", "denied", "any"] = "affirmed"
    talk: bool = False
    """Whether it also counts in what is only asked, read or written about."""
    whole: bool = False
    """Whether its last word, too, must stand outside a denial."""
    match: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Patterns that, in the same sentence, take the match back."""


class CueFile(BaseModel):
    """The families of words and the cues that use them; `{name}` stands for a family.

    In a pattern «~» is up to seven words, «~~» up to sixteen, «^~» up to three.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    vocabulary: str
    families: dict[str, str]
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Evidence:
    """What a cue found: the answer it supports, how strongly and where in the plain text."""

    cue: str
    question: str
    value: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True)
class Cues:
    """The cues, ready to match."""

    file: CueFile

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Words that a typo is corrected to."""
        return frozenset(self.file.vocabulary.split())

    @cached_property
    def _compiled(self) -> tuple[tuple[Cue, re.Pattern[str], re.Pattern[str] | None], ...]:
        return tuple(
            (cue, self._pattern(cue.match), self._pattern(cue.unless) if cue.unless else None)
            for cue in self.file.cues
        )

    @cached_property
    def _families(self) -> dict[str, str]:
        # The file wraps long families over several lines: what YAML joined with a space.
        return {name: re.sub(r"\s+\|", "|", text) for name, text in self.file.families.items()}

    def _pattern(self, written: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{self._expand(pattern)})" for pattern in written))

    def _expand(self, pattern: str) -> str:
        for _ in range(3):  # families may use families
            pattern = re.sub(r"\{([a-z_]+)\}", lambda m: self._families[m[1]], pattern)
        for sign, gap in ((" ~~ ", _LONG_GAP), (" ^~ ", _SHORT_GAP), (" ~ ", _GAP)):
            pattern = pattern.replace(sign, rf"\b{gap}")
        return rf"\b(?:{pattern})\b"

    def find(self, reading: Reading, sentences: tuple[Sentence, ...]) -> Iterator[Evidence]:
        """Yield what each cue supports, at most once for each cue and sentence."""
        for sentence in sentences:
            for cue, pattern, unless in self._compiled:
                if (match := _matching(cue, pattern, sentence)) is None:
                    continue
                if unless and unless.search(sentence.text):
                    continue
                question, value = cue.fact.split(":")
                start, end = sentence.clause_of(match.start(), match.end())
                yield Evidence(cue.id, question, value, cue.weight, start, end)


def _matching(cue: Cue, pattern: re.Pattern[str], sentence: Sentence) -> re.Match[str] | None:
    """Return the first match with the polarity that the cue asks for."""
    place = 0
    while match := pattern.search(sentence.text, place):
        if cue.polarity == "any":
            return match
        denied = sentence.is_denied(match.start())
        if cue.whole and not denied:
            denied = sentence.is_denied(match.end() - len(match.group().split()[-1]))
        if denied == (cue.polarity == "denied") and (
            cue.talk or denied or not sentence.is_talk(match.start())
        ):
            return match
        place = match.start() + 1
    return None


def load_cues(path: Path = CUES_FILE) -> Cues:
    """Return the cues in `path`.

    Raises:
        CuesError: the file is wrong, or a pattern is.
    """
    try:
        cues = Cues(CueFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))))
        assert cues._compiled is not None
    except (OSError, yaml.YAMLError, ValidationError, re.error, KeyError) as error:
        raise CuesError(f"{path.name}: {error}. Corrige la familia o el patrón.") from error
    return cues
