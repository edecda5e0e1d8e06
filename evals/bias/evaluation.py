"""The whole evaluation of one file: every measure, and what can be said of each group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evals.bias.cases import Cases, build_cases, check_columns
from evals.bias.columns import ColumnMap
from evals.bias.comparing import Comparison, compare
from evals.bias.crossing import Crossing, cross
from evals.bias.disparities import Disparities, disparities
from evals.bias.extremes import Extremes, judge_extremes
from evals.bias.missing import Missing, find_missing
from evals.bias.privacy import Redacts, check_privacy
from evals.bias.problems import DataProblem
from evals.bias.rates import JUDGED, Measure
from evals.bias.reading import Table
from evals.bias.representation import Representation, represent
from evals.bias.scores import MeanScore, mean_scores
from evals.bias.verdicts import Outcome, overall, worst


@dataclass(frozen=True)
class GroupVerdict:
    """The most serious of what was compared of a group, and in which measures it was so."""

    grouping: str
    group: str
    size: int
    outcome: Outcome
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Evaluation:
    """What was measured, and with what."""

    columns: ColumnMap
    cases: Cases
    sha256: str
    personal: tuple[str, ...]
    representations: tuple[Representation, ...]
    comparisons: tuple[Comparison, ...]
    disparities: tuple[Disparities, ...]
    crossing: Crossing
    missing: Missing
    scores: tuple[MeanScore, ...]
    extremes: Extremes | None

    def of(self, grouping: str, measure: Measure) -> tuple[Comparison, ...]:
        """Return the comparisons of one measure in one grouping."""
        return tuple(
            one for one in self.comparisons if one.grouping == grouping and one.measure is measure
        )

    @property
    def groups(self) -> tuple[GroupVerdict, ...]:
        """Each group with its cases and its verdict: the most serious of what was compared."""
        found: dict[tuple[str, str], list[Comparison]] = {}
        for one in self.comparisons:
            if one.measure in JUDGED:
                found.setdefault((one.grouping, one.group), []).append(one)
        return tuple(
            _verdict(grouping, group, same, self.columns.minimo)
            for (grouping, group), same in found.items()
        )

    @property
    def outcome(self) -> Outcome:
        """What can be said of everything that was measured."""
        return overall(self._outcomes())

    def _outcomes(self) -> Iterator[Outcome]:
        yield from (one.outcome for one in self.groups)
        for found in self.representations:
            yield from (one.outcome for one in found.presences if one.expected is not None)
        yield from (
            one.outcome
            for one in self.crossing.comparisons
            if one.outcome is Outcome.DIFFERENCE  # so many are made that some hint by chance
        )
        if self.extremes:
            yield from (one.outcome for one in self.extremes.changes)


def _verdict(grouping: str, group: str, same: list[Comparison], minimum: int) -> GroupVerdict:
    size = same[0].size
    if size < minimum:
        return GroupVerdict(grouping, group, size, Outcome.NOT_JUDGED, ())
    # A rate with too few cases to be judged leaves the group without data enough for that rate.
    outcomes = {
        one.measure: Outcome.INSUFFICIENT if one.outcome is Outcome.NOT_JUDGED else one.outcome
        for one in same
    }
    found = worst(outcomes.values())
    named = tuple(measure for measure, outcome in outcomes.items() if outcome is found)
    return GroupVerdict(grouping, group, size, found, named)


def evaluate(
    table: Table, columns: ColumnMap, redactor: Redacts, extremes: Table | None = None
) -> Evaluation:
    """Return the evaluation of `table`, and of the invented cases if there are any.

    Raises:
        DataProblem: the data or the map are wrong, or no two groups have cases enough.
    """
    check_columns(table, columns)
    personal = check_privacy(table, columns, redactor)
    cases = build_cases(table, columns, redactor)
    minimum, margin = columns.minimo, columns.margen / 100
    found = tuple(
        disparities(cases, grouping, minimum, columns.remuestras, columns.semilla)
        for grouping in cases.groupings
    )
    if not any(found):
        raise DataProblem(
            f"Ningún grupo se puede comparar: hacen falta dos con {minimum} casos o más, y "
            f"{_largest(cases)}. Reúne más casos, junta categorías afines en el mapa "
            "(«categorias») o, si un experto lo aprueba, baja el mínimo con --minimo."
        )
    groups = {
        grouping.name: {
            label: grouping.members(label)
            for label in grouping.labels
            if grouping.members(label).any()
        }
        for grouping in cases.groupings
    }
    return Evaluation(
        columns,
        cases,
        table.sha256,
        personal,
        tuple(
            represent(one, columns.grupos[one.name].poblacion, minimum, margin)
            for one in cases.groupings
        ),
        compare(cases, groups, minimum, margin),
        tuple(one for one in found if one),
        cross(cases, minimum, margin),
        find_missing(cases, minimum),
        mean_scores(cases, minimum),
        judge_extremes(extremes, columns, redactor) if extremes else None,
    )


def _largest(cases: Cases) -> str:
    told = []
    for grouping in cases.groupings:
        sizes = sorted(grouping.sizes.values(), reverse=True)
        told.append(f"en «{grouping.name}» el segundo grupo más grande tiene {sizes[1]}")
    return "; ".join(told)
