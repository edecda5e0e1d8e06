"""What these pages rest on, read together at one moment: registers, log, settings and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from sqlalchemy import Connection

from assistant.database import DatabaseError, reading
from assistant.settings import Settings
from governance.log.chain import Head
from governance.log.decision_log import DecisionLog, LogDamaged
from governance.log.head import SignedDay
from governance.log.protection import read_holds
from governance.log.retention import shortest
from governance.log.signing import write_public_pem
from governance.policy.model import CatalogueEntry, Level, Policy
from governance.registers.dossier import Dossier
from knowledge_base.institution import Institution
from ui.facade import AssistantFacade


@dataclass(frozen=True)
class LogFacts:
    """Where the log stands and for how long it keeps."""

    head: Head
    is_signed: bool
    days: tuple[SignedDay, ...]
    public_keys: str
    """PEM of the keys that check the signatures; empty without a key."""
    kept_days: int
    """Days that a decision recorded now is kept."""
    level: str
    """The risk level under which it records; empty until one is set."""
    has_holds: bool


@dataclass(frozen=True)
class Facts:
    """What was true at a moment."""

    at: datetime
    institution: Institution
    settings: Settings
    program: str
    """Version of the program."""
    knowledge: str
    """Version of the knowledge base that answers."""
    passages: int
    is_recording: bool
    policy: Policy
    dossiers: tuple[Dossier, ...]
    log: LogFacts | None
    """None while the log cannot be read."""

    @property
    def own(self) -> Dossier | None:
        """The assistant in the register of systems; None if it is not there."""
        wanted = self.settings.system_id
        return next((d for d in self.dossiers if d.system.id == wanted), None)

    @property
    def own_level(self) -> Level | None:
        """The level that governs it: that of its Acta or, before one, the one declared.

        It is the rule by which `assistant.log_key.read_level` sets how long the log is kept.
        """
        own = self.own
        return (own.level or own.system.declared_level) if own else None

    @property
    def state(self) -> str:
        """Whether it answers now, in words."""
        if self.settings.suspended:
            return "Suspendido: no responde preguntas. «Derivar» sigue funcionando."
        if not self.is_recording:
            return "Con una falla: no puede registrar, y por eso no muestra respuestas."
        return "Funcionando."

    def entry(self, system_id: str) -> CatalogueEntry | None:
        """Return a system as the policy's catalogue declares it (C.4)."""
        return next((e for e in self.policy.catalogue if e.id == system_id), None)

    def article(self, article_id: str) -> str:
        """Return the title of a place of the policy."""
        return next((a.title for a in self.policy.articles if a.id == article_id), article_id)


def read_facts(assistant: AssistantFacade, settings: Settings) -> Facts:
    """Return what is true now.

    Raises:
        DatabaseError: the registers could not be read.
    """
    registry, health = assistant.registry, assistant.health()
    return Facts(
        at=registry.clock(),
        institution=assistant.institution,
        settings=settings,
        program=version("asistente-gore"),
        knowledge=str(health.get("knowledge_base", "")),
        passages=int(str(health.get("passages", 0))),
        is_recording=health.get("status") == "ok",
        policy=registry.policy(),
        dossiers=registry.systems(),
        log=_read_log(assistant),
    )


def _read_log(assistant: AssistantFacade) -> LogFacts | None:
    log = assistant.board.log
    try:
        with reading(assistant.board.engine) as connection:
            return _log_facts(connection, log)
    except (DatabaseError, LogDamaged):
        return None


def _log_facts(connection: Connection, log: DecisionLog) -> LogFacts:
    head, level = log.signed_head(connection), log.level(connection)
    days: Mapping[str, int] = log.retention_days
    return LogFacts(
        head=head.end,
        is_signed=head.signature is not None,
        days=log.signed_days(connection),
        public_keys="".join(map(write_public_pem, log.key.keys.keys)) if log.key else "",
        kept_days=days[head.retention or shortest(days)],
        level=level.level if level else "",
        has_holds=any(hold.is_open for hold in read_holds(connection)),
    )
