"""Where people say whether an answer was useful, and officials read what they said.

Each method is one transaction. A comment is redacted before anything else sees it; what is kept is
told in the decision log without the comment, and goes when the message that it is about goes: with
its retention, or because the person asked for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection, Engine, delete, insert, select, update

from assistant.conversations import Conversations, messages
from assistant.database import reading, writing
from assistant.desk.cases import PERSON
from assistant.desk.feedback.counts import Summary, Totals, read_summary, read_totals
from assistant.desk.feedback.opinions import Opinion, Wanted, count_unread, read_opinions
from assistant.desk.feedback.rating import (
    MAX_COMMENT,
    REASONS,
    Rating,
    Reason,
    can_be_rated,
    find_rating,
    ratings_of,
)
from assistant.desk.permissions import Action, check, check_now, may
from assistant.desk.tables import answer_ratings
from assistant.limits import InputError, clean
from assistant.redaction import RedactionError
from governance.folio import mask_folio
from governance.log.decision_log import DecisionLog
from governance.log.event import Event
from governance.moments import stamp
from governance.registers.officials import Official, Officials

logger = logging.getLogger(__name__)

PER_PAGE = 20


class CannotRate(Exception):
    """What was asked cannot be done; raised with words for the person, in Spanish."""


class CommentNotKept(CannotRate):
    """The rating was kept without its comment; raised because that could not be redacted."""


class OpinionMoved(Exception):
    """An opinion is not as its reader saw it; raised with what to do, in Spanish."""


@dataclass(frozen=True)
class Opinions:
    """A page of what was thought of answers."""

    found: tuple[Opinion, ...]
    has_more: bool


@dataclass(frozen=True)
class FeedbackDesk:
    """What people think of the answers."""

    engine: Engine
    conversations: Conversations
    log: DecisionLog
    officials: Officials
    redact_in: Callable[[str, str], str]
    """Redacts a text for the conversation with that id, with the placeholders it already has."""
    emergency: Callable[[str], str]
    """The fixed words for whoever is in danger, if a text says so; else nothing."""
    prefix: str
    """How folios begin here: none is kept in a comment, nor shown."""

    def rate(
        self,
        conversation_id: str,
        message_id: int,
        is_useful: bool,
        reason: Reason | None = None,
        comment: str = "",
    ) -> None:
        """Keep whether an answer was useful, instead of what was said of it before.

        Raises:
            CannotRate: the message is no answer of that conversation, or the reason no reason.
            CommentNotKept: it was kept, but for the comment.
            ConversationNotFound: there is none with that id.
            InputError: the comment is too long; nothing was kept.
            DatabaseError: nothing was kept.
        """
        if reason is not None and reason not in REASONS:
            raise CannotRate("Elige uno de los motivos de la lista y envíalo otra vez.")
        with reading(self.engine) as connection:  # nothing is remembered of what is not there
            self._answer(connection, conversation_id, message_id)
        kept = self._kept(conversation_id, comment)
        with writing(self.engine) as connection:
            self.conversations.hold(connection, conversation_id)
            rating = Rating(
                message_id=message_id,
                conversation_id=conversation_id,
                decision_id=self._answer(connection, conversation_id, message_id),
                is_useful=is_useful,
                reason=None if is_useful else reason,
                comment=kept or "",
                at=self.conversations.clock(),
            )
            self._write(connection, rating)
        if kept is None:
            raise CommentNotKept(
                "Guardamos tu opinión, pero no tu comentario: no pudimos ocultar los datos "
                "personales que podría tener. Si quieres, escríbelo otra vez más tarde."
            )

    def rated(self, conversation_id: str) -> Mapping[int, bool]:
        """Return whether each answer was useful, by message; those that nobody rated are not in.

        Raises:
            DatabaseError: it could not be read.
        """
        with reading(self.engine) as connection:
            found = ratings_of(connection, conversation_id)
        return MappingProxyType({one.message_id: one.is_useful for one in found})

    def totals(self, since: datetime) -> Totals:
        """Return how many citizens said what from a moment on: figures, for anybody.

        What staff say of the answers that they got is theirs, and in no public figure.

        Raises:
            DatabaseError: it could not be read.
        """
        with reading(self.engine) as connection:
            return read_totals(connection, since, "ciudadania")

    def unread(self, official: Official | None) -> int:
        """Return how many opinions wait for somebody to read them; none for who may not."""
        if not may(official, Action.READ_FEEDBACK):
            return 0
        with reading(self.engine) as connection:
            return count_unread(connection)

    def list(self, official: Official | None, wanted: Wanted) -> Opinions:
        """Return a page of opinions, newest first.

        Raises:
            NotAllowed: their roles do not read them.
        """
        check(official, Action.READ_FEEDBACK)
        skip = (wanted.page - 1) * PER_PAGE
        with reading(self.engine) as connection:
            found = self._opinions(connection, wanted, PER_PAGE + 1, skip)
        return Opinions(found[:PER_PAGE], len(found) > PER_PAGE)

    def all(self, official: Official | None, wanted: Wanted) -> tuple[Opinion, ...]:
        """Return every opinion that is wanted; that they take it away is recorded before.

        Raises:
            NotAllowed: their roles do not read them.
            DatabaseError: it could not be read, or recorded.
        """
        who = check(official, Action.READ_FEEDBACK)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.READ_FEEDBACK)
            found = self._opinions(connection, wanted)
            event = Event("ratings_exported", self._now, who.id, text=str(len(found)))
            self.log.append_event(connection, event)
            return found

    def summary(self, official: Official | None) -> Summary:
        """Return the figures of the last weeks.

        Raises:
            NotAllowed: their roles do not see them.
        """
        check(official, Action.READ_FEEDBACK)
        with reading(self.engine) as connection:
            return read_summary(connection, self._now)

    def review(self, official: Official | None, message_id: int, at: datetime) -> None:
        """Mark as read what was said of an answer at `at`; who and when stays beside it.

        Raises:
            NotAllowed: their roles do not read them.
            OpinionMoved: it is gone, was read already, or the person said something else since.
            DatabaseError: nothing was marked.
        """
        who = check(official, Action.READ_FEEDBACK)
        with writing(self.engine) as connection:
            check_now(connection, self.officials, who, Action.READ_FEEDBACK)
            found = find_rating(connection, message_id)
            if found is None:
                raise OpinionMoved("Esa opinión ya no está: se borró con su conversación.")
            if found.at != at:
                raise OpinionMoved(
                    "La persona cambió su opinión mientras la leías. Léela de nuevo y márcala."
                )
            if found.reviewed_at is not None:
                raise OpinionMoved("Esa opinión ya estaba revisada.")
            marked = {"reviewed_at": stamp(self._now), "reviewed_by": who.id}
            this = update(answer_ratings).where(answer_ratings.c.message_id == message_id)
            connection.execute(this.values(marked))
            event = Event("rating_reviewed", self._now, who.id, text=found.decision_id)
            self.log.append_event(connection, event)

    @property
    def _now(self) -> datetime:
        return self.conversations.clock()

    def _kept(self, conversation_id: str, comment: str) -> str | None:
        """Return the comment as it may be kept; None if nobody could say what it holds."""
        if len(comment) > MAX_COMMENT:
            raise InputError(
                "too_long",
                f"Tu comentario tiene {len(comment)} caracteres y el máximo es {MAX_COMMENT}. "
                "Escríbelo más corto.",
            )
        said = clean(comment)
        if not said:
            return ""
        try:
            return self.redact_in(conversation_id, mask_folio(said, self.prefix))
        except RedactionError as error:
            logger.error("comment not kept: %s", type(error).__name__)
            return None

    def _answer(self, connection: Connection, conversation_id: str, message_id: int) -> str:
        """Return the entry of the decision log where an answer is."""
        self.conversations.get(connection, conversation_id)
        found = select(messages.c.role, messages.c.decision_id).where(
            messages.c.id == message_id, messages.c.conversation_id == conversation_id
        )
        row = connection.execute(found).one_or_none()
        if row is None or not can_be_rated(row.role, row.decision_id):
            raise CannotRate(
                "Solo se puede opinar sobre una respuesta del asistente. Vuelve a cargar la "
                "página e intenta otra vez."
            )
        return str(row.decision_id)

    def _write(self, connection: Connection, rating: Rating) -> None:
        before = find_rating(connection, rating.message_id)
        if before is not None and before.says_what(rating):
            return  # pressed twice: whoever read it has read this
        this = answer_ratings.c.message_id == rating.message_id
        connection.execute(delete(answer_ratings).where(this))
        values = {
            "message_id": rating.message_id,
            "conversation_id": rating.conversation_id,
            "decision_id": rating.decision_id,
            "is_useful": int(rating.is_useful),
            "reason": rating.reason,
            "comment": rating.comment,
            "at": stamp(rating.at),
        }
        connection.execute(insert(answer_ratings), values)
        told = "useful" if rating.is_useful else rating.reason or "not_useful"
        # Without the conversation: it would be news for the page of the person, who is still there
        # writing why, and the entry of the answer leads to it.
        event = Event("answer_rated", rating.at, PERSON, reason=told, text=rating.decision_id)
        self.log.append_event(connection, event)

    def _opinions(
        self, connection: Connection, wanted: Wanted, most: int | None = None, skip: int = 0
    ) -> tuple[Opinion, ...]:
        posts = {o.id: o.name for o in self.officials.list(connection)}
        return read_opinions(
            connection, wanted, lambda text: mask_folio(text, self.prefix), posts, most, skip
        )
