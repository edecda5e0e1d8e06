"""The assistant as this package needs it: what tests can stand in for, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from assistant.desk.audit.desk import AuditDesk
from assistant.desk.chores import Chores
from assistant.desk.citizen import CitizenDesk
from assistant.desk.desk import Desk
from assistant.desk.feedback.desk import FeedbackDesk
from assistant.desk.gaps.desk import GapDesk
from assistant.desk.measures.board import Board
from assistant.desk.pulse import Pulse
from assistant.desk.rights import RightsDesk
from assistant.interviewing.session import InterviewView
from assistant.registry import Registry
from assistant.turn import Audience, Channel, Citation, HandOff, Outcome, Reply
from knowledge_base.institution import Institution
from knowledge_base.model import Passage

Role = Literal["assistant", "person", "system", "official"]
State = Literal["active", "waiting", "attended", "closed"]


class ShownMessage(Protocol):
    """One message of a conversation, redacted, as it is kept."""

    @property
    def role(self) -> Role:
        """Who speaks; `official` is a person of the institution."""

    @property
    def text(self) -> str:
        """What was said, as kept."""

    @property
    def at(self) -> datetime:
        """When it was said."""

    @property
    def id(self) -> int:
        """Its place among all messages: a later one has a larger number."""

    @property
    def author(self) -> str:
        """The post of the official who speaks; empty for anybody else."""

    @property
    def outcome(self) -> Outcome | None:
        """How the turn that it answers ended."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What its sentences rest on."""

    @property
    def decision_id(self) -> str | None:
        """The entry of the decision log that holds it."""


class ShownConversation(Protocol):
    """A conversation with everything said in it."""

    @property
    def id(self) -> str:
        """Unguessable: it is all that protects the conversation."""

    @property
    def audience(self) -> Audience:
        """Whom the answers are for."""

    @property
    def state(self) -> State:
        """`waiting` while a person was asked for, `attended` once one came: the AI is silent."""

    @property
    def messages(self) -> Sequence[ShownMessage]:
        """Every message, oldest first."""

    @property
    def handoff(self) -> HandOff | None:
        """The derivation in course."""


class AssistantFacade(Protocol):
    """Everything that the user interface asks of the assistant."""

    @property
    def institution(self) -> Institution:
        """Who runs the assistant."""

    @property
    def registry(self) -> Registry:
        """The registers of the institution: officials, systems, classifications and acts."""

    @property
    def desk(self) -> Desk:
        """What officials do with the cases of those who asked for a person."""

    @property
    def citizens(self) -> CitizenDesk:
        """What a person does about their own case, with its folio."""

    @property
    def rights(self) -> RightsDesk:
        """The requests of people about their records, for the DPO."""

    @property
    def pulse(self) -> Pulse:
        """What changed since a moment, for whoever waits."""

    @property
    def board(self) -> Board:
        """What is measured of attention, and what staff did, from the log."""

    @property
    def audit(self) -> AuditDesk:
        """The whole log, for whoever audits."""

    @property
    def gaps(self) -> GapDesk:
        """What a person answered and the assistant could not, to become documents."""

    @property
    def feedback(self) -> FeedbackDesk:
        """What people think of the answers, and who reads it."""

    @property
    def chores(self) -> Chores:
        """What the desk does by itself, now and then."""

    @property
    def max_question_chars(self) -> int:
        """The longest text that a turn takes, in characters."""

    def start(self, audience: Audience, channel: Channel) -> ShownConversation:
        """Return a new conversation whose first message says that this is an AI."""

    def reply(self, conversation_id: str, text: str, channel: Channel, author: str = "") -> Reply:
        """Return what the person is shown, already recorded.

        `author` is the post of the official who writes; empty for citizens.

        Raises:
            InputError: the text cannot be a question.
            ConversationNotFound: there is no such conversation.
        """

    def reaches_person(self, conversation_id: str, text: str, channel: Channel) -> bool:
        """Return whether replying to a citizen would open a case, or be read by who attends it.

        Raises:
            InputError: the text cannot be a question.
            ConversationNotFound: there is no such conversation.
        """

    def resume(self, conversation_id: str) -> Reply:
        """Let the assistant answer again after a person was asked for.

        Raises:
            ConversationNotFound: there is no such conversation.
        """

    def conversation(self, conversation_id: str) -> ShownConversation:
        """Return a conversation as it is kept.

        Raises:
            ConversationNotFound: there is no such conversation.
        """

    def interview_of(self, conversation_id: str) -> InterviewView | None:
        """Return the interview that a conversation is in the middle of, if the assistant leads it.

        Raises:
            ConversationNotFound: there is no such conversation.
        """

    def suggestions(self, audience: Audience) -> tuple[str, ...]:
        """Return questions to begin with."""

    def opening(self) -> str:
        """Return the first message of every conversation, which says that this is an AI."""

    def disclosure(self) -> str:
        """Return the short text that says, all the time, that this is an AI."""

    def passages(self, document_id: str, audience: Audience) -> tuple[Passage, ...]:
        """Return the passages in force of a document, in reading order; none when unknown."""

    def health(self) -> dict[str, object]:
        """Return `status` («ok» or «degraded») and what is being served."""
