"""The public pages alone, around registers and a log that the tests write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from fastapi import FastAPI
from sqlalchemy import insert

from assistant.database import writing
from assistant.desk.feedback.rating import Reason
from assistant.desk.tables import answer_ratings
from assistant.settings import Settings
from assistant.turn import Audience
from evals.live.bands import Verdict
from evals.live.night import Abstention, Confidence, Drawn, Leaks, Measure, Night, Versions
from governance.canonical import canonical
from governance.log.decision import Decision
from governance.log.event import Event, EventKind
from governance.moments import stamp
from knowledge_base.ingest import HERE, build_rendering, find_files, read_documents
from knowledge_base.model import Passage
from tests.fakes import NOON
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.registers import Registers
from ui.browser_safety import SafeHeaders
from ui.transparency.routes import Transparency
from ui.workers import Workers

QUESTION = "¿Hasta cuándo puedo postular?"
PAGES = (
    "/transparencia",
    "/transparencia/ficha",
    "/transparencia/catalogo",
    "/transparencia/registro",
    "/transparencia/cifras",
    "/transparencia/reclamos",
    "/accesibilidad",
)


@cache
def shipped_passages() -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages of the documents in the repository, by document."""
    institution = FakeAssistant().institution
    documents = read_documents(find_files([HERE / "documents"]), build_rendering(institution))
    return {document.id: tuple(document.passages) for document in documents}


@dataclass
class Informed(FakeAssistant):
    """An assistant that has read the documents of the repository."""

    def passages(self, document_id: str, audience: Audience) -> tuple[Passage, ...]:
        """Return the sections of a document."""
        return shipped_passages().get(document_id, ())


@dataclass
class Installation:
    """The pages of one installation, and what was recorded in it."""

    folder: Path

    def __post_init__(self) -> None:
        self.registers = Registers(self.folder)
        self.assistant = Informed(given_registry=self.registers.registry)
        self.workers = Workers()

    def app(self, **settings: Any) -> FastAPI:
        """Return an application with these pages alone."""
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        chosen = Settings(data_dir=self.folder, **settings)
        Transparency(self.assistant, chosen, self.workers).add_to(app)
        app.add_middleware(SafeHeaders)
        return app

    def turns(
        self,
        talk: str,
        outcome: str = "answered",
        many: int = 1,
        at: datetime = NOON,
        audience: Audience = "ciudadania",
    ) -> None:
        """Record turns of a conversation."""
        said = QUESTION
        decision = Decision(talk, at, "web", audience, said, outcome, "Hasta abril.")
        board = self.assistant.board
        with writing(board.engine) as connection:
            for _ in range(many):
                board.log.append(connection, decision)

    def talks(self, many: int, outcome: str = "answered", at: datetime = NOON) -> None:
        """Record as many conversations, with a turn each."""
        for number in range(many):
            self.turns(f"{outcome}-{at:%Y%m%d}-{number}", outcome, at=at)

    def rated(
        self, *said: Reason | None, audience: Audience = "ciudadania", is_useful: bool = False
    ) -> None:
        """Keep a rating of as many answers of one new conversation."""
        board, talks = self.assistant.board, self.assistant.desks.feedback.conversations
        with writing(board.engine) as connection:
            talk = talks.create(connection, audience, "api").id
            for reason in said:
                decision = Decision(talk, NOON, "api", audience, QUESTION, "answered", "Sí.")
                entry = board.log.append(connection, decision)
                answer = talks.add(connection, talk, "assistant", "Sí.", decision_id=entry)
                rating = {
                    "message_id": answer.id,
                    "conversation_id": talk,
                    "decision_id": entry,
                    "is_useful": int(is_useful),
                    "reason": reason,
                    "comment": "",
                    "at": stamp(NOON),
                }
                connection.execute(insert(answer_ratings), rating)

    def asked(
        self,
        case: int,
        talk: str,
        waited: timedelta | None = None,
        audience: Audience = "ciudadania",
        ago: timedelta = timedelta(days=20),
    ) -> None:
        """Record that a conversation asked for a person; once it `waited`, it was resolved."""
        at = NOON - ago
        self.turns(talk, "handed_off_requested", at=at, audience=audience)
        told: list[tuple[EventKind, str, timedelta]] = [("asked", "requested", timedelta())]
        if waited is not None:
            told += [("taken", "", waited), ("replied", "", waited), ("closed", "resolved", waited)]
        for kind, reason, later in told:
            self.event(Event(kind, at + later, "F-001", case, talk, reason))

    def event(self, event: Event) -> None:
        """Record something that happened."""
        board = self.assistant.board
        with writing(board.engine) as connection:
            board.log.append_event(connection, event)

    def night(self, night: Night) -> None:
        """Record a night as `evals.live` does."""
        said = canonical(night.model_dump(mode="json"))
        by, reason = "assistant", night.verdict.value
        self.event(Event("quality_sampled", NOON, by, reason=reason, text=said))


def a_night(failed: int = 0) -> Night:
    """Return a night with 150 turns, of which `failed` were not supported."""
    verdict = Verdict.OUT if failed > 5 else Verdict.IN
    return Night(
        day=(NOON - timedelta(days=1)).date(),
        measured_at=NOON,
        most=200,
        by_outcome={"answered": Drawn(turns=150, sampled=100)},
        purged=0,
        past=0,
        broken=0,
        breaking=(),
        measures=(
            Measure(
                metric="supported", verdict=verdict, required=True, floor=0.95, scored=100,
                mean=1 - failed / 100, failed=failed, failing=("ab" * 16,) * min(failed, 1),
            ),
        ),
        abstention=Abstention(verdict=Verdict.FEW, asked=150, silent=0),
        confidence=Confidence(turns=150),
        redaction=Leaks(verdict=Verdict.IN, by_kind={}, failed=0, failing=()),
        versions=Versions(
            knowledge_base="0" * 16, texts="0" * 16, bands="0" * 16,
            support="0" * 16, support_precision=0.9, support_recall=0.9,
        ),
    )  # fmt: skip


def fixed_texts(html: str) -> str:
    """Return the sentences of a page: neither its tables nor its addresses."""
    soup = BeautifulSoup(html, "html.parser")
    for away in soup.select("table, nav, dl, .fuente, .volver, .saltar, header"):
        away.decompose()
    said = [found.get_text(" ", strip=True) for found in soup.select("main p, main li")]
    return "\n\n".join(text if text.endswith((".", ":", "?")) else f"{text}." for text in said)
