"""A description made plain for matching, letter by letter tied to what the person wrote.

People write «q», «pa», «desicion», without accents. The plain text undoes that, and every place in
it knows its place in the original, so that whatever is found can be quoted word for word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge_base.text import fold

SHORT: Mapping[str, str] = {
    "q": "que",
    "k": "que",
    "ke": "que",
    "d": "de",
    "pa": "para",
    "xa": "para",
    "pq": "porque",
    "xq": "porque",
    "porq": "porque",
    "tb": "tambien",
    "tmb": "tambien",
    "tbn": "tambien",
    "x": "por",
    "aki": "aqui",
    "nomas": "nomas",
    "na": "nada",
    "usr": "usuario",
    "sist": "sistema",
    "func": "funcionario",
    "dcto": "documento",
    "docs": "documentos",
    "xfa": "por favor",
    "porfa": "por favor",
    "automatico": "automatico",
    "ningun": "ningun",
    "inteligensia": "inteligencia",
}
"""How hurried people shorten words, folded."""

SHORTEST_TYPO = 7
"""Letters of the shortest word that is corrected: in shorter ones a typo is often another word."""

_TOKEN = re.compile(r"\w+|\W", re.UNICODE)
_NO_MAS = re.compile(r"\bno +mas(?=\s*(?:[.,;:!?)]|$|y\b))")


@dataclass(frozen=True)
class Reading:
    """The plain text and where each of its letters comes from."""

    original: str
    plain: str
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)

    def quote(self, start: int, end: int) -> str:
        """Return the words of the original between two places of the plain text.

        >>> reading = read("Deniega el SUBSIDIO.", frozenset())
        >>> reading.quote(reading.plain.index("subsidio"), len(reading.plain) - 1)
        'SUBSIDIO'
        """
        if start >= end or start >= len(self.plain):
            return ""
        return self.original[self.starts[start] : self.ends[end - 1]].strip(" \t\r\n,;:.()¿?¡!")


def read(text: str, vocabulary: frozenset[str]) -> Reading:
    """Return `text` made plain; words near one of `vocabulary` are taken for it."""
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for token in _TOKEN.finditer(text):
        word = _plain_word(fold(token.group()), vocabulary)
        plain.append(word)
        starts += [token.start()] * len(word)
        ends += [token.end()] * len(word)
    joined = "".join(plain)
    # «No más» at the end of a clause is Chilean for «only», not a denial: same length, one word.
    joined = _NO_MAS.sub(lambda m: "solo".ljust(len(m.group())), joined)
    return Reading(text, joined, tuple(starts), tuple(ends))


def _plain_word(word: str, vocabulary: frozenset[str]) -> str:
    if word in SHORT:
        return SHORT[word]
    if len(word) < SHORTEST_TYPO or word in vocabulary or not word.isalpha():
        return word
    return _nearest(word, vocabulary)


@lru_cache(maxsize=16384)
def _sound(word: str) -> str:
    """Return the word with one letter for each sound: «desición» and «decisión» are the same."""
    word = re.sub(r"c(?=[ei])|z", "s", word).replace("v", "b").replace("ll", "y")
    return re.sub(r"(?<!c)h", "", word)


@lru_cache(maxsize=16384)
def _nearest(word: str, vocabulary: frozenset[str]) -> str:
    """Return the one word of the vocabulary that sounds the same or is one slip away.

    A different first letter or a different ending is another word or another form, not a slip.
    """
    heard = [known for known in vocabulary if _sound(known) == _sound(word)]
    if len(heard) == 1:
        return heard[0]
    near = [
        known
        for known in vocabulary
        if known[0] == word[0]
        and known[-1] == word[-1]
        and abs(len(known) - len(word)) <= 1
        and OSA.distance(known, word, score_cutoff=1) == 1
    ]
    return near[0] if len(near) == 1 else word
