"""The turns of a day in Chile, and which of them are looked at.

Which ones is decided by hashing the day with the id of each entry, by outcome: anybody who has the
log draws the same sample, and nobody can choose it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from assistant.turn import Outcome
from governance.log.decision import read_decision
from governance.log.entries import entries_of
from governance.moments import read_stamp
from governance.registers.days import CHILE

OURS = "evals"
"""Channel of the evaluations: nobody asked those questions."""


class LiveTurn(NamedTuple):
    """What is known of a turn before it is looked at."""

    decision_id: str
    outcome: Outcome
    confidence: float | None


@dataclass(frozen=True)
class DayOfTurns:
    """Every turn that people had on a day, and how many were purged since."""

    day: date
    turns: tuple[LiveTurn, ...]
    purged: int

    @property
    def by_outcome(self) -> Mapping[Outcome, int]:
        """How many ended in each way."""
        return Counter(turn.outcome for turn in self.turns)

    def draw(self, most: int) -> tuple[LiveTurn, ...]:
        """Return at most that many, in proportion by outcome and one of each at least."""
        strata: defaultdict[Outcome, list[LiveTurn]] = defaultdict(list)
        for turn in self.turns:
            strata[turn.outcome].append(turn)
        quotas = share_out({name: len(found) for name, found in strata.items()}, most)
        return tuple(
            turn
            for name in sorted(strata)
            for turn in sorted(strata[name], key=self._place)[: quotas[name]]
        )

    def _place(self, turn: LiveTurn) -> str:
        return hashlib.sha256(f"{self.day.isoformat()}:{turn.decision_id}".encode()).hexdigest()


def read_day(connection: Connection, day: date) -> DayOfTurns:
    """Return the turns of a day.

    Raises:
        ValueError, KeyError, TypeError: an entry cannot be read; a sample without it could be
            chosen by whoever damaged it.
    """
    turns: list[LiveTurn] = []
    purged = 0
    for entry in entries_of(connection, "decision", *bounds(day)):
        if entry.content is None:
            purged += 1
            continue
        decision = read_decision(entry.content, read_stamp(entry.at), entry.retention)
        if decision.channel != OURS:
            outcome = Outcome(decision.outcome)
            turns.append(LiveTurn(entry.decision_id, outcome, decision.confidence))
    return DayOfTurns(day, tuple(turns), purged)


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return when a day begins and ends in Chile.

    >>> [end.utcoffset() for end in bounds(date(2026, 11, 21))]
    [datetime.timedelta(days=-1, seconds=75600), datetime.timedelta(days=-1, seconds=75600)]
    """
    following = day + timedelta(days=1)
    return datetime.combine(day, time(), CHILE), datetime.combine(following, time(), CHILE)


def share_out(sizes: Mapping[Outcome, int], most: int) -> Mapping[Outcome, int]:
    """Return how many to take of each, in proportion, and one of each while there is room.

    >>> sizes = {Outcome.ANSWERED: 90, Outcome.FAILED: 1, Outcome.CLARIFIED: 9}
    >>> [f"{name} {count}" for name, count in share_out(sizes, 20).items()]
    ['answered 18', 'failed 1', 'clarified 1']
    """
    total = sum(sizes.values())
    if total <= most:
        return dict(sizes)
    exact = {name: size * most / total for name, size in sizes.items()}
    quotas = {name: max(1, int(wanted)) for name, wanted in exact.items()}
    while (given := sum(quotas.values())) != most:
        names = _in_order(quotas)
        if given > most:
            chosen = max(names, key=lambda name: (quotas[name], quotas[name] - exact[name]))
            quotas[chosen] -= 1
        else:
            chosen = max(names, key=lambda name: exact[name] - quotas[name])
            quotas[chosen] += 1
    return quotas


def _in_order(names: Iterable[Outcome]) -> list[Outcome]:
    return sorted(names)
