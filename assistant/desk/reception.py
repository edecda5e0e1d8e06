"""What whoever asked for a person is told: the folio, what happens next, and an honest wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from assistant.desk.cases import Case, Cases, CloseReason, Reason
from assistant.desk.contacts.book import ContactBook
from assistant.desk.expectation import expectation
from assistant.desk.hours import OfficeHours
from assistant.desk.notices.outbox import Notices
from assistant.texts import Texts
from assistant.turn import HandOff, Outcome
from governance.registers.officials import Officials


@dataclass(frozen=True)
class Reception:
    """Opens cases, and says how they stand; every method works inside the caller's transaction."""

    cases: Cases
    officials: Officials
    contacts: ContactBook
    notices: Notices
    hours: OfficeHours
    texts: Texts
    address: str = ""
    """Where a person comes back with their folio, if the service knows its own address."""

    def ask(self, connection: Connection, conversation_id: str, reason: Reason) -> HandOff:
        """Return the case of a conversation that asks for a person, and have staff told of it.

        Raises what `Cases.ask` does.
        """
        found = self.cases.ask(connection, conversation_id, reason)
        self.notices.due(connection, found.number, self.cases.conversations.clock())
        return self.describe(connection, found)

    def say(self, connection: Connection, found: Case, name: str, **values: str) -> None:
        """Tell the person what happened to their case, as the program: neither person nor AI."""
        said = self.texts.variant(name, folio=found.folio, **values)
        self.cases.conversations.add(connection, found.conversation_id, "system", said)

    def back_in_queue(self, connection: Connection, found: Case, name: str) -> None:
        """Tell the person that their case waits again, and staff that it does."""
        self.notices.due(connection, found.number, self.cases.conversations.clock())
        words = self.describe(connection, found).expectation
        self.say(connection, found, name, expectation=words)

    def give_back(self, connection: Connection, found: Case) -> None:
        """Have the assistant say, as itself, that it answers again after the case was closed."""
        names: Mapping[CloseReason | None, str] = {
            "handed_back": "handed_back",
            "withdrawn": "withdrawn",
        }
        said = self.texts.variant(names.get(found.close_reason, "returned"), folio=found.folio)
        if found.is_crisis and found.close_reason == "withdrawn":
            said = f"{said}\n\n{self.texts.emergency()}"
        self.cases.conversations.add(
            connection,
            found.conversation_id,
            "assistant",
            said,
            outcome=Outcome.ABOUT_ASSISTANT,
        )

    def describe(self, connection: Connection, found: Case) -> HandOff:
        """Return how a case stands, in the words of whoever waits for it."""
        place = self.cases.place(connection, found) if found.state == "waiting" else None
        words = ""
        if place is not None:
            words = expectation(
                place,
                self.cases.conversations.clock(),
                self.hours,
                self.contacts.has(connection, found.number),
                address=self.address,
                is_crisis=found.is_crisis,
            )
        return HandOff(
            folio=found.folio,
            reason=found.reason,
            contact=self.texts.contact_text,
            hours=self.hours.describe(),
            place=place,
            expectation=words,
            is_attended=found.state == "attended",
            attended_by=self._post(connection, found),
        )

    def _post(self, connection: Connection, found: Case) -> str:
        if found.state != "attended" or found.owner is None:
            return ""
        return self.officials.get(connection, found.owner).name
