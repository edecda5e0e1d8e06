"""What every test shares: no network, one moment in time, and a tiny knowledge base.

The assistant is wired by `assistant.bootstrap.build` itself; only what is slow is exchanged (the
embedding model, Chroma, and the calibration that belongs to that model).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings as hypothesis_settings
from pytest_socket import socket_allow_hosts
from sqlalchemy import Engine

from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.database import build_engine, migrate
from assistant.redaction import Redactor, build_redactor
from assistant.settings import Settings
from governance.moments import Clock
from knowledge_base.index import IndexBuilder
from knowledge_base.ingest import build_rendering
from knowledge_base.institution import Institution, load_institution
from knowledge_base.markdown import Rendering
from knowledge_base.query_help import Glossary, load_glossary, spanish_words
from knowledge_base.store import KnowledgeStore
from knowledge_base.vectors_memory import MemoryIndexes
from tests.fakes import TINY_CALIBRATION, FixedClock, HashEmbedder
from tests.tiny_knowledge import write_tiny_documents

# Time limits on single examples say more about a busy machine than about the code.
hypothesis_settings.register_profile("quick", deadline=None, max_examples=60)
hypothesis_settings.load_profile("quick")

LOOPBACK = ["127.0.0.1", "::1"]


class BuildAssistant(Protocol):
    """Builds an assistant of its own, with some settings."""

    def __call__(self, *, clock: Clock | None = None, **settings: object) -> Assistant:
        """Return the assistant."""


def pytest_runtest_setup() -> None:
    """Close every socket but those of this machine, before any fixture of the test runs."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _without_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the defaults, whatever the shell that runs them has set."""
    for name in [n for n in os.environ if n.startswith("ASISTENTE_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(scope="session")
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return load_glossary()


@pytest.fixture(scope="session")
def spanish() -> frozenset[str]:
    return spanish_words()


@pytest.fixture(scope="session")
def institution() -> Institution:
    return load_institution(Settings().institution_file)


@pytest.fixture(scope="session")
def rendering(institution: Institution) -> Rendering:
    return build_rendering(institution)


@pytest.fixture(scope="session")
def real_redactor() -> Redactor:
    return build_redactor()


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: Alembic is the slow part of a new database."""
    file = tmp_path_factory.mktemp("migrated") / "asistente.db"
    engine = build_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def small_database(_migrated: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite database of the test's own."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    shutil.copy(_migrated, folder / "asistente.db")
    engine = build_engine(f"sqlite:///{folder / 'asistente.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def store(small_database: Engine) -> KnowledgeStore:
    return KnowledgeStore(small_database)


@pytest.fixture
def builder(
    tmp_path: Path, store: KnowledgeStore, embedder: HashEmbedder, glossary: Glossary
) -> IndexBuilder:
    return IndexBuilder(tmp_path / "data" / "index", store, embedder, glossary, MemoryIndexes())


@pytest.fixture(scope="session")
def build_quickly(
    embedder: HashEmbedder, real_redactor: Redactor, spanish: frozenset[str]
) -> Callable[..., Assistant]:
    """`bootstrap.build` with what is slow exchanged, only while it builds."""

    def build(settings: Settings, clock: Clock) -> Assistant:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bootstrap, "build_embedder", lambda name: embedder)
            patch.setattr(bootstrap, "ChromaIndexes", lambda url: MemoryIndexes())
            patch.setattr(bootstrap, "load_calibration", lambda: TINY_CALIBRATION)
            patch.setattr(bootstrap, "build_redactor", lambda _: real_redactor)
            patch.setattr(bootstrap, "spanish_words", lambda: spanish)
            return bootstrap.build(settings, clock=clock)

    return build


@pytest.fixture(scope="session")
def tiny_documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny knowledge base."""
    return write_tiny_documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="session")
def _tiny_data(
    build_quickly: Callable[..., Assistant],
    tiny_documents: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A data folder with the tiny knowledge base ingested, to copy."""
    folder = tmp_path_factory.mktemp("tiny") / "data"
    built = bootstrap.build(
        Settings(data_dir=folder, documents=(tiny_documents,)), clock=FixedClock()
    )
    built.engine.dispose()
    return folder


@pytest.fixture
def build_assistant(
    build_quickly: Callable[..., Assistant],
    _tiny_data: Path,
    tiny_documents: Path,
    tmp_path: Path,
) -> Iterator[BuildAssistant]:
    """Builds an assistant of the test's own over the tiny knowledge base, in `tmp_path/data`."""
    opened: list[Assistant] = []

    def build(*, clock: Clock | None = None, **settings: object) -> Assistant:
        folder = tmp_path / "data"
        if not folder.exists():
            shutil.copytree(_tiny_data, folder)
        values: dict[str, object] = {"data_dir": folder, "documents": (tiny_documents,)}
        built = build_quickly(
            Settings(**(values | settings)),  # type: ignore[arg-type]
            clock or FixedClock(),
        )
        opened.append(built)
        return built

    yield build
    for assistant in opened:
        assistant.engine.dispose()


@pytest.fixture(scope="session")
def assistant(
    build_quickly: Callable[..., Assistant],
    _tiny_data: Path,
    tiny_documents: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Assistant]:
    """One assistant for the tests that only talk: each starts a conversation of its own."""
    folder = tmp_path_factory.mktemp("shared") / "data"
    shutil.copytree(_tiny_data, folder)
    built = bootstrap.build(
        Settings(data_dir=folder, documents=(tiny_documents,)), clock=FixedClock()
    )
    yield built
    built.engine.dispose()
