"""Two groupings at once: what neither of them shows alone, such as older rural women."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from evals.bias.cases import Cases
from evals.bias.comparing import Comparison, compare
from evals.bias.grouping import Grouping
from evals.bias.rates import Mask, Measure

MOST_PAIRS = 6


@dataclass(frozen=True)
class Crossing:
    """The comparisons of every pair of groups, and how many pairs have no case at all."""

    comparisons: tuple[Comparison, ...]
    pairs: tuple[str, ...]
    empty: int
    small: int
    """Pairs of groups with some case, but fewer than the minimum."""
    left_out: tuple[str, ...]
    """Pairs of groupings beyond those that one report can hold."""


def cross(cases: Cases, minimum: int, margin: float) -> Crossing:
    """Return the selection rate and the errors of each pair of groups against everybody else."""
    every = list(combinations(cases.groupings, 2))
    crossed = {_name(pair): _groups(*pair) for pair in every[:MOST_PAIRS]}
    sizes = [int(mask.sum()) for groups in crossed.values() for mask in groups.values()]
    shown = {
        name: {label: mask for label, mask in groups.items() if mask.any()}
        for name, groups in crossed.items()
    }
    found = compare(cases, shown, minimum, margin) if shown else ()
    kept = tuple(one for one in found if one.measure is not Measure.FOUND)
    return Crossing(
        kept,
        tuple(crossed),
        sum(size == 0 for size in sizes),
        sum(0 < size < minimum for size in sizes),
        tuple(_name(pair) for pair in every[MOST_PAIRS:]),
    )


def _name(pair: Sequence[Grouping]) -> str:
    return f"{pair[0].name} × {pair[1].name}"


def _groups(one: Grouping, other: Grouping) -> dict[str, Mask]:
    return {
        f"{first} · {second}": one.members(first) & other.members(second)
        for first in one.labels
        for second in other.labels
    }
