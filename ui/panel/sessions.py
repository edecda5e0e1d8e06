"""Sessions of staff, kept in memory by the hash of their id, and ended by time or by a new key."""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from assistant.interviewing.session import InterviewView
from assistant.registry import Registry
from ui.staff import Staff

COOKIE = "asistente_panel"
HOURS = 8
MOST = 1000
"""Sessions open at once; the oldest ends when another one begins."""

RECHECK_S = 5.0
"""Seconds for which an official is believed to be as the registers said."""

Seconds = Callable[[], float]


@dataclass
class StaffSession:
    """One person at one browser. `conversation_id` and `interview` are where they are."""

    staff: Staff
    changes: int
    ends_at: float
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    conversation_id: str = ""
    interview: InterviewView | None = None
    checked_at: float = 0.0

    def is_from_our_form(self, token: str) -> bool:
        """Return whether a form carries the token that only our pages know."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.csrf.encode())


class Sessions:
    """Opens, finds and closes sessions; safe from several threads."""

    def __init__(self, registry: Registry, clock: Seconds = time.monotonic) -> None:
        """Check officials in `registry`."""
        self._registry = registry
        self._clock = clock
        self._open: OrderedDict[str, StaffSession] = OrderedDict()
        self._lock = Lock()

    def open(self, staff: Staff) -> str:
        """Return the id of a new session: unguessable, and kept nowhere but in the browser."""
        now = self._clock()
        session = StaffSession(staff, self._changes(staff), now + HOURS * 3600, checked_at=now)
        session_id = secrets.token_urlsafe(32)
        with self._lock:
            self._open[_hash(session_id)] = session
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return session_id

    def find(self, session_id: str | None) -> StaffSession | None:
        """Return an open session. It reads the database now and then: call it from a thread."""
        hashed = _hash(session_id or "")
        with self._lock:
            session = self._open.get(hashed)
        if session is None:
            return None
        now = self._clock()
        if now >= session.ends_at:
            self.close(session_id)
            return None
        if now - session.checked_at >= RECHECK_S:
            # A key that was renewed or taken away ends what was opened with it.
            if self._changes(session.staff) != session.changes:
                self.close(session_id)
                return None
            session.checked_at = now
        return session

    def close(self, session_id: str | None) -> None:
        """End a session, if it is open."""
        with self._lock:
            self._open.pop(_hash(session_id or ""), None)

    def _changes(self, staff: Staff) -> int:
        return self._registry.changes(staff.official.id) if staff.official else 0


def _hash(session_id: str) -> str:
    return sha256(session_id.encode("utf-8", "replace")).hexdigest()
