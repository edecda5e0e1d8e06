"""The suites as tasks of Inspect AI: in an environment of its own (`make inspect`)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from statistics import mean

import pytest

from evals.ecosystem.asking import Ground, score_of
from evals.ecosystem.yields import YIELDS, metrics_of
from evals.scorers.score import METRICS, Score
from evals.scorers.scoring import COMMUNICATION, SCORERS
from evals.suites.catalogue import TITLES

REPOSITORY = Path(__file__).resolve().parents[2]
LIMIT = 5


def test_each_scorer_of_a_suite_says_which_metrics_it_gives() -> None:
    used = {s for some in (*SCORERS.values(), *COMMUNICATION.values()) for s in some}
    assert used == set(YIELDS)
    assert {name for names in YIELDS.values() for name in names} == set(METRICS)
    assert all(metrics_of(suite) for suite in TITLES)


def test_each_suite_is_a_task_of_inspect() -> None:
    source = (REPOSITORY / "evals" / "inspect_tasks.py").read_text(encoding="utf-8")
    assert all(f"@task\ndef {suite}(" in source for suite in TITLES)
    assert source.count("@task\n") == len(TITLES)


def test_a_metric_that_does_not_apply_has_no_score_and_one_that_broke_is_unscored() -> None:
    given = {"right": Score(metric="right", value=1.0)}
    broken = {**given, "citations": Score(metric="citations", value=None, reason="se cayó")}
    assert score_of("caveat", given) is None
    assert score_of("right", broken) == given["right"]
    found = score_of("citations_valid", broken)
    assert found is not None and found.value is None and found.reason == "se cayó"


@pytest.mark.model
def test_inspect_gives_the_same_figures_as_our_own_run(
    tiny_documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = os.environ.get("TEST_INSPECT_PYTHON")
    if not python:
        pytest.skip("TEST_INSPECT_PYTHON names no Python with inspect-ai (make inspect)")
    monkeypatch.setenv("ASISTENTE_DOCUMENTS", json.dumps([str(tiny_documents)]))
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path / "data"))
    logs = tmp_path / "logs"
    done = subprocess.run(
        [
            *(python, "-m", "inspect_ai", "eval", "evals/inspect_tasks.py@router"),
            *("--model", "none/none", "--limit", str(LIMIT), "-T", f"root={tmp_path / 'theirs'}"),
            *("--log-dir", str(logs), "--log-format", "json", "--display", "none"),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    (file,) = logs.glob("*.json")
    log = json.loads(file.read_text(encoding="utf-8"))
    assert log["status"] == "success"

    place = Ground(tmp_path / "ours", has_plants=False)
    cases = place.cases("router")[:LIMIT]
    ours = [place.scores(case, place.observe(case))["label"] for case in cases]
    (label,) = log["results"]["scores"]
    assert label["name"] == "label"
    assert label["metrics"]["mean"]["value"] == mean(s.value for s in ours if s.value is not None)
    assert [sample["id"] for sample in log["samples"]] == [case.id for case in cases]
    for sample, score in zip(log["samples"], ours, strict=True):
        theirs = sample["scores"]["label"]
        assert (theirs["value"], theirs["explanation"]) == (score.value, score.reason)
        assert sample["metadata"]["cluster"] and not sample["model_usage"]
