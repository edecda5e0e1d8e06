"""Cases, observations and runs as tests need them: everything fine unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from evals.report.results import Result, RunRecord, SuiteRun
from evals.report.summary import extras, figures, latencies, parities
from evals.running.observation import Cited, Found, Observation
from evals.scorers.score import Context, Score
from evals.scorers.support import load_fitted
from evals.suites.case import Case
from evals.suites.catalogue import TITLES, digest
from evals.suites.gold import Shelf
from knowledge_base.model import Passage

DAY = date(2026, 11, 22)


def a_case(case_id: str = "c1", **more: Any) -> Case:
    """Return a case of the answers suite."""
    given = {"suite": "answers", "question": "¿cuánto dan?", "expected_action": "answer"}
    return Case.model_validate({"id": case_id, **given, **more})


def a_passage(passage_id: str = "plata#tope", text: str = "El tope es $1.800.000.") -> Passage:
    """Return a passage in force."""
    document, _, section = passage_id.partition("#")
    return Passage(passage_id, document, "Plata", section, text, "Bases", ("ciudadania",))


def seen(case: Case, **more: Any) -> Observation:
    """Return an answer that cites the passage of `a_passage` and says it."""
    given: dict[str, Any] = {
        "outcome": "answered",
        "action": "answer",
        "text": "El tope es $1.800.000.",
        "opening": "Soy una inteligencia artificial; no veo postulaciones. Escribe «derivar».",
        "cited": (
            Cited(
                passage_id="plata#tope",
                url="/fuentes/plata#tope",
                quote="El tope es $1.800.000.",
            ),
        ),
        "found": (Found(passage_id="plata#tope", score=0.9),),
        "is_recorded": True,
        "kept": case.question,
        "total_ms": 40.0,
        "timings_ms": {"retrieve": 20.0},
        "reference_ms": 5.0,
    }
    return Observation(case_id=case.id, suite=case.suite, **given | more)


def literally(claim: str, passage: str) -> tuple[bool, str]:
    """Support a claim when the passage holds its words."""
    return (True, "") if claim in passage else (False, "no lo dice")


def a_context(*passages: Passage, fixed: Iterable[str] = ()) -> Context:
    """Return what scorers look at, over these passages."""
    shelf = Shelf.of(passages or (a_passage(),))
    return Context(shelf=shelf, day=DAY, fixed=frozenset(fixed), supports=literally)


def a_result(case: Case, **scores: float | None) -> Result:
    """Return a result with these scores."""
    given = tuple(
        Score(metric=name, value=value, reason="" if value == 1 else "porque no")
        for name, value in scores.items()
    )
    return Result(case=case, seen=seen(case), scores=given)


def a_run(results: Sequence[Result], whole: bool = True) -> RunRecord:
    """Return the record of a run with these results."""
    names = list(dict.fromkeys(r.case.suite for r in results))
    return RunRecord(
        made_at="2026-11-22T12:00:00+00:00",
        day=DAY.isoformat(),
        machine={"núcleos": "2"},
        configuration={"base de conocimiento": "abc"},
        support=load_fitted(),
        suites=tuple(
            SuiteRun(
                name=name,
                title=TITLES[name],
                digest=digest(r.case for r in results if r.case.suite == name),
                cases=sum(r.case.suite == name for r in results),
                is_whole=whole,
            )
            for name in names
        ),
        figures=tuple(figures(results)),
        latencies=tuple(latencies(results)),
        parities=tuple(parities(results)),
        extras=extras(results, 1.0),
    )
