"""The walk along a chain that finds what was changed, removed, inserted, moved or erased.

It knows no database: the same walk verifies a table and an exported file, in one pass and in little
memory, however many entries there are. What it cannot know is whether somebody rewrote the chain
from some entry to its end, head included: for that it is given signatures, which only the
institution makes, and heads that were published before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field

from governance.canonical import sha256
from governance.intervals import Intervals
from governance.log.chain import (
    EMPTY,
    GENESIS,
    Entry,
    Head,
    Problem,
    ProblemKind,
    Verification,
    link_hash,
)
from governance.log.purge_check import RULES, PurgeCheck, up_to
from governance.log.signature_check import Signed

MOST_PROBLEMS = 100
"""Findings described one by one; the rest are counted."""


def check_chain(
    entries: Iterable[Entry],
    head: Head | None,
    published: Iterable[Head] = (),
    signed: Signed | None = None,
) -> Verification:
    """Return everything that is wrong in `entries`, which end at `head`.

    `published` are heads kept outside. They and what was `signed` are all that notices an intruder
    who rewrites the chain from some entry to its end.
    """
    walk = ChainWalk(published)
    for day in signed.days if signed else ():
        walk.expect(day.end, f"se firmó como cabeza del {day.day}")
    for entry in entries:
        walk.step(entry)
    return walk.finish(head, signed)


@dataclass
class ChainWalk:
    """Looks at entries one by one, in the order of the log, and says at the end what was wrong."""

    published: InitVar[Iterable[Head]] = ()
    count: int = 0
    last: Entry | None = None
    last_is_sound: bool = True
    missing: Intervals = field(default_factory=Intervals)
    unreadable: Intervals = field(default_factory=Intervals)
    suspects: list[Entry] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    omitted: int = 0
    purges: PurgeCheck = field(init=False)
    known: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """Hashes that an entry must have, and why."""

    def __post_init__(self, published: Iterable[Head]) -> None:
        """Expect the heads that were published."""
        self.purges = PurgeCheck(self._report)
        for head in published:
            self.expect(head, "se publicó como cabeza del registro")

    def expect(self, head: Head, because: str) -> None:
        """Know what an entry that is still to come must be."""
        self.known.setdefault(head.sequence, []).append((head.hash, because))

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
        for known_hash, because in self.known.get(entry.sequence, ()):
            if known_hash != entry.hash:
                self._report("head", entry.sequence, f"no es el que {because}")
        if entry.content is None:
            self.purges.note_erased(entry)
        elif entry.kind in RULES and is_sound:
            self.purges.note_rule(entry)
        self.last, self.last_is_sound = entry, is_sound

    def step_unreadable(self, why: str) -> None:
        """Note that something that is not an entry stands where the next one should be."""
        self.count += 1
        place = max(self.last.sequence if self.last else 0, self.unreadable.last) + 1
        self.unreadable.add(place, place)
        self._report("changed", place, f"no se puede leer ({why})")

    def finish(self, head: Head | None, signed: Signed | None = None) -> Verification:
        """Return what was found, given where the log says that it ends."""
        self._place_suspects()
        for first, last in self.missing - self.unreadable:
            self._report("removed", first, f"falta{up_to(first, last)}: alguien quitó asientos")
        self._check_end(head)
        self.purges.finish(self.missing)
        if signed is not None:
            self._check_signed(signed)
        self.problems.sort(key=lambda problem: problem.sequence)
        return Verification(
            self.count,
            len(self.purges.erased),
            head,
            tuple(self.problems),
            omitted=self.omitted,
            signatures=signed.state if signed else "absent",
            signed_days=len(signed.days) if signed else 0,
        )

    def _check_signed(self, signed: Signed) -> None:
        signed.check(self._report)
        if signed.head is not None and signed.head.retention != self.purges.retention:
            self._report(
                "head", signed.head.sequence, "la cabeza recuerda otro nivel que el que se fijó"
            )

    def _step_back(self, entry: Entry) -> None:
        if entry.sequence in self.missing:
            self.missing.remove(entry.sequence)
            self._check_itself(entry)
            self._report("moved", entry.sequence, "no está en su lugar: alguien reordenó asientos")
            if entry.content is None:
                self.purges.note_erased(entry)
            elif entry.kind in RULES:
                self.purges.note_rule(entry)
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
        for sequence in sorted(self.known):
            if sequence > end.sequence:
                self._report("removed", sequence, f"{self.known[sequence][0][1]} y no está")
        if head is None:
            self._report("head", end.sequence, "falta la cabeza del registro: puede estar cortado")
        elif head.sequence > end.sequence and head.sequence not in self.taken:
            first = max(end.sequence, self.unreadable.last) + 1
            if first > head.sequence:
                return
            self._report("removed", first, f"falta{up_to(first, head.sequence)}: cortaron el final")
        elif head.sequence < end.sequence:
            self._report(
                "inserted",
                head.sequence + 1,
                f"sobra{up_to(head.sequence + 1, end.sequence)}: la cabeza no los conoce",
            )
        elif head.sequence == end.sequence and head.hash != end.hash and self.last_is_sound:
            self._report("head", end.sequence, "no es el que la cabeza del registro recuerda")

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
