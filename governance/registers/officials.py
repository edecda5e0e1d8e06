"""Officials: the posts that may act in the registers, their roles, and the key that proves who.

An official is a post («Coordinador TD»), never a personal name. The key is shown once, when it is
made, and only its hash is kept; the journal keeps a hash of that hash, so that whoever puts a key
of their own in the table gets nothing from it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from governance.canonical import sha256
from governance.moments import Clock, utc_now
from governance.registers import journal
from governance.registers.journal import Record
from governance.registers.roles import ROLES as ROLES
from governance.registers.roles import Role as Role
from governance.registers.tables import official_keys

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
class Officials:
    """The register of officials; every method works inside the caller's transaction."""

    clock: Clock = utc_now

    def create(
        self, connection: Connection, name: str, roles: Collection[str], by: str = CONSOLE
    ) -> tuple[Official, str]:
        """Return a new official and its key, which nobody can see again.

        Raises:
            OfficialError: the name or a role is missing, or a role does not exist.
        """
        journal.lock(connection)  # two that register at once get different ids
        name = " ".join(name.split())
        if not name:
            raise OfficialError("Falta el cargo. Escríbelo, por ejemplo «Coordinador TD».")
        known = frozenset(role for role in ROLES if role in roles)
        if not roles or len(known) < len(set(roles)):
            raise OfficialError(f"Indica uno o más roles. Los que existen: {', '.join(ROLES)}.")
        number = len(journal.last_of_each(connection, "official")) + 1
        official = Official(f"F-{number:03d}", name, known, True)
        return official, self._give_key(connection, official, by)

    def renew_key(self, connection: Connection, official_id: str, by: str = CONSOLE) -> str:
        """Return a new key; the one before stops working at once.

        Raises:
            OfficialNotFound: nobody has that id.
            OfficialError: the official was deactivated.
        """
        official = self._hold(connection, official_id)
        if not official.active:
            raise OfficialError(
                f"{official_id} está desactivado: no se renueva su clave. Agrega un cargo nuevo."
            )
        return self._give_key(connection, official, by)

    def deactivate(self, connection: Connection, official_id: str, by: str = CONSOLE) -> Official:
        """Return the official, who cannot act any more; doing it again changes nothing.

        Raises:
            OfficialNotFound: nobody has that id.
            OfficialError: it is the last one who can administer officials.
        """
        official = self._hold(connection, official_id)
        if not official.active:
            return official
        if [o.id for o in self.administrators(connection)] == [official_id]:
            raise OfficialError(
                f"{official_id} es el único cargo con rol «administracion». Agrega otro antes."
            )
        off = replace(official, active=False)
        connection.execute(delete(official_keys).where(official_keys.c.official_id == official_id))
        self._write(connection, off, by, key_fingerprint=None)
        return off

    def find_by_key(self, connection: Connection, key: str) -> Official | None:
        """Return the active official whose key this is."""
        # The table is searched by hash: how long it takes says nothing about any key.
        hashed = sha256(key.strip())
        found = select(official_keys.c.official_id).where(official_keys.c.key_hash == hashed)
        official_id = connection.execute(found).scalar_one_or_none()
        record = official_id and journal.last(connection, "official", official_id)
        if not record or record.content["key_fingerprint"] != sha256(hashed):
            return None
        official = _read(record)
        return official if official.active else None

    def get(self, connection: Connection, official_id: str) -> Official:
        """Return an official.

        Raises:
            OfficialNotFound: nobody has that id.
        """
        record = journal.last(connection, "official", official_id)
        if record is None:
            raise OfficialNotFound(f"{official_id}: no es un cargo registrado. Mira «staff list».")
        return _read(record)

    def list(self, connection: Connection) -> tuple[Official, ...]:
        """Return every official, those deactivated too, as they were registered."""
        return tuple(map(_read, journal.last_of_each(connection, "official")))

    def administrators(self, connection: Connection) -> tuple[Official, ...]:
        """Return the active officials who may add, renew and deactivate others."""
        return tuple(o for o in self.list(connection) if o.active and "administracion" in o.roles)

    def _hold(self, connection: Connection, official_id: str) -> Official:
        journal.lock(connection)
        return self.get(connection, official_id)

    def _give_key(self, connection: Connection, official: Official, by: str) -> str:
        key = secrets.token_urlsafe(32)
        hashed = sha256(key)
        connection.execute(delete(official_keys).where(official_keys.c.official_id == official.id))
        values = {"official_id": official.id, "key_hash": hashed}
        connection.execute(insert(official_keys), values)
        self._write(connection, official, by, key_fingerprint=sha256(hashed))
        return key

    def _write(
        self, connection: Connection, official: Official, by: str, key_fingerprint: str | None
    ) -> None:
        body = {
            "name": official.name,
            "roles": sorted(official.roles),
            "active": official.active,
            "key_fingerprint": key_fingerprint,
            "by": by,
        }
        journal.append(connection, "official", official.id, body, self.clock())


def _read(record: Record) -> Official:
    content = record.content
    return Official(record.subject, content["name"], frozenset(content["roles"]), content["active"])
