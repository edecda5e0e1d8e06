"""An assistant for the tests of the interface: fixed answers, everything in memory."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from fastapi.testclient import TestClient

from assistant.conversations import ConversationNotFound
from assistant.database import DatabaseError
from assistant.desk.audit.desk import AuditDesk
from assistant.desk.chores import Chores
from assistant.desk.citizen import CitizenDesk
from assistant.desk.desk import Desk
from assistant.desk.gaps.desk import GapDesk
from assistant.desk.measures.board import Board
from assistant.desk.pulse import Pulse
from assistant.desk.rights import RightsDesk
from assistant.interviewing.session import InterviewView
from assistant.limits import check_text
from assistant.registry import Registry
from assistant.turn import Audience, Channel, Citation, HandOff, Outcome, Reply
from knowledge_base.institution import Institution, load_institution
from knowledge_base.model import Passage
from tests.ui.desks import Desks, build_desks
from tests.ui.fake_feedback import FakeFeedback, Rated
from ui.facade import Role, State

Serve = Callable[..., TestClient]
"""Builds a client for the application with some settings."""
ROOT = Path(__file__).parents[2]
DISCLOSURE = (
    "Hola, soy el Asistente Virtual del GORE Ñuble, un sistema de inteligencia artificial (IA): "
    "no soy una persona.\n\nRespondo sobre el Concurso 8% FNDR y sobre la política de IA "
    "responsable del Gobierno Regional de Ñuble, solo con lo que está en mi base de conocimiento "
    "y mostrando de dónde sale. No veo postulaciones ni decido quién puede postular o ganar.\n\n"
    "Antes de guardar lo que escribes oculto tus datos personales; aun así, no escribas tu RUT, "
    "tu clave ni datos de salud. Para hablar con una persona, escribe «derivar» o usa el botón."
)
CITATION = Citation(
    "concurso-fechas#plazo",
    "Fechas del concurso",
    "Plazo para postular",
    "Instructivo 2025, GORE Ñuble",
    "/fuentes/concurso-fechas#plazo",
    "En 2025 se postuló hasta el 30 de abril.",
)
UNRECORDED = "Si estás en peligro, llama al 133. Algo falló y no guardé tu mensaje."
ANSWER = (
    "En 2025 se podía postular hasta el 30 de abril a las 17:00 horas.\n\n"
    "Para postular se usa:\n- la ficha del fondo, completa y firmada;\n"
    "- la carpeta con los documentos de la organización.\n\n"
    "Esto es según el Instructivo 2025; para la convocatoria vigente, confirma en "
    "www.goredenuble.cl."
)


@dataclass(frozen=True)
class FakeMessage:
    """A message as the facade gives it."""

    role: Role
    text: str
    at: datetime = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    outcome: Outcome | None = None
    citations: tuple[Citation, ...] = ()
    decision_id: str | None = None
    id: int = 1
    author: str = ""


@dataclass(frozen=True)
class FakeConversation:
    """A conversation as the facade gives it."""

    id: str
    audience: Audience
    state: State
    messages: tuple[FakeMessage, ...]
    handoff: HandOff | None = None


@dataclass
class FakeAssistant:
    """Answers every question with the same passage; `breaks` makes it raise.

    With `cannot_record` its records are out of reach, as with a full disk.
    """

    breaks: Exception | None = None
    institution: Institution = field(
        default_factory=lambda: load_institution(ROOT / "knowledge_base" / "institution.yaml")
    )
    cannot_record: bool = False
    kept: dict[str, FakeConversation] = field(default_factory=dict)
    ratings: dict[str, dict[int, Rated]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    max_question_chars: int = 2000
    given_registry: Registry | None = None
    interview: InterviewView | None = None
    """What its replies to staff say of their interview."""

    @property
    def registry(self) -> Registry:
        """Return the registers that it was given; see `tests.ui.registers`."""
        assert self.given_registry is not None, "this test needs an assistant with registers"
        return self.given_registry

    @cached_property
    def desks(self) -> Desks:
        """The real desks, on the database of the registers that it was given."""
        return build_desks(self.registry, self.institution)

    @property
    def desk(self) -> Desk:
        """Return the desk of staff."""
        return self.desks.desk

    @property
    def citizens(self) -> CitizenDesk:
        """Return the desk of who waits."""
        return self.desks.citizens

    @property
    def rights(self) -> RightsDesk:
        """Return the desk of the DPO."""
        return self.desks.rights

    @property
    def pulse(self) -> Pulse:
        """Return what tells the news."""
        return self.desks.pulse

    @property
    def board(self) -> Board:
        """Return what is known of the attention as a whole."""
        return self.desks.board

    @property
    def audit(self) -> AuditDesk:
        """Return where the log is asked for."""
        return self.desks.audit

    @property
    def chores(self) -> Chores:
        """Return what the desk does by itself."""
        return self.desks.chores

    @property
    def gaps(self) -> GapDesk:
        """Return the desk of what the knowledge base lacks."""
        return self.desks.gaps

    @cached_property
    def feedback(self) -> FakeFeedback:
        """The desk of what people think of the answers."""
        return FakeFeedback.beside(self.desks.feedback, self.conversation, self.ratings)

    def forget(self) -> None:
        """Go back to how it was at the beginning."""
        self.kept.clear()
        self.ratings.clear()
        self.heard.clear()
        self.authors.clear()
        self.interview = None
        self.breaks = None
        self.cannot_record = False

    def start(self, audience: Audience, channel: Channel) -> FakeConversation:
        """Return a new conversation."""
        self._check_records()
        if self.breaks:
            raise self.breaks
        new = FakeConversation(
            secrets.token_urlsafe(24), audience, "active", (FakeMessage("assistant", DISCLOSURE),)
        )
        self.kept[new.id] = new
        return new

    def reply(self, conversation_id: str, text: str, channel: Channel, author: str = "") -> Reply:
        """Return the fixed answer, or what the text asks for."""
        if self.cannot_record:
            return Reply(Outcome.FAILED, UNRECORDED, None)
        found = self.conversation(conversation_id)
        if self.breaks:
            raise self.breaks
        question = check_text(text, self.max_question_chars)
        self.heard.append(question)
        self.authors.append(author)
        state: State = found.state
        handoff = found.handoff
        citations: tuple[Citation, ...] = ()
        if question.casefold() == "derivar":
            handoff = HandOff("NB-7K2M-9QXA", "La persona lo pidió", "www.goredenuble.cl", "")
            state = "waiting"
            outcome = Outcome.HANDED_OFF_REQUESTED
            answer = (
                "Listo: pedí que te atienda una persona. Tu folio es NB-7K2M-9QXA; anótalo.\n\n"
                "También puedes comunicarte por la página www.goredenuble.cl.\n\n"
                "Desde ahora no te respondo, para no cruzarme con ella."
            )
        elif state == "waiting":
            outcome = Outcome.HANDED_OFF_REQUESTED
            answer = "Estás esperando a una persona. Para seguir conmigo, usa el botón."
        else:
            outcome, answer, citations = Outcome.ANSWERED, ANSWER, (CITATION,)
        interview = self.interview if found.audience == "funcionarios" else None
        reply = Reply(outcome, answer, "d-1", citations, 0.93, handoff, interview)
        last = len(found.messages)
        said = (
            FakeMessage("person", question, id=last + 1),
            FakeMessage(
                "assistant",
                answer,
                outcome=outcome,
                citations=citations,
                decision_id="d-1",
                id=last + 2,
            ),
        )
        self.kept[conversation_id] = replace(
            found, state=state, handoff=handoff, messages=(*found.messages, *said)
        )
        return reply

    def reaches_person(self, conversation_id: str, text: str, channel: Channel) -> bool:
        """Say so of what has one of these words, and of all that is said while one waits."""
        wanted = any(word in text.casefold() for word in ("derivar", "persona"))
        return wanted or self.conversation(conversation_id).state != "active"

    def resume(self, conversation_id: str) -> Reply:
        """Let the assistant answer again."""
        found = self.conversation(conversation_id)
        text = "Sigo aquí. Soy el asistente, una inteligencia artificial. ¿Qué necesitas saber?"
        last = len(found.messages)
        messages = (*found.messages, FakeMessage("assistant", text, id=last + 1))
        self.kept[conversation_id] = replace(found, state="active", messages=messages)
        return Reply(Outcome.SMALL_TALK, text, "d-2")

    def conversation(self, conversation_id: str) -> FakeConversation:
        """Return a conversation."""
        self._check_records()
        try:
            return self.kept[conversation_id]
        except KeyError:
            raise ConversationNotFound(conversation_id) from None

    def _check_records(self) -> None:
        if self.cannot_record:
            raise DatabaseError("secreto")

    def interview_of(self, conversation_id: str) -> InterviewView | None:
        """Return the interview, once somebody of staff wrote something."""
        found = self.conversation(conversation_id)
        is_led = found.audience == "funcionarios" and len(found.messages) > 1
        return self.interview if is_led else None

    def suggestions(self, audience: Audience) -> tuple[str, ...]:
        """Return questions to begin with."""
        return (
            "¿Quién puede postular?",
            "¿Qué documentos piden?",
            "¿Hasta cuándo puedo postular?",
            "¿Cuánta plata dan por fondo?",
            "¿Cómo se rinde la plata?",
            "¿Qué datos míos guardas?",
        )

    def opening(self) -> str:
        """Return the first message of every conversation."""
        return DISCLOSURE

    def disclosure(self) -> str:
        """Return the banner."""
        return (
            "Estás conversando con una inteligencia artificial, no con una persona. "
            "Escribe «derivar» para pedir una persona."
        )

    def passages(self, document_id: str, audience: Audience) -> tuple[Passage, ...]:
        """Return one document for everybody and one for staff."""
        if document_id == "interno" and audience == "funcionarios":
            return (
                Passage("interno#uno", "interno", "Interno", "Uno", "Solo.", "Nota", (audience,)),
            )
        if document_id != "concurso-fechas":
            return ()
        common = {
            "document_id": "concurso-fechas",
            "title": "Fechas del concurso",
            "source": "Instructivo 2025, GORE Ñuble",
            "audience": ("ciudadania",),
            "valid_from": date(2025, 3, 1),
            "owner": "Unidad del concurso",
            "reviewed": date(2026, 11, 21),
        }
        return (
            Passage(
                id="concurso-fechas#plazo",
                section="Plazo para postular",
                text="En 2025 se postuló hasta el 30 de abril.\n\n- Uno <b>\n- Dos & tres",
                caveat="Esto es según el Instructivo 2025; confirma en www.goredenuble.cl.",
                **common,  # type: ignore[arg-type]
            ),
            Passage(
                id="concurso-fechas#resultados",
                section="Resultados",
                text="Los resultados se publican en la web.",
                confidence="media",
                **common,  # type: ignore[arg-type]
            ),
        )

    def health(self) -> dict[str, object]:
        """Return that all is well."""
        return {"status": "ok", "knowledge_base": "prueba", "passages": 2}
