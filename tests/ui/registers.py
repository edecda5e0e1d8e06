"""The real registers on a database of the tests, with synthetic posts and systems."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from assistant.database import build_engine, migrate, writing
from assistant.registry import Registry
from governance.classification.engine import assess
from governance.interview.state import Answer
from governance.policy.load import policies
from governance.registers.acts import Acts
from governance.registers.classifications import Classification, Classifications
from governance.registers.officials import Official, Officials, Role
from governance.registers.systems import System, Systems
from tests.fakes import FixedClock
from tests.ui.entering import give_password

LIMITADO = {"P0": "ninguna", "P1": "no", "P4": "no", "P5": "si"}
DIVERGENTE = {"P0": "ninguna", "P1": "no", "P4": "si_auxiliar", "P5": "no"}
PROHIBIDO = {"P0": "b"}
PURPOSE = "Ordena por tema las cartas que llegan a la oficina de partes."


@dataclass
class Registers:
    """What the tests write directly, and the registry that interfaces read."""

    folder: Path
    clock: FixedClock = field(default_factory=FixedClock)

    def __post_init__(self) -> None:
        self.engine = build_engine(f"sqlite:///{self.folder / 'registros.db'}")
        migrate(self.engine)
        policy = policies()[-1]
        with writing(self.engine) as connection:
            Systems(self.clock).seed(connection, policy)
        self.registry = Registry(
            engine=self.engine,
            policy=lambda: policies()[-1],
            redact=lambda text: text.replace("11.111.111-1", "[RUT_1]"),
            officials=Officials(self.clock),
            classifications=Classifications(self.clock),
            acts=Acts(self.clock),
            clock=self.clock,
        )

    def official(self, name: str, roles: Collection[Role]) -> tuple[Official, str]:
        """Return a new post and its key; its password is `entering.PASSWORD`."""
        with writing(self.engine) as connection:
            official, key = self.registry.officials.create(connection, name, roles)
            give_password(connection, official.id, clock=self.clock)
        return official, key

    def account(self, name: str, roles: Collection[Role]) -> str:
        """Return the id of a new post, with which one enters the panel."""
        return self.official(name, roles)[0].id

    def renew(self, official: Official) -> str:
        """Return a new key of a post; the one before stops working."""
        with writing(self.engine) as connection:
            return self.registry.officials.renew_key(connection, official.id)

    def system(self, responsible: Official | None = None, name: str = "Lector de cartas") -> System:
        """Return a new system."""
        with writing(self.engine) as connection:
            return Systems(self.clock).register(
                connection,
                name=name,
                unit="DIDESO",
                responsible=responsible.id if responsible else None,
                responsible_title=responsible.name if responsible else "Jefa DIDESO",
                purpose=PURPOSE,
                by="F-001",
            )

    def classify(self, system: System, values: dict[str, str]) -> Classification:
        """Return the next version of a system, with these facts."""
        facts = {
            name: Answer(value, f"dijo {value}", "Jefa DIDESO", self.clock())
            for name, value in values.items()
        }
        policy = policies()[-1]
        with writing(self.engine) as connection:
            return self.registry.classifications.propose(
                connection, system.id, facts, assess(values, policy), policy, by="Jefa DIDESO"
            )
