"""Which number stands for which value: equal values of a kind get the same placeholder."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import blake2b
from threading import Lock

from .model import Kind
from .patterns import digits
from .text import PLACEHOLDER, build_text, fold

_FIGURES = frozenset({Kind.RUT, Kind.PHONE, Kind.CARD, Kind.ACCOUNT, Kind.DOCUMENT, Kind.PLATE})


class Numbers:
    """Gives out the numbers of placeholders, from the first free one of each kind.

    It remembers no value, only what a key of its own makes of it: a key that is never written.
    """

    def __init__(self) -> None:
        """Begin with every number free."""
        self._key = secrets.token_bytes(32)
        self._known: dict[tuple[Kind, bytes], int] = {}
        self._used: dict[Kind, int] = {}
        self._lock = Lock()

    def skip(self, texts: Iterable[str]) -> None:
        """Never give out the numbers that these redacted texts use already."""
        with self._lock:
            for match in (m for text in texts for m in PLACEHOLDER.finditer(text)):
                kind = Kind(match[1])
                self._used[kind] = max(self._used.get(kind, 0), int(match[2]))

    def of(self, kind: Kind, written: str) -> int:
        """Return the number of a value, new if it was never seen; spellings of one are equal."""
        key = (kind, self._sealed(kind, written))
        with self._lock:
            if key not in self._known:
                self._used[kind] = self._known[key] = self._used.get(kind, 0) + 1
            return self._known[key]

    def _sealed(self, kind: Kind, written: str) -> bytes:
        return blake2b(_value(kind, written).encode(errors="replace"), key=self._key).digest()


def _value(kind: Kind, written: str) -> str:
    """Return what makes two spellings the same value."""
    text = build_text(written)
    in_figures = text.figures if kind in _FIGURES else None  # «doce millones…» is a RUT too
    plain = in_figures[0].folded if in_figures else text.folded
    if kind is Kind.PHONE:
        return digits(plain)[-9:]
    if kind is Kind.RUT:
        return "".join(c for c in plain if c.isdigit() or c == "k").lstrip("0")
    if kind in (Kind.CARD, Kind.ACCOUNT, Kind.DOCUMENT, Kind.PLATE, Kind.EMAIL):
        spelled = plain.replace("arroba", "@").replace("punto", ".")
        return "".join(c for c in spelled if c.isalnum() or c in "@._")
    return " ".join(fold(plain).split())
