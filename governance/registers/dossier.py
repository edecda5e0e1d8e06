"""The dossier of a system: what it is, how it was classified and what was decided, read together.

It answers the one question that everybody asks: at which level is this system, and who says so.
Until an act with an Acta says it, the answer begins with PROPUESTA.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from governance.policy.model import Level
from governance.registers.acts import Act, Acts
from governance.registers.classifications import Classification, Classifications
from governance.registers.days import written
from governance.registers.systems import System, Systems

Status = Literal[
    "sin_clasificar", "propuesta", "observada", "aprobada", "rechazada", "en_rediseno", "retirada"
]

DEPARTS = "aparta de la propuesta"


@dataclass(frozen=True)
class Dossier:
    """A system with its classifications and acts, oldest first."""

    system: System
    classifications: tuple[Classification, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def latest(self) -> Classification | None:
        """The last version of its classification."""
        return self.classifications[-1] if self.classifications else None

    @property
    def approval(self) -> Act | None:
        """The last act that approved a level: the level in force, whatever is proposed since."""
        approved = [act for act in self.acts if act.kind == "aprueba"]
        return approved[-1] if approved and self.system.state != "retirado" else None

    @property
    def status(self) -> Status:
        """How the last version stands."""
        if self.system.state == "retirado":
            return "retirada"
        if self.system.state == "en_rediseno":
            return "en_rediseno"
        if self.latest is None:
            return "sin_clasificar"
        done = {act.kind for act in self.acts if act.version == self.latest.version}
        if "aprueba" in done:
            return "aprobada"
        if "rechaza" in done:
            return "rechazada"
        return "observada" if "observa" in done else "propuesta"

    @property
    def is_waiting(self) -> bool:
        """Whether the Subcomité has a proposal to decide on."""
        return self.status in ("propuesta", "observada")

    @property
    def level(self) -> Level | None:
        """The level that an Acta gave it; None while there is none."""
        return self.approval.level if self.approval else None

    @property
    def label(self) -> str:
        """How it stands, in words to show beside its name."""
        if self.status == "retirada":
            return "Retirado"
        if self.status == "en_rediseno":
            return "En rediseño"
        if self.latest is None:
            declared = self.system.declared_level
            return f"Declarado: {declared}, sin clasificar" if declared else "Sin clasificar"
        approved = _approved(self.approval) if self.approval else ""
        if self.status == "aprobada":
            return approved
        proposed = f"PROPUESTA: {either(self.latest.proposal)}"
        if self.status != "propuesta":
            proposed += f" ({self.status})"
        return f"{approved}. {proposed}" if approved else proposed


def dossiers(connection: Connection) -> tuple[Dossier, ...]:
    """Return the dossier of every system, by id."""
    classifications, acts = defaultdict(list), defaultdict(list)
    for classification in Classifications().history(connection):
        classifications[classification.system_id].append(classification)
    for act in Acts().history(connection):
        acts[act.system_id].append(act)
    return tuple(
        Dossier(system, tuple(classifications[system.id]), tuple(acts[system.id]))
        for system in Systems().list(connection)
    )


def get_dossier(connection: Connection, system_id: str) -> Dossier:
    """Return the dossier of a system.

    Raises:
        SystemNotFound: no system has that id.
    """
    return Dossier(
        Systems().get(connection, system_id),
        Classifications().history(connection, system_id),
        Acts().history(connection, system_id),
    )


def either(levels: tuple[Level, ...]) -> str:
    """Return the levels that are still possible as a choice.

    >>> either(("bajo", "limitado", "alto"))
    'bajo, limitado o alto'
    """
    *rest, last = levels
    return f"{', '.join(rest)} o {last}" if rest else last


def _approved(act: Act) -> str:
    acta = f"Acta {act.acta.number} del {written(act.acta.day)}" if act.acta else ""
    return f"Aprobado: {act.level}, {acta}" + (f", {DEPARTS}" if act.departs else "")
