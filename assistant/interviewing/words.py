"""The words by which answers are understood, as data: `readings.yaml`, read strictly.

Patterns see plain words: lower case, no accents but in «sí» and «sé», one space between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from governance.policy.strict_yaml import load_strict

WORDS_FILE = Path(__file__).with_name("readings.yaml")


class WordsError(Exception):
    """The words cannot be used; raised when the file is missing, malformed or a pattern is."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cue(_Strict):
    """Words inside a clause that speak for an answer.

    `plain` cues leave no doubt. A cue under a negation speaks for `negated`, or for nothing.
    `along` must be found somewhere in the message too; `unless` must not.
    """

    value: str
    match: tuple[str, ...]
    plain: bool = False
    negated: str | None = None
    along: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Harmless(_Strict):
    """Words that look like an answer and are none («beca deportiva», «fotos del camino»).

    `along` must be found somewhere in the message too.
    """

    match: tuple[str, ...]
    along: tuple[str, ...] = ()


class QuestionWords(_Strict):
    """How one question is answered in other words.

    `cautious` orders its answers, the one with the most duties first. `affirm` and `deny` are what
    a bare yes and a bare no mean; `affirm_doubtful` when a bare yes must be said back.
    `topics` are the words that the question itself is about; `named` how people point at it.
    A milder answer that holds `uneasy` words is never taken without saying it back. `harmless`
    words are set aside before looking for any of these. `concrete` words name what a
    counter-question asks for, so one of them is a fact.
    """

    cautious: tuple[str, ...] = ()
    affirm: str | None = None
    affirm_doubtful: bool = False
    deny: str | None = None
    uneasy: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    harmless: tuple[Harmless, ...] = ()
    concrete: tuple[str, ...] = ()
    quoted: dict[str, tuple[str, ...]] = {}
    """Other words that are an answer when they are the whole message."""
    denials: tuple[str, ...] = ()
    """What the question fears: saying that two of them are not there is a fact."""
    facts: tuple[tuple[str, ...], ...] = ()
    """Kinds of fact that sustain its lowering answer; two kinds are needed."""


class Words(_Strict):
    """Every list of `readings.yaml`."""

    signs: dict[str, str]
    shorthand: dict[str, str]
    spelling: tuple[str, ...]
    contrast: frozenset[str]
    negators: tuple[str, ...]
    filler: tuple[str, ...]
    affirm: tuple[str, ...]
    deny: tuple[str, ...]
    hedge: tuple[str, ...]
    depends: tuple[str, ...]
    unknown: tuple[str, ...]
    whom: tuple[str, ...]
    whom_after: tuple[str, ...]
    in_charge: tuple[str, ...]
    marks: dict[str, int]
    mark: tuple[str, ...]
    agreeing: tuple[str, ...]
    closing: tuple[str, ...]
    bare: tuple[str, ...]
    grumbles: tuple[str, ...]
    excuses: tuple[str, ...]
    presses: tuple[str, ...]
    presses_unless: tuple[str, ...]
    asks: dict[str, tuple[str, ...]]
    asks_anywhere: dict[str, tuple[str, ...]]
    interrogative: tuple[str, ...]
    whether: tuple[str, ...]
    checks: tuple[str, ...]
    wants: dict[str, tuple[str, ...]]
    before_wish: tuple[str, ...]
    submit: tuple[str, ...]
    change: tuple[str, ...]
    change_after: tuple[str, ...]
    change_lead: tuple[str, ...]
    change_fluff: tuple[str, ...]
    document: tuple[str, ...]
    vague: tuple[str, ...]
    later: tuple[str, ...]
    nothing: tuple[str, ...]
    absent: tuple[str, ...]
    hollow: tuple[str, ...]
    posts: tuple[str, ...]
    questions: dict[str, QuestionWords]


@lru_cache(maxsize=8)
def load_words(path: Path = WORDS_FILE) -> Words:
    """Return the words in `path`, read once.

    Raises:
        WordsError: the file is wrong, or one of its patterns is.
    """
    try:
        words = Words.model_validate(load_strict(path))
        for pattern in _patterns(words.model_dump()):
            re.compile(pattern)
    except (OSError, yaml.YAMLError, ValidationError, re.error) as error:
        raise WordsError(f"{path.name}: {error}. Corrige el archivo.") from error
    return words


def _patterns(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inside in value.values():
            yield from _patterns(inside)
    elif isinstance(value, tuple | list):
        for inside in value:
            yield from _patterns(inside)


@lru_cache(maxsize=512)
def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for any of `patterns`, at word borders.

    >>> bool(compiled(("no hay",)).search("no haya"))
    False
    """
    joined = "|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)"
    # «%» is a word here, so borders are spaces, not \b.
    return re.compile(rf"(?<!\S)(?:{joined})(?!\S)")


def whole(patterns: tuple[str, ...], text: str) -> bool:
    """Whether one of `patterns` is the whole of `text`."""
    return bool(compiled(patterns).fullmatch(text))


def within(patterns: tuple[str, ...], text: str) -> re.Match[str] | None:
    """Return the first stretch of `text` that one of `patterns` matches."""
    return compiled(patterns).search(text)
