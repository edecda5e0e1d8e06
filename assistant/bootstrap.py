"""The one place that wires everything: settings in, assistant out. Nothing happens before it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine

from assistant.alarm.build import build_alarm
from assistant.assistant import Assistant
from assistant.confidence import CONFIDENCE_FILE, load_calibration
from assistant.conversations import Conversations
from assistant.database import build_engine, migrate, reading, writing
from assistant.describe import Describer
from assistant.desk.audit.desk import AuditDesk
from assistant.desk.cases import Cases
from assistant.desk.chores import Chores
from assistant.desk.citizen import CitizenDesk
from assistant.desk.contacts.book import ContactBook
from assistant.desk.contacts.keys import build_keys
from assistant.desk.contacts.sealing import Seal
from assistant.desk.desk import Desk
from assistant.desk.feedback.desk import FeedbackDesk
from assistant.desk.gaps.check import DraftChecker
from assistant.desk.gaps.desk import GapDesk
from assistant.desk.gaps.shelf import Shelf
from assistant.desk.hours import OfficeHours
from assistant.desk.measures.board import build_board
from assistant.desk.notices.dpo import build_dpo_notifier
from assistant.desk.notices.notifier import build_notices, build_notifier
from assistant.desk.notices.requests import RequestNotices
from assistant.desk.pulse import Pulse
from assistant.desk.reception import Reception
from assistant.desk.requests import Requests
from assistant.desk.rights import RightsDesk
from assistant.desk.waiting import WaitingRoom
from assistant.draft import Compose, Composer, ExtractiveComposer
from assistant.interviewing.classifying import Classifying
from assistant.interviewing.conduct import Conduct
from assistant.interviewing.desk import InterviewDesk
from assistant.interviewing.speech import load_speech
from assistant.log_keeping import LogKeeping
from assistant.log_key import build_log
from assistant.pipeline import Step
from assistant.purging import Purge
from assistant.recording import Fingerprints, Recorder
from assistant.redact import Redact
from assistant.redaction import Redactor, Talks, build_redactor
from assistant.registry import build_registry
from assistant.retrieve import Decline, Retrieve, Suspend
from assistant.route import (
    CLASSIFIER_FILE,
    ROUTES_FILE,
    Route,
    Routes,
    load_classifier,
    load_routes,
)
from assistant.settings import CHILE as CHILE
from assistant.settings import Settings, day_in_chile
from assistant.texts import TEXTS_FILE, Texts, load_texts
from assistant.turn import Label
from assistant.understand import Understand
from assistant.verify import Verify
from governance.interview.definition import DEFINITIONS, load_definition
from governance.log.decision_log import DecisionLog, LogDamaged
from governance.moments import Clock, utc_now
from governance.policy.load import policy_on
from governance.policy.model import Policy
from governance.registers.classifications import Classifications
from governance.registers.interviews import Interviews
from governance.registers.officials import Officials
from governance.registers.systems import Systems
from knowledge_base.current import CurrentKnowledge
from knowledge_base.embeddings import Embedder, build_embedder
from knowledge_base.figures import load_figures
from knowledge_base.index import IndexBuilder
from knowledge_base.ingest import HERE, Report, build_rendering, ingest
from knowledge_base.institution import Institution, load_institution
from knowledge_base.query_help import GLOSSARY_FILE, load_glossary, spanish_words
from knowledge_base.retrieval import Retriever
from knowledge_base.store import KnowledgeStore, Progress
from knowledge_base.vectors_chroma import ChromaIndexes


def _silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class KnowledgeBase:
    """The knowledge base of this installation, ready to be ingested into or searched."""

    engine: Engine
    embedder: Embedder
    store: KnowledgeStore
    builder: IndexBuilder

    def ingest(
        self,
        paths: Sequence[Path],
        settings: Settings,
        progress: Progress = _silent,
        change: AbstractContextManager[None] | None = None,
    ) -> Report:
        """Bring the knowledge base to what `paths` and this installation's own documents hold.

        See `knowledge_base.ingest.ingest`.
        """
        rendering = build_rendering(load_institution(settings.institution_file))
        own = settings.own_documents
        given = [*paths, own] if own.is_dir() else paths
        report, index = ingest(given, self.store, self.builder, rendering, progress, change)
        index.nearest.close()
        return report


def build_knowledge_base(settings: Settings) -> KnowledgeBase:
    """Return the knowledge base of `settings`, with its database migrated."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = build_engine(settings.database)
    migrate(engine)
    embedder = build_embedder(settings.embeddings)
    store = KnowledgeStore(engine)
    builder = IndexBuilder(
        settings.index_dir, store, embedder, load_glossary(), ChromaIndexes(settings.chroma_url)
    )
    return KnowledgeBase(engine, embedder, store, builder)


