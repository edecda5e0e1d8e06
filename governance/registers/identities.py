"""Identities of officials at another service (ClaveÚnica, the institution's own): linked, or none.

What is kept is a keyed hash that the caller makes: whoever reads the table learns nobody's RUN.
The journal keeps a fingerprint of it, as it does of keys and passwords.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from governance.moments import Clock, utc_now
from governance.registers import journal, official_record
from governance.registers.official_record import CONSOLE, Official, OfficialError, fingerprint
from governance.registers.tables import official_identities


@dataclass(frozen=True)
class Identities:
    """Keeps which identity is whose; every method works inside the caller's transaction."""

    clock: Clock = utc_now

    def find(self, connection: Connection, identity_hash: str) -> Official | None:
        """Return the active official to whom an identity was linked."""
        found = select(official_identities.c.official_id)
        found = found.where(official_identities.c.identity_hash == identity_hash)
        official_id = connection.execute(found).scalar_one_or_none()
        record = official_id and journal.last(connection, "official", official_id)
        if not record:
            return None
        if official_record.read_proofs(record).identity != fingerprint(identity_hash):
            return None
        official = official_record.read(record)
        return official if official.active else None

    def link(
        self, connection: Connection, official_id: str, identity_hash: str, by: str = CONSOLE
    ) -> Official:
        """Return the official, who enters from now on with this identity and no other.

        Raises:
            OfficialNotFound: nobody has that id.
            OfficialError: the official was deactivated, or the identity is of another one.
        """
        official, proofs = official_record.hold(connection, official_id)
        if not official.active:
            raise OfficialError(f"{official_id} está desactivado: no se puede vincular.")
        owner = self.find(connection, identity_hash)
        if owner is not None and owner.id != official_id:
            raise OfficialError(
                f"Esa identidad ya está vinculada a {owner.id}. Desvincúlala antes: "
                f"«asistente staff unlink {owner.id}»."
            )
        self._erase(connection, official_id, identity_hash)
        values = {"identity_hash": identity_hash, "official_id": official_id}
        connection.execute(insert(official_identities), values)
        proofs = replace(proofs, identity=fingerprint(identity_hash))
        official_record.write(connection, official, proofs, by, self.clock())
        return official

    def unlink(self, connection: Connection, official_id: str, by: str = CONSOLE) -> Official:
        """Return the official, who has no linked identity; doing it again changes nothing.

        Raises:
            OfficialNotFound: nobody has that id.
        """
        official, proofs = official_record.hold(connection, official_id)
        self._erase(connection, official_id)
        if proofs.identity is not None:
            official_record.write(
                connection, official, replace(proofs, identity=None), by, self.clock()
            )
        return official

    def owners(self, connection: Connection) -> frozenset[str]:
        """Return the ids of the officials who have a linked identity."""
        return frozenset(connection.execute(select(official_identities.c.official_id)).scalars())

    def _erase(
        self, connection: Connection, official_id: str, identity_hash: str | None = None
    ) -> None:
        table = official_identities
        theirs = table.c.official_id == official_id
        if identity_hash is not None:
            theirs = theirs | (table.c.identity_hash == identity_hash)
        connection.execute(delete(table).where(theirs))
