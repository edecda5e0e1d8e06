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
from governance.registers import journal, official_record
from governance.registers.official_record import CONSOLE as CONSOLE
from governance.registers.official_record import Official as Official
from governance.registers.official_record import OfficialError as OfficialError
from governance.registers.official_record import OfficialNotFound as OfficialNotFound
from governance.registers.official_record import Proofs, fingerprint
from governance.registers.roles import ROLES as ROLES
from governance.registers.roles import Role as Role
from governance.registers.tables import official_identities, official_keys, official_passwords


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
        known = _known(roles)
        number = len(journal.last_of_each(connection, "official")) + 1
        official = Official(f"F-{number:03d}", name, known, True)
        return official, self._give_key(connection, official, by)

    def renew_key(self, connection: Connection, official_id: str, by: str = CONSOLE) -> str:
        """Return a new key; the one before, and the password, stop working at once.

        Raises:
            OfficialNotFound: nobody has that id.
            OfficialError: the official was deactivated.
        """
        official, proofs = official_record.hold(connection, official_id)
        if not official.active:
            raise OfficialError(
                f"{official_id} está desactivado: no se renueva su clave. Agrega un cargo nuevo."
            )
        # A key is renewed because it was lost, or seen: so may be the password chosen with it.
        _forget(connection, official_id, passwords=True)
        return self._give_key(connection, official, by, replace(proofs, password=None))

    def change_roles(
        self, connection: Connection, official_id: str, roles: Collection[str], by: str = CONSOLE
    ) -> Official:
        """Return the official with these roles instead of those it had.

        Raises:
            OfficialNotFound: nobody has that id.
            OfficialError: a role does not exist, none is given, the official was deactivated, or
                nobody could administer officials any more.
        """
        official, proofs = official_record.hold(connection, official_id)
        known = _known(roles)
        if not official.active:
            raise OfficialError(f"{official_id} está desactivado: no se cambian sus roles.")
        if known == official.roles:
            return official
        if "administracion" not in known:
            self._check_not_last(connection, official_id)
        changed = replace(official, roles=known)
        official_record.write(connection, changed, proofs, by, self.clock())
        return changed

    def deactivate(self, connection: Connection, official_id: str, by: str = CONSOLE) -> Official:
        """Return the official, who cannot act any more; doing it again changes nothing.

        Raises:
            OfficialNotFound: nobody has that id.
            OfficialError: it is the last one who can administer officials.
        """
        official, _ = official_record.hold(connection, official_id)
        if not official.active:
            return official
        self._check_not_last(connection, official_id)
        off = replace(official, active=False)
        _forget(connection, official_id, keys=True, passwords=True, identities=True)
        official_record.write(connection, off, Proofs(), by, self.clock())
        return off

    def find_by_key(self, connection: Connection, key: str) -> Official | None:
        """Return the active official whose key this is."""
        # The table is searched by hash: how long it takes says nothing about any key.
        hashed = sha256(key.strip())
        found = select(official_keys.c.official_id).where(official_keys.c.key_hash == hashed)
        official_id = connection.execute(found).scalar_one_or_none()
        record = official_id and journal.last(connection, "official", official_id)
        if not record or official_record.read_proofs(record).key != fingerprint(hashed):
            return None
        official = official_record.read(record)
        return official if official.active else None

    def get(self, connection: Connection, official_id: str) -> Official:
        """Return an official.

        Raises:
            OfficialNotFound: nobody has that id.
        """
        return official_record.get(connection, official_id)[0]

    def list(self, connection: Connection) -> tuple[Official, ...]:
        """Return every official, those deactivated too, as they were registered."""
        return tuple(map(official_record.read, journal.last_of_each(connection, "official")))

    def administrators(self, connection: Connection) -> tuple[Official, ...]:
        """Return the active officials who may add, renew and deactivate others."""
        return tuple(o for o in self.list(connection) if o.active and "administracion" in o.roles)

    def _check_not_last(self, connection: Connection, official_id: str) -> None:
        if [o.id for o in self.administrators(connection)] == [official_id]:
            raise OfficialError(
                f"{official_id} es el único cargo con rol «administracion». Agrega otro antes."
            )

    def _give_key(
        self, connection: Connection, official: Official, by: str, proofs: Proofs | None = None
    ) -> str:
        key = secrets.token_urlsafe(32)
        hashed = sha256(key)
        _forget(connection, official.id, keys=True)
        values = {"official_id": official.id, "key_hash": hashed}
        connection.execute(insert(official_keys), values)
        proofs = replace(proofs or Proofs(), key=fingerprint(hashed))
        official_record.write(connection, official, proofs, by, self.clock())
        return key


def _known(roles: Collection[str]) -> frozenset[Role]:
    """Return the roles.

    Raises:
        OfficialError: there is none, or one does not exist.
    """
    known = frozenset(role for role in ROLES if role in roles)
    if not roles or len(known) < len(set(roles)):
        raise OfficialError(f"Indica uno o más roles. Los que existen: {', '.join(ROLES)}.")
    return known


def _forget(
    connection: Connection,
    official_id: str,
    *,
    keys: bool = False,
    passwords: bool = False,
    identities: bool = False,
) -> None:
    tables = ((official_keys, keys), (official_passwords, passwords))
    for table, is_due in (*tables, (official_identities, identities)):
        if is_due:
            connection.execute(delete(table).where(table.c.official_id == official_id))