def build(settings: Settings, progress: Progress = _silent, clock: Clock = utc_now) -> Assistant:
    """Return the assistant; on first start its documents are ingested, with `progress`."""
    institution = load_institution(settings.institution_file)
    base = build_knowledge_base(settings)
    if not base.store.stored():
        base.ingest(settings.documents, settings, progress)
    glossary, spanish = load_glossary(), spanish_words()
    knowledge = CurrentKnowledge(
        base.builder,
        lambda: Retriever(base.builder.open(progress), base.embedder, glossary, spanish),
    )

    def today() -> date:
        return day_in_chile(clock())

    routes, calibration = load_routes(), load_calibration()
    redactor = build_redactor(institution.published())
    conversations = Conversations(clock, settings.retention_days)
    talks = Talks(redactor, lambda talk_id: _kept_texts(base.engine, conversations, talk_id))
    opening: list[Step] = [
        Redact(
            talks, lambda name: knowledge().mentions(name)
        ),  # after this, nothing sees personal data
        Understand(glossary),  # one question or several, complete, in which language
        Route(routes, load_classifier(), glossary.expand),  # what it is about
    ]
    classifying = build_classifying(settings, base.embedder, clock)
    with writing(base.engine) as connection:
        classifying.systems.seed(connection, classifying.policy())
    answering: list[Step] = [
        Conduct(classifying, routes, knowledge, clock),  # an official's guided interview
        Decline(),  # what needs no search: a person, a crisis, a greeting, an attack
        Retrieve(knowledge, calibration, today),
        Compose(build_composer(settings, redactor), calibration),
        Verify(today, ExtractiveComposer()),  # cited, supported, allowed
    ]
    log = build_log(settings, base.engine, clock)
    texts = load_texts(institution)
    prefix = institution.institution.folio
    reception = build_reception(settings, Cases(conversations, log, prefix), institution, texts)
    interviews = Interviews(clock, settings.retention_days)
    purge = Purge(base.engine, log, reception.cases, reception.contacts, interviews)
    keeping = LogKeeping(purge, settings.system_id, clock)
    with suppress(LogDamaged):  # each turn says that it cannot be recorded, and so does `doctor`
        keeping.prepare()
    recorder = Recorder(
        log=log,
        fingerprints=Fingerprints(
            prompt=_digest(TEXTS_FILE),
            policy=_digest(ROUTES_FILE, CLASSIFIER_FILE, CONFIDENCE_FILE, GLOSSARY_FILE),
            configuration=_configuration(settings),
            model=settings.chat_model or None,
        ),
        knowledge_base=lambda: knowledge().index.version,
        folio_prefix=prefix,
        clock=clock,
    )
    requests = Requests(
        reception.cases,
        lambda day: institution.attention.holidays.find_name(day) is not None,
        RequestNotices(reception.notices.is_on),
    )

    def redact(text: str) -> str:
        return redactor.redact(text).text

    desk = Desk(base.engine, reception, redact, talks.other)
    return Assistant(
        institution=institution,
        texts=texts,
        steps=[*opening, Suspend()] if settings.suspended else [*opening, *answering],
        routes=routes,
        talks=talks,
        engine=base.engine,
        conversations=conversations,
        waiting=WaitingRoom(reception, recorder),
        desk=desk,
        citizens=CitizenDesk(base.engine, reception, requests, redact),
        rights=RightsDesk(base.engine, reception, requests, redact, talks.forget),
        pulse=Pulse(base.engine, log),
        board=build_board(desk),
        audit=build_audit(desk, institution, settings.data_dir),
        gaps=build_gap_desk(settings, base, redactor, log, clock),
        feedback=build_feedback(desk, routes, talks.aside),
        chores=Chores(
            base.engine,
            clock,
            reception,
            build_notifier(settings, institution, base.engine, clock),
            build_dpo_notifier(settings, institution, base.engine, clock),
            keeping,
        ),
        interviews=InterviewDesk(classifying, interviews),
        registry=build_registry(base.engine, redactor, clock),
        clock=clock,
        knowledge=knowledge,
        recorder=recorder,
        alarm=build_alarm(settings, institution, base.engine, log, clock),
        max_question_chars=settings.max_question_chars,
    )


