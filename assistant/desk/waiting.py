"""What becomes of what a person writes while they wait for another one, or are attended by one.

It is kept for whoever attends them. The assistant says nothing; what is said here are fixed words
of the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from assistant.conversations import Conversation, Conversations
from assistant.desk.cases import Case, Cases
from assistant.desk.reception import Reception
from assistant.recording import Recorder
from assistant.redaction.model import Kind
from assistant.turn import Channel, HandOff, Outcome, Reply, Turn

WAITING_RULE = "waiting"
_CONTACT = re.compile(rf"\[({Kind.PHONE}|{Kind.EMAIL}|{Kind.ADDRESS})_\d+\]")


@dataclass(frozen=True)
class WaitingRoom:
    """Every method works inside the caller's transaction."""

    reception: Reception
    recorder: Recorder

    @property
    def cases(self) -> Cases:
        """The register of cases."""
        return self.reception.cases

    def open_case(self, connection: Connection, conversation_id: str) -> Case | None:
        """Return the case of a conversation that is not closed, if it has one."""
        found = self.cases.of_conversation(connection, conversation_id)
        return found if found is not None and found.state != "closed" else None

    def handoff(self, connection: Connection, conversation_id: str) -> HandOff | None:
        """Return how the open case of a conversation stands, if it has one."""
        found = self.open_case(connection, conversation_id)
        return self.reception.describe(connection, found) if found else None

    def leave(
        self,
        connection: Connection,
        conversation_id: str,
        redacted: str,
        channel: Channel,
        is_crisis: bool,
    ) -> Reply:
        """Return what the person is told after their message was left for whoever attends them.

        Raises:
            ConversationNotFound: there is no such conversation.
            ConversationClosed: it ended.
        """
        held = self._conversations.hold(connection, conversation_id)
        case = self.open_case(connection, held.id)
        twice = self._conversations.just_said(connection, held.id, "person", redacted)
        if twice and case is not None and not is_crisis:
            handoff = self.reception.describe(connection, case)
            return Reply(Outcome.ATTENDED, "", None, handoff=handoff)
        self._conversations.add(connection, held.id, "person", redacted)
        if case is None:  # it was given back while this message was on its way
            said = self.reception.texts.variant("nothing_to_resume")
            self._conversations.add(connection, held.id, "system", said)
            return Reply(Outcome.ABOUT_ASSISTANT, said, None)
        if held.state != "attended":
            return self._still_waiting(connection, held, case, redacted, channel)
        entry = self.cases.wrote(connection, case.number, redacted)
        said = ""
        if _CONTACT.search(redacted):
            said = self.reception.texts.variant("hidden_contact")
            self._conversations.add(connection, held.id, "system", said)
        if is_crisis:
            case = self.cases.worsen(connection, case.number)
            said = self.reception.texts.variant("attended_crisis")
            self._conversations.add(connection, held.id, "system", said)
        handoff = self.reception.describe(connection, case)
        return Reply(Outcome.ATTENDED, said, entry, handoff=handoff)

    def refuse(self, connection: Connection, conversation: Conversation) -> Reply:
        """Return the words for who calls the assistant back while a person attends them."""
        said = self.reception.texts.variant("attended_no_assistant")
        self._conversations.add(connection, conversation.id, "system", said)
        handoff = self.handoff(connection, conversation.id)
        return Reply(Outcome.ATTENDED, said, None, handoff=handoff)

    @property
    def _conversations(self) -> Conversations:
        return self.cases.conversations

    def _still_waiting(
        self,
        connection: Connection,
        conversation: Conversation,
        case: Case,
        redacted: str,
        channel: Channel,
    ) -> Reply:
        handoff = self.reception.describe(connection, case)
        said = self.reception.texts.variant(
            "waiting", folio=case.folio, expectation=handoff.expectation
        )
        turn = Turn(
            conversation.id,
            conversation.audience,
            channel,
            "",
            redacted=redacted,
            rule_id=WAITING_RULE,
            outcome=Outcome.HANDED_OFF_REQUESTED,
        )
        entry = self.recorder.append(connection, turn, said, case.number)
        self._conversations.add(connection, conversation.id, "system", said, decision_id=entry)
        return Reply(Outcome.HANDED_OFF_REQUESTED, said, entry, handoff=handoff)
