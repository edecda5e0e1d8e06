"""Our cases, assistant and scorers as Inspect knows them: samples, a solver, scorers, metrics.

Imported only in the environment of `inspect.lock` (`make inspect`). No model is called: the solver
asks the assistant, and `none/none` stands where Inspect wants a model.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from anyio import to_thread
from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageUser, ModelOutput
from inspect_ai.scorer import Metric, Scorer, Target, grouped, mean, scorer, stderr
from inspect_ai.scorer import Score as InspectScore
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.ecosystem.asking import Ground, score_of
from evals.ecosystem.yields import metrics_of
from evals.running.machine import REPOSITORY
from evals.running.observation import Observation
from evals.scorers.score import METRICS
from evals.suites.case import Case, Kind
from evals.suites.catalogue import TITLES, digest

ROOT = REPOSITORY / "evals" / "out" / "inspect"
"""Where the knowledge base under test is prepared; nothing is written anywhere else."""

SEEN = "observation"
"""Where the state of a sample keeps what the assistant did."""


@cache
def ground(root: Path, has_plants: bool) -> Ground:
    """Return the place where the cases are asked: every task of this process shares it."""
    return Ground(root, has_plants)


def suite_task(suite: Kind, root: str) -> Task:
    """Return a suite as a task, working under `root`; the repository's own folder if empty.

    Raises:
        CaseError: a case cannot be used.
    """
    place = ground(Path(root).resolve() if root else ROOT, suite == "injection")
    cases = place.cases(suite)
    # Every figure of the base is a stratum of its own there.
    has_strata = suite != "figures" and len({case.stratum for case in cases}) > 1
    return Task(
        dataset=MemoryDataset([sample_of(case) for case in cases], name=suite),
        solver=ask_assistant(place),
        scorer=[metric_scorer(metric, place, has_strata) for metric in metrics_of(suite)],
        model="none/none",
        name=suite,
        display_name=TITLES[suite],
        metadata={"digest": digest(cases)},
    )


def sample_of(case: Case) -> Sample:
    """Return a case as a sample; its metadata has the whole case, so that a log stands alone."""
    target = [fact.any_of[0] for fact in case.key_facts if fact.vital]
    return Sample(
        input=[ChatMessageUser(content=said) for said in (*case.history, case.question)],
        target=case.label or target or case.expected_action,
        id=case.id,
        metadata={
            "stratum": case.stratum or "sin estrato",
            "cluster": case.cluster,
            "groups": dict(case.groups),
            "case": case.model_dump(mode="json"),
        },
    )


@solver
def ask_assistant(place: Ground) -> Solver:
    """Ask the assistant each case, as a run of ours does."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        case = _case(state)
        seen = await to_thread.run_sync(place.observe, case)
        state.store.set(SEEN, seen.model_dump(mode="json"))
        state.output = ModelOutput.from_content("asistente", seen.text or _answer(seen))
        state.messages.append(state.output.message)
        state.completed = True
        return state

    return solve


def metric_scorer(metric: str, place: Ground, has_strata: bool) -> Scorer:
    """Return the scorer of one of our metrics, by name, with its mean by stratum if it has them.

    Cases of one cluster rest on one fact or document: the standard error is clustered.
    """

    @scorer(metrics=_metrics(has_strata), name=metric, title=METRICS[metric])
    def of_metric() -> Scorer:
        async def judge(state: TaskState, target: Target) -> InspectScore | None:
            case, seen = _case(state), Observation.model_validate(state.store.get(SEEN))
            scores = await to_thread.run_sync(place.scores, case, seen)
            found = score_of(metric, scores)
            if found is None:
                return None
            if found.value is None:
                return InspectScore.unscored(
                    reason="scoring_failed", answer=_answer(seen), explanation=found.reason
                )
            return InspectScore(value=found.value, answer=_answer(seen), explanation=found.reason)

        return judge

    return of_metric()


def _metrics(has_strata: bool) -> list[Metric]:
    error = stderr(cluster="cluster")
    if not has_strata:
        return [mean(), error]
    return [
        mean(),
        error,
        grouped(mean(), "stratum", all=False),
        grouped(error, "stratum", all=False, name_template="{group_name} (stderr)"),
    ]


def _case(state: TaskState) -> Case:
    return Case.model_validate(state.metadata["case"])


def _answer(seen: Observation) -> str:
    """Return in few words what the assistant did: what it recognised, read, found or decided."""
    reads = ", ".join(f"{name}: {value}" for name, value in sorted(seen.reads.items()))
    found = ", ".join(f.passage_id for f in seen.found[:5])
    return seen.action or seen.label or reads or found or seen.text
