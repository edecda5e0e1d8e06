"""Two runs on the same cases: what changed, by how much, and which cases changed side.

Only what can be compared is: a suite whose cases are not the same, or of which a run asked a part,
is left out with the words that say why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evals.report.headline import PRIMARY, gravity, is_apart
from evals.report.results import Result, RunRecord
from evals.report.sides import Side, SideSuite, side_of_run
from evals.scorers.score import Score
from evals.statistics.paired import Comparison as Paired
from evals.statistics.paired import compare, holm
from evals.suites.case import Kind

ALPHA = 0.05


class Direction(StrEnum):
    """What the pairs say of a metric."""

    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    HINT = "hint"
    """The interval leaves zero out, or the test rejects it, but not both."""
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Change:
    """One metric in both runs, over the cases in which both have it."""

    suite: Kind
    metric: str
    stratum: str
    before: float
    now: float
    paired: Paired
    p_holm: float | None
    """Exact McNemar, corrected for all the primary metrics (Holm); None of the others."""

    @property
    def direction(self) -> Direction:
        """Better or worse only if the interval and the corrected test agree."""
        found = self.paired.difference
        if not self.paired.better + self.paired.worse and found.low == found.high == 0:
            return Direction.SAME
        moved = found.low > 0 or found.high < 0
        significant = (self.p_holm if self.p_holm is not None else self.paired.p) < ALPHA
        if moved and significant:
            return Direction.BETTER if found.mean > 0 else Direction.WORSE
        return Direction.HINT if moved or significant else Direction.UNCLEAR


@dataclass(frozen=True)
class Turned:
    """A case that was right in something and is not any more, or the other way round."""

    result: Result
    metrics: tuple[str, ...]
    """Those that changed side, gravest first."""
    answer_before: str
    """What it answered then, where it was kept."""

    @property
    def scores(self) -> tuple[Score, ...]:
        """What each metric says now."""
        return tuple(s for m in self.metrics for s in self.result.scores if s.metric == m)


@dataclass(frozen=True)
class Comparison:
    """What changed between an earlier run and this one."""

    before: Side
    now: Side
    changes: tuple[Change, ...]
    newly_failing: tuple[Turned, ...]
    newly_passing: tuple[Turned, ...]
    refused: tuple[str, ...]
    """Why a suite cannot be compared, in words."""

    @property
    def primary(self) -> tuple[Change, ...]:
        """The changes of the primary metrics."""
        return tuple(c for c in self.changes if c.p_holm is not None)


def compare_runs(before: Side, record: RunRecord, results: Sequence[Result]) -> Comparison:
    """Return the comparison, by case, of an earlier run with this one."""
    now = side_of_run(record, results)
    refused, shared = _comparable(before, now)
    mine = [r for r in results if r.case.suite in shared]
    found = _paired(before, mine)
    primary = {key: paired.p for key, (_, _, paired) in found.items() if _is_primary(key)}
    corrected = holm({"\x1f".join(key): p for key, p in primary.items()})
    changes = tuple(
        Change(key[0], key[1], key[2], was, is_now, paired, corrected.get("\x1f".join(key)))
        for key, (was, is_now, paired) in found.items()
    )
    return Comparison(
        before=before,
        now=now,
        changes=tuple(sorted(changes, key=_place)),
        newly_failing=_turned(before, mine, lost=True),
        newly_passing=_turned(before, mine, lost=False),
        refused=tuple(refused),
    )


def _comparable(before: Side, now: Side) -> tuple[list[str], frozenset[str]]:
    refused, shared = [], set()
    for name in dict.fromkeys([*now.suites, *before.suites]):
        was, is_now = before.suites.get(name), now.suites.get(name)
        if was is None and is_now is not None:
            refused.append(f"«{is_now.title}»: no está en la corrida anterior.")
        elif is_now is None and was is not None:
            refused.append(f"«{was.title}»: no está en la corrida nueva.")
        elif was is None or is_now is None:
            continue
        elif was.digest != is_now.digest:
            refused.append(
                f"«{is_now.title}»: los casos no son los mismos (otra huella de la suite); lo que "
                "cambió puede ser la pregunta y no la respuesta."
            )
        elif not (was.is_whole and is_now.is_whole):
            refused.append(
                f"«{is_now.title}»: en {_partial(was, is_now)} se preguntó solo una parte."
            )
        else:
            shared.add(name)
    return refused, frozenset(shared)


def _partial(was: SideSuite, is_now: SideSuite) -> str:
    if not was.is_whole and not is_now.is_whole:
        return "ambas corridas"
    return "la corrida nueva" if was.is_whole else "la corrida anterior"


Key = tuple[Kind, str, str]


def _paired(before: Side, results: Sequence[Result]) -> Mapping[Key, tuple[float, float, Paired]]:
    rows: dict[Key, list[tuple[float, float, str]]] = {}
    for result in results:
        case = result.case
        for score in result.scores:
            was = before.value(case.suite, score.metric, case.id)
            if was is None or score.value is None:
                continue
            strata = {case.stratum} if is_apart(case.suite, score.metric) else {""}
            for stratum in strata:
                key = (case.suite, score.metric, stratum)
                rows.setdefault(key, []).append((was, score.value, case.cluster))
    found = {}
    for key, triples in rows.items():
        first, second, clusters = (list(column) for column in zip(*triples, strict=True))
        paired = compare(first, second, clusters)
        found[key] = sum(first) / len(first), sum(second) / len(second), paired
    return found


def _is_primary(key: Key) -> bool:
    return (key[0], key[1]) in PRIMARY


def _place(change: Change) -> tuple[int, str, int, str]:
    key = (change.suite, change.metric)
    where = PRIMARY.index(key) if key in PRIMARY else len(PRIMARY)
    return where, change.suite, gravity(change.metric), change.stratum


def _turned(before: Side, results: Sequence[Result], lost: bool) -> tuple[Turned, ...]:
    turned = []
    for result in results:
        case = result.case
        metrics = [
            score.metric
            for score in result.scores
            if (was := before.value(case.suite, score.metric, case.id)) is not None
            and (was == 1) == lost
            and (score.value == 1) != lost
            and (score.value is not None or lost)
        ]
        if metrics:
            answer = before.answers.get((case.suite, case.id), "")
            turned.append(Turned(result, tuple(sorted(metrics, key=gravity)), answer))
    return tuple(sorted(turned, key=lambda t: (gravity(t.metrics[0]), t.result.case.id)))
