"""The tables of sessions and failed tries, as the migration `0004_attention` makes them."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from assistant.conversations import records_metadata

staff_sessions = Table(
    "staff_sessions",
    records_metadata,
    Column("id_hash", Text, primary_key=True),
    Column("official_id", Text, nullable=False, index=True),
    Column("changes", Integer, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False, index=True),
    Column("conversation_id", Text, nullable=False),
)

staff_tries = Table(
    "staff_tries",
    records_metadata,
    Column("who", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Text, nullable=False, index=True),
)
