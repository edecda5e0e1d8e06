"""What the system decided on invented people who are equal in everything but one group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from evals.bias.cases import Cases, build_cases
from evals.bias.columns import ColumnMap
from evals.bias.grouping import Grouping
from evals.bias.privacy import Redacts
from evals.bias.problems import DataProblem
from evals.bias.profiles import CASE, case_column
from evals.bias.rates import Rate, rate
from evals.bias.reading import Table
from evals.bias.texts import fold
from evals.bias.verdicts import Outcome


@dataclass(frozen=True)
class Changed:
    """Invented people who were given in several groups of one grouping, and how many changed.

    A person counts once however many groups were tried: the tries are not independent.
    """

    grouping: str
    people: Rate
    against: tuple[tuple[str, int], ...]
    """For each group, how many people lost the favourable decision in it and had it in another."""
    outcome: Outcome


@dataclass(frozen=True)
class Extremes:
    """The whole of step 3."""

    people: int
    rows: int
    undecided: int
    changes: tuple[Changed, ...]


def judge_extremes(table: Table, columns: ColumnMap, redactor: Redacts) -> Extremes:
    """Return how often the decision changed when only a group did.

    One change is a finding: the system gave two answers to the same person. No change in a few
    people is not enough to say anything.

    Raises:
        DataProblem: the file is not the one that `invent_profiles` wrote, with its decisions.
    """
    case = case_column(table)
    if case is None:
        raise DataProblem(
            f"Casos extremos: falta la columna «{CASE}», que dice qué filas son la misma persona "
            "inventada. Usa el archivo que crea --crear-casos, con la decisión ya escrita."
        )
    only = columns.model_copy(update={"real": None, "puntaje": None})
    try:
        cases = build_cases(table, only, redactor, both_classes=False)
    except DataProblem as problem:
        raise DataProblem(*(f"Casos extremos: {one}" for one in problem.mistakes)) from None
    people: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(table.column(case)):
        people[fold(name)].append(row)
    return Extremes(
        len(people),
        len(cases),
        int((cases.decided < 0).sum()),
        tuple(
            _changed(cases, place, list(people.values()), columns.minimo)
            for place in range(len(cases.groupings))
        ),
    )


def _changed(cases: Cases, place: int, people: list[list[int]], minimum: int) -> Changed:
    grouping = cases.groupings[place]
    others = [one for at, one in enumerate(cases.groupings) if at != place]
    losses = dict.fromkeys(grouping.labels, 0)
    tried = changed = 0
    for rows in people:
        pairs = [
            pair
            for pair in combinations(rows, 2)
            if _differ_only_in(grouping, others, *pair, cases)
        ]
        losers = {
            grouping.labels[int(grouping.codes[one if cases.decided[one] == 0 else other])]
            for one, other in pairs
            if cases.decided[one] != cases.decided[other]
        }
        tried += bool(pairs)
        changed += bool(losers)
        for label in losers:
            losses[label] += 1
    quiet = Outcome.NONE if tried >= minimum else Outcome.INSUFFICIENT
    return Changed(
        grouping.name,
        rate(changed, tried, minimum),
        tuple(losses.items()),
        Outcome.DIFFERENCE if changed else quiet,
    )


def _differ_only_in(
    grouping: Grouping, others: Sequence[Grouping], one: int, other: int, cases: Cases
) -> bool:
    known = min(grouping.codes[one], grouping.codes[other], cases.decided[one]) >= 0
    return bool(
        known
        and cases.decided[other] >= 0
        and grouping.codes[one] != grouping.codes[other]
        and all(same.codes[one] == same.codes[other] for same in others)
    )
