"""Step 1 of the protocol: whether each group is in the data as it is in the population."""

from __future__ import annotations

from dataclasses import dataclass, replace

from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import binom_test

from evals.bias.columns import OwnReference
from evals.bias.grouping import Grouping
from evals.bias.population import Shares, find_shares
from evals.bias.rates import Rate, rate
from evals.bias.verdicts import Outcome, judge

_ALL = 0.995
"""Shares that add up to this much cover the whole population, but for what was rounded."""


@dataclass(frozen=True)
class Presence:
    """The share of a group in the data and in the population, where there is a figure of it."""

    group: str
    observed: Rate
    expected: float | None
    p: float = 1.0
    adjusted: float = 1.0
    outcome: Outcome = Outcome.NOT_JUDGED

    @property
    def difference(self) -> float | None:
        """How much larger the share is in the data than in the population."""
        if self.expected is None or self.observed.value is None:
            return None
        return self.observed.value - self.expected

    @property
    def is_under(self) -> bool:
        """Whether the group was observed to be less present than in the population."""
        return self.outcome is Outcome.DIFFERENCE and (self.difference or 0) < 0


@dataclass(frozen=True)
class Representation:
    """How one grouping of the data compares with the population, or why it does not."""

    grouping: str
    shares: Shares | None
    absence: str
    presences: tuple[Presence, ...]
    outside: int
    """Cases whose group is known but has no figure: they are left out of the comparison."""


def represent(
    grouping: Grouping, own: OwnReference | None, minimum: int, margin: float
) -> Representation:
    """Return the presence of each group, also of those that the data lack altogether."""
    sizes = grouping.sizes
    shares = find_shares(grouping.name, grouping.labels, own)
    if isinstance(shares, str):
        total = sum(sizes.values())
        plain = tuple(Presence(g, rate(n, total, minimum), None) for g, n in sizes.items())
        return Representation(grouping.name, None, shares, plain, 0)
    everybody = sum(sizes.values())
    covered = sum(size for label, size in sizes.items() if label in shares.of)
    # Figures that add up to everybody divide the cases that they cover; else, all of them.
    total = covered if sum(shares.of.values()) > _ALL else everybody
    found = [
        _presence(label, sizes.get(label, 0), total, share, minimum)
        for label, share in shares.of.items()
    ]
    others = tuple(
        Presence(label, rate(size, everybody, minimum), None)
        for label, size in sizes.items()
        if label not in shares.of
    )
    judged = _judged(found, margin) if total >= minimum else found
    return Representation(grouping.name, shares, "", (*judged, *others), everybody - total)


def _presence(label: str, size: int, total: int, expected: float, minimum: int) -> Presence:
    p = float(binom_test(size, total, expected)) if total else 1.0
    return Presence(label, rate(size, total, minimum), expected, p)


def _judged(found: list[Presence], margin: float) -> list[Presence]:
    corrected = multipletests([one.p for one in found], method="holm")[1]
    judged = []
    for one, value in zip(found, corrected, strict=True):
        assert one.expected is not None
        low, high = one.observed.low - one.expected, one.observed.high - one.expected
        outcome = judge(low, high, float(value), margin)
        judged.append(replace(one, adjusted=float(value), outcome=outcome))
    return judged
