"""The real desk on a database of the tests, wired as the program wires it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from assistant.bootstrap import build_audit, build_feedback, build_reception
from assistant.conversations import Conversations
from assistant.desk.audit.desk import AuditDesk
from assistant.desk.cases import Cases
from assistant.desk.chores import Chores
from assistant.desk.citizen import CitizenDesk
from assistant.desk.desk import Desk
from assistant.desk.feedback.desk import FeedbackDesk
from assistant.desk.gaps.check import DraftChecker
from assistant.desk.gaps.desk import GapDesk
from assistant.desk.gaps.shelf import Shelf
from assistant.desk.measures.board import Board, build_board
from assistant.desk.pulse import Pulse
from assistant.desk.requests import Requests
from assistant.desk.rights import RightsDesk
from assistant.redaction import Redactor
from assistant.redaction.model import Finding
from assistant.redaction.text import Text
from assistant.registry import Registry
from assistant.route import load_routes
from assistant.settings import Settings
from assistant.texts import load_texts
from governance.log.decision_log import DecisionLog
from knowledge_base.ingest import Report, build_rendering
from knowledge_base.institution import Institution
from knowledge_base.store import KnowledgeStore
from tests.fakes import HashEmbedder


@dataclass(frozen=True)
class Desks:
    """Everything that attention by people is."""

    desk: Desk
    citizens: CitizenDesk
    rights: RightsDesk
    pulse: Pulse
    board: Board
    audit: AuditDesk
    chores: Chores
    gaps: GapDesk
    feedback: FeedbackDesk


def build_desks(registry: Registry, institution: Institution) -> Desks:
    """Return the desks on the database of `registry`; contacts are sealed with a key of tests."""
    log = DecisionLog()
    cases = Cases(Conversations(registry.clock), log)
    settings = Settings(contact_keys="QUFB" * 10 + "QUE")
    reception = build_reception(settings, cases, institution, load_texts(institution))
    requests = Requests(cases)
    engine, redact = registry.engine, registry.redact
    desk = Desk(engine, reception, redact, lambda _, text: redact(text))
    return Desks(
        desk,
        CitizenDesk(engine, reception, requests, redact),
        RightsDesk(engine, reception, requests, redact, lambda _: None),
        Pulse(engine, log),
        build_board(desk),
        build_audit(desk, institution, Path(engine.url.database or "").parent),
        Chores(engine, registry.clock, reception, None),
        _gap_desk(registry, institution, log),
        build_feedback(desk, load_routes(), desk.redact_in),
    )


class _Nothing:
    """Finds no personal data."""

    def find(self, text: Text) -> list[Finding]:
        """Return none."""
        return []


def _gap_desk(registry: Registry, institution: Institution, log: DecisionLog) -> GapDesk:
    """Return a desk of gaps with nothing published and nowhere to publish."""

    def publish(change: AbstractContextManager[None]) -> Report:
        raise NotImplementedError("tests of gaps build a whole assistant")

    folder = Path(registry.engine.url.database or "").parent / "propios"
    return GapDesk(
        registry.engine,
        HashEmbedder(),
        Shelf(folder, KnowledgeStore(registry.engine), publish),
        DraftChecker(build_rendering(institution), {}, Redactor(_Nothing())),
        institution.institution.nombre,
        log,
        registry.clock,
    )
