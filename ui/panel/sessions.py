"""Sessions of staff as requests see them: read from the database, and believed for a few seconds.

What is kept (`assistant.accounts.sessions`) is the truth, so that a session survives a restart and
serves several processes. Here each one is remembered for a moment, because a page asks for many
things at once.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from assistant.accounts.accounts import Accounts
from assistant.accounts.sessions import LASTS, SEEN_EVERY, KeptSession, hash_id
from assistant.database import DatabaseError, reading, writing
from governance.registers.officials import Official
from ui.guard import log_failure
from ui.staff import Staff

COOKIE = "asistente_panel"
HOURS = int(LASTS / timedelta(hours=1))
MOST = 1000
"""Sessions remembered at once; the database keeps the others."""

RECHECK = timedelta(seconds=5)
"""How long a session and its official are believed to be as the database said."""

_LONGEST_ID = 200


@dataclass(frozen=True)
class StaffSession:
    """One person at one browser, and the conversation where they are."""

    official: Official
    kept: KeptSession
    checked_at: datetime
    unread: int = 0
    """How many opinions of people wait for somebody like them to read them."""

    @property
    def staff(self) -> Staff:
        """Who they are, as the API calls them."""
        return Staff(self.official)

    @property
    def csrf(self) -> str:
        """The token that only our pages know."""
        return self.kept.csrf

    @property
    def conversation_id(self) -> str:
        """The conversation where they are, or nothing."""
        return self.kept.conversation_id

    def is_from_our_form(self, token: str) -> bool:
        """Return whether a form carries the token that only our pages know."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.csrf.encode())


class Sessions:
    """Finds and ends sessions; it reads the database: call it from a thread."""

    def __init__(self, accounts: Accounts) -> None:
        """Find the sessions that `accounts` keeps."""
        self._accounts = accounts
        self._known: OrderedDict[str, StaffSession] = OrderedDict()
        self._lock = Lock()

    def find(self, session_id: str | None, is_used: bool = True) -> StaffSession | None:
        """Return an open session. A page that asks by itself does not count as use.

        Raises:
            DatabaseError: it cannot be read now.
        """
        if not session_id or len(session_id) > _LONGEST_ID:
            return None
        id_hash, now = hash_id(session_id), self._accounts.clock()
        known = self._known.get(id_hash)
        if known is None or not timedelta() <= now - known.checked_at < RECHECK:
            known = self._read(id_hash, now)
        if known is None or not known.kept.is_open(now):
            self.forget(id_hash)
            return None
        if is_used and now - known.kept.seen_at >= SEEN_EVERY:
            known = self._seen(known)
        return known

    def move(self, session: StaffSession, conversation_id: str) -> None:
        """Remember in which conversation they are.

        Raises:
            DatabaseError: it cannot be written now.
        """
        if session.conversation_id == conversation_id:
            return
        with writing(self._accounts.engine) as connection:
            kept = self._accounts.sessions.move(connection, session.kept, conversation_id)
        self._remember(replace(session, kept=kept))

    def forget(self, id_hash: str) -> None:
        """Read a session again before it is next believed."""
        with self._lock:
            self._known.pop(id_hash, None)

    def forget_all(self) -> None:
        """Read every session again before it is next believed."""
        with self._lock:
            self._known.clear()

    def _read(self, id_hash: str, now: datetime) -> StaffSession | None:
        accounts = self._accounts
        with reading(accounts.engine) as connection:
            kept = accounts.sessions.find(connection, id_hash)
            if kept is None:
                return None
            # What was opened before a change of key, password or roles ends with it.
            if accounts.changes(connection, kept.official_id) != kept.changes:
                return None
            official = accounts.officials.get(connection, kept.official_id)
        return self._remember(StaffSession(official, kept, now)) if official.active else None

    def _seen(self, known: StaffSession) -> StaffSession:
        try:
            with writing(self._accounts.engine) as connection:
                kept = self._accounts.sessions.seen(connection, known.kept)
        except DatabaseError as error:  # who is inside may still read: it will be written later
            log_failure("sesión", error)
            return known
        return self._remember(replace(known, kept=kept))

    def _remember(self, session: StaffSession) -> StaffSession:
        with self._lock:
            self._known[session.kept.id_hash] = session
            self._known.move_to_end(session.kept.id_hash)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return session
