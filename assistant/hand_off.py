"""Derivations: a person was asked for, and this is what whoever attends it needs.

A conversation has at most one open hand-off, so that asking twice gives the same folio and nobody
attends the same case twice. Opening one silences the assistant in that conversation; what the
citizen is then shown is fixed text with the folio, never a promise that nobody made.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Row,
    Select,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from assistant.conversations import (
    Conversations,
    Message,
    Role,
    big_id,
    conversations,
    records_metadata,
)
from assistant.turn import Outcome
from governance.folio import new_folio, read_folio
from governance.moments import read_stamp, stamp

HandOffState = Literal["open", "closed"]

hand_offs = Table(
    "hand_offs",
    records_metadata,
    Column("folio", Text, primary_key=True),
    Column(
        "conversation_id",
        ForeignKey(conversations.c.id, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("closed_at", Text),
    Column("oldest_at", Text, nullable=False, index=True),
    Column("last_message_id", big_id),
    Column("transcript", Text, nullable=False),
)
Index(
    "hand_offs_one_open",
    hand_offs.c.conversation_id,
    unique=True,
    sqlite_where=hand_offs.c.state == "open",
    postgresql_where=hand_offs.c.state == "open",
)


class HandOffNotFound(LookupError):
    """No hand-off has that folio; raised when one must be closed that never was, or was purged."""


@dataclass(frozen=True)
class TranscriptLine:
    """One redacted message as it stood when the person was asked for."""

    role: Role
    text: str
    at: datetime
    outcome: Outcome | None = None


@dataclass(frozen=True)
class RecordedHandOff:
    """A hand-off with the transcript up to the moment it was last asked for.

    What was written later is in the conversation, after the message `last_message_id`.
    """

    folio: str
    conversation_id: str
    state: HandOffState
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    last_message_id: int | None
    transcript: tuple[TranscriptLine, ...]


@dataclass(frozen=True)
class HandOffDesk:
    """Opens, finds and closes hand-offs; every method works inside the caller's transaction."""

    conversations: Conversations
    prefix: str = "NB"

    def __post_init__(self) -> None:
        """Notice a prefix that cannot be used now, not when somebody asks for a person."""
        new_folio(self.prefix)

    def open(self, connection: Connection, conversation_id: str, reason: str) -> str:
        """Return the folio of the person asked for, and silence the assistant meanwhile.

        Add the person's message before, so that whoever attends reads it too.

        Raises:
            ConversationNotFound: there is no conversation with that id.
            ConversationClosed: it ended; a new one can ask.
        """
        self.conversations.wait(connection, conversation_id)
        spoken = self.conversations.messages(connection, conversation_id)
        now = self.conversations.clock()
        seen = {
            "oldest_at": stamp(spoken[0].at if spoken else now),
            "last_message_id": spoken[-1].id if spoken else None,
            "transcript": _write_transcript(spoken),
        }
        already = self._read_one(connection, _of_conversation(conversation_id))
        if already is not None:
            this = hand_offs.c.folio == already.folio
            connection.execute(update(hand_offs).where(this).values(seen))
            return already.folio
        folio = new_folio(self.prefix)
        connection.execute(
            insert(hand_offs),
            {
                "folio": folio,
                "conversation_id": conversation_id,
                "state": "open",
                "reason": reason,
                "opened_at": stamp(now),
                **seen,
            },
        )
        return folio

    def find(self, connection: Connection, folio: str) -> RecordedHandOff | None:
        """Return the hand-off that a person means by a folio, however they wrote it."""
        meant = read_folio(folio, self.prefix)
        if meant is None:
            return None
        return self._read_one(connection, select(hand_offs).where(hand_offs.c.folio == meant))

    def find_open(self, connection: Connection, conversation_id: str) -> RecordedHandOff | None:
        """Return the hand-off that a conversation waits for, if any."""
        return self._read_one(connection, _of_conversation(conversation_id))

    def close(self, connection: Connection, folio: str) -> None:
        """End a hand-off and give its conversation back to the assistant; twice is once.

        Raises:
            HandOffNotFound: there is none with that folio.
        """
        found = self.find(connection, folio)
        if found is None:
            raise HandOffNotFound(folio)
        if found.state == "closed":
            return
        if self.conversations.get(connection, found.conversation_id).state == "waiting":
            self.conversations.resume(connection, found.conversation_id)
        connection.execute(
            update(hand_offs)
            .where(hand_offs.c.folio == found.folio)
            .values(state="closed", closed_at=stamp(self.conversations.clock()))
        )

    def purge(self, connection: Connection, now: datetime) -> int:
        """Delete hand-offs whose time is over, blank transcripts that quote older messages."""
        before = stamp(now - timedelta(days=self.conversations.retention_days))
        connection.execute(
            update(hand_offs)
            .where(hand_offs.c.oldest_at < before)
            .values(transcript="[]", oldest_at=hand_offs.c.opened_at)
        )
        return connection.execute(delete(hand_offs).where(hand_offs.c.opened_at < before)).rowcount

    def _read_one(
        self, connection: Connection, found: Select[tuple[object, ...]]
    ) -> RecordedHandOff | None:
        row = connection.execute(found).one_or_none()
        return None if row is None else _read_hand_off(row)


def _of_conversation(conversation_id: str) -> Select[tuple[object, ...]]:
    return select(hand_offs).where(
        hand_offs.c.conversation_id == conversation_id, hand_offs.c.state == "open"
    )


def _read_hand_off(row: Row[tuple[object, ...]]) -> RecordedHandOff:
    return RecordedHandOff(
        folio=row.folio,
        conversation_id=row.conversation_id,
        state=row.state,
        reason=row.reason,
        opened_at=read_stamp(row.opened_at),
        closed_at=None if row.closed_at is None else read_stamp(row.closed_at),
        last_message_id=row.last_message_id,
        transcript=tuple(
            TranscriptLine(
                item["role"],
                item["text"],
                read_stamp(item["at"]),
                None if item["outcome"] is None else Outcome(item["outcome"]),
            )
            for item in json.loads(row.transcript)
        ),
    )


def _write_transcript(spoken: tuple[Message, ...]) -> str:
    lines = [
        {"role": m.role, "text": m.text, "at": stamp(m.at), "outcome": m.outcome} for m in spoken
    ]
    return json.dumps(lines, ensure_ascii=False)
