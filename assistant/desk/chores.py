"""What the desk does by itself: tell staff who waits, free cases, erase contacts on time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from assistant.database import erase_traces, reading, writing
from assistant.desk.cases import Case
from assistant.desk.contacts.book import ContactBook
from assistant.desk.notices.dpo import DpoNotifier
from assistant.desk.notices.notifier import Notifier
from assistant.desk.permissions import Action, may
from assistant.desk.reception import Reception
from assistant.log_keeping import LogKeeping
from governance.moments import Clock


@dataclass(frozen=True)
class Chores:
    """Done now and then by whatever serves; several processes may."""

    engine: Engine
    clock: Clock
    reception: Reception
    notifier: Notifier | None
    """Who tells staff by e-mail, where that is configured."""
    dpo_notifier: DpoNotifier | None = None
    """Who tells the DPO, where that is configured."""
    keeping: LogKeeping | None = None
    """Who signs the log and purges, where the service does it."""

    @property
    def contacts(self) -> ContactBook:
        """Where the contacts are."""
        return self.reception.contacts

    def tell_staff(self) -> None:
        """Send the notices that are due, if any is: to who attends, and to the DPO.

        Raises:
            DatabaseError: the outbox cannot be read or written.
        """
        if self.notifier is not None:
            self.notifier.send_due()
        if self.dpo_notifier is not None:
            self.dpo_notifier.send_due()

    def erase_contacts(self) -> int:
        """Return how many contacts were erased because their time was over.

        Raises:
            DatabaseError: nothing was erased.
        """
        with reading(self.engine) as connection:
            if not self.contacts.is_due(connection, self.clock()):
                return 0
        with writing(self.engine) as connection:
            erased = self.contacts.purge(connection, self.clock())
        erase_traces(self.engine)
        return erased

    def keep_log(self) -> None:
        """Sign the log of this day and purge what is over, if that was not done yet.

        Raises:
            LogDamaged: the log takes no entries.
            DatabaseError: it could not be done now.
        """
        if self.keeping is not None:
            self.keeping.keep()

    def free_cases(self) -> int:
        """Return how many cases went back to the queue because who had them attends no more.

        Raises:
            DatabaseError: nothing was changed.
        """
        with reading(self.engine) as connection:
            left = [case.number for case in self._left(connection)]
        if not left:
            return 0
        with writing(self.engine) as connection:
            for case in self._left(connection):
                assert case.owner is not None
                free = self.reception.cases.release(connection, case.number, case.owner)
                self.reception.back_in_queue(connection, free, "released")
        return len(left)

    def _left(self, connection: Connection) -> tuple[Case, ...]:
        posts = {o.id: o for o in self.reception.officials.list(connection)}
        return tuple(
            case
            for case in self.reception.cases.open(connection)
            if case.state == "attended" and not may(posts.get(case.owner or ""), Action.ATTEND)
        )
