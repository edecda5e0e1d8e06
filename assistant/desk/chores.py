"""What the desk does by itself: tell staff that somebody waits, and erase contacts on time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.desk.contacts.book import ContactBook
from assistant.desk.notices.notifier import Notifier
from governance.moments import Clock


@dataclass(frozen=True)
class Chores:
    """Done now and then by whatever serves; several processes may."""

    engine: Engine
    clock: Clock
    contacts: ContactBook
    notifier: Notifier | None
    """Who tells staff by e-mail, where that is configured."""

    def tell_staff(self) -> None:
        """Send the notice that is due, if one is.

        Raises:
            DatabaseError: the outbox cannot be read or written.
        """
        if self.notifier is not None:
            self.notifier.send_due()

    def erase_contacts(self) -> int:
        """Return how many contacts were erased because their time was over.

        Raises:
            DatabaseError: nothing was erased.
        """
        with reading(self.engine) as connection:
            if not self.contacts.is_due(connection, self.clock()):
                return 0
        with writing(self.engine) as connection:
            return self.contacts.purge(connection, self.clock())
