"""What a search finds, so that its speed is not read alone.

Gold is by fact: each of our cases names the facts of the knowledge base that answer it, and each
passage the facts that it holds (`facts` in its document).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.statistics.bootstrap import Interval, cluster_interval
from evals.suites.case import Case, load_cases

CASES = "ciudadania"
DEPTHS = (1, 5)


@dataclass(frozen=True)
class Recall:
    """Share of the facts of a question that its best `depth` passages hold, over the questions."""

    depth: int
    share: Interval
    n: int


def load_gold(facts: Mapping[str, Sequence[str]]) -> list[Case]:
    """Return the cases of citizens whose facts are in the passages; the others cannot be scored."""
    held = {fact for some in facts.values() for fact in some}
    return [case for case in load_cases(CASES) if case.gold and held.issuperset(case.gold)]


def build_recalls(
    cases: Sequence[Case], found: Sequence[Sequence[str]], facts: Mapping[str, Sequence[str]]
) -> tuple[Recall, ...]:
    """Return the recall at each depth; `found` are the passages of each case, best first.

    The intervals resample clusters: cases on the same fact are not independent.

    Raises:
        ValueError: there are no cases.
    """
    clusters = [case.cluster for case in cases]
    return tuple(
        Recall(
            depth,
            cluster_interval(
                [
                    recall(case.gold, ids[:depth], facts)
                    for case, ids in zip(cases, found, strict=True)
                ],
                clusters,
            ),
            len(cases),
        )
        for depth in DEPTHS
    )


def recall(gold: Sequence[str], found: Sequence[str], facts: Mapping[str, Sequence[str]]) -> float:
    """Return the share of the gold facts that the passages found hold.

    >>> recall(["A01", "A03"], ["doc#x"], {"doc#x": ["A03", "A09"]})
    0.5
    """
    held = {fact for passage in found for fact in facts.get(passage, ())}
    return sum(fact in held for fact in gold) / len(gold)
