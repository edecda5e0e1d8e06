"""An installation whose nights are measured: a real log, real scorers, turns that tests plant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.desk.notices.mail import MailError, MailFailure
from assistant.redaction import Redactor
from assistant.settings import Settings
from assistant.texts import load_texts
from evals.live.bands import Bands, load_bands
from evals.live.looking import texts_version
from evals.live.measuring import Measuring
from evals.live.night import Night
from evals.live.nightly import Measured, Nightly
from evals.live.notices import Notices
from evals.live.record import KIND, NightBook
from evals.scorers.context import build_context
from evals.scorers.support import is_literal, load_fitted
from governance.log.decision import Decision, Hashes, RecordedCitation, RecordedPassage
from governance.log.decision_log import DecisionLog
from governance.log.event import Event
from governance.log.signing import new_private_pem, read_log_key
from knowledge_base.institution import load_institution
from knowledge_base.model import Document, Passage
from knowledge_base.store import KnowledgeStore, knowledge_version
from tests.fakes import FixedClock

DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

CEILING = Passage(
    id="plata#tope",
    document_id="plata",
    title="Cuánto financian",
    section="Tope",
    text="El tope de cada proyecto de deporte es de $1.800.000, según las bases del concurso.",
    source="Bases, firmadas por Rosalía Huenchumilla Paredes",
    audience=("ciudadania",),
    caveat="Según el Instructivo 2025; confirma en la página del concurso.",
    version="v1",
)
ANSWER = f"{CEILING.text}\n\n{CEILING.caveat}"
SILENCE = "No lo sé: no encontré esa información en mi base de conocimiento."


@dataclass
class Letterbox:
    """Keeps the letters that it is given, or refuses them."""

    subjects: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    refuses: bool = False

    def send(self, subject: str, body: str) -> int:
        if self.refuses:
            raise MailError(MailFailure.UNREACHABLE)
        self.subjects.append(subject)
        self.bodies.append(body)
        return 0


def literally(claim: str, passage: str) -> tuple[bool, str]:
    """Support what is in the passage in its own words; its reason quotes, as ours do."""
    return is_literal(claim, passage), f"«{claim}»"


@dataclass
class Place:
    """An installation, and the night that is about to be measured."""

    engine: Engine
    folder: Path
    redactor: Redactor
    clock: FixedClock = field(default_factory=lambda: FixedClock(NEXT_MORNING))
    box: Letterbox = field(default_factory=Letterbox)
    bands: Bands = field(default_factory=load_bands)
    is_reachable: bool = True
    loaded: int = 0
    """Times that redaction and scorers were loaded."""

    def __post_init__(self) -> None:
        self.log = DecisionLog(key=read_log_key(new_private_pem(), "GORE de prueba"))
        with writing(self.engine) as connection:
            self.log.sign_first(connection, NOON - timedelta(days=90))
        self.publish(CEILING)

    # what was there

    def publish(self, *passages: Passage) -> None:
        document = Document("plata", "Cuánto financian", "plata.md", "h", passages)
        KnowledgeStore(self.engine).apply([document], [], NOON)
        self.version = knowledge_version(KnowledgeStore(self.engine).passages())

    def answers(self, count: int = 1, **changes: object) -> list[str]:
        """Plant turns that were answered from the passage, and return their entries."""
        values: dict[str, object] = {
            "outcome": "answered",
            "answer": ANSWER,
            "confidence": 0.9,
            "label": "contest_question",
            "passages": (RecordedPassage(CEILING.id, CEILING.version, 0.8),),
            "citations": (
                RecordedCitation(
                    CEILING.id, CEILING.version, "Cuánto financian", "Tope", CEILING.source,
                    "/fuentes/plata#tope", CEILING.text,
                ),
            ),
        }  # fmt: skip
        return self.turns(count, **(values | changes))

    def silences(self, count: int = 1, **changes: object) -> list[str]:
        """Plant turns that got no answer, and return their entries."""
        values = {"outcome": "abstained_no_evidence", "answer": SILENCE, "confidence": 0.1}
        return self.turns(count, **(values | changes))

    def turns(self, count: int, **changes: object) -> list[str]:
        values: dict[str, object] = {
            "conversation_id": "c-1",
            "at": NOON,
            "channel": "web",
            "audience": "ciudadania",
            "question": "¿Hasta cuánto financian en deporte?",
            "hashes": Hashes(prompt=texts_version(), knowledge_base=self.version),
        }
        decision = Decision(**(values | changes))  # type: ignore[arg-type]
        with writing(self.engine) as connection:
            return [self.log.append(connection, decision) for _ in range(count)]

    def usual_nights(self, count: int, silent: int, asked: int) -> None:
        """Record nights before this one, each with that many turns without an answer."""
        model = self.measuring().measure(DAY - timedelta(days=400), 1, ())
        for back in range(count, 0, -1):
            seen = model.abstention.model_copy(update={"silent": silent, "asked": asked})
            changes = {"day": DAY - timedelta(days=back), "abstention": seen}
            at = NEXT_MORNING - timedelta(days=back)
            NightBook(self.engine, self.log, FixedClock(at)).record(
                model.model_copy(update=changes)
            )

    # what is measured

    def measuring(self, _: NightBook | None = None) -> Measuring:
        self.loaded += 1
        texts = load_texts(load_institution(Settings().institution_file))
        return Measuring(
            engine=self.engine,
            log=self.log,
            redactor=self.redactor,
            context=lambda shelf, day: build_context(texts, literally, shelf, day),
            fitted=load_fitted(),
            bands=self.bands,
            clock=self.clock,
        )

    def nightly(self) -> Nightly:
        return Nightly(
            self.folder,
            Notices(self.folder / "aviso.json", "GORE", self.box),
            self._open,
            self.measuring,
        )

    def run(self, day: date = DAY, most: int = 200) -> Measured:
        return self.nightly().run(day, most)

    def night(self, day: date = DAY, most: int = 200) -> Night:
        measured = self.run(day, most)
        assert measured.night is not None, measured.error
        return measured.night

    def _open(self) -> NightBook:
        if not self.is_reachable:
            raise ConnectionError("cannot read «una frase de alguien»")
        return NightBook(self.engine, self.log, self.clock)

    # what is left of it

    def events(self) -> list[Event]:
        with reading(self.engine) as connection:
            found = (logged.event for logged in self.log.events(connection))
            return [event for event in found if event is not None and event.kind == KIND]

    def is_log_whole(self) -> bool:
        with reading(self.engine) as connection:
            assert self.log.key is not None
            return self.log.verify(connection, keys=self.log.key.keys).is_intact

    def written(self) -> str:
        """Everything that measuring wrote or sent, as one text."""
        files = (f.read_text(encoding="utf-8") for f in sorted(self.folder.glob("**/*.json")))
        events = (f"{e.text} {e.reason}" for e in self.events())
        return "\n".join([*files, *events, *self.box.subjects, *self.box.bodies])


def words_of(texts: Iterable[str]) -> Sequence[str]:
    """The words of four letters or more."""
    return [w for text in texts for w in re.findall(r"[^\W\d_]{4,}", text.lower())]
