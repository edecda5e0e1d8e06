"""`asistente eval` as evaluators use it: words instead of tracebacks, exit codes, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.command import app
from evals.gates.baseline import make_baseline, write_baseline
from evals.report.results import Result, read_run, write_run
from evals.running.begun import Begun, BegunError
from tests.evals.builders import a_case, a_result, a_run

RULES = """
[run]
suites = ["answers"]
cases = 10
unscored = 0
[[kept]]
suite = "answers"
metric = "right"
lost = 0
"""


def results(wrong: int = 0) -> list[Result]:
    """Return a suite of answers with some wrong."""
    return [a_result(a_case(f"c{n:03}"), right=float(n >= wrong)) for n in range(60)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with rules, a baseline in which all is right, and a good and a bad run."""
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "gates.toml").write_text(RULES, encoding="utf-8")
    good, bad = results(), results(wrong=2)
    write_baseline(make_baseline(a_run(good), good, "prueba"), tmp_path / "baseline.json")
    write_run(tmp_path / "good", a_run(good), good)
    write_run(tmp_path / "bad", a_run(bad), bad)
    return tmp_path


def call(place: Path, *words: str) -> tuple[int, str]:
    """Return the exit code and everything that a command wrote."""
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.output


def judge(place: Path, run: str) -> tuple[int, str]:
    """Judge a run."""
    return call(
        place,
        "gate",
        str(place / run),
        "--gates",
        str(place / "gates.toml"),
        "--baseline",
        str(place / "baseline.json"),
    )


def test_a_good_run_passes_and_a_worse_one_does_not(place: Path) -> None:
    assert judge(place, "good")[0] == 0
    code, told = judge(place, "bad")
    assert code == 1 and "NO PASA" in told and "c000" in told


def test_a_run_that_is_not_one_is_said_in_words(place: Path) -> None:
    code, told = judge(place, "nada")
    assert code == 2 and "run.json" in told and "Traceback" not in told
    (place / "good" / "run.json").write_text("{", encoding="utf-8")
    assert judge(place, "good")[0] == 2


def test_an_accepted_run_is_the_new_baseline_with_its_reason(place: Path) -> None:
    new = str(place / "baseline.json")
    code, _ = call(place, "accept", str(place / "bad"), "--reason", "se aceptó", "--baseline", new)
    assert code == 0 and "se aceptó" in Path(new).read_text(encoding="utf-8")
    assert judge(place, "bad")[0] == 0


def test_a_baseline_is_not_accepted_without_a_reason(place: Path) -> None:
    code, told = call(place, "accept", str(place / "good"), "--reason", " ")
    assert code == 2 and "--reason" in told


def test_two_runs_are_compared_case_by_case(place: Path) -> None:
    code, told = call(place, "compare", str(place / "good"), str(place / "bad"))
    assert code == 0 and "dejaron de estar bien: 2" in told
    page = (place / "bad" / "comparacion.html").read_text(encoding="utf-8")
    assert "c001" in page and "http://" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--only", "nada"], "No existe la suite"),
        (["run", "--day", "ayer"], "no es un día"),
        (["run", "--suite", "xquad"], "--path"),
        (["run", "--suite", "otro", "--path", "x.json"], "charla"),
        (["run", "--suite", "xquad", "--path", "no-existe.json"], "no es un conjunto"),
    ],
)
def test_a_wrong_order_says_what_to_write(place: Path, words: list[str], told: str) -> None:
    code, output = call(place, *words)
    assert code == 2 and told in " ".join(output.split())


def test_documents_that_lost_what_cases_rest_on_do_not_pass(
    place: Path, tiny_documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASISTENTE_DOCUMENTS", f'["{tiny_documents}"]')
    code, told = call(place, "run", "--only", "retrieval", "--gate")
    assert code == 3 and "FALTAN DATOS casos: " in told and "rec-" in told
    code, told = call(place, "run", "--only", "retrieval")
    assert code == 2 and "no está en la base" in " ".join(told.split())


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    found = [a_result(a_case("raro", question="dos\u2028líneas\x85 y \u2029más"), right=0.5)]
    write_run(tmp_path, a_run(found), found)
    record, again = read_run(tmp_path)
    assert again == found and record == a_run(found).model_copy(update={"made_at": record.made_at})


def test_a_run_goes_on_only_with_what_it_began_with(tmp_path: Path) -> None:
    begun = Begun(day="2026-11-22", code="abc", configuration={"a": "1"}, digests={"answers": "x"})
    begun.keep(tmp_path)
    begun.model_copy(update={"digests": {"router": "y"}}).keep(tmp_path)
    begun.keep(tmp_path)
    for change in ({"code": "def"}, {"configuration": {"a": "2"}}, {"digests": {"answers": "z"}}):
        with pytest.raises(BegunError, match="cambió"):
            begun.model_copy(update=change).keep(tmp_path)


def test_observations_of_nobody_knows_what_are_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "observations.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(BegunError, match="Empieza otra"):
        Begun(day="d", code="c", configuration={}, digests={}).keep(tmp_path)
