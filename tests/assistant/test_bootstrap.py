"""The whole assistant as it is shipped (embeddings, Chroma, redaction), on the tiny texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.bootstrap import build, build_knowledge_base
from assistant.settings import Settings
from assistant.turn import Outcome
from tests.fakes import FixedClock


@pytest.fixture(scope="module")
def settings(tiny_documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("shipped") / "data", documents=(tiny_documents,)
    )


@pytest.fixture(scope="module")
def shipped(settings: Settings) -> Iterator[Assistant]:
    """Nothing exchanged but the clock."""
    built = build(settings, clock=FixedClock())
    yield built
    built.engine.dispose()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("¿Quién puede postular?", "juntas de vecinos"),
        ("kuanto plata dan en deporte", "$3.100.000"),
        ("qué papeles hay que presentar", "Carta de compromiso"),
    ],
)
def test_it_answers_from_its_documents(shipped: Assistant, question: str, said: str) -> None:
    reply = shipped.reply(shipped.start("ciudadania", "web").id, question, "web")
    assert said in reply.text and reply.citations


def test_it_does_not_answer_what_it_does_not_know(shipped: Assistant) -> None:
    talk = shipped.start("ciudadania", "web").id
    reply = shipped.reply(talk, "¿cuántos kilómetros hay de la Tierra a la Luna?", "web")
    assert reply.outcome not in {Outcome.ANSWERED, Outcome.ANSWERED_PARTIALLY}


def test_everything_it_writes_is_under_one_folder(shipped: Assistant, settings: Settings) -> None:
    assert (settings.data_dir / "asistente.db").is_file()
    assert settings.index_dir.is_dir()
    assert shipped.health()["status"] == "ok"


def test_a_second_start_computes_nothing(shipped: Assistant, settings: Settings) -> None:
    steps: list[tuple[int, int]] = []
    again = build(settings, progress=lambda done, total: steps.append((done, total)))
    assert steps == []
    assert again.knowledge().index.version == shipped.knowledge().index.version
    again.engine.dispose()


@pytest.mark.parametrize("damaged", ["chroma/chroma.sqlite3", "vectors.npy"])
def test_a_damaged_index_is_mended_at_the_next_start(
    shipped: Assistant, settings: Settings, tmp_path: Path, damaged: str
) -> None:
    copy = tmp_path / "data"
    shutil.copytree(settings.data_dir, copy)
    pointer = (copy / "index" / "current").read_text(encoding="utf-8")
    (copy / "index" / pointer / damaged).write_bytes(b"\0" * 100)
    base = build_knowledge_base(settings.model_copy(update={"data_dir": copy}))
    index = base.builder.open()
    assert index.version == shipped.knowledge().index.version
    assert (copy / "index" / "current").read_text(encoding="utf-8") != pointer
    index.nearest.close()
    base.engine.dispose()
