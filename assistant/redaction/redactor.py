"""The redactor: finds personal data until none is left, and writes the two redacted texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .model import WEAK, Entity, Finding, Kind, Redaction, RedactionError
from .patterns import digits
from .published import Published
from .text import PLACEHOLDER, Text, build_text, fold

_ROUNDS = 12
"""More rounds than any real message needs; a message that needs more is refused."""

_RANK = (
    Kind.EMAIL,
    Kind.CARD,
    Kind.ACCOUNT,
    Kind.DOCUMENT,
    Kind.RUT,
    Kind.PHONE,
    Kind.SECRET,
    Kind.URL,
    Kind.IP,
    Kind.BIRTH_DATE,
    Kind.PLATE,
    Kind.ADDRESS,
    Kind.NAME,
)
"""Which kind a stretch gets when recognizers disagree: the first."""


class Analyzer(Protocol):
    """Whatever finds personal data in a canonical text."""

    def find(self, text: Text) -> list[Finding]:
        """Return the findings; they may overlap."""


def nothing_is_public(_: str) -> bool:
    """Return that no name is public."""
    return False


@dataclass(frozen=True)
class Redactor:
    """Masks the personal data of a message; safe to share between threads."""

    analyzer: Analyzer
    published: Published = Published()

    def redact(self, text: str, public: Callable[[str], bool] = nothing_is_public) -> Redaction:
        """Return `text` without personal data, in its strict and its precise form.

        Redacting a redacted text changes nothing: the search ends when a text in which every
        finding is masked has no further finding.

        Raises:
            RedactionError: any step failed; nothing of the text may then be kept.
        """
        # Raised outside of `except`: the original error may quote the text, so none is attached.
        redaction = self._attempt(text, public)
        if redaction is None:
            raise RedactionError("No se pudieron enmascarar los datos personales.")
        return redaction

    def _attempt(self, text: str, public: Callable[[str], bool]) -> Redaction | None:
        try:
            entities = _numbered(text, self._find_all(text))
            kept = [e for e in entities if not _stays_in_query(e, text, public)]
            return Redaction(_masked(text, entities), _masked(text, kept), entities)
        except Exception:
            return None

    def _find_all(self, text: str) -> list[Finding]:
        found: list[Finding] = []
        for _ in range(_ROUNDS):
            view = build_text(text, [(f.start, f.end) for f in found])
            seen = self.published.without_these(self.analyzer.find(view), view)
            new = _without_overlaps(seen)
            if not new:
                return sorted(found, key=lambda f: f.start)
            found += [Finding(f.kind, *view.original(f.start, f.end), f.score) for f in new]
        raise RedactionError("La búsqueda de datos personales no termina.")


def _without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings that share no character, nothing of any of them uncovered.

    Identifiers that overlap become one, of the kind that ranks first. A name gives way.
    """
    merged: list[Finding] = []
    for found in sorted(findings, key=lambda f: (f.kind is Kind.NAME, f.start, -f.end)):
        clashes = [m for m in merged if m.start < found.end and found.start < m.end]
        if not clashes:
            merged.append(found)
        elif found.kind is not Kind.NAME or all(m.kind is Kind.NAME for m in clashes):
            best = min((*clashes, found), key=lambda f: _RANK.index(f.kind))
            merged = [m for m in merged if m not in clashes]
            merged.append(
                Finding(
                    best.kind,
                    min(f.start for f in (*clashes, found)),
                    max(f.end for f in (*clashes, found)),
                    max(f.score for f in (*clashes, found)),
                )
            )
    return merged


def _numbered(text: str, findings: Sequence[Finding]) -> tuple[Entity, ...]:
    """Give equal values of a kind the same number, from the first free one."""
    used: dict[Kind, int] = {}
    for match in PLACEHOLDER.finditer(text):
        kind = Kind(match[1])
        used[kind] = max(used.get(kind, 0), int(match[2]))
    numbers: dict[tuple[Kind, str], int] = {}
    entities = []
    for found in findings:
        key = (found.kind, _value(found.kind, text[found.start : found.end]))
        if key not in numbers:
            used[found.kind] = numbers[key] = used.get(found.kind, 0) + 1
        placeholder = f"[{found.kind.value}_{numbers[key]}]"
        entities.append(Entity(found.kind, found.start, found.end, placeholder, found.score))
    return tuple(entities)


def _value(kind: Kind, written: str) -> str:
    """Return what makes two spellings the same value."""
    plain = build_text(written).folded
    if kind is Kind.PHONE:
        return digits(plain)[-9:]
    if kind is Kind.RUT:
        return "".join(c for c in plain if c.isdigit() or c == "k").lstrip("0")
    if kind in (Kind.CARD, Kind.ACCOUNT, Kind.DOCUMENT, Kind.PLATE, Kind.EMAIL):
        spelled = plain.replace("arroba", "@").replace("punto", ".")
        return "".join(c for c in spelled if c.isalnum() or c in "@._")
    return " ".join(fold(plain).split())


def _stays_in_query(entity: Entity, text: str, public: Callable[[str], bool]) -> bool:
    if entity.kind is not Kind.NAME:
        return False
    return entity.score < WEAK or public(text[entity.start : entity.end])


def _masked(text: str, entities: Iterable[Entity]) -> str:
    pieces: list[str] = []
    position = 0
    for entity in entities:
        pieces += (text[position : entity.start], entity.placeholder)
        position = entity.end
    return "".join((*pieces, text[position:]))
