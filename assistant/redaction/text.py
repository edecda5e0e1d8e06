"""One message as the recognizers see it: canonical characters, with a way back to the original.

People paste full-width digits, non-breaking spaces, typographic dashes and zero-width characters,
and an identifier hidden behind one of them is still an identifier. So recognizers read a canonical
text, character by character traceable to the original. What is already masked is one neutral
character there, which no recognizer matches: that is why redacting twice changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from .model import Kind
from .numerals import in_figures

MASKED = "\ufffc"
"""Stands for one stretch that is already masked."""

PLACEHOLDER = re.compile(rf"\[({'|'.join(kind.value for kind in Kind)})_(\d{{1,6}})\]")

Span = tuple[int, int]

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－­"), "-")
_QUOTES = dict.fromkeys(map(ord, "’‘´`ʼ＇"), "'")
_SPELLED = _DASHES | _QUOTES | dict.fromkeys(map(ord, "ºª˚"), "°")


def fold(text: str) -> str:
    """Return `text` in lower case and without accents, of the same length.

    >>> fold("Ñiquén, José")
    'niquen, jose'
    """
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    if character < "\x80":
        return character.lower()
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def _canonical(character: str) -> str:
    """Return what recognizers see of one character: nothing, itself or its plain form."""
    if character < "\x80":
        return character
    if spelled := _SPELLED.get(ord(character)):
        return spelled
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(character))
    if character == MASKED:
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def _nobody(_: Text) -> tuple[Span, ...]:
    return ()


@dataclass(frozen=True)
class Text:
    """The canonical text of a message; `origin[i]` is where character `i` comes from."""

    plain: str
    origin: tuple[int, ...] = ()
    find_people: Callable[[Text], tuple[Span, ...]] = _nobody
    """The language model, asked only where it may add something: it is the slowest of all."""

    @cached_property
    def people(self) -> tuple[Span, ...]:
        """Stretches that the language model takes for people."""
        return self.find_people(self)

    @cached_property
    def folded(self) -> str:
        """`plain` in lower case and without accents, position by position."""
        return fold(self.plain)

    @cached_property
    def figures(self) -> tuple[Text, tuple[Span, ...]] | None:
        """The text with the numbers that it says in words in figures, if it says any.

        With it comes the stretch of this text that is behind each of its characters.
        """
        pieces = in_figures(self.folded)
        if pieces is None:
            return None
        places = tuple((piece.start, piece.end) for piece in pieces for _ in piece.figures)
        return Text("".join(piece.figures for piece in pieces)), places

    def original(self, start: int, end: int) -> Span:
        """Return the stretch of the original text behind `plain[start:end]`."""
        return self.origin[start], self.origin[end - 1] + 1


def build_text(original: str, masked: Iterable[Span] = ()) -> Text:
    """Return the canonical text of a message in which `masked` stretches are already masked.

    >>> build_text("RUT １２．３４５．６７８－５").plain
    'RUT 12.345.678-5'
    """
    ends = {start: end for start, end in masked}
    ends |= {match.start(): match.end() for match in PLACEHOLDER.finditer(original)}
    characters: list[str] = []
    origin: list[int] = []
    position = 0
    while position < len(original):
        end = ends.get(position)
        seen = MASKED if end else _canonical(original[position])
        if seen:
            characters.append(seen)
            origin.append(position)
        position = end or position + 1
    return Text("".join(characters), tuple(origin))
