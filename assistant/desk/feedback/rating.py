"""What somebody thought of one answer, as it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, Row, select

from assistant.desk.tables import answer_ratings
from governance.moments import read_stamp

Reason = Literal["no_responde", "no_se_entiende", "parece_incorrecta", "falta_informacion", "otra"]
REASONS: tuple[Reason, ...] = get_args(Reason)
MAX_COMMENT = 500
"""Longest comment, in characters."""


@dataclass(frozen=True)
class Rating:
    """Whether an answer was useful; `reason` is only of one that was not, `comment` is redacted.

    `reviewed_by` is the id of the official who read it.
    """

    message_id: int
    conversation_id: str
    decision_id: str
    is_useful: bool
    reason: Reason | None
    comment: str
    at: datetime
    reviewed_at: datetime | None = None
    reviewed_by: str = ""

    def says_what(self, other: Rating) -> bool:
        """Return whether both say the same of the same answer, whenever they say it."""
        mine = (self.message_id, self.is_useful, self.reason, self.comment)
        return mine == (other.message_id, other.is_useful, other.reason, other.comment)


def can_be_rated(role: str, decision_id: str | None) -> bool:
    """Return whether a message is an answer: what the assistant said because it decided to.

    >>> can_be_rated("assistant", "5c0e"), can_be_rated("assistant", None)
    (True, False)
    """
    return role == "assistant" and decision_id is not None


def ratings_of(connection: Connection, conversation_id: str) -> tuple[Rating, ...]:
    """Return what was thought of the answers of a conversation, in their order."""
    found = select(answer_ratings).where(answer_ratings.c.conversation_id == conversation_id)
    rows = connection.execute(found.order_by(answer_ratings.c.message_id))
    return tuple(map(read_rating, rows))


def find_rating(connection: Connection, message_id: int) -> Rating | None:
    """Return what was thought of one answer."""
    found = select(answer_ratings).where(answer_ratings.c.message_id == message_id)
    row = connection.execute(found).one_or_none()
    return None if row is None else read_rating(row)


def read_rating(row: Row[tuple[object, ...]]) -> Rating:
    """Return the rating that a row of the table, or of a wider query, holds."""
    reviewed: Sequence[str | None] = (row.reviewed_at, row.reviewed_by)
    return Rating(
        message_id=row.message_id,
        conversation_id=row.conversation_id,
        decision_id=row.decision_id,
        is_useful=bool(row.is_useful),
        reason=row.reason,
        comment=row.comment,
        at=read_stamp(row.at),
        reviewed_at=read_stamp(reviewed[0]) if reviewed[0] else None,
        reviewed_by=reviewed[1] or "",
    )
