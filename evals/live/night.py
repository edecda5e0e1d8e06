"""The record of a night: figures, verdicts and ids of entries. No field can hold words of anybody.

It is the text of an event of the decision log (`quality_sampled`) and a file for machines, and the
same in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.redaction import Kind
from assistant.turn import Outcome
from evals.live.bands import Metric, Verdict

SCHEMA: Literal[1] = 1

MOST_NAMED = 20
"""Ids of failing entries that a record names: where to begin to look."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
EntryId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Subject = Metric | Literal["abstention", "redaction", "scoring"]
"""What a verdict is about."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Drawn(_Value):
    """The turns of the day that ended in one way, and how many of them were looked at."""

    turns: Count
    sampled: Count


class Measure(_Value):
    """One measure over the sample, against its floor."""

    metric: Metric
    verdict: Verdict
    required: bool
    floor: Share
    scored: Count
    mean: Share | None
    failed: Count
    failing: tuple[EntryId, ...]
    """Where to begin to look, when it left its band."""


class Abstention(_Value):
    """Over every turn of the day that asked something: how many got no answer."""

    verdict: Verdict
    asked: Count
    silent: Count
    nights: Count = 0
    """Nights that the mean and the limits come from; the three are None without enough of them."""
    mean: Share | None = None
    low: Share | None = None
    high: Share | None = None


class Confidence(_Value):
    """How sure the search was, over every turn of the day that searched."""

    turns: Count
    mean: Share | None = None
    p10: Share | None = None
    p50: Share | None = None
    p90: Share | None = None


class Leaks(_Value):
    """Personal data that were found in what the log keeps of the sample."""

    verdict: Verdict
    by_kind: Mapping[Kind, Count]
    failed: Count
    failing: tuple[EntryId, ...]


class Versions(_Value):
    """What the night was measured with."""

    knowledge_base: Digest
    texts: Digest
    bands: Digest
    support: Digest
    support_precision: Share
    support_recall: Share
    """How right the support check is, on pairs that did not choose its thresholds."""


class Night(_Value):
    """A day of real turns, measured."""

    schema_version: Literal[1] = SCHEMA
    day: date
    """Also the seed of the sample."""
    measured_at: datetime
    most: Count
    by_outcome: Mapping[Outcome, Drawn]
    purged: Count
    """Turns of the day whose time was over: they are not among the others."""
    past: Count
    """Sampled turns whose sources are no longer here: what needs those could not be scored."""
    broken: Count
    """Sampled turns in which a scorer or redaction broke."""
    breaking: tuple[EntryId, ...]
    measures: tuple[Measure, ...]
    abstention: Abstention
    confidence: Confidence
    redaction: Leaks
    versions: Versions

    @property
    def turns(self) -> int:
        """The turns of the day."""
        return sum(drawn.turns for drawn in self.by_outcome.values())

    @property
    def sampled(self) -> int:
        """Those that were looked at."""
        return sum(drawn.sampled for drawn in self.by_outcome.values())

    @property
    def verdicts(self) -> Iterator[tuple[Subject, Verdict, bool]]:
        """What each band says, and whether the night needs it."""
        yield "scoring", Verdict.OUT if self.broken else Verdict.IN, True
        yield "redaction", self.redaction.verdict, True
        for measure in self.measures:
            yield measure.metric, measure.verdict, measure.required
        yield "abstention", self.abstention.verdict, True

    @property
    def verdict(self) -> Verdict:
        """Out if any band is; else not enough data if a required one lacks it; else in."""
        if self.outside:
            return Verdict.OUT
        is_short = any(v == Verdict.FEW and needed for _, v, needed in self.verdicts)
        return Verdict.FEW if is_short else Verdict.IN

    @property
    def outside(self) -> frozenset[Subject]:
        """What left its band."""
        return frozenset(subject for subject, v, _ in self.verdicts if v == Verdict.OUT)

    @property
    def inside(self) -> frozenset[Subject]:
        """What is in its band."""
        return frozenset(subject for subject, v, _ in self.verdicts if v == Verdict.IN)


def still_outside(nights: Iterable[Night]) -> frozenset[Subject]:
    """Return what left its band in some night and did not come back in a later one.

    A night without enough data says nothing, and ends nothing.
    """
    standing: frozenset[Subject] = frozenset()
    for night in nights:
        standing = (standing | night.outside) - night.inside
    return standing
