"""What a person does about their own case: with its folio, or from the conversation itself.

The folio is a secret that nobody can guess; whoever has it is the person. A wrong one always gets
the same answer, however near it was, and interfaces count how often one is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from assistant.conversations import Message
from assistant.database import reading, writing
from assistant.desk.cases import PERSON, Case, CaseMoved, Cases
from assistant.desk.contacts.sealing import Contact
from assistant.desk.feedback.rating import ratings_of
from assistant.desk.own_copy import OwnCopy, shown_events
from assistant.desk.reception import Reception
from assistant.desk.requests import Request, RequestKind, Requests
from assistant.limits import check_text, clean
from assistant.turn import HandOff
from governance.folio import mask_folio
from governance.log.decision import Decision
from governance.log.decision_log import DecisionLog

MAX_REQUEST = 1000
"""Longest explanation of a request, in characters."""


class FolioUnknown(LookupError):
    """No case has that folio; raised when it was never given, or its time is over."""


@dataclass(frozen=True)
class Followed:
    """A case as the person sees it. `kept_until` is when the last of it will be deleted."""

    case: Case
    handoff: HandOff
    has_contact: bool
    requests: tuple[Request, ...]
    kept_until: datetime


@dataclass(frozen=True)
class CitizenDesk:
    """The desk from the side of the person; each method is one transaction."""

    engine: Engine
    reception: Reception
    requests: Requests
    redact: Callable[[str], str]

    def follow(self, folio: str) -> Followed:
        """Return the case of a folio, however it was written.

        Raises:
            FolioUnknown: it is nobody's.
        """
        with reading(self.engine) as connection:
            return self._followed(connection, self._find(connection, folio))

    def of_conversation(self, conversation_id: str) -> Followed | None:
        """Return the case of a conversation, the open one or the last, if it has any."""
        with reading(self.engine) as connection:
            found = self._cases.of_conversation(connection, conversation_id)
            return None if found is None else self._followed(connection, found)

    def call_back(self, folio: str) -> Case:
        """Return the case, ready for what the person writes to whoever attends it.

        A closed case is reopened; one that waits while the assistant went on waits alone again.

        Raises:
            FolioUnknown: it is nobody's.
            ConversationClosed: its conversation was deleted.
        """
        with writing(self.engine) as connection:
            found = self._cases.hold(connection, self._find(connection, folio).number)
            if found.state == "closed":
                found = self._cases.reopen(connection, found.number, PERSON)
                self.reception.back_in_queue(connection, found, "reopened")
            elif found.state == "waiting":
                self._cases.conversations.wait(connection, found.conversation_id)
            return found

    def withdraw(self, folio: str) -> Case:
        """Return the case, closed because the person does not need it any more.

        Raises:
            FolioUnknown: it is nobody's.
            CaseMoved: it was closed already.
        """
        with writing(self.engine) as connection:
            found = self._find(connection, folio)
            closed = self._cases.withdraw(connection, found.number)
            self.reception.give_back(connection, closed)
            return closed

    def leave_contact(self, folio: str, contact: Contact) -> None:
        """Keep how to reach the person, sealed, instead of what they had left.

        Raises:
            FolioUnknown: it is nobody's.
            CaseMoved: the conversation was deleted.
        """
        with writing(self.engine) as connection:
            found = self._find(connection, folio)
            talk = self._cases.conversations.hold(connection, found.conversation_id)
            if talk.state == "closed":
                raise CaseMoved("La conversación se borró: ya no se puede dejar un contacto.")
            self.reception.contacts.leave(connection, found.number, contact)

    def erase_contact(self, folio: str) -> bool:
        """Return whether there was a contact to erase.

        Raises:
            FolioUnknown: it is nobody's.
        """
        with writing(self.engine) as connection:
            found = self._find(connection, folio)
            return self.reception.contacts.erase(connection, found.number)

    def ask(self, folio: str, kind: RequestKind, text: str = "") -> Request:
        """Return what the person asks about their records, which the DPO will answer.

        Raises:
            FolioUnknown: it is nobody's.
            InputError: the explanation is too long.
        """
        kept = ""
        if clean(text):
            kept = self.redact(mask_folio(check_text(text, MAX_REQUEST), self._cases.prefix))
        with writing(self.engine) as connection:
            found = self._find(connection, folio)
            return self.requests.ask(connection, found.number, kind, kept)

    def recorded(self, folio: str) -> tuple[Decision, ...]:
        """Return what the decision log holds about the conversation of a case, oldest first.

        Raises:
            FolioUnknown: it is nobody's.
        """
        with reading(self.engine) as connection:
            found = self._find(connection, folio)
            said = self._cases.conversations.messages(connection, found.conversation_id)
            return self._decisions(connection, said)

    def copy(self, folio: str) -> OwnCopy:
        """Return everything that is kept of a case, for the person to take away.

        Raises:
            FolioUnknown: it is nobody's.
        """
        with reading(self.engine) as connection:
            found = self._find(connection, folio)
            followed = self._followed(connection, found)
            said = self._cases.conversations.messages(connection, found.conversation_id)
            history = self._cases.history(connection, found.number)
            return OwnCopy(
                case=found,
                at=self._cases.conversations.clock(),
                kept_until=followed.kept_until,
                messages=tuple(said),
                decisions=self._decisions(connection, said),
                events=shown_events(history),
                notes=sum(event.kind == "noted" for event in history),
                requests=followed.requests,
                ratings=ratings_of(connection, found.conversation_id),
                has_contact=followed.has_contact,
            )

    @property
    def _cases(self) -> Cases:
        return self.reception.cases

    @property
    def _log(self) -> DecisionLog:
        return self._cases.log

    def _decisions(self, connection: Connection, said: Iterable[Message]) -> tuple[Decision, ...]:
        ids = dict.fromkeys(m.decision_id for m in said if m.decision_id)
        entries = [self._log.get(connection, decision_id) for decision_id in ids]
        return tuple(entry.decision for entry in entries if entry.decision)

    def _find(self, connection: Connection, folio: str) -> Case:
        found = self._cases.find(connection, folio)
        if found is None:
            raise FolioUnknown("Ese folio no existe. Revisa que esté completo.")
        return found

    def _followed(self, connection: Connection, found: Case) -> Followed:
        conversations = self._cases.conversations
        talk = conversations.get(connection, found.conversation_id)
        return Followed(
            found,
            self.reception.describe(connection, found),
            self.reception.contacts.has(connection, found.number),
            self.requests.of_case(connection, found.number),
            talk.last_at + timedelta(days=conversations.retention_days),
        )
