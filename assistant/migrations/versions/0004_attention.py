"""Attention by people: cases instead of hand-offs, accounts of staff, and events in the log.

A hand-off used to keep a copy of the transcript; the conversation already has it, so that a case
keeps none. Events of the desk are entries of the decision log, and are erased as decisions are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEPT = ("sequence", "decision_id", "kind", "at", "retention", "schema", "previous_hash")
HASHES = ("content_hash", "hash")


def upgrade() -> None:
    """Create the tables, move what hand-offs kept, and let the content of events be purged."""
    _create_cases()
    _move_hand_offs()
    _create_what_hangs_from_cases()
    _create_accounts()
    op.create_index("decision_log_by_kind", "decision_log", ["kind", "at"])
    if op.get_bind().dialect.name == "sqlite":
        _purge_events_sqlite()
    else:
        _purge_events_postgresql()


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("folio", sa.Text, nullable=False, unique=True),
        sa.Column(
            "conversation_id",
            sa.Text,
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("waiting_since", sa.Text, nullable=False),
        sa.Column("first_reply_at", sa.Text),
        sa.Column("closed_at", sa.Text),
        sa.Column("close_reason", sa.Text),
        sa.Column("reopened", sa.Integer, nullable=False),
        sqlite_autoincrement=True,  # a number that was purged is not given to another case
    )
    op.create_index(
        "cases_one_open",
        "cases",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )


def _move_hand_offs() -> None:
    op.execute(
        "INSERT INTO cases (number, folio, conversation_id, state, reason, opened_at, "
        "waiting_since, closed_at, close_reason, reopened) "
        "SELECT ROW_NUMBER() OVER (ORDER BY opened_at, folio), folio, conversation_id, "
        "CASE state WHEN 'open' THEN 'waiting' ELSE 'closed' END, reason, opened_at, opened_at, "
        "closed_at, CASE state WHEN 'open' THEN NULL ELSE 'resolved' END, 0 FROM hand_offs"
    )
    op.drop_table("hand_offs")
    op.add_column("messages", sa.Column("author", sa.Text))
    if op.get_bind().dialect.name == "postgresql":  # SQLite goes on after the last one by itself
        op.execute(
            "SELECT setval(pg_get_serial_sequence('cases', 'number'), "
            "COALESCE((SELECT MAX(number) FROM cases), 0) + 1, false)"
        )


def _create_what_hangs_from_cases() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        _case(index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False, index=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "case_contacts",
        _case(primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("given_at", sa.Text, nullable=False),
    )
    op.create_table(
        "case_requests",
        sa.Column("id", sa.Text, primary_key=True),
        _case(index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("asked_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("resolved_at", sa.Text),
        sa.Column("by", sa.Text),
    )
    op.create_table(
        "case_notices",
        _case(primary_key=True),
        sa.Column("due_at", sa.Text, nullable=False, index=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("failure", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("told_at", sa.Text, nullable=False),
    )
    op.create_table(
        "case_gaps",
        _case(primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
    )


def _case(*, primary_key: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(
        "case_number",
        sa.Integer,
        sa.ForeignKey("cases.number", ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
        index=index,
    )


def _create_accounts() -> None:
    op.create_table(
        "official_passwords",
        sa.Column("official_id", sa.Text, primary_key=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("changed_at", sa.Text, nullable=False),
    )
    op.create_table(
        "official_identities",
        sa.Column("identity_hash", sa.Text, primary_key=True),
        sa.Column("official_id", sa.Text, nullable=False, index=True),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id_hash", sa.Text, primary_key=True),
        sa.Column("official_id", sa.Text, nullable=False, index=True),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.Column("csrf", sa.Text, nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Text, nullable=False),
        sa.Column("ends_at", sa.Text, nullable=False, index=True),
        sa.Column("conversation_id", sa.Text, nullable=False),
    )
    op.create_table(
        "staff_tries",
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False, index=True),
    )


def _purge_events_sqlite() -> None:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT + HASHES)
    op.execute("DROP TRIGGER decision_log_no_update")
    op.execute(
        "CREATE TRIGGER decision_log_no_update BEFORE UPDATE ON decision_log "
        "WHEN NOT (OLD.kind IN ('decision', 'event') AND NEW.content IS NULL AND "
        f"{same}) BEGIN SELECT RAISE(ABORT, 'decision_log is append-only'); END"
    )


def _purge_events_postgresql() -> None:
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in KEPT + HASHES)
    op.execute("DROP TRIGGER decision_log_no_update ON decision_log")
    op.execute(
        "CREATE TRIGGER decision_log_no_update BEFORE UPDATE ON decision_log FOR EACH ROW "
        "WHEN (NOT (OLD.kind IN ('decision', 'event') AND NEW.content IS NULL AND "
        f"{same})) EXECUTE FUNCTION decision_log_refuse()"
    )
