"""What everything about accounts is done with: the stores, the key, and the log that tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from assistant.accounts.installation_key import InstallationKey, load_key
from assistant.accounts.sessions import StaffSessions
from assistant.accounts.tries import Tries
from assistant.settings import Settings
from governance.log.decision_log import DecisionLog
from governance.log.event import Event, EventKind
from governance.moments import Clock
from governance.registers import journal
from governance.registers.identities import Identities
from governance.registers.officials import Official, Officials
from governance.registers.passwords import Passwords

_ACCOUNT = re.compile(r"[fF]?\s*[-\u2010-\u2015]?\s*0*([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True)
class Accounts:
    """The parts, put together by `build_accounts`."""

    engine: Engine
    officials: Officials
    passwords: Passwords
    identities: Identities
    sessions: StaffSessions
    tries: Tries
    log: DecisionLog
    key: InstallationKey
    clock: Clock

    def tell(
        self, connection: Connection, kind: EventKind, by: str, *, to: str = "", reason: str = ""
    ) -> None:
        """Record what was done with an account; it is written when the caller commits."""
        event = Event(kind=kind, at=self.clock(), by=by, to=to, reason=reason)
        self.log.append_event(connection, event)

    def changes(self, connection: Connection, official_id: str) -> int:
        """Return how often an official was changed; a session ends when it is not what it was."""
        record = journal.last(connection, "official", official_id)
        return record.number if record else 0

    def official_with_key(
        self, connection: Connection, official_id: str | None, key: str
    ) -> Official | None:
        """Return the official of an account, if this is their personal key."""
        found = self.officials.find_by_key(connection, key)
        return found if found is not None and found.id == official_id else None


def build_accounts(
    engine: Engine, officials: Officials, settings: Settings, log: DecisionLog | None = None
) -> Accounts:
    """Return the accounts of this installation, on a migrated database.

    Without a `log` what is done is told in one that nobody signs, for databases that are not.

    Raises:
        KeyFileError: the file of the installation's key is damaged.
    """
    clock, key = officials.clock, load_key(settings.data_dir)
    return Accounts(
        engine=engine,
        officials=officials,
        passwords=Passwords(clock),
        identities=Identities(clock),
        sessions=StaffSessions(clock),
        tries=Tries(key, clock),
        log=DecisionLog() if log is None else log,
        key=key,
        clock=clock,
    )


def read_account(typed: str) -> str | None:
    """Return the id of the account that somebody typed, however they typed it.

    >>> [read_account(text) for text in ("F-002", " f2", "002", "F-2", "Jefa", "F-0")]
    ['F-002', 'F-002', 'F-002', 'F-002', None, None]
    """
    found = _ACCOUNT.fullmatch(typed.strip()[:40])
    return f"F-{int(found[1]):03d}" if found else None
