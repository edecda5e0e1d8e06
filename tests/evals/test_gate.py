"""The gate: what it stops, what it lets through, and that it never opens by default."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.gates.baseline import (
    Baseline,
    BaselineError,
    make_baseline,
    read_baseline,
    write_baseline,
)
from evals.gates.gate import EXIT_CODES, Gate, GateReport, Verdict
from evals.gates.rules import GateError, Rules, load_rules
from evals.report.results import Result
from tests.evals.builders import a_case, a_result, a_run, seen

SIZE = 400


def results(wrong: int = 0, slow: float = 1.0, **more: float | None) -> list[Result]:
    """Return a suite of answers with some wrong."""
    found = []
    for n in range(SIZE):
        result = a_result(a_case(f"c{n:03}"), right=float(n >= wrong), **more)
        timed = seen(result.case, timings_ms={"retrieve": 20.0 * slow})
        found.append(result.model_copy(update={"seen": timed}))
    return found


def rules(**more: object) -> Rules:
    """Return rules that ask for a suite of answers and what the test says."""
    run = {"suites": ["answers"], "cases": 10, "unscored": 0}
    return Rules.model_validate({"run": run, **more})


def check(found: list[Result], **more: object) -> GateReport:
    """Judge results against a baseline in which everything was right."""
    before = results()
    baseline = make_baseline(a_run(before), before, "prueba")
    return Gate(rules(**more), baseline).check(a_run(found), found)


def test_the_same_run_again_passes() -> None:
    regression = [{"suite": "answers", "metric": "right", "budget": 0.02}]
    kept = [{"suite": "answers", "metric": "right", "lost": 0}]
    zero = [{"suite": "answers", "metric": "right", "cases": 299}]
    latency = [{"step": "retrieve", "times": 1.5}]
    report = check(results(), regression=regression, kept=kept, zero=zero, latency=latency)
    assert report.verdict == Verdict.PASS and EXIT_CODES[report.verdict] == 0


def test_one_failure_where_none_is_tolerated_fails() -> None:
    report = check(results(wrong=1), zero=[{"suite": "answers", "metric": "right", "cases": 299}])
    assert report.verdict == Verdict.FAIL and EXIT_CODES[report.verdict] == 1


def test_no_failure_in_too_few_cases_is_not_enough_data() -> None:
    report = check(results(), zero=[{"suite": "answers", "metric": "right", "cases": 1000}])
    assert report.verdict == Verdict.NOT_ENOUGH and EXIT_CODES[report.verdict] == 3


@pytest.mark.parametrize(("wrong", "verdict"), [(0, "pass"), (5, "not_enough"), (40, "fail")])
def test_a_loss_is_judged_by_how_large_it_may_be(wrong: int, verdict: str) -> None:
    rule = {"suite": "answers", "metric": "right", "budget": 0.02}
    assert check(results(wrong=wrong), regression=[rule]).verdict == verdict


def test_a_single_case_that_was_right_and_is_wrong_is_told_by_name() -> None:
    report = check(results(wrong=1), kept=[{"suite": "answers", "metric": "right", "lost": 0}])
    told = [f.text for f in report.findings if f.verdict == Verdict.FAIL]
    assert len(told) == 1 and "c000" in told[0]


def test_the_floor_is_for_the_lower_bound_and_not_for_the_mean() -> None:
    floor = [{"suite": "answers", "metric": "right", "floor": 0.95}]
    assert check(results(wrong=4), floor=floor).verdict == Verdict.PASS
    assert check(results(wrong=16), floor=floor).verdict == Verdict.FAIL  # 96 %, from 93.6 %


def test_a_slower_step_fails_and_a_slower_machine_does_not() -> None:
    latency = [{"step": "retrieve", "times": 2.0}]
    assert check(results(slow=3.0), latency=latency).verdict == Verdict.FAIL
    everywhere = [
        r.model_copy(
            update={
                "seen": r.seen.model_copy(
                    update={"timings_ms": {"retrieve": 60.0}, "reference_ms": 15.0}
                )
            }
        )
        for r in results()
    ]
    assert check(everywhere, latency=latency).verdict == Verdict.PASS


def test_a_measure_that_is_not_there_fails() -> None:
    for rule in ("zero", "floor", "regression", "kept"):
        given = {
            "zero": {"cases": 1},
            "floor": {"floor": 0.1},
            "regression": {"budget": 0.5},
            "kept": {"lost": 100},
        }[rule]
        asked = [{"suite": "answers", "metric": "caveat", **given}]
        assert check(results(), **{rule: asked}).verdict == Verdict.FAIL, rule


def test_another_suite_than_that_of_the_baseline_fails() -> None:
    found = results()
    found[0] = a_result(a_case("c000", question="¿otra cosa?"), right=1.0)
    report = check(found)
    assert any("cambiaron los casos" in f.text for f in report.findings)
    assert report.verdict == Verdict.FAIL


@pytest.mark.parametrize("flaw", ["missing", "partial", "error", "unscored", "no baseline", "nan"])
def test_a_run_that_is_not_sound_never_passes(flaw: str) -> None:
    found, baseline_of = results(), results()
    baseline: Baseline | None = make_baseline(a_run(baseline_of), baseline_of, "prueba")
    record = a_run(found)
    if flaw == "missing":
        found, record = [], a_run([])
    elif flaw == "partial":
        record = a_run(found, whole=False)
    elif flaw == "error":
        broken = found[0].seen.model_copy(update={"error": "OSError"})
        found[0] = found[0].model_copy(update={"seen": broken})
    elif flaw == "unscored":
        found[0] = a_result(found[0].case, right=None)
        record = a_run(found)
    elif flaw == "no baseline":
        baseline = None
    elif flaw == "nan":
        found[0] = a_result(found[0].case, right=float("nan"))
    assert Gate(rules(), baseline).check(record, found).verdict == Verdict.FAIL


def test_a_suite_that_cannot_pass_is_known_before_the_others_run() -> None:
    zero = [{"suite": "answers", "metric": "right", "cases": 10}]
    before = results()
    gate = Gate(rules(zero=zero), make_baseline(a_run(before), before, "prueba"))
    bad = results(wrong=1)
    assert gate.hopeless("answers", a_run(bad), bad)
    assert not gate.hopeless("answers", a_run(before), before)


def test_the_baseline_keeps_every_score_of_every_case(tmp_path: Path) -> None:
    found = [*results(wrong=3), a_result(a_case("x1"), right=0.25), a_result(a_case("x2"))]
    path = tmp_path / "baseline.json"
    write_baseline(make_baseline(a_run(found), found, "porque sí"), path)
    values = read_baseline(path).suites["answers"].values("right")
    assert values == {r.case.id: v for r in found if (v := r.value("right")) is not None}


def test_part_of_a_suite_is_not_taken_as_a_baseline() -> None:
    found = results()
    with pytest.raises(BaselineError, match="incompletas"):
        make_baseline(a_run(found, whole=False), found, "prueba")


def test_a_missing_or_damaged_baseline_says_what_to_do(tmp_path: Path) -> None:
    damaged = tmp_path / "baseline.json"
    damaged.write_text('{"made_at": "', encoding="utf-8")
    for path in (damaged, tmp_path / "none.json"):
        with pytest.raises(BaselineError, match="eval accept"):
            read_baseline(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[run]\nsuites = ['answers']\ncases = 1", "unscored"),
        ("[run]\nsuites = ['nada']\ncases = 1\nunscored = 0", "suites"),
        ("nada", "no se puede leer"),
        (
            "[run]\nsuites = ['answers']\ncases = 1\nunscored = 0\n"
            "[[zero]]\nsuite = 'answers'\nmetric = 'rihgt'\ncases = 3",
            "rihgt",
        ),
        (
            "[run]\nsuites = ['answers']\ncases = 1\nunscored = 0\n"
            "[[zero]]\nsuite = 'privacy'\nmetric = 'right'\ncases = 3",
            "privacy",
        ),
    ],
)
def test_wrong_rules_are_refused_with_the_mistake(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GateError, match=told):
        load_rules(path)


def test_the_rules_of_the_repository_can_be_read() -> None:
    assert load_rules().run.cases >= 600
