"""The AI systems of the institution: those of the catalogue as declared, and those that follow.

A system is what its last entry of the journal says. Its id is never used again. What level it has
is not here: the catalogue only declares one, and classifications and acts have their own modules.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from governance.moments import Clock, read_stamp, stamp, utc_now
from governance.policy.model import Level, Policy
from governance.registers import journal
from governance.registers.journal import Record

State = Literal["registrado", "en_rediseno", "retirado"]
Origin = Literal["catalogo", "entrevista"]

CATALOGUE_ENDS_AT = 9
"""Last number that the catalogue of the policy uses (C.4): new systems follow, seeded or not."""


class SystemNotFound(LookupError):
    """No system has that id; raised when one is named that was never registered."""


class SystemRefused(ValueError):
    """The system cannot be registered or changed; raised with what to do, in Spanish."""


@dataclass(frozen=True)
class System:
    """A system under the policy. `responsible` is an official's id, where one is registered."""

    id: str
    name: str
    unit: str
    responsible: str | None
    responsible_title: str
    purpose: str
    declared_level: Level | None
    operational_status: str
    state: State
    origin: Origin
    registered_at: datetime


@dataclass(frozen=True)
class Systems:
    """The register of systems; every method works inside the caller's transaction."""

    clock: Clock = utc_now

    def register(
        self,
        connection: Connection,
        *,
        name: str,
        unit: str,
        responsible_title: str,
        purpose: str,
        by: str,
        responsible: str | None = None,
        operational_status: str = "",
    ) -> System:
        """Return a new system, under the next free id. The texts must be redacted already.

        Raises:
            SystemRefused: it has no name.
        """
        if not name.strip():
            raise SystemRefused(
                "Falta el nombre del sistema. Escribe cómo lo conocen en tu unidad."
            )
        journal.lock(connection)  # two that register at once get different ids
        taken = [_number(record.subject) for record in journal.last_of_each(connection, "system")]
        system = System(
            id=f"SDA-{max([CATALOGUE_ENDS_AT, *taken]) + 1:03d}",
            name=name.strip(),
            unit=unit.strip(),
            responsible=responsible,
            responsible_title=responsible_title.strip(),
            purpose=purpose.strip(),
            declared_level=None,
            operational_status=operational_status,
            state="registrado",
            origin="entrevista",
            registered_at=self.clock(),
        )
        self._write(connection, system, by)
        return system

    def seed(self, connection: Connection, policy: Policy) -> int:
        """Register the systems of the policy's catalogue as it declares them; count the new ones.

        What the catalogue says was not verified (reading A37): it is kept as declared until the
        Subcomité acts. Seeding again adds nothing and changes nothing.
        """
        journal.lock(connection)
        known = {record.subject for record in journal.last_of_each(connection, "system")}
        new = [entry for entry in policy.catalogue if entry.id not in known]
        for entry in new:
            system = System(
                id=entry.id,
                name=entry.name,
                unit=entry.division,
                responsible=None,
                responsible_title=entry.responsible.strip("[]"),
                purpose=entry.purpose,
                declared_level=entry.declared_level,
                operational_status=entry.operational_status,
                state="registrado",
                origin="catalogo",
                registered_at=self.clock(),
            )
            self._write(connection, system, by=f"política {policy.version.policy}")
        return len(new)

    def assign(
        self, connection: Connection, system_id: str, responsible: str, title: str, by: str
    ) -> System:
        """Return the system with the official who answers for it from now on (principle 7).

        Raises:
            SystemNotFound: no system has that id.
        """
        journal.lock(connection)
        system = self.get(connection, system_id)
        return self._write(
            connection, replace(system, responsible=responsible, responsible_title=title), by
        )

    def move(self, connection: Connection, system_id: str, state: State, by: str) -> System:
        """Return the system in another state.

        Raises:
            SystemNotFound: no system has that id.
            SystemRefused: it was withdrawn, which is for good.
        """
        journal.lock(connection)
        system = self.get(connection, system_id)
        if system.state == state:
            return system
        if system.state == "retirado":
            raise SystemRefused(
                f"{system_id} está retirado. Para volver a usarlo, regístralo nuevo."
            )
        return self._write(connection, replace(system, state=state), by)

    def get(self, connection: Connection, system_id: str) -> System:
        """Return a system.

        Raises:
            SystemNotFound: no system has that id.
        """
        record = journal.last(connection, "system", system_id)
        if record is None:
            raise SystemNotFound(f"{system_id}: no está registrado. Mira «asistente systems list».")
        return _read(record)

    def list(self, connection: Connection) -> tuple[System, ...]:
        """Return every system, those withdrawn too, by id."""
        found = map(_read, journal.last_of_each(connection, "system"))
        return tuple(sorted(found, key=lambda system: _number(system.id)))

    def _write(self, connection: Connection, system: System, by: str) -> System:
        body = {**asdict(system), "registered_at": stamp(system.registered_at), "by": by}
        del body["id"]
        journal.append(connection, "system", system.id, body, self.clock())
        return system


def _number(system_id: str) -> int:
    digits = system_id.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def _read(record: Record) -> System:
    content = dict(record.content)
    for name in ("subject", "number", "by"):
        del content[name]
    content["registered_at"] = read_stamp(content["registered_at"])
    return System(id=record.subject, **content)