def _kept_texts(engine: Engine, conversations: Conversations, talk_id: str) -> tuple[str, ...]:
    with reading(engine) as connection:
        return conversations.texts(connection, talk_id)


def build_reception(
    settings: Settings, cases: Cases, institution: Institution, texts: Texts
) -> Reception:
    """Return what opens the cases of those who ask for a person, and says how they stand."""
    return Reception(
        cases=cases,
        officials=Officials(cases.conversations.clock),
        contacts=ContactBook(cases, Seal(build_keys(settings)), settings.contact_days),
        notices=build_notices(settings),
        hours=OfficeHours(institution.attention),
        texts=texts,
        address=f"{settings.public_url}/caso" if settings.public_url else "",
    )


def build_audit(desk: Desk, institution: Institution, folder: Path) -> AuditDesk:
    """Return where the log of a desk is asked for; exports pass through `folder`."""
    names, cases = institution.institution, desk.reception.cases
    return AuditDesk(
        engine=desk.engine,
        log=cases.log,
        officials=desk.officials,
        redact=desk.redact,
        clock=cases.conversations.clock,
        institution=names.nombre,
        prefix=cases.prefix,
        folder=folder,
    )


def build_feedback(
    desk: Desk, routes: Routes, redact_in: Callable[[str, str], str]
) -> FeedbackDesk:
    """Return where people say whether an answer was useful, beside a desk of staff."""
    cases, texts = desk.reception.cases, desk.reception.texts

    def emergency(text: str) -> str:
        rule = routes.deciding(text)
        return texts.emergency() if rule is not None and rule.label == Label.CRISIS else ""

    return FeedbackDesk(
        engine=desk.engine,
        conversations=cases.conversations,
        log=cases.log,
        officials=desk.officials,
        redact_in=redact_in,
        emergency=emergency,
        prefix=cases.prefix,
    )


def build_gap_desk(
    settings: Settings, base: KnowledgeBase, redactor: Redactor, log: DecisionLog, clock: Clock
) -> GapDesk:
    """Return where answers of officials become documents of this installation."""
    institution = load_institution(settings.institution_file)

    def publish(change: AbstractContextManager[None]) -> Report:
        return base.ingest((), settings, change=change)

    return GapDesk(
        engine=base.engine,
        embedder=base.embedder,
        shelf=Shelf(settings.own_documents, base.store, publish),
        checker=DraftChecker(build_rendering(institution), load_figures(HERE / "data"), redactor),
        institution=institution.institution.nombre,
        log=log,
        clock=clock,
    )


def build_classifying(settings: Settings, embedder: Embedder, clock: Clock) -> Classifying:
    """Return the purpose of the classification interview, with the policy in force on the day."""

    def policy() -> Policy:
        return policy_on(day_in_chile(clock()))

    return Classifying(
        definition=load_definition(DEFINITIONS / "clasificacion.yaml"),
        policy=policy,
        describer=build_describer(settings, embedder),
        systems=Systems(clock),
        classifications=Classifications(clock),
        officials=Officials(clock),
        speech=load_speech(),
        clock=clock,
    )


def build_describer(settings: Settings, embedder: Embedder) -> Describer:
    """Return who reads facts in descriptions, with the chat model if there is one."""
    policy = policy_on(day_in_chile(utc_now()))
    if not settings.chat_model:
        return Describer(policy, embedder)
    from assistant.chat_model import build_chat_model  # brings the chat-model packages

    return Describer(policy, embedder, build_chat_model(settings))


def build_composer(settings: Settings, redactor: Redactor) -> Composer:
    """Return the composer of drafts: extractive, or a chat model that falls back to it."""
    if not settings.chat_model:
        return ExtractiveComposer()
    from assistant.draft_generative import build_generative  # brings the chat-model packages

    return build_generative(settings, lambda text: redactor.redact(text).text)


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]


def _configuration(settings: Settings) -> str:
    # Secrets are left out: not even their hash belongs in the log.
    fields = type(settings).model_fields.items()
    secret = {name for name, field in fields if field.annotation is SecretStr}
    shown = settings.model_dump_json(exclude=secret)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
