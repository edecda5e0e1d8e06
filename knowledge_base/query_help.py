"""Help for how people write: abbreviations, chilenismos, typos, follow-ups.

The question is never translated: words are replaced by the words of the knowledge base that they
stand for, and only when they are not words of Spanish already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict
from rapidfuzz.distance import DamerauLevenshtein
from spellchecker import SpellChecker

from knowledge_base.text import STOPWORDS, content_words, fold, stem, stem_all, words

GLOSSARY_FILE = Path(__file__).with_name("glossary.yaml")


class Glossary(BaseModel):
    """How people write, and what it means here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    escribe: dict[str, str]
    iguales: tuple[tuple[str, ...], ...]
    familias: dict[str, dict[str, tuple[str, ...]]]

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        keys = sorted(map(re.escape, self.escribe), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(keys)})(?!\w)")

    @cached_property
    def concepts(self) -> dict[str, str]:
        """Return the stem that stands for each word, and for each stem, of `iguales`.

        A stem that two groups share («lucas», «luces») stands for nothing: only the words do.
        """
        words_of = {fold(word): stem(fold(group[0])) for group in self.iguales for word in group}
        claims: dict[str, set[str]] = {}
        for word, concept in words_of.items():
            claims.setdefault(stem(word), set()).add(concept)
        return {s: c.copy().pop() for s, c in claims.items() if len(c) == 1} | words_of

    def expand(self, text: str) -> str:
        """Return the folded text with abbreviations and chilenismos written out."""
        return self._phrases.sub(lambda m: self.escribe[m[0]], fold(text))

    def terms(self, text: str) -> list[str]:
        """Return the stems of the content words of `text`, words that mean the same made one."""
        concepts = self.concepts
        found = ((w, stem(w)) for w in content_words(text))
        return [concepts.get(w) or concepts.get(s, s) for w, s in found]

    def swap_family(self, previous: str, follow_up: str) -> str | None:
        """Return `previous` asking about what `follow_up` names instead, or None.

        «cuánto es el máximo para cultura» + «¿y para deporte?» asks the maximum for deporte.
        """
        before, after = fold(previous), fold(follow_up)
        swapped, changed = before, False
        for members in self.familias.values():
            new = _mention(members, after)
            old = _mention(members, swapped)
            if new and old and new[0] != old[0]:
                swapped = _word(old[1]).sub(new[1], swapped)
                changed = True
        return swapped if changed else None


def _word(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


def _mention(members: Mapping[str, Iterable[str]], text: str) -> tuple[str, str] | None:
    """Return (member, wording) of the longest wording of `members` in `text`."""
    found = [
        (name, wording)
        for name, wordings in members.items()
        for wording in wordings
        if _word(wording).search(text)
    ]
    return max(found, key=lambda item: len(item[1]), default=None)


def load_glossary(path: Path = GLOSSARY_FILE) -> Glossary:
    """Return the glossary in `path`."""
    return Glossary.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def spanish_words() -> frozenset[str]:
    """Return the words of Spanish (pyspellchecker's dictionary), folded, and their stems.

    The stems stand for the endings that the dictionary does not list («cierra», «monitorea»).
    """
    found = {fold(word) for word in SpellChecker(language="es").word_frequency.words()}
    return frozenset(found.union(stem_all(found)))


_SOUNDS: tuple[tuple[str, str], ...] = (
    ("ch", "1"), ("qu", "k"), ("ll", "y"), ("ce", "se"), ("ci", "si"), ("ge", "je"), ("gi", "ji"),
    ("gue", "ge"), ("gui", "gi"), ("c", "k"), ("z", "s"), ("x", "s"), ("v", "b"), ("w", "u"),
    ("h", ""),
)  # fmt: skip


def sound(word: str) -> str:
    """Return how a folded word sounds in Chile, so that spelling mistakes meet.

    >>> sound("vijencia") == sound("vigencia"), sound("asta") == sound("hasta")
    (True, True)
    """
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)


@dataclass
class Speller:
    """Corrects what is not a word of Spanish to the word of the knowledge base that is meant."""

    vocabulary: Mapping[str, int]
    """Folded words of the knowledge base and how often it uses them."""
    spanish: frozenset[str]
    _by_sound: dict[str, str] = field(default_factory=dict)
    _first_sound: dict[str, str] = field(default_factory=dict)
    _memory: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the vocabulary by sound; the most used word wins."""
        self._first_sound = {w: sound(w)[:1] for w in self.vocabulary if len(w) >= 4}
        for word in sorted(self.vocabulary, key=lambda w: (self.vocabulary[w], w)):
            if len(word) >= 4 and word.isalpha():
                self._by_sound[sound(word)] = word

    def correct(self, word: str) -> str:
        """Return the word that is meant; the same when it is a word or nothing is near."""
        if len(word) < 4 or not word.isalpha() or word in self.vocabulary or word in STOPWORDS:
            return word
        if word in self.spanish or stem(word) in self.spanish:
            return word
        if word not in self._memory:
            if len(self._memory) > 20_000:
                self._memory.clear()
            self._memory[word] = self._by_sound.get(sound(word)) or self._nearest(word)
        return self._memory[word]

    def _nearest(self, word: str) -> str:
        limit = 1 if len(word) < 9 else 2
        best, best_key = word, (limit + 1, 0)
        heard = sound(word)[:1]
        for candidate, first in self._first_sound.items():
            if abs(len(candidate) - len(word)) > limit:
                continue
            if candidate[0] != word[0] and first != heard:
                continue
            count = self.vocabulary[candidate]
            distance = DamerauLevenshtein.distance(word, candidate, score_cutoff=limit)
            if distance <= limit and (distance, -count) < best_key:
                best, best_key = candidate, (distance, -count)
        return best

    def correct_text(self, text: str) -> str:
        """Return `text` with each word corrected; folded when anything changed."""
        fixed = [self.correct(word) for word in words(text)]
        return (
            text
            if fixed == words(text)
            else re.sub(r"[^\W_]+", _feed(words(text), fixed), fold(text))
        )


def _feed(before: list[str], after: list[str]) -> Callable[[re.Match[str]], str]:
    changes = {b: a for b, a in zip(before, after, strict=True) if a != b}
    return lambda match: changes.get(match[0], match[0])
