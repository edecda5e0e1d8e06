"""Measures a day: reads its turns, looks at a sample, and judges it against the bands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from sqlalchemy import Connection, Engine

from assistant.database import reading
from assistant.redaction import Kind, Redactor
from assistant.turn import Outcome
from evals.live.bands import Bands, Floor, Metric, Verdict, digest_of
from evals.live.chart import Silence, judge
from evals.live.days import DayOfTurns, LiveTurn, read_day
from evals.live.leaks import LeakCheck
from evals.live.looking import Look, texts_version
from evals.live.night import (
    MOST_NAMED,
    Abstention,
    Confidence,
    Drawn,
    Leaks,
    Measure,
    Night,
    Versions,
)
from evals.scorers.score import Context
from evals.scorers.support import FITTED, Fitted
from evals.suites.gold import Shelf
from governance.log.decision import Decision
from governance.log.decision_log import DecisionLog
from governance.moments import Clock
from knowledge_base.store import KnowledgeStore, knowledge_version

SILENT = frozenset(
    {
        Outcome.ABSTAINED_NO_EVIDENCE,
        Outcome.ABSTAINED_UNSUPPORTED,
        Outcome.DECLINED_OUT_OF_SCOPE,
        Outcome.DECLINED_UNSAFE,
        Outcome.CLARIFIED,
    }
)
ASKED = SILENT | {Outcome.ANSWERED, Outcome.ANSWERED_PARTIALLY, Outcome.ABOUT_ASSISTANT}
"""Turns that asked something of the assistant; greetings, hand-offs and interviews did not."""

Tell = Callable[[int, int], None]
"""Called with (done, total) as the sample is looked at."""


@dataclass
class Seen:
    """What the sample says, while it is looked at."""

    values: defaultdict[Metric, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    leaks: Counter[Kind] = field(default_factory=Counter)
    leaking: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    past: int = 0


@dataclass(frozen=True)
class Measuring:
    """Measures days of one installation."""

    engine: Engine
    log: DecisionLog
    redactor: Redactor
    context: Callable[[Shelf, date], Context]
    """What scorers look at, for a knowledge base and a day."""
    fitted: Fitted
    bands: Bands
    clock: Clock

    def measure(
        self,
        day: date,
        most: int,
        before: Sequence[Night],
        tell: Tell = lambda done, total: None,
    ) -> Night:
        """Return the record of a day; `before` are the nights recorded before it, in order.

        Raises:
            DatabaseError: the log or the knowledge base could not be read.
            ValueError, KeyError, TypeError: an entry of the log cannot be read.
        """
        shelf = Shelf.of(KnowledgeStore(self.engine).passages())
        with reading(self.engine) as connection:
            found = read_day(connection, day)
            sample = self._read(connection, found.draw(most))
        # Looking takes a while: a reader that stays would keep a purge from emptying the journal.
        seen = self._look(sample, shelf, day, tell)
        drawn = Counter(Outcome(decision.outcome) for decision in sample.values())
        return Night(
            day=day,
            measured_at=self.clock(),
            most=most,
            by_outcome={
                name: Drawn(turns=count, sampled=drawn[name])
                for name, count in sorted(found.by_outcome.items())
            },
            purged=found.purged,
            past=seen.past,
            broken=len(seen.broken),
            breaking=tuple(seen.broken[:MOST_NAMED]),
            measures=tuple(_measure(rule, seen.values[rule.metric]) for rule in self.bands.floor),
            abstention=self._abstention(found, before),
            confidence=_confidence(found.turns),
            redaction=_redaction(seen, len(sample)),
            versions=Versions(
                knowledge_base=knowledge_version(shelf.passages.values()),
                texts=texts_version(),
                bands=digest_of(),
                support=digest_of(FITTED),
                support_precision=self.fitted.precision,
                support_recall=self.fitted.recall,
            ),
        )

    def _read(self, connection: Connection, turns: Iterable[LiveTurn]) -> dict[str, Decision]:
        logged = (self.log.get(connection, turn.decision_id) for turn in turns)
        return {one.decision_id: one.decision for one in logged if one.decision is not None}

    def _look(self, sample: Mapping[str, Decision], shelf: Shelf, day: date, tell: Tell) -> Seen:
        look, leaks, seen = Look(self.context(shelf, day)), LeakCheck(self.redactor, shelf), Seen()
        for done, (entry, decision) in enumerate(sample.items(), start=1):
            try:
                _note(seen, entry, decision, look, leaks)
            except Exception:
                # Whatever breaks leaves the turn unmeasured, which is an alarm; its words, which
                # may be those of a person, go nowhere.
                seen.broken.append(entry)
            tell(done, len(sample))
        return seen

    def _abstention(self, found: DayOfTurns, before: Iterable[Night]) -> Abstention:
        counts = found.by_outcome
        silent = sum(counts[name] for name in SILENT if name in counts)
        tonight = Silence(silent, sum(counts[name] for name in ASKED if name in counts))
        nights = [Silence(n.abstention.silent, n.abstention.asked) for n in before]
        verdict, limits = judge(tonight, nights, self.bands.abstention)
        return Abstention(
            verdict=verdict,
            asked=tonight.asked,
            silent=tonight.silent,
            nights=limits.nights if limits else 0,
            mean=limits.mean if limits else None,
            low=limits.low if limits else None,
            high=limits.high if limits else None,
        )


def _note(seen: Seen, entry: str, decision: Decision, look: Look, leaks: LeakCheck) -> None:
    if left := leaks(decision):
        seen.leaks += left
        seen.leaking.append(entry)
    looked = look(entry, decision)
    seen.past += looked.is_past
    for metric, value in looked.values.items():
        seen.values[metric][entry] = value


def _measure(rule: Floor, values: Mapping[str, float]) -> Measure:
    known = list(values.values())
    failing = tuple(entry for entry, value in values.items() if value < 1)
    verdict = rule.judge(known)
    return Measure(
        metric=rule.metric,
        verdict=verdict,
        required=rule.required,
        floor=rule.floor,
        scored=len(known),
        mean=sum(known) / len(known) if known else None,
        failed=len(failing),
        failing=failing[:MOST_NAMED] if verdict == Verdict.OUT else (),
    )


def _redaction(seen: Seen, looked_at: int) -> Leaks:
    clean = Verdict.IN if looked_at else Verdict.FEW
    return Leaks(
        verdict=Verdict.OUT if seen.leaks else clean,
        by_kind=dict(sorted(seen.leaks.items())),
        failed=len(seen.leaking),
        failing=tuple(seen.leaking[:MOST_NAMED]),
    )


def _confidence(turns: Iterable[LiveTurn]) -> Confidence:
    sure = [turn.confidence for turn in turns if turn.confidence is not None]
    if not sure:
        return Confidence(turns=0)
    p10, p50, p90 = np.percentile(sure, [10, 50, 90])
    mean = float(np.mean(sure))
    return Confidence(turns=len(sure), mean=mean, p10=float(p10), p50=float(p50), p90=float(p90))
