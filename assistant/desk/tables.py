"""The tables of the desk, as the migrations `0004_attention` to `0007_ratings` make them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from assistant.conversations import big_id, conversations, messages, records_metadata
from governance.log.tables import decision_log

cases = Table(
    "cases",
    records_metadata,
    Column("number", Integer, primary_key=True),
    Column("folio", Text, nullable=False, unique=True),
    Column(
        "conversation_id",
        ForeignKey(conversations.c.id, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("state", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("owner", Text),
    Column("opened_at", Text, nullable=False),
    Column("waiting_since", Text, nullable=False),
    Column("first_reply_at", Text),
    Column("closed_at", Text),
    Column("close_reason", Text),
    Column("reopened", Integer, nullable=False),
    sqlite_autoincrement=True,
)
Index(
    "cases_one_open",
    cases.c.conversation_id,
    unique=True,
    sqlite_where=cases.c.state != "closed",
    postgresql_where=cases.c.state != "closed",
)


def _case(*, primary_key: bool = False, index: bool = False) -> Column[int]:
    return Column(
        "case_number",
        ForeignKey(cases.c.number, ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
        index=index,
    )


case_events = Table(
    "case_events",
    records_metadata,
    Column("id", big_id, primary_key=True),
    _case(index=True),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
)

case_contacts = Table(
    "case_contacts",
    records_metadata,
    _case(primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("given_at", Text, nullable=False),
)

case_requests = Table(
    "case_requests",
    records_metadata,
    Column("id", Text, primary_key=True),
    _case(index=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("answer", Text, nullable=False),
    Column("resolved_at", Text),
    Column("by", Text),
    Column("law", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("extension", Text, nullable=False),
    Column("extended_at", Text),
)

request_notices = Table(
    "request_notices",
    records_metadata,
    Column("request_id", ForeignKey(case_requests.c.id, ondelete="CASCADE"), primary_key=True),
    Column("occasion", Text, primary_key=True),
    Column("due_at", Text, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("failure", Text, nullable=False),
)

case_notices = Table(
    "case_notices",
    records_metadata,
    _case(primary_key=True),
    Column("due_at", Text, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("failure", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("told_at", Text, nullable=False),
)

case_gaps = Table(
    "case_gaps",
    records_metadata,
    _case(primary_key=True),
    Column("state", Text, nullable=False),
    Column("document_id", Text),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
)

answer_ratings = Table(
    "answer_ratings",
    records_metadata,
    Column(
        "message_id",
        ForeignKey(messages.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column(
        "conversation_id",
        ForeignKey(conversations.c.id, ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("decision_id", ForeignKey(decision_log.c.decision_id), nullable=False),
    Column("is_useful", Integer, nullable=False),
    Column("reason", Text),
    Column("comment", Text, nullable=False),
    Column("at", Text, nullable=False, index=True),
    Column("reviewed_at", Text),
    Column("reviewed_by", Text),
)
Index(
    "answer_ratings_unread",
    answer_ratings.c.at,
    sqlite_where=answer_ratings.c.reviewed_at.is_(None),
    postgresql_where=answer_ratings.c.reviewed_at.is_(None),
)
