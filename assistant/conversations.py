"""Conversations as they are kept: redacted messages, in order, for as long as their decisions.

One turn is one transaction, in this order, so that two turns of one conversation wait for each
other instead of crossing: the person's message, the hand-off if there is one, the decision, the
assistant's message. If any part cannot be written none is, and the answer is not shown.

`add` also keeps two promises that a careless caller could break: while a person is awaited the
assistant says nothing, not even an answer that was already on its way; and it never says that a
person takes over unless one was really asked for.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from assistant.turn import Audience, Channel, Citation, Exchange, Label, Outcome
from governance.log.keeping import is_not_held, is_within, read_keeping
from governance.log.tables import decision_log
from governance.moments import Clock, read_stamp, stamp, utc_now

State = Literal["active", "waiting", "attended", "closed"]
Role = Literal["person", "assistant", "system", "official"]

TWICE = timedelta(seconds=10)
"""The same words in less than this, to a person, are one message that was sent twice."""

records_metadata = MetaData()
big_id = BigInteger().with_variant(Integer(), "sqlite")

conversations = Table(
    "conversations",
    records_metadata,
    Column("id", Text, primary_key=True),
    Column("audience", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("last_at", Text, nullable=False, index=True),
)

messages = Table(
    "messages",
    records_metadata,
    Column("id", big_id, primary_key=True),
    Column(
        "conversation_id",
        ForeignKey(conversations.c.id, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("role", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False, index=True),
    Column("outcome", Text),
    Column("label", Text),
    Column("citations", Text, nullable=False),
    Column("decision_id", ForeignKey(decision_log.c.decision_id)),
    Column("author", Text),
)


_CONVERSATION = select(conversations).where(conversations.c.id == bindparam("conversation_id"))
_HELD_CONVERSATION = _CONVERSATION.with_for_update()
_THIS = update(conversations).where(conversations.c.id == bindparam("conversation_id"))
_TOUCH = _THIS.values(last_at=bindparam("moment"))
_CHANGE_STATE = _THIS.values(state=bindparam("new_state"))
_NEW_MESSAGE = insert(messages).returning(messages.c.id)


class ConversationNotFound(LookupError):
    """No conversation has that id; raised when one is asked for that never was, or was purged."""


class ConversationClosed(Exception):
    """The conversation ended; raised when something more is asked of it."""


class PersonAwaited(Exception):
    """A person was asked for; raised when the assistant would speak before it is let back in."""


class NotAttended(Exception):
    """No person has taken the conversation; raised when one would speak in it."""


class NobodyAsked(Exception):
    """Nobody was asked to come; raised when the assistant would say that a person takes over."""


@dataclass(frozen=True)
class Conversation:
    """A conversation; the assistant is silent while it is not `active`.

    While it is `waiting` for a person, whoever waits may tell the assistant to go on; once it is
    `attended` by one, only that person gives it back.
    """

    id: str
    audience: Audience
    channel: Channel
    state: State
    opened_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Message:
    """One message, redacted. `official` is a person of the institution, `system` is the program."""

    id: int
    role: Role
    text: str
    at: datetime
    outcome: Outcome | None = None
    label: Label | None = None
    citations: tuple[Citation, ...] = ()
    decision_id: str | None = None
    author: str = ""
    """The post of the official who speaks."""


@dataclass(frozen=True)
class Conversations:
    """Keeps conversations; every method works inside the caller's transaction."""

    clock: Clock = utc_now
    retention_days: int = 365

    def create(self, connection: Connection, audience: Audience, channel: Channel) -> Conversation:
        """Return a new conversation, whose id nobody can guess: it is all that protects it."""
        now = self.clock()
        new = Conversation(secrets.token_urlsafe(24), audience, channel, "active", now, now)
        moments = {"opened_at": stamp(now), "last_at": stamp(now)}
        connection.execute(insert(conversations), {**dataclasses.asdict(new), **moments})
        return new

    def get(self, connection: Connection, conversation_id: str) -> Conversation:
        """Return a conversation.

        Raises:
            ConversationNotFound: there is none with that id.
        """
        return self._read(connection, conversation_id)

    def hold(self, connection: Connection, conversation_id: str) -> Conversation:
        """Return a conversation that nobody else can change until this transaction ends.

        Raises:
            ConversationNotFound: there is none with that id.
        """
        return self._read(connection, conversation_id, to_change=True)

    def add(
        self,
        connection: Connection,
        conversation_id: str,
        role: Role,
        text: str,
        *,
        outcome: Outcome | None = None,
        label: Label | None = None,
        citations: Sequence[Citation] = (),
        decision_id: str | None = None,
        author: str = "",
    ) -> Message:
        """Return the message just added. `text` must be redacted already.

        Raises:
            ConversationNotFound: there is none with that id.
            ConversationClosed: it ended.
            PersonAwaited: the assistant would answer where a person was asked for.
            NobodyAsked: the assistant would announce a person who was not asked for.
            NotAttended: an official would speak where none has taken the case.
        """
        conversation = self._read(connection, conversation_id, to_change=True)
        _check_may_speak(conversation, role, outcome)
        now = self.clock()
        said = _storable(text)
        new = Message(0, role, said, now, outcome, label, tuple(citations), decision_id, author)
        values = {
            "conversation_id": conversation_id,
            "role": role,
            "text": new.text,
            "at": stamp(now),
            "outcome": outcome,
            "label": label,
            "citations": _write_citations(citations),
            "decision_id": decision_id,
            "author": author or None,
        }
        message_id = connection.execute(_NEW_MESSAGE, values).scalar_one()
        connection.execute(_TOUCH, {"conversation_id": conversation_id, "moment": stamp(now)})
        return replace(new, id=message_id)

    def messages(self, connection: Connection, conversation_id: str) -> tuple[Message, ...]:
        """Return every message of a conversation, oldest first.

        Raises:
            ConversationNotFound: there is none with that id.
        """
        self._read(connection, conversation_id)
        found = select(messages).where(messages.c.conversation_id == conversation_id)
        return tuple(map(read_message, connection.execute(found.order_by(messages.c.id))))

    def texts(self, connection: Connection, conversation_id: str) -> tuple[str, ...]:
        """Return what was said in a conversation; nothing where there is none with that id."""
        said = select(messages.c.text).where(messages.c.conversation_id == conversation_id)
        return tuple(connection.execute(said).scalars())

    def just_said(
        self, connection: Connection, conversation_id: str, role: Role, text: str
    ) -> tuple[Message, ...]:
        """Return what was said with the same words in the last seconds: it was sent twice.

        Hold the conversation before, so that two that are sent at once see each other.
        """
        since = stamp(self.clock() - TWICE)
        found = select(messages).where(
            messages.c.conversation_id == conversation_id,
            messages.c.role == role,
            messages.c.text == _storable(text),
            messages.c.at >= since,
        )
        return tuple(map(read_message, connection.execute(found.order_by(messages.c.id))))

    def history(
        self, connection: Connection, conversation_id: str, last: int = 5
    ) -> tuple[Exchange, ...]:
        """Return the last questions that the assistant answered, oldest first.

        Raises:
            ConversationNotFound: there is none with that id.
        """
        self._read(connection, conversation_id)
        recent = (
            select(messages)
            .where(
                messages.c.conversation_id == conversation_id,
                messages.c.role.in_(("person", "assistant")),
            )
            .order_by(messages.c.id.desc())
            .limit(2 * last + 2)
        )
        found = [read_message(row) for row in connection.execute(recent)]
        return tuple(_exchanges(found[::-1])[-last:]) if last > 0 else ()

    def wait(self, connection: Connection, conversation_id: str) -> None:
        """Silence the assistant until `resume`: a person was asked for."""
        self._move(connection, conversation_id, "waiting")

    def attend(self, connection: Connection, conversation_id: str) -> None:
        """Silence the assistant until the person who took the case gives it back."""
        self._move(connection, conversation_id, "attended")

    def resume(self, connection: Connection, conversation_id: str) -> None:
        """Let the assistant answer again."""
        self._move(connection, conversation_id, "active")

    def close(self, connection: Connection, conversation_id: str) -> None:
        """End a conversation for good; closing it again changes nothing."""
        self._read(connection, conversation_id, to_change=True)
        self._set_state(connection, conversation_id, "closed")

    def erase(self, connection: Connection, conversation_id: str, last_words: str) -> None:
        """Delete everything that was said in a conversation, which ends for good.

        Whoever has it open is told so, as the program.
        """
        self.hold(connection, conversation_id)
        connection.execute(delete(messages).where(messages.c.conversation_id == conversation_id))
        self.add(connection, conversation_id, "system", last_words)
        self.close(connection, conversation_id)

    def purge(
        self,
        connection: Connection,
        now: datetime,
        most: int | None = None,
        besides: Select[tuple[str]] | None = None,
    ) -> int:
        """Delete messages whose time is over, `most` of them, and count them.

        Conversations with nothing left go too, but those that `besides` still needs. What a legal
        hold covers, or a level that rose extended, stays.
        """
        keeping = read_keeping(connection, self.retention_days)
        spans = keeping.due(now)
        due = select(messages.c.id).where(
            is_within(messages.c.at, spans),
            is_not_held(messages.c.conversation_id, keeping.protection),
        )
        old = delete(messages).where(messages.c.id.in_(due.order_by(messages.c.at).limit(most)))
        count = connection.execute(old).rowcount
        is_empty = ~exists().where(messages.c.conversation_id == conversations.c.id)
        needed = [] if besides is None else [conversations.c.id.not_in(besides)]
        connection.execute(
            delete(conversations).where(
                is_within(conversations.c.last_at, spans),
                is_not_held(conversations.c.id, keeping.protection),
                is_empty,
                *needed,
            )
        )
        return count

    def _move(self, connection: Connection, conversation_id: str, state: State) -> None:
        conversation = self._read(connection, conversation_id, to_change=True)
        if conversation.state == "closed":
            raise ConversationClosed(conversation_id)
        self._set_state(connection, conversation_id, state)

    def _set_state(self, connection: Connection, conversation_id: str, state: State) -> None:
        values = {"conversation_id": conversation_id, "new_state": state}
        connection.execute(_CHANGE_STATE, values)

    def _read(
        self, connection: Connection, conversation_id: str, to_change: bool = False
    ) -> Conversation:
        found = _HELD_CONVERSATION if to_change else _CONVERSATION
        row = connection.execute(found, {"conversation_id": conversation_id}).one_or_none()
        if row is None:
            raise ConversationNotFound(conversation_id)
        return Conversation(
            row.id,
            row.audience,
            row.channel,
            row.state,
            read_stamp(row.opened_at),
            read_stamp(row.last_at),
        )


