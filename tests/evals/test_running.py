"""Running: what was asked is not asked again, and what leaked is found wherever it was written."""

from __future__ import annotations

import shutil
from pathlib import Path

from assistant.settings import Settings
from evals.running.bench import clock_from
from evals.running.machine import describe_machine, reference_ms
from evals.running.runner import Runner, leaks
from evals.running.workplace import Workplace
from tests.evals.builders import DAY, a_case, seen


def a_place(root: Path) -> Workplace:
    """Return a workplace with a knowledge base and one process's copy of it."""
    place = Workplace(root, Settings(data_dir=root / "real"))
    place.knowledge.mkdir(parents=True)
    (place.knowledge / "base.db").write_bytes(b"12.345.678-5 in the documents")
    shutil.copytree(place.knowledge, place.workers / "1" / "plain")
    return place


def test_what_a_process_wrote_is_searched_byte_by_byte(tmp_path: Path) -> None:
    place = a_place(tmp_path)
    canaries = ("12.345.678-5", "Rosa Ñancupán", "9 8765 4321")
    assert leaks(place, canaries) == set()
    log = place.workers / "1" / "plain" / "log" / "trace.bin"
    log.parent.mkdir()
    log.write_bytes(b"\x00\x01" + "…Rosa Ñancupán…".encode() + b"\xff")
    (log.parent / "out.json").write_bytes(b'{"text": "Rosa \\u00d1ancup\\u00e1n"}')
    assert leaks(place, canaries) == {"Rosa Ñancupán"}


def test_a_file_that_was_written_after_the_copy_is_searched_too(tmp_path: Path) -> None:
    place = a_place(tmp_path)
    database = place.workers / "1" / "plain" / "base.db"
    database.write_bytes(database.read_bytes() + b" and more")
    assert leaks(place, ["12.345.678-5"]) == {"12.345.678-5"}


def test_a_run_that_was_cut_asks_only_what_is_missing(tmp_path: Path) -> None:
    case = a_case()
    runner = Runner(a_place(tmp_path), tmp_path / "run", DAY, 2)
    runner.file.parent.mkdir()
    kept = seen(case, text="lo de antes")
    runner.file.write_text(kept.model_dump_json() + '\n{"case_id": "c2", "sui', encoding="utf-8")
    told: list[tuple[int, int]] = []
    found = runner.observe([case], lambda done, total: told.append((done, total)))
    assert found == {("answers", "c1"): kept} and told == [(1, 1)]


def test_the_assistant_under_test_writes_nowhere_of_the_installation(tmp_path: Path) -> None:
    place = Workplace(tmp_path / "evals", Settings(data_dir=tmp_path, database_url="sqlite://"))
    settings = place.of(tmp_path / "evals" / "x")
    assert settings.data_dir == tmp_path / "evals" / "x" and settings.database_url == ""


def test_the_clock_of_a_run_stands_on_its_day_and_runs() -> None:
    clock = clock_from(DAY)
    first = clock()
    assert first.date() == DAY and clock() >= first


def test_a_run_says_what_it_was_made_with() -> None:
    machine = describe_machine()
    assert {"procesador", "núcleos", "python", "código", "chromadb"} <= set(machine)
    assert reference_ms() > 0
