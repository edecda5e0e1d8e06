"""Sessions of staff as the database keeps them: by the hash of an id that only a browser has.

A session ends by time (eight hours, or one without use), by leaving, when an administrator ends
it, or when what it was opened with changed: `changes` counts the entries of the official in the
journal. One that ended stays for a while as a row, so that the last time can be told.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from assistant.accounts.tables import staff_sessions
from governance.moments import Clock, read_stamp, stamp, utc_now

LASTS = timedelta(hours=8)
IDLE = timedelta(minutes=60)
SEEN_EVERY = timedelta(minutes=1)
"""How often it is written down that a session is in use."""

KEPT = timedelta(days=90)
"""How long the row of an ended session tells when its official last entered."""


@dataclass(frozen=True)
class KeptSession:
    """A session that is open. `conversation_id` is the conversation where they are, or nothing."""

    id_hash: str
    official_id: str
    changes: int
    csrf: str
    opened_at: datetime
    seen_at: datetime
    ends_at: datetime
    conversation_id: str = ""

    def is_open(self, now: datetime) -> bool:
        """Return whether it neither came to its end nor was left unused."""
        return now < self.ends_at and now < self.seen_at + IDLE


@dataclass(frozen=True)
class StaffSessions:
    """Opens, finds and ends sessions; every method works inside the caller's transaction."""

    clock: Clock = utc_now

    def open(
        self, connection: Connection, official_id: str, changes: int
    ) -> tuple[str, KeptSession]:
        """Return a new session and its id: unguessable, and kept nowhere but in the browser."""
        now = self.clock()
        session_id = secrets.token_urlsafe(32)
        csrf = secrets.token_urlsafe(32)
        id_hash = hash_id(session_id)
        new = KeptSession(id_hash, official_id, changes, csrf, now, now, now + LASTS)
        moments = {name: stamp(getattr(new, name)) for name in ("opened_at", "seen_at", "ends_at")}
        connection.execute(insert(staff_sessions), {**vars(new), **moments})
        old = staff_sessions.c.ends_at < stamp(now - KEPT)
        connection.execute(delete(staff_sessions).where(old))
        return session_id, new

    def find(self, connection: Connection, id_hash: str) -> KeptSession | None:
        """Return the session, if it is open."""
        found = select(staff_sessions).where(staff_sessions.c.id_hash == id_hash)
        row = connection.execute(found).one_or_none()
        session = None if row is None else _read(row)
        return session if session is not None and session.is_open(self.clock()) else None

    def seen(self, connection: Connection, session: KeptSession) -> KeptSession:
        """Return the session, in use at this moment."""
        now = self.clock()
        this = staff_sessions.c.id_hash == session.id_hash
        connection.execute(update(staff_sessions).where(this).values(seen_at=stamp(now)))
        return replace(session, seen_at=now)

    def move(
        self, connection: Connection, session: KeptSession, conversation_id: str
    ) -> KeptSession:
        """Return the session, now in another conversation."""
        this = staff_sessions.c.id_hash == session.id_hash
        changed = update(staff_sessions).where(this)
        connection.execute(changed.values(conversation_id=conversation_id))
        return replace(session, conversation_id=conversation_id)

    def close(self, connection: Connection, id_hash: str) -> bool:
        """End a session; return whether it was open."""
        session = self.find(connection, id_hash)
        self._end(connection, staff_sessions.c.id_hash == id_hash)
        return session is not None

    def close_all(self, connection: Connection, official_id: str) -> int:
        """End every session of an official; return how many were open."""
        were_open = self.open_ones(connection).get(official_id, 0)
        self._end(connection, staff_sessions.c.official_id == official_id)
        return were_open

    def open_ones(self, connection: Connection) -> Mapping[str, int]:
        """Return how many sessions each official has open."""
        now = self.clock()
        found = (
            select(staff_sessions.c.official_id, func.count())
            .where(
                staff_sessions.c.ends_at > stamp(now),
                staff_sessions.c.seen_at > stamp(now - IDLE),
            )
            .group_by(staff_sessions.c.official_id)
        )
        return {official_id: number for official_id, number in connection.execute(found)}

    def last_entries(self, connection: Connection) -> Mapping[str, datetime]:
        """Return when each official last entered, of those who did in the last months."""
        last = func.max(staff_sessions.c.opened_at)
        found = select(staff_sessions.c.official_id, last).group_by(staff_sessions.c.official_id)
        return {official_id: read_stamp(at) for official_id, at in connection.execute(found)}

    def _end(self, connection: Connection, which: ColumnElement[bool]) -> None:
        now = stamp(self.clock())
        still_open = update(staff_sessions).where(which, staff_sessions.c.ends_at > now)
        connection.execute(still_open.values(ends_at=now, conversation_id=""))


def hash_id(session_id: str) -> str:
    """Return what is kept of the id of a session."""
    return sha256(session_id.encode("utf-8", "replace")).hexdigest()


def _read(row: Row[tuple[object, ...]]) -> KeptSession:
    return KeptSession(
        row.id_hash,
        row.official_id,
        row.changes,
        row.csrf,
        read_stamp(row.opened_at),
        read_stamp(row.seen_at),
        read_stamp(row.ends_at),
        row.conversation_id,
    )
