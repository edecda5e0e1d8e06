"""Requests of people: their law and last day, an extension with its reason, and notices to the DPO.

What was asked before keeps the thirty days that the page promised then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

CHILE = ZoneInfo("America/Santiago")
DAYS = 30


def upgrade() -> None:
    """Add the columns, reckon the day of what was asked already, and create the outbox."""
    for name, default in (("law", "institucion"), ("due_on", ""), ("extension", "")):
        column = sa.Column(name, sa.Text, nullable=False, server_default=default)
        op.add_column("case_requests", column)
    op.add_column("case_requests", sa.Column("extended_at", sa.Text))
    _reckon_days(op.get_bind())
    op.create_table(
        "request_notices",
        sa.Column(
            "request_id",
            sa.Text,
            sa.ForeignKey("case_requests.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("occasion", sa.Text, primary_key=True),
        sa.Column("due_at", sa.Text, nullable=False, index=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("failure", sa.Text, nullable=False),
    )


def _reckon_days(connection: sa.Connection) -> None:
    requests = sa.table("case_requests", *map(sa.column, ("id", "asked_at", "due_on")))
    for row in connection.execute(sa.select(requests.c.id, requests.c.asked_at)).all():
        day = datetime.fromisoformat(row.asked_at).astimezone(CHILE).date()
        due_on = (day + timedelta(days=DAYS)).isoformat()
        this = sa.update(requests).where(requests.c.id == row.id)
        connection.execute(this.values(due_on=due_on))
