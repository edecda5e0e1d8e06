"""The tables of the registers, as the migrations of the assistant make them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, UniqueConstraint

registers_metadata = MetaData()
_sequence = BigInteger().with_variant(Integer(), "sqlite")

register_log = Table(
    "register_log",
    registers_metadata,
    # The ten columns of `governance.log.chain.Entry`, in its order.
    Column("sequence", _sequence, primary_key=True, autoincrement=False),
    Column("entry_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("retention", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("content", Text, nullable=False),
    # Copies of what the content says, to find it by.
    Column("subject", Text, nullable=False),
    Column("number", Integer, nullable=False),
    UniqueConstraint("kind", "subject", "number", name="register_log_numbered"),
)

register_log_head = Table(
    "register_log_head",
    registers_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", _sequence, nullable=False),
    Column("hash", Text, nullable=False),
)

official_keys = Table(
    "official_keys",
    registers_metadata,
    Column("official_id", Text, primary_key=True),
    Column("key_hash", Text, nullable=False, unique=True),
)

official_passwords = Table(
    "official_passwords",
    registers_metadata,
    Column("official_id", Text, primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
)

official_identities = Table(
    "official_identities",
    registers_metadata,
    Column("identity_hash", Text, primary_key=True),
    Column("official_id", Text, nullable=False, index=True),
)

interviews = Table(
    "interviews",
    registers_metadata,
    Column("code", Text, primary_key=True),
    Column("definition_id", Text, nullable=False),
    Column("official_id", Text, index=True),
    Column("conversation_id", Text, index=True),
    Column("status", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
)
