"""Whether what lost its content was purged: on time, by the rule of its class, and not while held.

It learns from the same walk along the chain what was erased, which levels were set, which holds
were open and what each purge proves. What was erased is remembered by hours, so that a year of it
fits in little memory: a purge that was less than an hour early is not noticed.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from governance.intervals import Intervals
from governance.log.chain import Entry
from governance.log.levels import LevelChange, read_level_change
from governance.log.protection import Hold, note_hold, protection_of
from governance.log.retention import days_at
from governance.log.signature_check import Report
from governance.moments import read_stamp, stamp

HOUR = len("2026-01-01T00")
RULES = ("level_set", "hold_placed", "hold_released", "purge_proof")
"""Kinds of entries that say what may be purged, or what was."""

Terms = Callable[[datetime], Mapping[str, int]]


@dataclass
class Run:
    """Erased entries of one class and one hour that came one after the other."""

    first: int
    last: int
    earliest: str
    latest: str


@dataclass
class PurgeCheck:
    """Looks at what was erased and at what says that it might be, in the order of the chain."""

    report: Report
    terms: Terms = days_at
    erased: Intervals = field(default_factory=Intervals)
    proved: Intervals = field(default_factory=Intervals)
    of_class: dict[str, Intervals] = field(default_factory=dict)
    runs: dict[str, list[Run]] = field(default_factory=dict)
    changes: list[LevelChange] = field(default_factory=list)
    holds: dict[str, Hold] = field(default_factory=dict)

    @property
    def retention(self) -> str:
        """The class of the last level that was set."""
        return self.changes[-1].retention if self.changes else ""

    def note_erased(self, entry: Entry) -> None:
        """Note an entry without content."""
        sequence, at, retention = entry.sequence, str(entry.at), str(entry.retention)
        self.erased.add(sequence, sequence)
        self.of_class.setdefault(retention, Intervals()).add(sequence, sequence)
        runs = self.runs.setdefault(retention, [])
        if runs and runs[-1].latest[:HOUR] == at[:HOUR]:
            run = runs[-1]
            run.last = sequence
            run.earliest, run.latest = min(run.earliest, at), max(run.latest, at)
        else:
            runs.append(Run(sequence, sequence, at, at))

    def note_rule(self, entry: Entry) -> None:
        """Note an entry that says what may be purged, or what was."""
        try:
            self._note_rule(entry)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            what = "prueba de purga" if entry.kind == "purge_proof" else "regla de conservación"
            self.report("bad_proof", entry.sequence, f"no es una {what} que se entienda")

    def finish(self, missing: Intervals) -> None:
        """Report what was erased without a proof, and what was to be erased and is there."""
        for first, last in self.erased - self.proved:
            self.report(
                "erased", first, f"perdió su contenido{up_to(first, last)} sin prueba de purga"
            )
        for first, last in self.proved - self.erased - missing:
            self.report("kept", first, f"debió purgarse{up_to(first, last)} y tiene contenido")

    def _note_rule(self, entry: Entry) -> None:
        content = entry.content or ""
        if entry.kind == "level_set":
            self.changes.append(read_level_change(entry.sequence, entry.at, content))
        elif entry.kind == "purge_proof":
            self._note_proof(entry, json.loads(content)["classes"])
        else:
            note_hold(self.holds, entry.kind, entry.at, content)

    def _note_proof(self, entry: Entry, classes: dict[str, dict[str, Any]]) -> None:
        found: set[str] = set()
        for retention, purge in classes.items():
            found.update(self._check_class(entry, retention, purge))
            for first, last in purge["ranges"]:
                self.proved.add(first, last)
        for problem in sorted(found):
            self.report("bad_proof", entry.sequence, problem)

    def _check_class(self, entry: Entry, retention: str, purge: Mapping[str, Any]) -> Iterator[str]:
        at, before, days = read_stamp(entry.at), read_stamp(purge["before"]), int(purge["days"])
        if before > at - timedelta(days=days):
            yield "borra más allá de su fecha"
        if days < self.terms(at).get(retention, days + 1):
            yield "borra con un plazo menor que el de la política"
        cuts = [(stamp(before), "")]
        for change in self.changes:
            if change.days > days:
                longer = before - timedelta(days=change.days - days)
                cuts.append((stamp(longer), stamp(change.until)))
        held = [hold for hold in self.holds.values() if hold.is_open]
        protection = protection_of(held)
        kept = Intervals([pair for hold in held for pair in hold.sequences])
        for first, last in purge["ranges"]:
            if any(
                name != retention and numbers.overlaps(first, last)
                for name, numbers in self.of_class.items()
            ):
                yield "borra asientos de otra clase"
            if kept.overlaps(first, last):
                yield "borra asientos que una retención legal protegía"
            for moment in self._moments(retention, first, last):
                if any(moment >= cut and (not until or moment <= until) for cut, until in cuts):
                    yield "borra asientos cuyo plazo no había vencido"
                if protection.protects(read_stamp(moment)):
                    yield "borra asientos que una retención legal protegía"

    def _moments(self, retention: str, first: int, last: int) -> Iterator[str]:
        """Yield the first and the last moment of what was erased, hour by hour.

        Of an hour that was erased in part only the end that is surely in is looked at.
        """
        runs = self.runs.get(retention, [])
        for place in range(bisect_left(runs, first, key=attrgetter("last")), len(runs)):
            run = runs[place]
            if run.first > last:
                return
            yield run.earliest
            if first <= run.first and run.last <= last:
                yield run.latest


def up_to(first: int, last: int) -> str:
    """Return how to say how far a finding reaches."""
    return "" if first == last else f" (hasta el n.º {last})"
