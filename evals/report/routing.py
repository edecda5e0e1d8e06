"""What the router took for what: the confusion matrix, and its commonest mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evals.report.results import Result
from evals.scorers.conduct import pooled


@dataclass(frozen=True)
class Mistake:
    """Messages of one label taken for another."""

    label: str
    taken_for: str
    cases: int


@dataclass(frozen=True)
class Confusion:
    """How many messages of each label (row) were taken for each (column)."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What was taken for something else, the commonest first."""
        found = [
            Mistake(label, other, count)
            for label, row in zip(self.labels, self.counts, strict=True)
            for other, count in zip(self.labels, row, strict=True)
            if count and label != other
        ]
        return tuple(sorted(found, key=lambda m: (-m.cases, m.label, m.taken_for)))


def confusion(results: Iterable[Result]) -> Confusion | None:
    """Return the matrix of the router's suite, its commonest labels first; None without cases.

    Questions that the knowledge base answers count as one label, as its metric counts them.
    """
    pairs = Counter(
        (pooled(r.case.label), pooled(r.seen.label))
        for r in results
        if r.case.suite == "router" and r.case.label and not r.seen.error
    )
    if not pairs:
        return None
    sizes: Counter[str] = Counter()
    for (label, seen), cases in pairs.items():
        sizes[label] += cases
        sizes[seen] += 0
    labels = tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))
    return Confusion(labels, tuple(tuple(pairs[a, b] for b in labels) for a in labels))
