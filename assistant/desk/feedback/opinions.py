"""What was thought of answers, with the question and the answer, for whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, func, select

from assistant.conversations import conversations, messages, read_message
from assistant.desk.feedback.rating import Rating, Reason, read_rating
from assistant.desk.tables import answer_ratings, cases
from assistant.turn import Audience, Citation

_asked = messages.alias("asked")
_rating = answer_ratings.c
_QUESTION = (
    select(_asked.c.text)
    .where(
        _asked.c.conversation_id == _rating.conversation_id,
        _asked.c.role == "person",
        _asked.c.id < _rating.message_id,
    )
    .order_by(_asked.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_CASE = (
    select(func.max(cases.c.number))
    .where(cases.c.conversation_id == _rating.conversation_id)
    .scalar_subquery()
)
_OPINIONS = (
    select(
        answer_ratings,
        conversations.c.audience,
        _QUESTION.label("question"),
        _CASE.label("case_number"),
    )
    .join(conversations, conversations.c.id == _rating.conversation_id)
    .order_by(_rating.at.desc(), _rating.message_id.desc())
)


@dataclass(frozen=True)
class Wanted:
    """Which opinions are asked for; None means all of them."""

    is_useful: bool | None = None
    reason: Reason | None = None
    is_unread: bool = False
    page: int = 1


@dataclass(frozen=True)
class Opinion:
    """A rating and what it is about, redacted and without folios.

    `case_number` is that of the last case of the conversation, `reviewer` the post of who read it.
    """

    rating: Rating
    audience: Audience
    question: str
    answer: str
    citations: tuple[Citation, ...]
    case_number: int | None
    reviewer: str


def count_unread(connection: Connection) -> int:
    """Return how many nobody has read."""
    unread = select(func.count()).where(_rating.reviewed_at.is_(None))
    return connection.execute(unread).scalar_one()


def read_opinions(
    connection: Connection,
    wanted: Wanted,
    hide: Callable[[str], str],
    posts: Mapping[str, str],
    most: int | None = None,
    skip: int = 0,
) -> tuple[Opinion, ...]:
    """Return what was thought of answers, newest first: `most` of them after the first `skip`.

    `hide` masks what is the person's secret, `posts` tells the post of an official by their id.
    """
    rows = connection.execute(_matching(wanted).limit(most).offset(skip)).all()
    answers = _answers(connection, [row.message_id for row in rows])
    return tuple(_read(row, answers[row.message_id], hide, posts) for row in rows)


def _matching(wanted: Wanted) -> Select[tuple[object, ...]]:
    found = _OPINIONS
    if wanted.is_useful is not None:
        found = found.where(_rating.is_useful == int(wanted.is_useful))
    if wanted.reason is not None:
        found = found.where(_rating.reason == wanted.reason)
    if wanted.is_unread:
        found = found.where(_rating.reviewed_at.is_(None))
    return found


def _answers(
    connection: Connection, ids: list[int]
) -> Mapping[int, tuple[str, tuple[Citation, ...]]]:
    said: dict[int, tuple[str, tuple[Citation, ...]]] = {}
    for start in range(0, len(ids), 500):  # a statement takes so many values
        page = select(messages).where(messages.c.id.in_(ids[start : start + 500]))
        for message in map(read_message, connection.execute(page)):
            said[message.id] = (message.text, message.citations)
    return said


def _read(
    row: Row[tuple[object, ...]],
    answer: tuple[str, tuple[Citation, ...]],
    hide: Callable[[str], str],
    posts: Mapping[str, str],
) -> Opinion:
    text, citations = answer
    rating = read_rating(row)
    return Opinion(
        rating=rating,
        audience=row.audience,
        question=hide(row.question or ""),
        answer=hide(text),
        citations=citations,
        case_number=row.case_number,
        reviewer=posts.get(rating.reviewed_by, rating.reviewed_by),
    )
