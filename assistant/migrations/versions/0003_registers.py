"""Registers: the journal of governance and its guards, keys of officials, interviews.

Nothing of the journal is ever erased, so that its triggers refuse every change; as with the
decision log, they are the second lock, before the chain.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables of `governance.registers.tables`, the first head and the triggers."""
    _create_journal()
    _create_the_rest()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_journal() -> None:
    op.create_table(
        "register_log",
        sa.Column("sequence", BIG, primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("retention", sa.Text, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.UniqueConstraint("kind", "subject", "number", name="register_log_numbered"),
    )
    head = op.create_table(
        "register_log_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": "0" * 64}])


def _create_the_rest() -> None:
    op.create_table(
        "official_keys",
        sa.Column("official_id", sa.Text, primary_key=True),
        sa.Column("key_hash", sa.Text, nullable=False, unique=True),
    )
    op.create_table(
        "interviews",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("definition_id", sa.Text, nullable=False),
        sa.Column("official_id", sa.Text, index=True),
        sa.Column("conversation_id", sa.Text, index=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Text, nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )


def _guard_sqlite() -> None:
    refuse = "SELECT RAISE(ABORT, 'register_log is append-only')"
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER register_log_no_{change.lower()} BEFORE {change} ON register_log "
            f"BEGIN {refuse}; END"
        )
    op.execute(  # INSERT OR REPLACE deletes without asking the triggers above
        "CREATE TRIGGER register_log_no_replace BEFORE INSERT ON register_log WHEN EXISTS ("
        "SELECT 1 FROM register_log WHERE sequence = NEW.sequence OR entry_id = NEW.entry_id "
        "OR (kind = NEW.kind AND subject = NEW.subject AND number = NEW.number)) "
        f"BEGIN {refuse}; END"
    )
    op.execute(
        "CREATE TRIGGER register_log_head_forward BEFORE UPDATE ON register_log_head "
        f"WHEN NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id BEGIN {refuse}; END"
    )
    for change, name in (("DELETE", "stays"), ("INSERT", "single")):
        op.execute(
            f"CREATE TRIGGER register_log_head_{name} BEFORE {change} ON register_log_head "
            f"BEGIN {refuse}; END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION register_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'register_log is append-only'; END $$"
    )
    refuse = "EXECUTE FUNCTION register_log_refuse()"
    op.execute(
        "CREATE TRIGGER register_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON register_log "
        f"FOR EACH STATEMENT {refuse}"
    )
    op.execute(
        "CREATE TRIGGER register_log_head_forward BEFORE UPDATE ON register_log_head FOR EACH ROW "
        f"WHEN (NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id) {refuse}"
    )
    op.execute(
        "CREATE TRIGGER register_log_head_stays BEFORE INSERT OR DELETE OR TRUNCATE "
        f"ON register_log_head FOR EACH STATEMENT {refuse}"
    )
