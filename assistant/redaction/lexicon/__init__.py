"""Words that tell names from the rest: given names, surnames, places and common words.

The lists were written for this project and are plain text, one idea each, so that anyone can add
the name that was missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.resources import files

import Stemmer

from ..text import fold

_PUBLIC = ("lugares.txt", "marcas.txt")


@dataclass(frozen=True)
class Lexicon:
    """What is known of single words, folded."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    places: frozenset[tuple[str, ...]]
    """Places, and what else is public though it may look like a name: schools, makers, products."""
    common: frozenset[str]
    """Stems of words that are no name: the language's dictionary and this project's own list."""
    ordinary: frozenset[str]
    """This project's own list of common words: what people write to a public body."""
    stem: Callable[[str], str] = field(repr=False)

    def is_common(self, word: str) -> bool:
        """Whether `word`, folded, is an inflection of a common word."""
        return len(word) < 3 or word in self.common or fold(self.stem(word)) in self.common


def load_lexicon(dictionary: Iterable[str]) -> Lexicon:
    """Return the lexicon; `dictionary` holds the base forms of the language's common words."""
    stem = Stemmer.Stemmer("spanish").stemWord
    given = frozenset(map(fold, _words("nombres.txt")))
    surnames = frozenset(map(fold, _words("apellidos.txt")))
    words = {
        fold(word) for word in dictionary if word.isalpha() and len(word) > 2 and word.islower()
    }
    own = set(map(fold, _words("comunes.txt")))
    common = {fold(stem(word)) for word in words | own} | words | own
    return Lexicon(
        given=given,
        surnames=surnames,
        ambiguous=frozenset(map(fold, _words("ambiguos.txt")))
        | ((given | surnames) & (words | own)),
        places=frozenset(tuple(fold(line).split()) for file in _PUBLIC for line in _lines(file)),
        common=frozenset(common),
        ordinary=frozenset(own),
        stem=stem,
    )


def _lines(name: str) -> list[str]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]
