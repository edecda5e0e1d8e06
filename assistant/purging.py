"""The purge of everything that was written: the log, conversations, cases, contacts, interviews.

In small transactions with rests between them, so that turns do not wait. The command line and the
service itself do the same, the service once a day.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from assistant.conversations import Conversations
from assistant.database import erase_traces, writing
from assistant.desk.cases import Cases
from assistant.desk.contacts.book import ContactBook
from governance.log.decision_log import DecisionLog
from governance.registers.interviews import Interviews

AT_ONCE = 2000
"""Entries or messages erased in one transaction: turns wait at most for this."""

REST_S = 0.05
"""Between two transactions, for whoever waits to write."""


@dataclass(frozen=True)
class Purged:
    """How much a purge erased, and the entries that prove it."""

    at: datetime
    entries: int = 0
    messages: int = 0
    cases: int = 0
    contacts: int = 0
    interviews: int = 0
    proofs: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether something was erased."""
        return any((self.entries, self.messages, self.cases, self.contacts, self.interviews))


@dataclass(frozen=True)
class Purge:
    """Erases what is over."""

    engine: Engine
    log: DecisionLog
    cases: Cases
    contacts: ContactBook
    interviews: Interviews
    rest: Callable[[float], None] = time.sleep

    @property
    def conversations(self) -> Conversations:
        """Where the messages are."""
        return self.cases.conversations

    def run(self, now: datetime, *, is_clock_sure: bool = False) -> Purged:
        """Return what was erased; nothing is left of it in the files of the database.

        Raises:
            ClockDoubted: too many days would be erased at once, and nobody is sure of the clock.
            LogDamaged: the log takes no entries, so that it could not be proved.
            DatabaseBusy: it was erased, and copies stay in the journal for now.
            DatabaseError: the database cannot be used.
        """
        if not is_clock_sure:
            with writing(self.engine) as connection:
                self.log.check_clock(connection, now)
        entries, proofs = self._erase_entries(now)
        with writing(self.engine) as connection:
            contacts = self.contacts.purge(connection, now)
            cases = self.cases.purge(connection, now)
            interviews = self.interviews.purge(connection, now)
        messages = self._in_parts(lambda connection: self._erase_messages(connection, now))
        done = Purged(now, entries, messages, cases, contacts, interviews, proofs)
        if done.is_any:
            erase_traces(self.engine)
        return done

    def _erase_entries(self, now: datetime) -> tuple[int, tuple[str, ...]]:
        proofs: list[str] = []

        def part(connection: Connection) -> int:
            proof = self.log.purge(connection, now, AT_ONCE)
            proofs.extend(filter(None, [proof.decision_id]))
            return proof.entries

        return self._in_parts(part), tuple(proofs)

    def _erase_messages(self, connection: Connection, now: datetime) -> int:
        return self.conversations.purge(connection, now, AT_ONCE, self.cases.conversation_ids())

    def _in_parts(self, part: Callable[[Connection], int]) -> int:
        total = 0
        while True:
            with writing(self.engine) as connection:
                done = part(connection)
            total += done
            if done < AT_ONCE:
                return total
            self.rest(REST_S)
