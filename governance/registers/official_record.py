"""An official as the journal keeps it: the post, and the fingerprints of what proves who it is.

A key, a password and a linked identity live in tables of their own, because they must be able to
disappear. The journal keeps a hash of each: whoever puts one of their own in a table gets nothing
from it, because nobody wrote its fingerprint down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from governance.canonical import sha256
from governance.registers import journal
from governance.registers.journal import Record
from governance.registers.roles import Role

CONSOLE = "consola"
"""Who acts when the program itself does, or whoever operates the machine."""


class OfficialNotFound(LookupError):
    """No official has that id; raised when one is named that was never registered."""


class OfficialError(ValueError):
    """The change cannot be made; raised with what to do, in Spanish."""


@dataclass(frozen=True)
class Official:
    """A post of the institution. One that is not `active` has no key and cannot act."""

    id: str
    name: str
    roles: frozenset[Role]
    active: bool


@dataclass(frozen=True)
class Proofs:
    """The fingerprints of what proves who an official is; None where there is no such thing."""

    key: str | None = None
    password: str | None = None
    identity: str | None = None


def fingerprint(kept: str) -> str:
    """Return what the journal keeps of what a table keeps."""
    return sha256(kept)


def hold(connection: Connection, official_id: str) -> tuple[Official, Proofs]:
    """Return an official; nobody else changes any until this transaction ends.

    Raises:
        OfficialNotFound: nobody has that id.
    """
    journal.lock(connection)
    return get(connection, official_id)


def get(connection: Connection, official_id: str) -> tuple[Official, Proofs]:
    """Return an official and the fingerprints in force.

    Raises:
        OfficialNotFound: nobody has that id.
    """
    record = journal.last(connection, "official", official_id)
    if record is None:
        raise OfficialNotFound(f"{official_id}: no es un cargo registrado. Mira «staff list».")
    return read(record), read_proofs(record)


def read(record: Record) -> Official:
    """Return the official that an entry of the journal describes."""
    content = record.content
    return Official(record.subject, content["name"], frozenset(content["roles"]), content["active"])


def read_proofs(record: Record) -> Proofs:
    """Return the fingerprints of an entry; the first ones had only that of the key."""
    content = record.content
    return Proofs(
        content["key_fingerprint"],
        content.get("password_fingerprint"),
        content.get("identity_fingerprint"),
    )


def write(
    connection: Connection, official: Official, proofs: Proofs, by: str, at: datetime
) -> None:
    """Write down how an official is from now on."""
    body = {
        "name": official.name,
        "roles": sorted(official.roles),
        "active": official.active,
        "key_fingerprint": proofs.key,
        "password_fingerprint": proofs.password,
        "identity_fingerprint": proofs.identity,
        "by": by,
    }
    journal.append(connection, "official", official.id, body, at)
