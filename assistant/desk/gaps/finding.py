"""Gaps of the knowledge base: what the assistant could not answer and an official did.

A gap is read from a closed case: the question whose turn ended without an answer, and what the
official wrote after it. Cases about somebody's own situation, and crises, teach nothing that may
be told to everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, select

from assistant.conversations import Message, conversations, messages, read_message
from assistant.desk.tables import case_gaps, cases
from assistant.turn import Label, Outcome
from knowledge_base.text import words

NOT_ANSWERED = frozenset(
    {
        Outcome.ABSTAINED_NO_EVIDENCE,
        Outcome.ABSTAINED_UNSUPPORTED,
        Outcome.DECLINED_OUT_OF_SCOPE,
        Outcome.CLARIFIED,
    }
)
"""Ends of a turn after which the person still had their question."""

_OF_SOMEBODY = ("personal_case", "crisis")


@dataclass(frozen=True)
class Gap:
    """A question that only a person could answer, and the answer, both redacted."""

    case_number: int
    question: str
    answer: str
    at: datetime
    """When the official last wrote."""


def find_gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return the gaps that nobody approved or dismissed yet, by case."""
    closed = (
        select(cases.c.number, cases.c.conversation_id, cases.c.reason)
        .join(conversations, conversations.c.id == cases.c.conversation_id)
        .outerjoin(case_gaps, case_gaps.c.case_number == cases.c.number)
        .where(
            cases.c.state == "closed",
            cases.c.reason.not_in(_OF_SOMEBODY),
            case_gaps.c.case_number.is_(None),
            conversations.c.audience == "ciudadania",
        )
        .order_by(cases.c.number)
    )
    rows = connection.execute(closed).all()
    said = _said(connection, (row.conversation_id for row in rows))
    found = (_read(row.number, row.reason, said.get(row.conversation_id, ())) for row in rows)
    return tuple(gap for gap in found if gap is not None)


def _said(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Message, ...]]:
    wanted, said = sorted(set(ids)), {}
    for start in range(0, len(wanted), 500):
        page = messages.c.conversation_id.in_(wanted[start : start + 500])
        found = select(messages).where(page)
        rows = connection.execute(found.order_by(messages.c.conversation_id, messages.c.id))
        for conversation_id, own in groupby(rows, key=lambda row: str(row.conversation_id)):
            said[conversation_id] = tuple(map(read_message, own))
    return said


def _read(number: int, reason: str, said: Iterable[Message]) -> Gap | None:
    answered = [(q, a) for q, a in _rounds(said, reason == "unanswered") if q and a]
    if not answered:
        return None
    question, answers = answered[-1]
    text = "\n\n".join(message.text.strip() for message in answers)
    return Gap(number, question, text, answers[-1].at)


def _rounds(said: Iterable[Message], asked_at_once: bool) -> Iterator[tuple[str, list[Message]]]:
    """Yield each question that was left without an answer, with what officials wrote after it.

    With `asked_at_once` the person may have said it only after they asked for somebody.
    """
    question, written, answers, was_asked = "", "", list[Message](), False
    for message in said:
        if message.role == "person":
            written = message.text
            if asked_at_once and was_asked and not question and not _asks_for_person(message):
                question = written
        elif message.role == "official":
            answers.append(message)
        elif message.outcome in NOT_ANSWERED and written:
            yield question, answers
            question, answers = written, []
        was_asked = was_asked or bool(message.outcome and message.outcome.is_hand_off)
    yield question, answers


def _asks_for_person(message: Message) -> bool:
    return message.label == Label.ASKS_HUMAN or words(message.text) == ["derivar"]
