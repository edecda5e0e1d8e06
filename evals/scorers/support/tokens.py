"""The words of a text as the support check compares them: stems, clauses, what is negated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz.distance import Indel

from evals.scorers.numerals import in_figures
from knowledge_base.text import STOPWORDS, fold, sentences, stem

SYNONYMS = Path(__file__).with_name("synonyms.yaml")
NEGATIONS = frozenset(
    "no nunca jamas sin tampoco ningun ninguno ninguna ni nadie nada excluye excluyen".split()
)
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|[,;:()—]")
_BREAKS = frozenset({"pero", "sino", "aunque", "mientras"})
_WRITTEN = {"q": "que", "k": "que", "pa": "para", "pal": "para el", "xq": "porque", "tb": "tambien"}
_EMPTY = frozenset({"pesos", "tanto", "ademas", "asi", "otros", "otras"})
_LIST = 2
"""Words of a fragment between commas that may still be an item of a list begun before it."""


@dataclass(frozen=True)
class Token:
    """A word of a text."""

    word: str
    stem: str
    sentence: int
    clause: int
    """Counted through the whole text."""
    is_content: bool
    is_negated: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a figure."""
        return self.word[0].isdigit()


def read(text: str) -> tuple[Token, ...]:
    """Return the words of a text in order, its numbers in figures.

    >>> words = read("No se venden animales, pero sí plantas.")
    >>> [t.stem for t in words if t.is_negated and t.is_content]
    ['vend', 'animal']
    """
    found: list[Token] = []
    clause = 0
    for number, unit in enumerate(sentences(text)):
        for part in _clauses(in_figures(fold(unit.text).replace("**", ""))):
            found += [
                Token(word, stem(word), number, clause, _is_content(word), is_negated)
                for word, is_negated in part
            ]
            clause += 1
    return tuple(found)


def _clauses(folded: str) -> list[list[tuple[str, bool]]]:
    parts: list[list[str]] = [[]]
    for found in _TOKEN.finditer(folded):
        word = found.group()
        if word in ",;:()—":
            parts.append([])
        else:
            if word in _BREAKS:
                parts.append([])
            parts[-1] += _WRITTEN.get(word, word).split()
    return _negated([part for part in parts if part])


def _negated(parts: list[list[str]]) -> list[list[tuple[str, bool]]]:
    """Return the words of each clause with whether it is negated; lists go on being it.

    A negation reaches from its own word to the end of its clause: whom it speaks of comes before.
    """
    marked, before = [], False
    for part in parts:
        is_on = before and part[0] not in _BREAKS and sum(map(_is_content, part)) <= _LIST
        row = []
        for word in part:
            is_on = is_on or word in NEGATIONS
            row.append((word, is_on))
        marked.append(row)
        before = is_on
    return marked


def _is_content(word: str) -> bool:
    return word[0].isdigit() or len(word) > 2 and word not in STOPWORDS | NEGATIONS | _EMPTY


@lru_cache(maxsize=1)
def contraries() -> tuple[tuple[str, str], ...]:
    """Return the stems that say the opposite of each other."""
    pairs = (line.split() for line in _lines("contrarios"))
    return tuple((stem(fold(a)), stem(fold(b))) for a, b in pairs)


def _lines(key: str) -> list[str]:
    return list(yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))[key])


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[int]]:
    lines = _lines("iguales")
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for word in line.split():
            groups.setdefault(stem(fold(word)), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@lru_cache(maxsize=65536)
def same(a: str, b: str) -> bool:
    """Whether two stems say the same: one family of words, a typo, or synonyms.

    >>> same(stem("inscripcion"), stem("inscribe")), same(stem("plata"), stem("dinero"))
    (True, True)
    """
    if a == b:
        return True
    if a[0].isdigit() or b[0].isdigit():
        return False
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    shared = min(len(a), len(b)) if shared is None else shared
    if shared >= max(4, 0.7 * min(len(a), len(b))) and shared >= 0.5 * max(len(a), len(b)):
        return True
    if min(len(a), len(b)) >= 6 and Indel.normalized_similarity(a, b) >= 0.88:
        return True
    return bool(_groups().get(a, frozenset()) & _groups().get(b, frozenset()))
