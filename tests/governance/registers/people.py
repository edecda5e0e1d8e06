"""A desk where the tests register synthetic posts and systems, and classify them in one line."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from governance.classification.engine import assess
from governance.interview.state import Answer
from governance.policy.model import Policy
from governance.registers.acts import Acts
from governance.registers.classifications import Classification, Classifications
from governance.registers.officials import Official, Officials
from governance.registers.systems import System, Systems
from tests.fakes import FixedClock

BAJO = {"P0": "ninguna", "P1": "no", "P4": "no", "P5": "no"}
LIMITADO = {**BAJO, "P5": "si"}
CONDICIONADO = {"P0": "ninguna", "P1": "si", "P2": "no", "P3": "efectiva", "P4": "no", "P5": "no"}
ALTO = {"P0": "ninguna", "P1": "si", "P2": "si", "P4": "no", "P5": "no"}
DIVERGENTE = {**BAJO, "P4": "si_auxiliar"}
PROHIBIDO = {"P0": "b"}
INDETERMINADO = {"P0": "ninguna", "P1": "no", "P4": "no"}


@dataclass
class Desk:
    """The registers, inside the transaction of one test."""

    connection: Connection
    policy: Policy = field(repr=False)
    clock: FixedClock

    @property
    def acts(self) -> Acts:
        return Acts(self.clock)

    def official(self, name: str, *roles: str) -> Official:
        official, _ = Officials(self.clock).create(self.connection, name, roles)
        return official

    def member(self) -> Official:
        return self.official("Integrante del Subcomité", "subcomite")

    def system(self, responsible: Official | None = None, title: str = "Jefa DIDESO") -> System:
        return Systems(self.clock).register(
            self.connection,
            name="Lector de cartas",
            unit="DIDESO",
            responsible=responsible.id if responsible else None,
            responsible_title=responsible.name if responsible else title,
            purpose="Ordena las cartas que llegan por tema.",
            by="F-001",
        )

    def classify(
        self, system: System | str, values: dict[str, str], *, examples: tuple[str, ...] = ()
    ) -> Classification:
        facts = {
            name: Answer(value, f"la persona dijo {value}", "F-001", self.clock())
            for name, value in values.items()
        }
        return Classifications(self.clock).propose(
            self.connection,
            system if isinstance(system, str) else system.id,
            facts,
            assess(values, self.policy, examples),
            self.policy,
            by="F-001",
            examples=examples,
        )
