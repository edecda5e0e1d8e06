"""Words that tell names from the rest: given names, surnames, places and common words.

The lists were written for this project and are plain text, one idea each, so that anyone can add
the name that was missed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files

import Stemmer

from ..spelling import one_letter_away, sound
from ..text import fold

_PUBLIC = ("lugares.txt", "marcas.txt")
_LONG = 5
"""Letters of a word in which one wrong letter still leaves the word to be known."""
_VERB = re.compile(
    r"(..+)(?:a(?:bamos|ban?|bas|ndo|ran?|remos|rian?|ron|ste|mos)"
    r"|i?er(?:an?|on|emos|ian?)|i(?:endo|ste|mos|amos|an?|as|ran?|rian?))"
)
_DERIVED = re.compile(
    r"(?:cion|ciones|mente|ori[ao]s?|onal|onales|iv[ao]s?|dad|dades|ismo|istas?|bles?|logi[ac]|logic[oa]s?|grafia"
    r"|mientos?|ware|ing)$"
)
_PLURAL = re.compile(r"e?s$")
_DIMINUTIVE = re.compile(r"(?<=[a-z]{3})c?it[ao]s?$")


@dataclass(frozen=True)
class Lexicon:
    """What is known of single words, folded."""

    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    places: frozenset[tuple[str, ...]]
    """Places, and what else is public though it may look like a name: schools, makers, products."""
    common: frozenset[str]
    """Words that are no name, and their stems: the language's dictionary and the project's own."""
    words: frozenset[str]
    """The same without the stems."""
    ordinary: frozenset[str]
    """This project's own list of common words: what people write to a public body."""
    stem: Callable[[str], str] = field(repr=False)

    def is_common(self, word: str) -> bool:
        """Whether `word`, folded, is an inflection of a common word."""
        if len(word) < 3 or word in self.common or fold(self.stem(word)) in self.common:
            return True
        verb = _VERB.fullmatch(word)
        return bool(verb) and any(verb[1] + end in self.common for end in ("ar", "er", "ir"))

    def is_strange(self, word: str) -> bool:
        """Whether `word`, folded, is no common word, not even one that is misspelt.

        >>> from assistant.redaction.spanish import build_spanish
        >>> lexicon = build_spanish().lexicon
        >>> [lexicon.is_strange(word) for word in ("postulasion", "kowalczyk")]
        [False, True]
        """
        if self.is_common(word) or _DERIVED.search(word):
            return False
        if sound(fold(self.stem(word))) in self._common_sounds:
            return False
        heard = {sound(word), sound(_PLURAL.sub("", word))}
        if heard & self._common_sounds:
            return False
        long = (one for one in heard if len(one) >= _LONG)
        return not any(near in self._word_sounds for one in long for near in one_letter_away(one))

    def listed_as(self, word: str) -> str:
        """Return the listed name that a folded word spells, or the word itself.

        It may sound like it, be a diminutive of it or, when long, miss one letter of it.
        """
        if word in self._names or self.is_common(word) or len(word) < 4:
            return word
        if found := self._names_by_sound.get(sound(word)):
            return found
        if found := self._long_name(word):
            return found
        if len(word) < _LONG + 1 or not self.is_strange(word):
            return word
        if sound(_PLURAL.sub("", word)) in self._names_by_sound:
            return word  # a flower, more than a name: hortensias
        near = (self._names_by_sound.get(one) for one in one_letter_away(sound(word)))
        return next(filter(None, near), word)

    def is_surely(self, word: str, name: str) -> bool:
        """Whether a folded word that is listed as `name` is no other word one letter away."""
        if word == name or self._long_name(word) == name:
            return True
        return len(word) > _LONG and sound(word) == sound(name)

    def _long_name(self, word: str) -> str | None:
        """Return the given name that a word is the diminutive of: yasnita, carlitos."""
        root = _DIMINUTIVE.sub("", word)
        if root == word:
            return None
        whole = (root + end for end in ("", "a", "o", "e", "os"))
        return next((name for name in whole if name in self.given), None)

    @cached_property
    def _names(self) -> frozenset[str]:
        return self.given | self.surnames

    @cached_property
    def _names_by_sound(self) -> dict[str, str]:
        # Sorted so that the same name answers in every process.
        return {sound(name): name for name in sorted(self._names)}

    @cached_property
    def _common_sounds(self) -> frozenset[str]:
        return frozenset(map(sound, self.common))

    @cached_property
    def _word_sounds(self) -> frozenset[str]:
        return frozenset(map(sound, self.words))


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
        words=frozenset(words | own),
        ordinary=frozenset(own),
        stem=stem,
    )


def _lines(name: str) -> list[str]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]
