"""Words that tell names from the rest: given names, surnames, places and common words.

The lists were written for this project and are plain text, one idea each, so that anyone can add
the name that was missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

import Stemmer

from ..forms import infinitives, is_derived, singular, whole_names
from ..spelling import one_letter_away, sound
from ..text import fold

_PUBLIC = ("lugares.txt", "marcas.txt")
_LONG = 5
"""Letters of a word in which one wrong letter still leaves the word to be known."""


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
    ordinary: frozenset[str]
    """This project's own list of common words: what people write to a public body."""
    names_by_sound: Mapping[str, str]
    """A name for each way that a name of the lists sounds."""
    common_sounds: frozenset[str]
    """How common words and their stems sound."""
    word_sounds: frozenset[str]
    """How common words sound."""
    stem: Callable[[str], str] = field(repr=False)

    def is_common(self, word: str) -> bool:
        """Whether `word`, folded, is an inflection of a common word."""
        if len(word) < 3 or word in self.common or fold(self.stem(word)) in self.common:
            return True
        return any(infinitive in self.common for infinitive in infinitives(word))

    def is_strange(self, word: str) -> bool:
        """Whether `word`, folded, is no common word, not even one that is misspelt.

        >>> from assistant.redaction.spanish import build_spanish
        >>> lexicon = build_spanish().lexicon
        >>> [lexicon.is_strange(word) for word in ("postulasion", "kowalczyk")]
        [False, True]
        """
        if self.is_common(word) or is_derived(word):
            return False
        if sound(fold(self.stem(word))) in self.common_sounds:
            return False
        heard = {sound(word), sound(singular(word))}
        if heard & self.common_sounds:
            return False
        long = (one for one in heard if len(one) >= _LONG)
        return not any(near in self.word_sounds for one in long for near in one_letter_away(one))

    def listed_as(self, word: str) -> str:
        """Return the listed name that a folded word spells, or the word itself.

        It may sound like it, be a diminutive of it or, when long, miss one letter of it.
        """
        if word in self.given or word in self.surnames or self.is_common(word) or len(word) < 4:
            return word
        if found := self.names_by_sound.get(sound(word)):
            return found
        if found := self._long_name(word):
            return found
        if len(word) < _LONG + 1 or not self.is_strange(word):
            return word
        if sound(singular(word)) in self.names_by_sound:
            return word  # a flower, more than a name: hortensias
        near = (self.names_by_sound.get(one) for one in one_letter_away(sound(word)))
        return next(filter(None, near), word)

    def is_surely(self, word: str, name: str) -> bool:
        """Whether a folded word that is listed as `name` is no other word one letter away."""
        if word == name or self._long_name(word) == name:
            return True
        return len(word) > _LONG and sound(word) == sound(name)

    def _long_name(self, word: str) -> str | None:
        """Return the given name that a word is the diminutive of: yasnita, carlitos."""
        return next((name for name in whole_names(word) if name in self.given), None)


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
        # Sorted so that the same name answers in every process.
        names_by_sound={sound(name): name for name in sorted(given | surnames)},
        common_sounds=frozenset(map(sound, common)),
        word_sounds=frozenset(map(sound, words | own)),
        stem=stem,
    )


def _lines(name: str) -> list[str]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]
