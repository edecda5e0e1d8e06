"""`asistente eval live` ends with a code for each verdict, and says it in words."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

from evals.live import build
from evals.live.command import live
from tests.evals.live.place import DAY, Place

app = typer.Typer()
app.command()(live)
RUNNER = CliRunner()


@pytest.fixture
def here(small_place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """The place, where the command finds it."""
    monkeypatch.setattr(build, "build_nightly", lambda settings: small_place.nightly())
    small_place.usual_nights(10, 20, 100)
    yield small_place


def run(*more: str) -> tuple[int, str, str]:
    found = RUNNER.invoke(app, ["--day", DAY.isoformat(), *more], env={"COLUMNS": "160"})
    return found.exit_code, found.stdout, found.stderr


def test_in_band_is_zero(here: Place) -> None:
    here.answers(40)
    here.silences(10)
    code, said, _ = run()
    assert code == 0 and "La noche: dentro de lo esperado." in said
    assert "21/11/2026: 50 turnos, 50 revisados." in said


def test_out_of_band_is_one_and_says_what_and_not_whose(here: Place) -> None:
    here.answers(40)
    here.silences(10, question="mi rut es 12.345.678-5")
    code, said, _ = run()
    assert code == 1 and "10 turnos (RUT 10)" in said and "12.345" not in said


def test_not_enough_data_is_three_and_a_program_can_read_it(here: Place) -> None:
    here.answers(5)
    code, said, _ = run("--json", "--n", "3")
    assert code == 3 and json.loads(said)["by_outcome"]["answered"] == {"turns": 5, "sampled": 3}


def test_what_could_not_be_measured_is_two_with_what_to_do(here: Place) -> None:
    here.is_reachable = False
    code, said, told = run()
    assert (code, said) == (2, "") and "No se pudo medir el 21/11/2026" in told
    assert "asistente doctor" in told and "una frase de alguien" not in told


def test_a_day_that_goes_on_is_not_measured(here: Place) -> None:
    found = RUNNER.invoke(app, ["--day", "2999-01-01"])
    assert found.exit_code == 2 and "no termina todavía" in found.stderr
    assert len(here.events()) == 10 and here.box.subjects == []
