"""The requests of people, as the Delegado de Protección de Datos sees and answers them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from assistant.database import DatabaseBusy, erase_traces, reading, writing
from assistant.desk.audit.justification import justified
from assistant.desk.cases import CaseMoved
from assistant.desk.desk import MAX_REPLY
from assistant.desk.permissions import Action, check, check_now
from assistant.desk.reception import Reception
from assistant.desk.requests import Request, Requests
from assistant.limits import check_text
from governance.log.keeping import open_protection
from governance.registers.officials import Official


@dataclass(frozen=True)
class RightsDesk:
    """The desk of the DPO; each method is one transaction, and asks for the role."""

    engine: Engine
    reception: Reception
    requests: Requests
    redact: Callable[[str], str]
    forget_talk: Callable[[str], None]
    """Drops what this process still remembers of a conversation."""

    def list(self, official: Official | None) -> tuple[Request, ...]:
        """Return every request, those that wait first, by their last day.

        Raises:
            NotAllowed: their roles do not answer requests.
        """
        who = check(official, Action.HANDLE_REQUESTS)
        with reading(self.engine) as connection:
            check_now(connection, self.reception.officials, who, Action.HANDLE_REQUESTS)
            return self.requests.list(connection)

    def extend(self, official: Official | None, request_id: str, reason: str) -> Request:
        """Return the request with its term extended, and why in words that the person reads.

        Raises:
            NotAllowed: their roles do not answer requests.
            RequestNotFound: there is no such request.
            CaseMoved: it was answered or extended already, is late, or its law extends nothing.
            WhyRefused: the reason says too little.
            InputError: the reason is empty or too long.
        """
        who = check(official, Action.HANDLE_REQUESTS)
        kept = justified(reason, self.redact, self.reception.cases.prefix)
        with writing(self.engine) as connection:
            check_now(connection, self.reception.officials, who, Action.HANDLE_REQUESTS)
            return self.requests.extend(connection, request_id, who.id, kept)

    def resolve(
        self, official: Official | None, request_id: str, accepted: bool, answer: str
    ) -> Request:
        """Return the request, answered; to accept a deletion deletes words and contact.

        What stays is the decision log, which the policy wants for a year and holds no personal
        data, and the case with its number and dates.

        Raises:
            NotAllowed: their roles do not answer requests.
            RequestNotFound: there is no such request.
            CaseMoved: it was answered already, or a legal hold keeps what would be deleted.
            InputError: the answer is empty or too long.
        """
        who = check(official, Action.HANDLE_REQUESTS)
        kept = self.redact(check_text(answer, MAX_REPLY))
        cases = self.reception.cases
        with writing(self.engine) as connection:
            check_now(connection, self.reception.officials, who, Action.HANDLE_REQUESTS)
            done = self.requests.resolve(connection, request_id, who.id, accepted, kept)
            if accepted and done.kind == "deletion":
                found = cases.get(connection, done.case_number)
                self._check_not_held(connection, found.conversation_id)
                if found.state != "closed":
                    cases.withdraw(connection, found.number, who.id, "deleted")
                self.requests.forget(connection, found.number)
                self.reception.contacts.erase(connection, found.number, who.id)
                cases.forget(connection, found.number)
                said = self.reception.texts.variant("deleted")
                cases.conversations.erase(connection, found.conversation_id, said)
                self.forget_talk(found.conversation_id)
        if accepted and done.kind == "deletion":
            with suppress(DatabaseBusy):  # somebody reads all the time: the next chores do it
                erase_traces(self.engine)
        return done

    def _check_not_held(self, connection: Connection, conversation_id: str) -> None:
        # A right to erasure yields to a claim or an investigation (Ley 19.628 as amended, art. 7).
        messages = self.reception.cases.conversations.messages(connection, conversation_id)
        held = open_protection(connection)
        if any(held.protects(m.at, conversation_id) for m in messages):
            raise CaseMoved(
                "No se puede borrar todavía: hay una retención legal por un incidente, una "
                "auditoría o un reclamo. Recházala explicando eso, o espera a que se levante "
                "(asistente log hold list)."
            )
