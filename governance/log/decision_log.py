"""The decision log: every decision, in order, for as long as its risk level demands, and no longer.

Acts at the desk are its events: entries of the same chain, kept as long. `append` works inside the
caller's transaction, so that a decision, its messages and its case are written together or not at
all. Nothing here changes or deletes an entry, and the database refuses it too
(`assistant/migrations/versions/0001_records.py`). The one exception is `purge`: it erases the
content of entries whose time is over, and appends an entry that says which, when and by what rule.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from governance.canonical import canonical
from governance.log import export
from governance.log.chain import Entry, EntryKind, Head, Verification
from governance.log.chain_walk import check_chain
from governance.log.clock import ClockDoubted as ClockDoubted
from governance.log.clock import check_clock
from governance.log.decision import SCHEMA, Decision, read_decision
from governance.log.entries import LoggedTurn, all_entries, entries_of, turns
from governance.log.event import SCHEMA as EVENT_SCHEMA
from governance.log.event import Event, LoggedEvent, read_event
from governance.log.head import (
    LogHead,
    SignedDay,
    count_heads,
    read_days,
    read_ends,
    read_head,
)
from governance.log.levels import LevelChange, latest_moment, read_level_changes
from governance.log.purge import PROOF_SCHEMA, erase, read_rules, write_proof
from governance.log.purge import PurgeProof as PurgeProof
from governance.log.retention import PERMANENT, days_at
from governance.log.signature_check import Signed
from governance.log.signing import LogKey, PublicKeys, name_of
from governance.log.tables import decision_log
from governance.log.writer import HeadNotOurs as HeadNotOurs
from governance.log.writer import LogDamaged as LogDamaged
from governance.log.writer import LogWriter, NewEntry
from governance.moments import read_stamp, stamp, utc_now

NOTE_SCHEMA = 1
"""Version of the content of the entries that say how the log was kept: levels, holds and keys."""


class DecisionNotFound(LookupError):
    """No decision has that id; raised when one is asked for that was never recorded."""


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
class DecisionLog:
    """The append-only, hash-chained log of decisions; without a `key` it is not signed."""

    retention_days: Mapping[str, int] = field(default_factory=lambda: days_at(utc_now()))
    """Days that each class is kept: those of the policy (art. 4), or more."""
    key: LogKey | None = None

    def append(self, connection: Connection, decision: Decision) -> str:
        """Return the id of the entry just written; it exists once the caller commits.

        Raises:
            ValueError: the decision has no canonical form, or nobody set how long its class is
                kept.
            LogDamaged: the head of the log is gone, or is not ours (`HeadNotOurs`).
        """
        content = decision.content(salt=secrets.token_hex(16))
        new = NewEntry("decision", SCHEMA, decision.at, decision.retention, content)
        return self._append(connection, new)

    def append_event(self, connection: Connection, event: Event) -> str:
        """Return the id of the event just written; it exists once the caller commits.

        Raises what `append` does, for the same reasons.
        """
        content = event.content(salt=secrets.token_hex(16))
        new = NewEntry("event", EVENT_SCHEMA, event.at, event.retention, content)
        return self._append(connection, new)

    def note(
        self, connection: Connection, kind: EntryKind, said: Mapping[str, Any], at: datetime
    ) -> str:
        """Return the id of an entry about how the log is kept, which is never purged.

        Raises what `append` does, for the same reasons.
        """
        head = self.lock(connection)
        return self._note(connection, head, kind, said, at)

    def lock(self, connection: Connection) -> LogHead:
        """Return where the log ends; nobody else can append until this transaction ends.

        Raises:
            LogDamaged: the head of the log is gone, or is not ours (`HeadNotOurs`).
        """
        return self._writer.lock(connection)

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
        return self.signed_head(connection).end

    def signed_head(self, connection: Connection) -> LogHead:
        """Return the last link with its signature, if it has one.

        Raises:
            LogDamaged: the head of the log is gone.
        """
        head = read_head(connection)
        if head is None:
            raise LogDamaged("the head of the decision log is missing")
        return head

    def is_ours(self, connection: Connection) -> bool:
        """Return whether the last link is as this installation left it: only then entries follow.

        Raises:
            LogDamaged: the head of the log is gone.
        """
        return self._writer.is_ours(self.signed_head(connection))

    def signed_days(self, connection: Connection) -> tuple[SignedDay, ...]:
        """Return the head of each day, to be published."""
        return read_days(connection)

    def sign_day(self, connection: Connection, now: datetime) -> bool:
        """Return whether the head of this day (UTC) was signed now; a day is signed only once.

        Raises:
            LogDamaged: the head of the log is gone, or is not ours (`HeadNotOurs`).
        """
        return self._writer.sign_day(connection, now)

    def sign_first(self, connection: Connection, now: datetime) -> None:
        """Sign a log that never was: what it holds counts as found from now on.

        Raises:
            LogDamaged: the head of the log is gone, or it is signed already.
        """
        head = self._writer.lock_unchecked(connection)
        if head.signature is not None:
            raise HeadNotOurs("the log is signed already")
        self._writer.sign_head(connection, head)
        self._writer.sign_day(connection, now)

    def sign_anew(self, connection: Connection, *, by: str, reason: str, at: datetime) -> str:
        """Return the entry by which a person goes on from a head that this key did not sign.

        It is for a key that was lost or changed and for a backup from before the key. The entry
        stays for good, and what was wrong before it is still found by `verify`.

        Raises:
            ValueError: there is no key to sign with, or nobody and no reason is said.
            LogDamaged: the head of the log is gone.
        """
        if self.key is None or not (by.strip() and reason.strip()):
            raise ValueError("a key, who and why are needed to sign a head anew")
        head = self._writer.lock_unchecked(connection)
        was_ours = self._writer.is_ours(head)
        said = {
            "by": by.strip(),
            "key_id": self.key.key_id,
            "previous_key_id": head.key_id,
            "public_key": self.key.public,
            "reason": reason.strip(),
            "was_sound": was_ours,
        }
        return self._note(connection, head, "key_set", said, at)

    def level(self, connection: Connection) -> LevelChange | None:
        """Return the last level that was set, None if none was."""
        changes = read_level_changes(connection)
        return changes[-1] if changes else None

    def set_level(
        self,
        connection: Connection,
        level: str,
        retention: str,
        *,
        by: str,
        reason: str,
        at: datetime,
    ) -> str:
        """Return the entry that sets the level under which everything is recorded from now on.

        What there is already is kept as long from now on, if that is longer; never shorter.

        Raises:
            ValueError: nobody set how long that class is kept.
            LogDamaged: the head of the log is gone, or is not ours (`HeadNotOurs`).
        """
        self._check_class(retention)
        head = self.lock(connection)
        last = self.level(connection)
        said = {
            "by": by,
            "days": self.retention_days[retention],
            "from_level": last.level if last else "",
            "level": level,
            "reason": reason,
            "retention": retention,
            "until": stamp(latest_moment(connection, at)),
        }
        return self._note(connection, head, "level_set", said, at, retention)

    def verify(
        self,
        connection: Connection,
        published: Iterable[Head] = (),
        keys: PublicKeys | None = None,
    ) -> Verification:
        """Return every entry that was changed, removed, inserted or moved since it was written.

        With `keys`, every signature too: a log that has none, or one of another key, is not
        whole. Give it a connection that sees one moment of the database, such as
        `assistant.database.reading`, or a purge meanwhile will look like damage.
        """
        head, end = read_ends(connection)
        signed = Signed(read_days(connection), head, keys, heads=count_heads(connection))
        return check_chain(all_entries(connection, end), head and head.end, published, signed)

    def check_clock(self, connection: Connection, now: datetime) -> None:
        """Refuse a purge that would erase many days at once after the clock leapt forward.

        Raises:
            ClockDoubted: the clock may be wrong; in Spanish, with what to do.
        """
        check_clock(connection, read_rules(connection, self.retention_days), now)

    def purge(self, connection: Connection, now: datetime, most: int | None = None) -> PurgeProof:
        """Erase the content of entries whose time is over, and append the proof of it.

        Run it at least once a day: what is kept one year is then never older than one year and a
        day. `most` bounds one transaction, so that turns do not wait for a large purge; call again
        while the proof counts that many. What a hold covers, or a level that rose extended, stays.

        Raises:
            LogDamaged: the head of the log is gone, or is not ours (`HeadNotOurs`).
        """
        head = self.lock(connection)
        rules = read_rules(connection, self.retention_days)
        erased = erase(connection, rules, now, most)
        if not erased.entries:
            return PurgeProof(now, 0, (), None)
        proof = NewEntry(
            "purge_proof", PROOF_SCHEMA, now, PERMANENT, write_proof(rules, now, erased)
        )
        entry = self._writer.append(connection, head, proof)
        return PurgeProof(now, erased.entries, erased.ranges, entry.decision_id)

    def export(self, connection: Connection) -> Iterator[str]:
        """Yield the log as JSON lines that `verify_export` can prove with no database."""
        head, end = read_ends(connection)
        if head is None:
            raise LogDamaged("the head of the decision log is missing")
        days = read_days(connection)
        yield from (day.line() for day in days)
        for entry in all_entries(connection, end):
            yield export.write_entry(entry)
        used = {head.key_id, *(day.key_id for day in days)}
        ours = self.key.keys.keys if self.key else ()
        yield export.write_head(head, PublicKeys(tuple(k for k in ours if name_of(k) in used)))

    @property
    def _writer(self) -> LogWriter:
        return LogWriter(self.key)

    def _append(self, connection: Connection, new: NewEntry) -> str:
        self._check_class(new.retention)
        head = self.lock(connection)
        days = self.retention_days
        if days.get(head.retention, 0) > days[new.retention]:  # the level rose
            new = new._replace(retention=head.retention)
        return self._writer.append(connection, head, new).decision_id

    def _note(
        self,
        connection: Connection,
        head: LogHead,
        kind: EntryKind,
        said: Mapping[str, Any],
        at: datetime,
        retention_from_now: str | None = None,
    ) -> str:
        new = NewEntry(kind, NOTE_SCHEMA, at, PERMANENT, canonical(said))
        return self._writer.append(connection, head, new, retention_from_now).decision_id

    def _check_class(self, retention: str) -> None:
        if retention not in self.retention_days:
            raise ValueError(f"no retention is set for the class {retention!r}")


def verify_export(
    lines: Iterable[str], published: Iterable[Head] = (), keys: PublicKeys | None = None
) -> Verification:
    """Return everything that is wrong in an exported log, line by line, with no database.

    Without `keys`, signatures are checked with the keys that the export itself brings, which shows
    that it is of one piece and not who signed it.
    """
    return export.check_lines(lines, published, keys)


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
