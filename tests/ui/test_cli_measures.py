"""`asistente desk measures`: the figures of the panel, for whoever operates the machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.database import build_engine, migrate, writing
from governance.log.decision_log import DecisionLog
from governance.moments import utc_now
from tests.governance.stores import an_event
from ui.cli import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command over a log where somebody asked for a person two days ago."""
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path))
    engine = build_engine(f"sqlite:///{tmp_path / 'asistente.db'}")
    migrate(engine)
    with writing(engine) as connection:
        asked = an_event("asked", at=utc_now() - timedelta(days=2), by="person")
        DecisionLog().append_event(connection, asked)
    engine.dispose()
    return lambda *args: CliRunner().invoke(app, ["desk", "measures", *args])


def test_the_measures_are_shown_in_words(run: Run) -> None:
    shown = run()
    assert shown.exit_code == 0, shown.output
    assert "Casos abiertos" in shown.output and "2 días" in shown.output
    assert "Faltan datos" in shown.output


def test_programs_get_them_as_json(run: Run) -> None:
    told = json.loads(run("--dias", "7", "--json").stdout)
    waiting = [one for one in told["medidas"] if one["medida"] == "Casos en espera"]
    assert [one["valor"] for one in waiting] == [1]


def test_a_window_that_does_not_exist_is_refused_in_words(run: Run) -> None:
    refused = run("--dias", "8")
    assert refused.exit_code == 2
    assert "--dias" in refused.output


def test_without_a_database_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path / "nada"))
    refused = CliRunner().invoke(app, ["desk", "measures"])
    assert (refused.exit_code, "no existe" in refused.output) == (2, True)