def read_message(row: Row[tuple[object, ...]]) -> Message:
    """Return the message that a row of the table holds."""
    return Message(
        id=row.id,
        role=row.role,
        text=row.text,
        at=read_stamp(row.at),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        label=None if row.label is None else Label(row.label),
        citations=tuple(Citation(**item) for item in json.loads(row.citations)),
        decision_id=row.decision_id,
        author=row.author or "",
    )


def _check_may_speak(conversation: Conversation, role: Role, outcome: Outcome | None) -> None:
    if conversation.state == "closed":
        raise ConversationClosed(conversation.id)
    if role == "official" and conversation.state != "attended":
        raise NotAttended(conversation.id)
    if role != "assistant":
        return
    if conversation.state == "attended":
        raise PersonAwaited(conversation.id)
    says_that_a_person_comes = outcome is not None and outcome.is_hand_off
    if conversation.state == "waiting" and not says_that_a_person_comes:
        raise PersonAwaited(conversation.id)
    if conversation.state == "active" and says_that_a_person_comes:
        raise NobodyAsked(conversation.id)


def _exchanges(found: Iterable[Message]) -> list[Exchange]:
    exchanges, question = [], None
    for message in found:
        if message.role == "person":
            question = message
        elif question is not None and message.outcome is not None:
            exchanges.append(
                Exchange(
                    question.text,
                    message.text,
                    message.outcome,
                    message.label,
                    tuple(dict.fromkeys(c.passage_id for c in message.citations)),
                )
            )
            question = None
    return exchanges


def _storable(text: str) -> str:
    """Return `text` without the two things that no database keeps: NUL and half characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _write_citations(citations: Sequence[Citation]) -> str:
    return json.dumps([dataclasses.asdict(item) for item in citations], ensure_ascii=False)
