"""The redactor: finds personal data until none is left, and writes the two redacted texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from .model import GUESS, WEAK, Entity, Finding, Kind, Redaction, RedactionError
from .numbers import Numbers
from .published import Published
from .text import Text, build_text

_ROUNDS = 12
"""More rounds than any real message needs; a message that needs more is refused."""

_SHORTEST_REST = 4
"""Letters that a part of a name must have to say who it is: less may be «de la»."""

_RANK = (
    Kind.EMAIL,
    Kind.LOCATION,
    Kind.CARD,
    Kind.ACCOUNT,
    Kind.DOCUMENT,
    Kind.RUT,
    Kind.PHONE,
    Kind.SECRET,
    Kind.URL,
    Kind.PROFILE,
    Kind.DEVICE,
    Kind.IP,
    Kind.BIRTH_DATE,
    Kind.PLATE,
    Kind.ADDRESS,
    Kind.HEALTH,
    Kind.SOCIAL,
    Kind.NAME,
)
"""Which kind a stretch gets when recognizers disagree: the first that is no guess."""

_TOPICS = frozenset({Kind.HEALTH, Kind.SOCIAL})
"""Kinds that stay in the query: they may be what is asked about, and alone they name nobody."""


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

    def redact(
        self,
        text: str,
        public: Callable[[str], bool] = nothing_is_public,
        *,
        before: str = "",
        numbers: Callable[[], Numbers] = Numbers,
    ) -> Redaction:
        """Return `text` without personal data, in its strict and its precise form.

        Redacting a redacted text changes nothing: the search ends when a text in which every
        finding is masked has no further finding. `before` is what was written just before, where
        something may begin that goes on here; `numbers` is asked only if something is masked.

        Raises:
            RedactionError: any step failed; nothing of the text may then be kept.
        """
        # Raised outside of `except`: the original error may quote the text, so none is attached.
        redaction = self._attempt(text, public, before, numbers)
        if redaction is None:
            raise RedactionError("No se pudieron enmascarar los datos personales.")
        return redaction

    def _attempt(
        self,
        text: str,
        public: Callable[[str], bool],
        before: str,
        numbers: Callable[[], Numbers],
    ) -> Redaction | None:
        try:
            found = self._find_all(text)
            if before:
                found = self._find_all(text, self._going_on(before, text, found))
            entities = _numbered(text, found, numbers) if found else ()
            kept = [e for e in entities if not _stays_in_query(e, text, public)]
            return Redaction(_masked(text, entities), _masked(text, kept), entities)
        except Exception:
            return None

    def _find_all(self, text: str, known: Sequence[Finding] = ()) -> list[Finding]:
        found = list(known)
        for _ in range(_ROUNDS):
            view = build_text(text, [(f.start, f.end) for f in found])
            seen = self.published.without_these(self.analyzer.find(view), view)
            new = _without_overlaps(seen, view.plain)
            if not new:
                return sorted(found, key=lambda f: f.start)
            found += [Finding(f.kind, *view.original(f.start, f.end), f.score) for f in new]
        raise RedactionError("La búsqueda de datos personales no termina.")

    def _going_on(self, before: str, text: str, alone: Sequence[Finding]) -> list[Finding]:
        """Return the findings of `text`, and those that only show after what was written before."""
        offset = len(before) + 1
        together = [
            Finding(f.kind, max(0, f.start - offset), f.end - offset, f.score)
            for f in self._find_all(f"{before} {text}")
            if f.end > offset
        ]
        return _without_overlaps([*alone, *together], text)


def _without_overlaps(findings: Iterable[Finding], text: str) -> list[Finding]:
    """Return findings that share no character, nothing of any of them uncovered.

    Identifiers that overlap become one, of the kind that ranks first. A name gives way, but for
    what the others leave of it.
    """
    merged: list[Finding] = []
    for found in sorted(findings, key=lambda f: (f.kind is Kind.NAME, f.start, -f.end)):
        clashes = [m for m in merged if m.start < found.end and found.start < m.end]
        if not clashes:
            merged.append(found)
        elif found.kind is not Kind.NAME or all(m.kind is Kind.NAME for m in clashes):
            best = min((*clashes, found), key=lambda f: (f.score <= GUESS, _RANK.index(f.kind)))
            merged = [m for m in merged if m not in clashes]
            merged.append(
                Finding(
                    best.kind,
                    min(f.start for f in (*clashes, found)),
                    max(f.end for f in (*clashes, found)),
                    max(f.score for f in (*clashes, found)),
                )
            )
        else:
            merged += _rest_of(found, clashes, text)
    return merged


def _rest_of(name: Finding, others: Sequence[Finding], text: str) -> Iterator[Finding]:
    """Yield the stretches of a name that others do not cover, if they may say who it is."""
    start = name.start
    for end, following in (
        *((other.start, other.end) for other in sorted(others, key=lambda f: f.start)),
        (name.end, name.end),
    ):
        letters = [i for i in range(start, end) if text[i].isalnum()]
        if len(letters) >= _SHORTEST_REST:
            yield Finding(Kind.NAME, letters[0], letters[-1] + 1, name.score)
        start = max(start, following)


def _numbered(
    text: str, findings: Sequence[Finding], numbers: Callable[[], Numbers]
) -> tuple[Entity, ...]:
    """Give equal values of a kind the same number."""
    given = numbers()
    given.skip((text,))
    entities = []
    for found in findings:
        number = given.of(found.kind, text[found.start : found.end])
        placeholder = f"[{found.kind.value}_{number}]"
        entities.append(Entity(found.kind, found.start, found.end, placeholder, found.score))
    return tuple(entities)


def _stays_in_query(entity: Entity, text: str, public: Callable[[str], bool]) -> bool:
    if entity.kind in _TOPICS:
        return True
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
