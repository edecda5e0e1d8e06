"""What the file does not say, and whether it is silent about some groups more than others."""

from __future__ import annotations

from dataclasses import dataclass

from evals.bias.cases import Cases
from evals.bias.grouping import Grouping
from evals.bias.rates import Rate, rate


@dataclass(frozen=True)
class Silence:
    """Cases whose group is not known, and what was decided on them and on the others."""

    grouping: str
    unknown: Rate
    """Of all the cases."""
    selected: Rate
    """Favourable decisions among those whose group is not known."""
    selected_known: Rate


@dataclass(frozen=True)
class Gap:
    """What is missing of one group."""

    grouping: str
    group: str
    undecided: Rate
    without_real: Rate | None


@dataclass(frozen=True)
class Missing:
    """Everything that is missing."""

    undecided: int
    without_real: int | None
    silences: tuple[Silence, ...]
    gaps: tuple[Gap, ...]


def find_missing(cases: Cases, minimum: int) -> Missing:
    """Return what is missing, as a whole and by group."""
    undecided = cases.decided < 0
    unreal = None if cases.real is None else cases.real < 0
    return Missing(
        int(undecided.sum()),
        None if unreal is None else int(unreal.sum()),
        tuple(_silence(cases, grouping, minimum) for grouping in cases.groupings),
        tuple(
            Gap(
                grouping.name,
                label,
                rate(int((members & undecided).sum()), int(members.sum()), minimum),
                None
                if unreal is None
                else rate(int((members & unreal).sum()), int(members.sum()), minimum),
            )
            for grouping in cases.groupings
            for label in grouping.labels
            if (members := grouping.members(label)).any()
        ),
    )


def _silence(cases: Cases, grouping: Grouping, minimum: int) -> Silence:
    unknown = grouping.codes < 0
    favourable, known = cases.decided == 1, cases.decided >= 0
    return Silence(
        grouping.name,
        rate(int(unknown.sum()), len(cases), minimum),
        rate(int((unknown & favourable).sum()), int((unknown & known).sum()), minimum),
        rate(int((~unknown & favourable).sum()), int((~unknown & known).sum()), minimum),
    )
