"""The tables of the decision log, as the migrations of the assistant make them.

Every column of an entry but its content goes into its hash, and every column of a head into its
signature, so that there is nothing to change.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

log_metadata = MetaData()
_sequence = BigInteger().with_variant(Integer(), "sqlite")

decision_log = Table(
    "decision_log",
    log_metadata,
    Column("sequence", _sequence, primary_key=True, autoincrement=False),
    Column("decision_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("retention", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("content", Text),
)
Index(
    "decision_log_to_purge",
    decision_log.c.retention,
    decision_log.c.at,
    sqlite_where=decision_log.c.content.is_not(None),
    postgresql_where=decision_log.c.content.is_not(None),
)
Index("decision_log_by_kind", decision_log.c.kind, decision_log.c.at)

decision_log_head = Table(
    "decision_log_head",
    log_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", _sequence, nullable=False),
    Column("hash", Text, nullable=False),
    Column("key_id", Text),
    Column("signature", Text),
    Column("signed_day", Text, nullable=False),
    Column("retention", Text, nullable=False),
)

log_heads = Table(
    "log_heads",
    log_metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False, unique=True),
    Column("previous", Text, nullable=False),
    Column("sequence", _sequence, nullable=False),
    Column("hash", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("signature", Text, nullable=False),
)
