"""The purge: which entries are over, and erasing them with a proof that stays in the chain.

An index finds what is over, class by class and from the oldest on, so that a purge costs what it
erases and not what there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, not_, select, update

from governance.canonical import canonical
from governance.intervals import Intervals
from governance.log.keeping import Span, is_within, keeping_of_entries, says_conversation
from governance.log.levels import LevelChange, read_level_changes
from governance.log.protection import Hold, Protection, protection_of, read_holds
from governance.log.tables import decision_log
from governance.moments import stamp

PROOF_SCHEMA = 2
"""Version of the content of a purge proof; the first one did not say what was extended or held."""

_ERASE = (
    update(decision_log)
    .where(decision_log.c.sequence.between(bindparam("first"), bindparam("last")))
    .values(content=None)
)


@dataclass(frozen=True)
class PurgeProof:
    """What a purge erased. `decision_id` is the entry that proves it, None if nothing was due."""

    at: datetime
    entries: int
    ranges: tuple[tuple[int, int], ...]
    decision_id: str | None


@dataclass(frozen=True)
class PurgeRules:
    """What rules a purge: the terms of each class, the levels that were set and the holds."""

    days: Mapping[str, int]
    changes: tuple[LevelChange, ...]
    holds: tuple[Hold, ...]

    @property
    def protection(self) -> Protection:
        """What the open holds cover together."""
        return protection_of(self.open_holds)

    @property
    def open_holds(self) -> tuple[Hold, ...]:
        """The holds that keep something now."""
        return tuple(hold for hold in self.holds if hold.is_open)

    def due(self, now: datetime) -> Iterator[tuple[str, Span]]:
        """Yield the classes and the moments whose time is over."""
        for retention, days in self.days.items():
            keeping = keeping_of_entries(days, self.changes, self.protection)
            for span in keeping.due(now):
                yield retention, span


@dataclass(frozen=True)
class Erased:
    """The entries that a purge erased, by class."""

    by_class: Mapping[str, Intervals] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        """How many."""
        return sum(map(len, self.by_class.values()))

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """Which."""
        return tuple(pair for numbers in self.by_class.values() for pair in numbers)


def read_rules(connection: Connection, days: Mapping[str, int]) -> PurgeRules:
    """Return what rules a purge at this moment of the log."""
    return PurgeRules(days, read_level_changes(connection), read_holds(connection))


def erase(
    connection: Connection, rules: PurgeRules, now: datetime, most: int | None = None
) -> Erased:
    """Return the entries whose content was erased, `most` of them."""
    by_class: dict[str, Intervals] = {}
    protection, left = rules.protection, most
    for retention, span in rules.due(now):
        if left == 0:
            break
        found = connection.execute(find_due(connection, retention, span, protection, left))
        numbers = by_class.setdefault(retention, Intervals())
        sequences = sorted(found.scalars())
        for sequence in sequences:
            numbers.add(sequence, sequence)
        left = None if left is None else left - len(sequences)
    erased = Erased({name: numbers for name, numbers in by_class.items() if len(numbers)})
    if erased.entries:
        pairs = [{"first": first, "last": last} for first, last in erased.ranges]
        connection.execute(_ERASE, pairs)
    return erased


def write_proof(rules: PurgeRules, now: datetime, erased: Erased) -> str:
    """Return the content of the entry that proves a purge: what was erased and by which rule."""
    classes: dict[str, dict[str, Any]] = {
        name: {
            "before": stamp(now - timedelta(days=rules.days[name])),
            "days": rules.days[name],
            "ranges": [list(pair) for pair in numbers],
        }
        for name, numbers in erased.by_class.items()
    }
    return canonical(
        {
            "classes": classes,
            "entries": erased.entries,
            "extended": [change.sequence for change in rules.changes],
            "held": [hold.id for hold in rules.open_holds],
        }
    )


def find_due(
    connection: Connection,
    retention: str,
    span: Span,
    protection: Protection,
    most: int | None,
) -> Select[tuple[int]]:
    """Return the query of the entries of a class that are of a span and still have content."""
    of_held = [says_conversation(connection, held) for held in sorted(protection.conversations)]
    return (
        select(decision_log.c.sequence)
        .where(
            decision_log.c.content.is_not(None),
            decision_log.c.retention == retention,
            is_within(decision_log.c.at, (span,)),
            *map(not_, of_held),
        )
        .order_by(decision_log.c.at, decision_log.c.sequence)
        .limit(most)
    )
