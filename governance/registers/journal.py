"""The journal of governance: what was registered, proposed and decided, in order and for good.

It is a chain like that of the decision log (`governance.log.chain`), of its own as nothing here
is ever purged: it holds posts, systems, facts and Actas, and no personal data. Entries about one
subject are numbered from one, which is what makes «version 3» and «the last act» mean something.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from governance.canonical import canonical, sha256
from governance.log.chain import Entry, Head, Problem, Verification, link_hash
from governance.log.chain_walk import check_chain
from governance.moments import read_stamp, stamp
from governance.registers.tables import register_log, register_log_head

Kind = Literal["official", "system", "classification", "act"]

SCHEMA = 1
"""Shape of what the entries hold; it goes into their hash."""

PERMANENT = "permanente"

_ENTRY_COLUMNS = len(Entry._fields)
_HEAD = select(register_log_head.c.sequence, register_log_head.c.hash)


class JournalDamaged(Exception):
    """The journal cannot take entries; raised when its head is missing: restore a backup."""


@dataclass(frozen=True)
class Record:
    """One entry as its register reads it; `number` counts those of its kind and subject."""

    id: str
    kind: Kind
    subject: str
    number: int
    at: datetime
    content_hash: str
    content: Mapping[str, Any]


def lock(connection: Connection) -> Head:
    """Return the last link; nobody else writes to the registers until this transaction ends.

    Raises:
        JournalDamaged: the head is gone.
    """
    # SQLite has no row locks: there, `writing` takes the only write lock when it begins.
    row = connection.execute(_HEAD.with_for_update()).one_or_none()
    if row is None:
        raise JournalDamaged(
            "Falta la cabeza del registro de gobernanza: alguien la quitó. Restaura un respaldo."
        )
    return Head(*row)


def append(
    connection: Connection, kind: Kind, subject: str, body: Mapping[str, Any], at: datetime
) -> Record:
    """Return the entry just written; it exists once the caller commits.

    Raises:
        JournalDamaged: the head is gone.
    """
    head = lock(connection)
    numbers = select(func.max(register_log.c.number)).where(
        register_log.c.kind == kind, register_log.c.subject == subject
    )
    number = (connection.execute(numbers).scalar_one() or 0) + 1
    content = canonical({**body, "subject": subject, "number": number})
    entry = Entry(
        sequence=head.sequence + 1,
        decision_id=secrets.token_hex(16),
        kind=kind,
        at=stamp(at),
        retention=PERMANENT,
        schema=SCHEMA,
        previous_hash=head.hash,
        content_hash=sha256(content),
        hash="",
        content=content,
    )
    entry = entry._replace(hash=link_hash(entry))
    names = [column.name for column in register_log.c][:_ENTRY_COLUMNS]
    values = dict(zip(names, entry, strict=True))
    connection.execute(insert(register_log), {**values, "subject": subject, "number": number})
    connection.execute(update(register_log_head).values(sequence=entry.sequence, hash=entry.hash))
    return Record(
        entry.decision_id, kind, subject, number, at, entry.content_hash, json.loads(content)
    )


def history(connection: Connection, kind: Kind, subject: str | None = None) -> tuple[Record, ...]:
    """Return the entries of a kind, about one subject or about all, oldest first."""
    found = select(register_log).where(register_log.c.kind == kind)
    if subject is not None:
        found = found.where(register_log.c.subject == subject)
    return _read(connection, found.order_by(register_log.c.sequence))


def last(connection: Connection, kind: Kind, subject: str) -> Record | None:
    """Return the last entry of a kind about `subject`."""
    found = select(register_log).where(
        register_log.c.kind == kind, register_log.c.subject == subject
    )
    records = _read(connection, found.order_by(register_log.c.number.desc()).limit(1))
    return records[0] if records else None


def last_of_each(connection: Connection, kind: Kind) -> tuple[Record, ...]:
    """Return the last entry of a kind about every subject, in the order they first appeared."""
    by_subject = {record.subject: record for record in history(connection, kind)}
    return tuple(by_subject.values())


def verify(connection: Connection, published: Iterable[Head] = ()) -> Verification:
    """Return every entry that was changed, removed, inserted or moved since it was written.

    Give it a connection that sees one moment of the database, such as
    `assistant.database.reading`.
    """
    row = connection.execute(_HEAD).one_or_none()
    rows = connection.execute(select(register_log).order_by(register_log.c.sequence)).all()
    found = check_chain(
        (Entry(*row[:_ENTRY_COLUMNS]) for row in rows),
        None if row is None else Head(*row),
        published,
    )
    return Verification(
        found.entries,
        found.purged,
        found.head,
        (*found.problems, *_misplaced(rows)),
        found.omitted,
    )


def _misplaced(rows: Iterable[Row[Any]]) -> Iterator[Problem]:
    """Yield the entries that would be found under another subject or number than their own."""
    for row in rows:
        try:
            content = json.loads(row.content)
            is_found = (content["subject"], content["number"]) == (row.subject, row.number)
        except (ValueError, KeyError, TypeError):
            continue  # the chain has already said that this content is not what was written
        if not is_found:
            message = f"Asiento n.º {row.sequence}: figura a nombre de otro sistema o persona."
            yield Problem("moved", row.sequence, message)


def _read(connection: Connection, found: Select[Any]) -> tuple[Record, ...]:
    return tuple(
        Record(
            row.entry_id,
            row.kind,
            row.subject,
            row.number,
            read_stamp(row.at),
            row.content_hash,
            json.loads(row.content),
        )
        for row in connection.execute(found)
    )
