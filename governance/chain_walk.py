"""The walk along a chain that finds what was changed, removed, inserted, moved or erased.

It knows no database: the same walk verifies a table and an exported file, in one pass and in little
memory, however many entries there are. What it cannot know is whether somebody rewrote the chain
from some entry to its end, head included: for that it is given heads that were published before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from governance.canonical import sha256
from governance.chain import (
    EMPTY,
    GENESIS,
    Entry,
    Head,
    Problem,
    ProblemKind,
    Verification,
    link_hash,
)
from governance.intervals import Intervals

MOST_PROBLEMS = 100
"""Findings described one by one; the rest are counted."""


def check_chain(
    entries: Iterable[Entry], head: Head | None, published: Iterable[Head] = ()
) -> Verification:
    """Return everything that is wrong in `entries`, which end at `head`.

    `published` are heads kept outside, which is the only thing that notices an intruder who
    rewrites the chain from some entry to its end.
    """
    walk = ChainWalk(frozenset(published))
    for entry in entries:
        walk.step(entry)
    return walk.finish(head)


@dataclass
class ChainWalk:
    """Looks at entries one by one, in the order of the log, and says at the end what was wrong."""

    published: frozenset[Head]
    count: int = 0
    last: Entry | None = None
    last_is_sound: bool = True
    missing: Intervals = field(default_factory=Intervals)
    unreadable: Intervals = field(default_factory=Intervals)
    erased: Intervals = field(default_factory=Intervals)
    proved: Intervals = field(default_factory=Intervals)
    erased_days: dict[tuple[str, str], Intervals] = field(default_factory=dict)
    suspects: list[Entry] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    omitted: int = 0

    def step(self, entry: Entry) -> None:
        """Look at the next entry."""
        self.count += 1
        expected = self.last.sequence + 1 if self.last else 1
        if entry.sequence < expected:
            self._step_back(entry)
            return
        if entry.sequence > expected:
            self.missing.add(expected, entry.sequence - 1)
        is_sound = self._check_itself(entry)
        if is_sound and entry.sequence == expected:
            self._check_link(entry)
        if any(h.sequence == entry.sequence and h.hash != entry.hash for h in self.published):
            self._report("head", entry.sequence, "no es el que se publicó como cabeza del registro")
        if entry.content is None:
            self._note_erased(entry)
        elif entry.kind == "purge_proof" and is_sound:
            self._note_proof(entry)
        self.last, self.last_is_sound = entry, is_sound

    def step_unreadable(self, why: str) -> None:
        """Note that something that is not an entry stands where the next one should be."""
        self.count += 1
        place = max(self.last.sequence if self.last else 0, self.unreadable.last) + 1
        self.unreadable.add(place, place)
        self._report("changed", place, f"no se puede leer ({why})")

    def finish(self, head: Head | None) -> Verification:
        """Return what was found, given where the log says that it ends."""
        self._place_suspects()
        for first, last in self.missing - self.unreadable:
            self._report("removed", first, f"falta{_up_to(first, last)}: alguien quitó asientos")
        self._check_end(head)
        self._check_purges()
        self.problems.sort(key=lambda problem: problem.sequence)
        return Verification(
            self.count, len(self.erased), head, tuple(self.problems), omitted=self.omitted
        )

    def _step_back(self, entry: Entry) -> None:
        if entry.sequence in self.missing:
            self.missing.remove(entry.sequence)
            self._check_itself(entry)
            self._report("moved", entry.sequence, "no está en su lugar: alguien reordenó asientos")
            if entry.content is None:
                self._note_erased(entry)
            elif entry.kind == "purge_proof":
                self._note_proof(entry)
        else:
            self._report("inserted", entry.sequence, "está dos veces: alguien insertó un asiento")

    def _check_itself(self, entry: Entry) -> bool:
        try:
            content_holds = entry.content is None or sha256(entry.content) == entry.content_hash
            header_holds = link_hash(entry) == entry.hash
        except (TypeError, ValueError, AttributeError):  # a field is no longer what it was
            content_holds = header_holds = False
        if not content_holds:
            self._report("changed", entry.sequence, "su contenido no es el que se escribió")
        elif not header_holds:
            self._suspect(entry)
        return content_holds and header_holds

    def _suspect(self, entry: Entry) -> None:
        if len(self.suspects) < MOST_PROBLEMS:
            self.suspects.append(entry)
        else:
            self.omitted += 1

    def _check_link(self, entry: Entry) -> None:
        before = self.last.hash if self.last else GENESIS
        if entry.previous_hash == before:
            return
        if self.last is None:
            self._report("changed", entry.sequence, "no es el primero que tuvo el registro")
        elif self.last_is_sound:
            self._report(
                "changed",
                self.last.sequence,
                "fue reescrito: el asiento siguiente guarda otra huella de él",
            )

    def _place_suspects(self) -> None:
        """Tell apart entries that were changed from those that are whole in a false place."""
        places = {entry.sequence for entry in self.suspects}
        found = {entry.sequence: _true_place(entry, places) for entry in self.suspects}
        taken = self.taken = {place for place in found.values() if place is not None}
        for entry in self.suspects:
            place = found[entry.sequence]
            if place is not None:
                self._report(
                    "moved", entry.sequence, f"es el asiento n.º {place}, fuera de su lugar"
                )
            elif entry.sequence in taken:
                self._report("inserted", entry.sequence, "fue insertado: su lugar era de otro")
            else:
                self._report("changed", entry.sequence, "sus datos no son los que se escribieron")
        for place in sorted(taken - places - {0}):
            if self.last and place <= self.last.sequence and place not in self.missing:
                self._report("inserted", place, "fue insertado: su lugar era de otro")
        for place in sorted(places - taken - {s for s, p in found.items() if p is None}):
            self._report("removed", place, "falta: alguien lo quitó y corrió los siguientes")

    def _check_end(self, head: Head | None) -> None:
        end = Head(self.last.sequence, self.last.hash) if self.last else EMPTY
        for sequence in {h.sequence for h in self.published if h.sequence > end.sequence}:
            self._report("removed", sequence, "se publicó como cabeza del registro y no está")
        if head is None:
            self._report("head", end.sequence, "falta la cabeza del registro: puede estar cortado")
        elif head.sequence > end.sequence and head.sequence not in self.taken:
            first = max(end.sequence, self.unreadable.last) + 1
            if first > head.sequence:
                return
            self._report(
                "removed", first, f"falta{_up_to(first, head.sequence)}: cortaron el final"
            )
        elif head.sequence < end.sequence:
            self._report(
                "inserted",
                head.sequence + 1,
                f"sobra{_up_to(head.sequence + 1, end.sequence)}: la cabeza no los conoce",
            )
        elif head.sequence == end.sequence and head.hash != end.hash and self.last_is_sound:
            self._report("head", end.sequence, "no es el que la cabeza del registro recuerda")

    def _note_erased(self, entry: Entry) -> None:
        self.erased.add(entry.sequence, entry.sequence)
        day = (str(entry.retention), str(entry.at)[:10])
        self.erased_days.setdefault(day, Intervals()).add(entry.sequence, entry.sequence)

    def _note_proof(self, entry: Entry) -> None:
        try:
            classes: dict[str, dict[str, Any]] = json.loads(entry.content or "")["classes"]
            for retention, purge in classes.items():
                if purge["before"] > entry.at:
                    self._report("bad_proof", entry.sequence, "borra más allá de su fecha")
                self._check_days(entry, retention, purge["before"][:10], purge["ranges"])
                for first, last in purge["ranges"]:
                    self.proved.add(first, last)
        except (ValueError, TypeError, KeyError, AttributeError):
            self._report("bad_proof", entry.sequence, "no es una prueba de purga que se entienda")

    def _check_days(
        self, entry: Entry, retention: str, until: str, ranges: list[list[int]]
    ) -> None:
        early = [
            sequences
            for (of_class, day), sequences in self.erased_days.items()
            if (day > until or of_class != retention)
            and any(sequences.overlaps(first, last) for first, last in ranges)
        ]
        if early:
            self._report("bad_proof", entry.sequence, "borra asientos cuyo plazo no había vencido")

    def _check_purges(self) -> None:
        for first, last in self.erased - self.proved:
            self._report(
                "erased", first, f"perdió su contenido{_up_to(first, last)} sin prueba de purga"
            )
        for first, last in self.proved - self.erased - self.missing:
            self._report("kept", first, f"debió purgarse{_up_to(first, last)} y tiene contenido")

    def _report(self, kind: ProblemKind, sequence: int, message: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(kind, sequence, f"Asiento n.º {sequence}: {message}."))
        else:
            self.omitted += 1


def _true_place(entry: Entry, places: set[int]) -> int | None:
    near = {entry.sequence - 1, entry.sequence + 1} | places
    for place in sorted(near - {entry.sequence}):
        try:
            if link_hash(entry, place) == entry.hash:
                return place
        except (TypeError, ValueError):
            return None
    return None


def _up_to(first: int, last: int) -> str:
    return "" if first == last else f" (hasta el n.º {last})"
