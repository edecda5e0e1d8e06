"""Records: the decision log and its guards, conversations, messages and hand-offs.

The triggers are the second lock of the log. The first is that no code of ours changes an entry;
the third is the chain, which notices whoever removes the triggers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("sequence", "decision_id", "kind", "at", "retention", "schema", "previous_hash")
HASHES = ("content_hash", "hash")


def upgrade() -> None:
    """Create the tables, the first head and the triggers."""
    _create_log()
    _create_conversations()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_log() -> None:
    op.create_table(
        "decision_log",
        sa.Column("sequence", BIG, primary_key=True, autoincrement=False),
        sa.Column("decision_id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("retention", sa.Text, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("content", sa.Text),
    )
    op.create_index(
        "decision_log_to_purge",
        "decision_log",
        ["retention", "at"],
        sqlite_where=sa.text("content IS NOT NULL"),
        postgresql_where=sa.text("content IS NOT NULL"),
    )
    head = op.create_table(
        "decision_log_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": "0" * 64}])


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("last_at", sa.Text, nullable=False, index=True),
    )
    op.create_table(
        "messages",
        sa.Column("id", BIG, primary_key=True),
        sa.Column(
            "conversation_id",
            sa.Text,
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False, index=True),
        sa.Column("outcome", sa.Text),
        sa.Column("label", sa.Text),
        sa.Column("citations", sa.Text, nullable=False),
        sa.Column("decision_id", sa.Text, sa.ForeignKey("decision_log.decision_id")),
    )
    op.create_table(
        "hand_offs",
        sa.Column("folio", sa.Text, primary_key=True),
        sa.Column(
            "conversation_id",
            sa.Text,
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("closed_at", sa.Text),
        sa.Column("oldest_at", sa.Text, nullable=False, index=True),
        sa.Column("last_message_id", BIG),
        sa.Column("transcript", sa.Text, nullable=False),
    )
    op.create_index(
        "hand_offs_one_open",
        "hand_offs",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _guard_sqlite() -> None:
    refuse = "SELECT RAISE(ABORT, 'decision_log is append-only')"
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT + HASHES)
    op.execute(
        "CREATE TRIGGER decision_log_no_update BEFORE UPDATE ON decision_log "
        f"WHEN NOT (OLD.kind = 'decision' AND NEW.content IS NULL AND {same}) BEGIN {refuse}; END"
    )
    op.execute(
        f"CREATE TRIGGER decision_log_no_delete BEFORE DELETE ON decision_log BEGIN {refuse}; END"
    )
    op.execute(  # INSERT OR REPLACE deletes without asking the trigger above
        "CREATE TRIGGER decision_log_no_replace BEFORE INSERT ON decision_log WHEN EXISTS ("
        "SELECT 1 FROM decision_log WHERE sequence = NEW.sequence OR decision_id = NEW.decision_id)"
        f" BEGIN {refuse}; END"
    )
    op.execute(
        "CREATE TRIGGER decision_log_head_forward BEFORE UPDATE ON decision_log_head "
        f"WHEN NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id BEGIN {refuse}; END"
    )
    op.execute(
        "CREATE TRIGGER decision_log_head_stays BEFORE DELETE ON decision_log_head "
        f"BEGIN {refuse}; END"
    )
    op.execute(
        "CREATE TRIGGER decision_log_head_single BEFORE INSERT ON decision_log_head "
        f"BEGIN {refuse}; END"
    )


def _guard_postgresql() -> None:
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in KEPT + HASHES)
    op.execute(
        "CREATE FUNCTION decision_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decision_log is append-only'; END $$"
    )
    refuse = "EXECUTE FUNCTION decision_log_refuse()"
    op.execute(
        "CREATE TRIGGER decision_log_no_update BEFORE UPDATE ON decision_log FOR EACH ROW "
        f"WHEN (NOT (OLD.kind = 'decision' AND NEW.content IS NULL AND {same})) {refuse}"
    )
    op.execute(
        "CREATE TRIGGER decision_log_head_forward BEFORE UPDATE ON decision_log_head FOR EACH ROW "
        f"WHEN (NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id) {refuse}"
    )
    for table in ("decision_log", "decision_log_head"):
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT {refuse}"
        )
    op.execute(
        "CREATE TRIGGER decision_log_head_single BEFORE INSERT ON decision_log_head "
        f"FOR EACH STATEMENT {refuse}"
    )
