"""The assistant as everyone else sees it: start a conversation, reply, resume, read.

One turn: check the text, run the steps, record, show. Recording is one transaction (the person's
message, the hand-off if there is one, the decision, the answer); if it fails nothing of the turn
was kept and the person gets the contact text (promise 6).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from types import MappingProxyType

from sqlalchemy import Connection, Engine

from assistant.alarm.alarm import Alarm, Trouble
from assistant.conversations import (
    Conversation,
    ConversationClosed,
    ConversationNotFound,
    Conversations,
    Message,
    PersonAwaited,
    State,
)
from assistant.database import DatabaseError, reading, writing
from assistant.desk.audit.desk import AuditDesk
from assistant.desk.cases import Reason
from assistant.desk.chores import Chores
from assistant.desk.citizen import CitizenDesk
from assistant.desk.desk import Desk
from assistant.desk.feedback.desk import FeedbackDesk
from assistant.desk.gaps.desk import GapDesk
from assistant.desk.measures.board import Board
from assistant.desk.pulse import Pulse
from assistant.desk.rights import RightsDesk
from assistant.desk.waiting import WaitingRoom
from assistant.interviewing.desk import InterviewDesk
from assistant.interviewing.interruptions import interrupts
from assistant.interviewing.session import InterviewView, Session
from assistant.limits import check_text
from assistant.pipeline import Step, run
from assistant.recording import Recorder
from assistant.redact import Redact
from assistant.redaction import RedactionError, Talks
from assistant.registry import Registry
from assistant.route import RESUME_RULE, Routes
from assistant.settings import day_in_chile
from assistant.show import answer_text
from assistant.texts import Texts
from assistant.turn import Audience, Channel, Exchange, HandOff, Label, Outcome, Reply, Turn
from governance.folio import mask_folio
from governance.log.decision_log import DecisionLog, LogDamaged
from governance.moments import Clock
from governance.registers.interviews import InterviewMoved
from knowledge_base.institution import Institution
from knowledge_base.model import Passage
from knowledge_base.retrieval import Retriever

logger = logging.getLogger(__name__)

RESUME_RULES = frozenset({RESUME_RULE, "resume-in-passing"})
NOT_ANSWERED = (Outcome.ABSTAINED_NO_EVIDENCE, Outcome.ABSTAINED_UNSUPPORTED)
"""After one of these, who asks for a person asks because the assistant did not know."""
UNNAMED_OFFICIAL = "funcionario sin identificar"
"""Who answers an interview where the common key is used instead of a personal one."""

NEVER_MISSED: Mapping[Label, Outcome] = MappingProxyType(
    {
        Label.CRISIS: Outcome.HANDED_OFF_CRISIS,
        Label.ASKS_HUMAN: Outcome.HANDED_OFF_REQUESTED,
    }
)
"""What a rule decides on the words as written, whatever becomes of the rest of the turn."""


@dataclass(frozen=True)
class ConversationView:
    """A conversation with its messages, oldest first, and the derivation that it waits for."""

    id: str
    audience: Audience
    state: State
    messages: tuple[Message, ...]
    handoff: HandOff | None


@dataclass(frozen=True)
class Assistant:
    """Answers turns; every part is given to it by `assistant.bootstrap`."""

    institution: Institution
    texts: Texts
    steps: Sequence[Step]
    routes: Routes
    talks: Talks
    engine: Engine
    conversations: Conversations
    waiting: WaitingRoom
    desk: Desk
    citizens: CitizenDesk
    rights: RightsDesk
    pulse: Pulse
    board: Board
    audit: AuditDesk
    gaps: GapDesk
    feedback: FeedbackDesk
    chores: Chores
    interviews: InterviewDesk
    registry: Registry
    clock: Clock
    knowledge: Callable[[], Retriever]
    recorder: Recorder
    alarm: Alarm
    max_question_chars: int

    @property
    def log(self) -> DecisionLog:
        """The decision log."""
        return self.recorder.log

    def start(self, audience: Audience, channel: Channel) -> ConversationView:
        """Return a new conversation, opened by the disclosure that this is an AI.

        Raises:
            DatabaseError: nothing can be recorded now.
        """
        try:
            with writing(self.engine) as connection:
                created = self.conversations.create(connection, audience, channel)
                self.conversations.add(connection, created.id, "assistant", self.texts.disclosure)
            return self.conversation(created.id)
        except DatabaseError:
            self.alarm.sound(Trouble.UNRECORDED)
            raise

    def reply(self, conversation_id: str, text: str, channel: Channel, author: str = "") -> Reply:
        """Return what the person is shown for what they wrote, after it was recorded.

        `author` is the post of the official who writes, in a conversation for staff.

        Raises:
            InputError: the text is empty or too long; nothing was kept.
            ConversationNotFound: there is no such conversation, or it was purged.
        """
        cleaned = check_text(text, self.max_question_chars)
        try:
            with reading(self.engine) as connection:
                conversation = self.conversations.get(connection, conversation_id)
                history = self.conversations.history(connection, conversation_id)
                session = self._session(connection, conversation, cleaned)
        except (DatabaseError, LogDamaged):
            return self._unrecorded(cleaned)
        if conversation.audience == "ciudadania":
            # A folio is a key: what is kept of a message holds none. (Staff write codes like it.)
            cleaned = mask_folio(cleaned, self.waiting.cases.prefix)
        if conversation.state in ("waiting", "attended"):
            return self._while_waiting(conversation, cleaned, channel)
        turn = self._run(conversation, history, cleaned, channel, session, author)
        return self._record(turn, cleaned)

    def reaches_person(self, conversation_id: str, text: str, channel: Channel) -> bool:
        """Return whether replying to a citizen would open a case, or be read by who attends it.

        Nothing is kept. It is for who may ask in the person's name but not ask for a person, such
        as the site that embeds the chat.

        Raises:
            InputError: the text is empty or too long.
            ConversationNotFound: there is no such conversation, or it was purged.
            DatabaseError: it cannot be read now.
        """
        cleaned = check_text(text, self.max_question_chars)
        with reading(self.engine) as connection:
            conversation = self.conversations.get(connection, conversation_id)
            history = self.conversations.history(connection, conversation_id)
        if conversation.state != "active":
            return True
        cleaned = mask_folio(cleaned, self.waiting.cases.prefix)
        turn = self._run(conversation, history, cleaned, channel)
        return turn.outcome is None or turn.outcome.is_hand_off

    def resume(self, conversation_id: str) -> Reply:
        """Return the words with which the assistant goes on, because the person chose so.

        Raises:
            ConversationNotFound: there is no such conversation.
        """
        try:
            with writing(self.engine) as connection:
                held = self.conversations.hold(connection, conversation_id)
                if held.state == "attended":
                    return self.waiting.refuse(connection, held)
                self.conversations.resume(connection, conversation_id)
                text = self.texts.variant("nothing_to_resume")
                if found := self.waiting.open_case(connection, conversation_id):
                    self.waiting.cases.resumed(connection, found.number)
                    text = self.texts.variant("resumed", folio=found.folio)
                text = "\n\n".join([text, *self._waiting_question(connection, conversation_id)])
                self.conversations.add(
                    connection, conversation_id, "assistant", text, outcome=Outcome.ABOUT_ASSISTANT
                )
        except (DatabaseError, LogDamaged):
            return self._unrecorded("")
        return Reply(Outcome.ABOUT_ASSISTANT, text, None)

    def conversation(self, conversation_id: str) -> ConversationView:
        """Return a conversation as it is kept: redacted.

        Raises:
            ConversationNotFound: there is no such conversation.
            DatabaseError: it cannot be read now.
        """
        with reading(self.engine) as connection:
            found = self.conversations.get(connection, conversation_id)
            messages = self.conversations.messages(connection, conversation_id)
            handoff = self.waiting.handoff(connection, conversation_id)
        return ConversationView(found.id, found.audience, found.state, messages, handoff)

    def interview_of(self, conversation_id: str) -> InterviewView | None:
        """Return the interview that a conversation is in the middle of, if the assistant leads it.

        Raises:
            ConversationNotFound: there is no such conversation.
            DatabaseError: it cannot be read now.
        """
        with reading(self.engine) as connection:
            conversation = self.conversations.get(connection, conversation_id)
            is_led = conversation.state == "active"
            session = self._session(connection, conversation, "") if is_led else None
        return self.interviews.view(session) if session else None

    def suggestions(self, audience: Audience) -> tuple[str, ...]:
        """Return questions to begin with."""
        return self.texts.suggestions[audience]

    def opening(self) -> str:
        """Return the first message of every conversation: what this is, and what it can do."""
        return self.texts.disclosure

    def disclosure(self) -> str:
        """Return the permanent banner: this is an AI."""
        return self.texts.banner

    def passages(self, document_id: str, audience: Audience) -> tuple[Passage, ...]:
        """Return the sections of a document that `audience` may read today, in order."""
        today = day_in_chile(self.clock())
        return tuple(
            p
            for p in self.knowledge().index.passages
            if p.document_id == document_id and audience in p.audience and p.is_in_force(today)
        )

    def health(self) -> dict[str, object]:
        """Return whether turns are recorded, since when they are not, and what answers."""
        index = self.knowledge().index
        try:
            with reading(self.engine) as connection:
                self.log.head(connection)
            status = "ok"
        except (DatabaseError, LogDamaged):
            status = "degraded"
        if self.alarm.standing(Trouble.UNRECORDED):
            status = "degraded"
        return {
            "status": status,
            "knowledge_base": index.version,
            "passages": len(index.passages),
            **self.alarm.health(),
        }

    def _run(
        self,
        conversation: Conversation,
        history: tuple[Exchange, ...],
        text: str,
        channel: Channel,
        session: Session | None = None,
        author: str = "",
    ) -> Turn:
        turn = Turn(
            conversation.id,
            conversation.audience,
            channel,
            text,
            author=author or UNNAMED_OFFICIAL,
            history=history,
            session=session,
        )
        turn = run(self.steps, turn)
        if turn.outcome is None:
            turn = replace(turn, outcome=Outcome.FAILED, failed_step="pipeline")
        if turn.outcome == Outcome.FAILED:
            # A failed turn keeps nothing of the text.
            unsaved = self.texts.variant("unsaved_message")
            turn = replace(turn, text="", redacted=unsaved, query="", questions=(), session=None)
        return self._heard(turn, text)

    def _heard(self, turn: Turn, text: str) -> Turn:
        """Return the turn, handed off if the written words ask for a person or for help.

        The steps read the redacted words, and may break; neither may hide such a message.
        """
        rule = self.routes.deciding(text)
        outcome = NEVER_MISSED.get(rule.label) if rule else None
        if rule is None or outcome is None or turn.outcome == outcome:
            return turn
        if turn.session is not None and not interrupts(rule, text):
            return turn
        return replace(
            turn,
            outcome=outcome,
            label=rule.label,
            rule_id=rule.id,
            evidence=(),
            confidence=None,
            drafts=(),
            citations=(),
            composer=None,
        )

    def _record(self, turn: Turn, text: str) -> Reply:
        assert turn.outcome is not None
        started = perf_counter()
        try:
            with writing(self.engine) as connection:
                reply = self._write(connection, turn)
        except (PersonAwaited, InterviewMoved) as meanwhile:
            try:
                return self._overtaken(turn, text, is_person=isinstance(meanwhile, PersonAwaited))
            except (DatabaseError, LogDamaged):
                return self._unrecorded(text)
        except (DatabaseError, LogDamaged) as error:
            logger.error("turn not recorded: %s", type(error).__name__)
            return self._unrecorded(text)
        self._tell_alarm(turn)
        logger.info(
            "turn %s recorded in %.1f ms", reply.decision_id, (perf_counter() - started) * 1e3
        )
        return reply

    def _overtaken(self, turn: Turn, text: str, *, is_person: bool) -> Reply:
        """Return what is shown instead of an answer that something else made false meanwhile."""
        if not is_person:
            return self._record(self._moved(turn), text)
        # A person was asked for while this turn ran: the answer is not shown.
        with reading(self.engine) as connection:
            conversation = self.conversations.get(connection, turn.conversation_id)
        return self._while_waiting(conversation, text, turn.channel)

    def _tell_alarm(self, turn: Turn) -> None:
        self.alarm.settle(Trouble.UNRECORDED)
        if turn.failed_step == Redact.__name__.lower():
            self.alarm.sound(Trouble.UNREDACTED)
        else:
            self.alarm.settle(Trouble.UNREDACTED)

    def _write(self, connection: Connection, turn: Turn) -> Reply:
        outcome = turn.outcome
        assert outcome is not None
        self.conversations.add(
            connection, turn.conversation_id, "person", turn.redacted, label=turn.label
        )
        handoff = None
        if outcome.is_hand_off:
            handoff = self.waiting.reception.ask(connection, turn.conversation_id, _reason(turn))
        if turn.session is not None:
            session = self.interviews.save(
                connection, turn.session, turn.conversation_id, turn.author
            )
            turn = replace(turn, session=session)
        text = answer_text(turn, self.texts, handoff)
        case = self.waiting.open_case(connection, turn.conversation_id) if handoff else None
        decision_id = self.recorder.append(connection, turn, text, case.number if case else None)
        self.conversations.add(
            connection,
            turn.conversation_id,
            "assistant",
            text,
            outcome=outcome,
            label=turn.label,
            citations=turn.citations,
            decision_id=decision_id,
        )
        view = self._view(turn) if handoff is None else None
        return Reply(outcome, text, decision_id, turn.citations, turn.confidence, handoff, view)

    def _waiting_question(self, connection: Connection, conversation_id: str) -> list[str]:
        """Return the question of the interview that a hand-off left waiting, if there is one."""
        conversation = self.conversations.get(connection, conversation_id)
        session = self._session(connection, conversation, "")
        return [self.interviews.question(session)] if session and session.stored else []

    def _view(self, turn: Turn) -> InterviewView | None:
        is_kept = turn.session is not None and turn.session.stored is not None
        return self.interviews.view(turn.session) if turn.session and is_kept else None

    def _session(
        self, connection: Connection, conversation: Conversation, text: str
    ) -> Session | None:
        if conversation.audience != "funcionarios":
            return None
        return self.interviews.load(connection, conversation.id, text)

    def _moved(self, turn: Turn) -> Turn:
        """Return the turn told that the interview went on elsewhere: nothing of it counts."""
        with reading(self.engine) as connection:
            session = self.interviews.load(connection, turn.conversation_id, "")
        return replace(
            turn,
            session=self.interviews.told_it_moved(session) if session else None,
            outcome=Outcome.INTERVIEW if session else Outcome.CLARIFIED,
            drafts=(),
            citations=(),
            evidence=(),
        )

    def _while_waiting(self, conversation: Conversation, text: str, channel: Channel) -> Reply:
        """Keep what the person writes for whoever attends them; the assistant says nothing."""
        rule = self.routes.deciding(text)
        if rule is not None and rule.id in RESUME_RULES:
            return self.resume(conversation.id)
        is_crisis = rule is not None and rule.label == Label.CRISIS
        if is_crisis and conversation.state == "waiting":
            return self._record(self._run(conversation, (), text, channel), text)
        try:
            redacted = self.talks.person(conversation.id, text).text
        except RedactionError:
            return self._unrecorded(text, Trouble.UNREDACTED)
        try:
            with writing(self.engine) as connection:
                reply = self.waiting.leave(
                    connection, conversation.id, redacted, channel, is_crisis
                )
        except (DatabaseError, LogDamaged):
            return self._unrecorded(text)
        for trouble in Trouble:
            self.alarm.settle(trouble)
        return reply

    def _unrecorded(self, text: str, trouble: Trouble = Trouble.UNRECORDED) -> Reply:
        """What cannot be recorded is not shown: the contact text, and nothing was kept."""
        self.alarm.sound(trouble)
        rule = self.routes.deciding(text) if text else None
        if rule is not None and rule.label == Label.CRISIS:
            # The lines that may save a life are fixed words, and are shown even unrecorded.
            return Reply(Outcome.FAILED, self.texts.emergency(), None)
        if rule is not None and rule.label == Label.ASKS_HUMAN:
            return Reply(Outcome.FAILED, self.texts.variant("request_without_person"), None)
        return Reply(Outcome.FAILED, self.texts.outcome(Outcome.FAILED), None)


def _reason(turn: Turn) -> Reason:
    """Return why a turn asks for a person."""
    if turn.outcome == Outcome.HANDED_OFF_CRISIS:
        return "crisis"
    if turn.outcome == Outcome.HANDED_OFF_PERSONAL_CASE:
        return "personal_case"
    before = turn.history[-1].outcome if turn.history else None
    return "unanswered" if before in NOT_ANSWERED else "requested"


__all__ = ["Assistant", "ConversationClosed", "ConversationNotFound", "ConversationView"]
