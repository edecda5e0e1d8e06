"""Gaps that are the same one: grouped by the meaning of what was asked and what was answered.

The question alone is not enough: citizens ask the same with few words in common, and other things
with nearly the same ones. Two gaps are as near as the mean of the cosines of their questions and of
their answers, and a group holds only gaps that are all near each other (complete link).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from assistant.desk.gaps.courtesy import plain_answer, plain_question
from assistant.desk.gaps.finding import Gap
from knowledge_base.embeddings import Embedder, Vectors

THRESHOLD = 0.86
"""Nearness from which two gaps are the same, for our embeddings (`evals/benches/gaps.py`)."""


@dataclass(frozen=True)
class GapGroup:
    """Gaps with one meaning, the most recent first."""

    gaps: tuple[Gap, ...]

    @property
    def id(self) -> int:
        """The oldest case: it stays when others join."""
        return min(self.numbers)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The cases of the group, in order."""
        return tuple(sorted(gap.case_number for gap in self.gaps))

    @property
    def last(self) -> datetime:
        """When an official last answered it."""
        return self.gaps[0].at


def group_gaps(
    gaps: Sequence[Gap], embedder: Embedder, threshold: float = THRESHOLD
) -> tuple[GapGroup, ...]:
    """Return the gaps in groups, the largest first, and then the most recent."""
    near = nearness(gaps, embedder)
    groups = []
    for members in _link(near, threshold):
        newest_first = sorted((gaps[n] for n in members), key=lambda g: (g.at, g.case_number))
        groups.append(GapGroup(tuple(newest_first[::-1])))
    return tuple(sorted(groups, key=lambda g: (len(g.gaps), g.last, g.id), reverse=True))


def nearness(gaps: Sequence[Gap], embedder: Embedder) -> Vectors:
    """Return how near each gap is to each other, up to 1."""
    if not gaps:
        return np.empty((0, 0), np.float32)
    # Both sides are embedded as questions: what is compared plays the same part on both.
    asked = embedder.queries([plain_question(gap.question) for gap in gaps])
    told = embedder.queries([plain_answer(gap.answer) for gap in gaps])
    return np.asarray((asked @ asked.T + told @ told.T) / 2, np.float32)


def _link(near: Vectors, threshold: float) -> list[list[int]]:
    """Join the two nearest groups, as long as all their members are near enough."""
    groups = [[n] for n in range(len(near))]
    links = near.astype(np.float32, copy=True)
    np.fill_diagonal(links, -1)
    while len(groups) > 1:
        first, second = sorted(divmod(int(links.argmax()), len(groups)))
        if links[first, second] < threshold:
            break
        furthest = np.minimum(links[first], links[second])
        links[first], links[:, first] = furthest, furthest
        links[first, first] = -1
        links = np.delete(np.delete(links, second, 0), second, 1)
        groups[first] += groups.pop(second)
    return groups
