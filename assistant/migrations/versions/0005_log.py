"""The log: a signature on its head, and the signed head of each day.

What was recorded before stays as it is, unsigned: the program signs the head once, with the key
that it makes at its next start.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAME_PLACE = "NEW.sequence = OLD.sequence AND NEW.hash = OLD.hash"


def upgrade() -> None:
    """Add the columns of the head and the table of daily heads, which is append-only too."""
    op.add_column("decision_log_head", sa.Column("key_id", sa.Text))
    op.add_column("decision_log_head", sa.Column("signature", sa.Text))
    for name in ("signed_day", "retention"):
        column = sa.Column(name, sa.Text, nullable=False, server_default="")
        op.add_column("decision_log_head", column)
    op.create_table(
        "log_heads",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text, nullable=False, unique=True),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("sequence", BIG, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("institution", sa.Text, nullable=False),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    refuse = "SELECT RAISE(ABORT, 'decision_log is append-only')"
    op.execute("DROP TRIGGER decision_log_head_forward")
    op.execute(  # the same place may be signed again; only the next one may follow
        "CREATE TRIGGER decision_log_head_forward BEFORE UPDATE ON decision_log_head "
        "WHEN NEW.id <> OLD.id OR NOT (NEW.sequence = OLD.sequence + 1 "
        f"OR ({SAME_PLACE})) BEGIN {refuse}; END"
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER log_heads_no_{change.lower()} BEFORE {change} ON log_heads "
            f"BEGIN {refuse}; END"
        )
    op.execute(  # INSERT OR REPLACE deletes without asking the triggers above
        "CREATE TRIGGER log_heads_no_replace BEFORE INSERT ON log_heads WHEN EXISTS ("
        "SELECT 1 FROM log_heads WHERE number = NEW.number OR day = NEW.day) "
        f"BEGIN {refuse}; END"
    )


def _guard_postgresql() -> None:
    refuse = "EXECUTE FUNCTION decision_log_refuse()"
    op.execute("DROP TRIGGER decision_log_head_forward ON decision_log_head")
    op.execute(
        "CREATE TRIGGER decision_log_head_forward BEFORE UPDATE ON decision_log_head FOR EACH ROW "
        "WHEN (NEW.id <> OLD.id OR NOT (NEW.sequence = OLD.sequence + 1 "
        f"OR ({SAME_PLACE}))) {refuse}"
    )
    op.execute(
        "CREATE TRIGGER log_heads_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log_heads "
        f"FOR EACH STATEMENT {refuse}"
    )
