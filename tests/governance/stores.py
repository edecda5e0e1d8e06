"""Databases to test the records on: SQLite always, PostgreSQL where TEST_POSTGRES_URL names one."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text

from assistant.database import build_engine as build_engine
from assistant.database import migrate
from governance.log.decision import Decision, Hashes, RecordedCitation, RecordedPassage
from governance.log.event import Event, EventKind

fork = multiprocessing.get_context("fork")
forks = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
"""Children here only run our own code and end: the warning is about threads that they lack."""

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'asistente.db'}"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: Alembic is the slow part of a new database."""
    folder = tmp_path_factory.mktemp("migrated")
    engine = build_engine(sqlite_url(folder))
    migrate(engine)
    engine.dispose()
    return folder / "asistente.db"


@pytest.fixture
def sqlite_engine(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(migrated_file, tmp_path / "asistente.db")
    engine = build_engine(sqlite_url(tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy."""
    url = os.environ.get("TEST_POSTGRES_URL")
    if not url:
        pytest.skip("needs a PostgreSQL server: set TEST_POSTGRES_URL")
    with own_database(url, "template0") as template:
        engine = build_engine(template)
        migrate(engine)
        engine.dispose()
        yield template


@pytest.fixture
def postgres_engine(postgres_template: str) -> Iterator[Engine]:
    name = postgres_template.rsplit("/", 1)[1]
    with own_database(postgres_template.rsplit("/", 1)[0] + "/postgres", name) as url:
        engine = build_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """The same test on both databases."""
    found = request.getfixturevalue(f"{request.param}_engine")
    assert isinstance(found, Engine)
    return found


class own_database:
    """A PostgreSQL database that exists inside a `with`."""

    def __init__(self, url: str, template: str) -> None:
        self._admin = create_engine(url, isolation_level="AUTOCOMMIT")
        self._name = f"asistente_test_{uuid4().hex[:12]}"
        self._template = template

    def __enter__(self) -> str:
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {self._name} TEMPLATE {self._template}"))
        url = self._admin.url.set(database=self._name)
        return url.render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self._name} WITH (FORCE)"))
        self._admin.dispose()


def a_decision(question: str = "¿Hasta cuándo puedo postular?", **changes: object) -> Decision:
    """A decision with every field filled in."""
    values: dict[str, object] = {
        "conversation_id": "c-1",
        "at": NOON,
        "channel": "web",
        "audience": "ciudadania",
        "question": question,
        "outcome": "answered",
        "answer": "Hasta el 30 de marzo, según las Bases.",
        "label": "contest_question",
        "route_scores": {"contest_question": 0.912345678, "greeting": 0.01},
        "rule_id": "plazo",
        "passages": (RecordedPassage("bases#plazo", "v1", 0.8, {"dense": 0.7}),),
        "citations": (
            RecordedCitation("bases#plazo", "v1", "Bases", "Plazo", "Bases 2026", "", "Hasta…"),
        ),
        "confidence": 0.93,
        "composer": "extractive",
        "hashes": Hashes("p", "q", "k", "c"),
        "timings_ms": {"route": 1.5},
        "redactions": {"NOMBRE": 1},
    }
    return Decision(**{**values, **changes})  # type: ignore[arg-type]


def an_event(kind: EventKind = "replied", **changes: object) -> Event:
    """An event with every field filled in."""
    values: dict[str, object] = {
        "at": NOON,
        "by": "F-002",
        "case": 7,
        "conversation_id": "c-1",
        "reason": "requested",
        "to": "F-003",
        "text": "Te llamo mañana.",
    }
    return Event(kind, **{**values, **changes})  # type: ignore[arg-type]


def drop_guards(engine: Engine) -> None:
    """Do what an intruder with the database in hand does first."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            names = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in names.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("DROP FUNCTION decision_log_refuse() CASCADE"))
