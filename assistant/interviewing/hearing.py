"""A message as it was heard: plain words in order, its clauses, and where each came from.

Typing habits (no accents, «q», «siii», «rebisa», a thumb) are undone here, once. «sí» and «sé»
keep their accent: without it they are another word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.interviewing.words import Words
from knowledge_base.text import fold

# What redaction put in place of a name is one word («[PERSONA_1]»).
_TOKEN = re.compile(r"\[[A-ZÑ_]+_\d+\]|\d+(?:[.,]\d+)*|[^\W\d_]+\d*|%|[^\w\s]|_|\n", re.UNICODE)
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_BREAKS = frozenset(',.;:!?¡¿…()\n—–"«»“”')
_SOFT = re.compile(r"c(?=[ei])|z")


@dataclass(frozen=True)
class Word:
    """A plain word and the stretch of the original that it stands for."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class Clause:
    """Words between two breaks; `contrast` when it opens with «pero» or the like."""

    words: tuple[Word, ...]
    contrast: bool

    @cached_property
    def text(self) -> str:
        """The plain words with one space between them."""
        return " ".join(word.plain for word in self.words)


@dataclass(frozen=True)
class Heard:
    """A message, ready to be read."""

    original: str
    clauses: tuple[Clause, ...]
    is_question: bool

    @cached_property
    def text(self) -> str:
        """Every plain word of the message, without punctuation."""
        return " ".join(clause.text for clause in self.clauses)

    @cached_property
    def size(self) -> int:
        """How many words it has."""
        return sum(len(clause.words) for clause in self.clauses)

    def verbatim(self, start: int, end: int) -> str:
        """Return the words of the original behind a stretch of `text`."""
        position, found = 0, []
        for word in (w for clause in self.clauses for w in clause.words):
            if position < end and position + len(word.plain) > start:
                found.append(word)
            position += len(word.plain) + 1
        return self.original[found[0].start : found[-1].end] if found else ""


def hear(text: str, words: Words) -> Heard:
    """Return `text` as it is heard."""
    clauses: list[Clause] = []
    current: list[Word] = []
    contrast = False

    def close() -> None:
        nonlocal contrast
        if current:
            clauses.append(Clause(tuple(current), contrast))
            current.clear()
            contrast = False

    for token in _TOKEN.finditer(text):
        raw = token.group()
        if raw in _BREAKS:
            close()
            continue
        for plain in _plain(raw, words).split():
            if plain in words.contrast:
                close()
                contrast = True
            current.append(Word(plain, token.start(), token.end()))
    close()
    return Heard(text.strip(), tuple(clauses), "?" in text or "¿" in text)


def _plain(raw: str, words: Words) -> str:
    if raw in words.signs:
        return words.signs[raw]
    short = _RUN.sub(r"\1", raw.lower())
    if short in {"sí", "sé"}:
        return short
    folded = "".join(re.findall(r"[\w%.,]", fold(short)))
    if folded in words.shorthand:
        return words.shorthand[folded]
    return _respell(folded, words) if folded.isalpha() else folded


def _respell(word: str, words: Words) -> str:
    # Only a spelling that sounds the same: a guess at another word could turn an answer round.
    if len(word) < 4 or word in words.spelling:
        return word
    return _by_sound(words.spelling).get(_sound(word), word)


@lru_cache(maxsize=8)
def _by_sound(spelling: tuple[str, ...]) -> dict[str, str]:
    return {_sound(word): word for word in spelling}


def _sound(word: str) -> str:
    heard = _SOFT.sub("s", word.replace("v", "b").replace("ll", "y"))
    heard = heard.replace("qu", "k").replace("ch", "#").replace("h", "").replace("#", "ch")
    return re.sub(r"g(?=[ei])", "j", heard).replace("c", "k").replace("kh", "ch")
