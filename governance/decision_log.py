"""The decision log: every decision, in order, for as long as its risk level demands, and no longer.

Acts at the desk are its events: entries of the same chain, kept as long. `append` works inside the
caller's transaction, so that a decision, its messages and its case are written together or not at
all; whoever appends waits for the one before, because an entry holds the hash of the last. Nothing
here changes or deletes an entry, and the database refuses it too
(`assistant/migrations/versions/0001_records.py`). The one exception is `purge`: it erases the
content of entries whose time is over, and appends an entry that says which and when.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from types import MappingProxyType

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from governance import export
from governance.canonical import canonical, sha256
from governance.chain import EMPTY, Entry, EntryKind, Head, Verification, link_hash
from governance.chain_walk import check_chain
from governance.decision import SCHEMA, Decision, read_decision
from governance.event import SCHEMA as EVENT_SCHEMA
from governance.event import Event, LoggedEvent, read_event
from governance.intervals import Intervals
from governance.log_entries import LoggedTurn, all_entries, entries_of, turns
from governance.log_tables import decision_log, decision_log_head
from governance.moments import read_stamp, stamp

PERMANENT = "permanente"
"""Retention class of purge proofs, which hold nothing about anyone."""

RETENTION_DAYS: Mapping[str, int] = MappingProxyType({"limitado": 365})
"""Days that the content of each retention class is kept (policy, art. 4: one year)."""

PROOF_SCHEMA = 1
"""Version of the content of a purge proof."""

_HEAD = select(decision_log_head.c.sequence, decision_log_head.c.hash)
_LAST = select(func.max(decision_log.c.sequence)).scalar_subquery()
_LOCKED_HEAD = _HEAD.with_for_update()
_NEW_ENTRY = insert(decision_log)
_ERASE = (
    update(decision_log)
    .where(decision_log.c.sequence.between(bindparam("first"), bindparam("last")))
    .values(content=None)
)
_NEW_HEAD = update(decision_log_head).values(
    sequence=bindparam("new_sequence"), hash=bindparam("new_hash")
)


class DecisionNotFound(LookupError):
    """No decision has that id; raised when one is asked for that was never recorded."""


class LogDamaged(Exception):
    """The log cannot take entries; raised when its head is missing, which only a person repairs."""


@dataclass(frozen=True)
class LoggedDecision:
    """An entry of the log; `decision` is None once its time was over and it was purged."""

    decision_id: str
    sequence: int
    at: datetime
    retention: str
    hash: str
    decision: Decision | None


@dataclass(frozen=True)
class PurgeProof:
    """What a purge erased. `decision_id` is the entry that proves it, None if nothing was due."""

    at: datetime
    entries: int
    ranges: tuple[tuple[int, int], ...]
    decision_id: str | None


@dataclass(frozen=True)
class DecisionLog:
    """The append-only, hash-chained log of decisions."""

    retention_days: Mapping[str, int] = field(default_factory=lambda: RETENTION_DAYS)

    def append(self, connection: Connection, decision: Decision) -> str:
        """Return the id of the entry just written; it exists once the caller commits.

        Raises:
            ValueError: the decision has no canonical form, or nobody set how long its class is
                kept.
            LogDamaged: the head of the log is gone.
        """
        self._check_class(decision.retention)
        content = decision.content(salt=secrets.token_hex(16))
        return _append(connection, "decision", SCHEMA, decision.at, decision.retention, content)

    def append_event(self, connection: Connection, event: Event) -> str:
        """Return the id of the event just written; it exists once the caller commits.

        Raises what `append` does, for the same reasons.
        """
        self._check_class(event.retention)
        content = event.content(salt=secrets.token_hex(16))
        return _append(connection, "event", EVENT_SCHEMA, event.at, event.retention, content)

    def get(self, connection: Connection, decision_id: str) -> LoggedDecision:
        """Return a recorded decision.

        Raises:
            DecisionNotFound: no decision has that id.
        """
        row = connection.execute(
            select(decision_log).where(
                decision_log.c.decision_id == decision_id, decision_log.c.kind == "decision"
            )
        ).one_or_none()
        if row is None:
            raise DecisionNotFound(decision_id)
        return _logged_decision(Entry(*row))

    def decisions(
        self, connection: Connection, since: datetime | None = None
    ) -> Iterator[LoggedDecision]:
        """Yield the decisions taken from `since` on, oldest first, a page at a time."""
        return map(_logged_decision, entries_of(connection, "decision", since))

    def turns(self, connection: Connection, since: datetime | None = None) -> Iterator[LoggedTurn]:
        """Yield how each turn ended from `since` on, oldest first: `decisions`, ten times faster.

        Turns that were purged are left out.
        """
        return turns(connection, since)

    def events(
        self,
        connection: Connection,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        newest_first: bool = False,
    ) -> Iterator[LoggedEvent]:
        """Yield the events from `since` on and before `until`, oldest first, a page at a time."""
        found = entries_of(connection, "event", since, until, newest_first=newest_first)
        return map(_logged_event, found)

    def head(self, connection: Connection) -> Head:
        """Return the last link, to be kept elsewhere and given to `verify` later."""
        head, _ = _ends(connection)
        if head is None:
            raise LogDamaged("the head of the decision log is missing")
        return head

    def verify(self, connection: Connection, published: Iterable[Head] = ()) -> Verification:
        """Return every entry that was changed, removed, inserted or moved since it was written.

        Give it a connection that sees one moment of the database, such as
        `assistant.database.reading`, or a purge meanwhile will look like damage.
        """
        head, end = _ends(connection)
        return check_chain(all_entries(connection, end), head, published)

    def purge(self, connection: Connection, now: datetime, most: int | None = None) -> PurgeProof:
        """Erase the content of entries whose time is over, and append the proof of it.

        Run it at least once a day: what is kept one year is then never older than one year and a
        day. `most` bounds one transaction, so that turns do not wait for a large purge; call again
        while the proof counts that many.
        """
        _lock_head(connection)
        before = {
            name: stamp(now - timedelta(days=days)) for name, days in self.retention_days.items()
        }
        due = connection.execute(_find_due(before, most)).all()
        if not due:
            return PurgeProof(now, 0, (), None)
        by_class = {name: Intervals() for name in before}
        for retention, sequence in sorted(due, key=itemgetter(1)):
            by_class[retention].add(sequence, sequence)
        ranges = [pair for intervals in by_class.values() for pair in intervals]
        connection.execute(_ERASE, [{"first": first, "last": last} for first, last in ranges])
        return _append_proof(connection, now, self.retention_days, before, by_class)

    def export(self, connection: Connection) -> Iterator[str]:
        """Yield the log as JSON lines that `verify_export` can prove with no database."""
        head, end = _ends(connection)
        if head is None:
            raise LogDamaged("the head of the decision log is missing")
        for entry in all_entries(connection, end):
            yield export.write_entry(entry)
        yield export.write_head(head)

    def _check_class(self, retention: str) -> None:
        if retention not in self.retention_days:
            raise ValueError(f"no retention is set for the class {retention!r}")


def verify_export(lines: Iterable[str], published: Iterable[Head] = ()) -> Verification:
    """Return everything that is wrong in an exported log, line by line, with no database."""
    return export.check_lines(lines, published)


def _logged_decision(entry: Entry) -> LoggedDecision:
    at, content = read_stamp(entry.at), entry.content
    decision = None if content is None else read_decision(content, at, entry.retention)
    return LoggedDecision(
        entry.decision_id, entry.sequence, at, entry.retention, entry.hash, decision
    )


def _logged_event(entry: Entry) -> LoggedEvent:
    at, content = read_stamp(entry.at), entry.content
    event = None if content is None else read_event(content, at, entry.retention)
    return LoggedEvent(entry.decision_id, entry.sequence, at, entry.retention, entry.hash, event)


def _append(
    connection: Connection,
    kind: EntryKind,
    schema: int,
    at: datetime,
    retention: str,
    content: str,
) -> str:
    head = _lock_head(connection)
    entry = Entry(
        sequence=head.sequence + 1,
        decision_id=secrets.token_hex(16),
        kind=kind,
        at=stamp(at),
        retention=retention,
        schema=schema,
        previous_hash=head.hash,
        content_hash=sha256(content),
        hash="",
        content=content,
    )
    entry = entry._replace(hash=link_hash(entry))
    connection.execute(_NEW_ENTRY, entry._asdict())
    connection.execute(_NEW_HEAD, {"new_sequence": entry.sequence, "new_hash": entry.hash})
    return entry.decision_id


def _find_due(before: Mapping[str, str], most: int | None) -> Select[tuple[str, int]]:
    of_class = (
        and_(decision_log.c.retention == name, decision_log.c.at < moment)
        for name, moment in before.items()
    )
    return (
        select(decision_log.c.retention, decision_log.c.sequence)
        .where(decision_log.c.content.is_not(None), or_(*of_class))
        .order_by(decision_log.c.at, decision_log.c.sequence)
        .limit(most)
    )


def _append_proof(
    connection: Connection,
    now: datetime,
    days: Mapping[str, int],
    before: Mapping[str, str],
    by_class: Mapping[str, Intervals],
) -> PurgeProof:
    classes = {
        name: {"days": days[name], "before": before[name], "ranges": [list(p) for p in ranges]}
        for name, ranges in by_class.items()
        if ranges
    }
    entries = sum(len(ranges) for ranges in by_class.values())
    content = canonical({"classes": classes, "entries": entries})
    proof_id = _append(connection, "purge_proof", PROOF_SCHEMA, now, PERMANENT, content)
    pairs = tuple(pair for ranges in by_class.values() for pair in ranges)
    return PurgeProof(now, entries, pairs, proof_id)


def _lock_head(connection: Connection) -> Head:
    """Return the last link; nobody else can append until this transaction ends."""
    # SQLite has no row locks: there, `build_engine` takes the only write lock at BEGIN.
    row = connection.execute(_LOCKED_HEAD).one_or_none()
    if row is None:
        raise LogDamaged("the head of the decision log is missing")
    return Head(*row)


def _ends(connection: Connection) -> tuple[Head | None, int]:
    """Return the head and the last sequence, read at one moment."""
    row = connection.execute(_HEAD.add_columns(_LAST)).one_or_none()
    if row is None:
        return None, connection.execute(select(_LAST)).scalar_one() or EMPTY.sequence
    return Head(row[0], row[1]), row[2] or EMPTY.sequence
