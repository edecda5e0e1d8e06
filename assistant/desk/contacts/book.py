"""How to reach who waits: the only personal data that is kept, sealed, and only while it serves.

It is optional, given for one case, opened only by the official who attends it (each time is
recorded), and erased a set number of days after the case was closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from assistant.desk.cases import ASSISTANT, PERSON, Cases
from assistant.desk.contacts.sealing import Contact, Seal
from assistant.desk.tables import case_contacts, cases
from governance.moments import stamp


@dataclass(frozen=True)
class ContactBook:
    """Keeps the contacts of cases; every method works inside the caller's transaction."""

    cases: Cases
    seal: Seal
    days: int
    """Days that a contact is kept after its case was closed."""

    def leave(self, connection: Connection, number: int, contact: Contact) -> None:
        """Keep how to reach the person of a case, instead of what they had left before."""
        sealed = self.seal.close(contact, number)
        given_at = stamp(self.cases.conversations.clock())
        values = {"sealed": sealed, "given_at": given_at}
        this = case_contacts.c.case_number == number
        if not connection.execute(update(case_contacts).where(this).values(values)).rowcount:
            connection.execute(insert(case_contacts), {"case_number": number, **values})
        self.cases.tell(connection, number, "contact_left", PERSON)

    def has(self, connection: Connection, number: int) -> bool:
        """Return whether the person of a case left how to reach them."""
        return self._sealed(connection, number) is not None

    def read(self, connection: Connection, number: int, by: str) -> Contact | None:
        """Return how to reach the person of a case, and record that `by` saw it.

        Raises:
            CaseNotFound: there is no such case.
            CaseMoved: `by` does not attend it.
            ContactUnreadable: none of the keys opens it.
        """
        self.cases.owned(connection, number, by)
        sealed = self._sealed(connection, number)
        if sealed is None:
            return None
        contact = self.seal.open(sealed, number)
        self.cases.tell(connection, number, "contact_seen", by)
        return contact

    def erase(self, connection: Connection, number: int, by: str = PERSON) -> bool:
        """Return whether there was something to erase."""
        this = case_contacts.c.case_number == number
        if not connection.execute(delete(case_contacts).where(this)).rowcount:
            return False
        self.cases.tell(connection, number, "contact_erased", by)
        return True

    def is_due(self, connection: Connection, now: datetime) -> bool:
        """Return whether the time of some contact is over."""
        return bool(self._due(connection, now))

    def purge(self, connection: Connection, now: datetime) -> int:
        """Erase the contacts of cases that were closed `days` ago; return how many."""
        due = self._due(connection, now)
        return sum(self.erase(connection, number, ASSISTANT) for number in due)

    def _due(self, connection: Connection, now: datetime) -> Sequence[int]:
        before = stamp(now - timedelta(days=self.days))
        due = (
            select(case_contacts.c.case_number)
            .join(cases)
            .where(cases.c.state == "closed", cases.c.closed_at < before)
        )
        return connection.execute(due).scalars().all()

    def _sealed(self, connection: Connection, number: int) -> bytes | None:
        found = select(case_contacts.c.sealed).where(case_contacts.c.case_number == number)
        return connection.execute(found).scalar_one_or_none()
