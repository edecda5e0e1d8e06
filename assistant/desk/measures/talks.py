"""Conversations of citizens by how they ended: answered, handed over to a person, or neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from assistant.desk.measures.shares import Share
from assistant.turn import Outcome
from governance.log.entries import LoggedTurn
from governance.registers.days import day_in_chile

ANSWERED = frozenset({Outcome.ANSWERED, Outcome.ANSWERED_PARTIALLY})
UNANSWERED = (
    Outcome.ABSTAINED_NO_EVIDENCE,
    Outcome.ABSTAINED_UNSUPPORTED,
    Outcome.DECLINED_OUT_OF_SCOPE,
    Outcome.DECLINED_UNSAFE,
    Outcome.SUSPENDED,
    Outcome.FAILED,
)
"""Outcomes of a question that got no answer."""
NO_QUESTION = frozenset({Outcome.SMALL_TALK, Outcome.ABOUT_ASSISTANT, Outcome.INTERVIEW})
"""Outcomes of a turn that asked nothing that had to be answered."""
_HANDED_OVER = frozenset(outcome for outcome in Outcome if outcome.is_hand_off)


@dataclass(frozen=True)
class Talks:
    """Counts of conversations with a question, and of turns that were not answered."""

    by_assistant: int
    handed_over: int
    neither: int
    by_week: Mapping[date, Share]
    """Share answered by the assistant of the conversations that began in the week of a Monday."""
    unanswered: Mapping[str, int]
    """Turns without an answer, by outcome."""

    @property
    def answered(self) -> Share:
        """The share of conversations that the assistant answered wholly."""
        return Share(self.by_assistant, self.by_assistant + self.handed_over + self.neither)


def read_talks(turns: Iterable[LoggedTurn], asked: Collection[str]) -> Talks:
    """Return how the conversations of citizens ended.

    A conversation counts if a turn of it asked something. It was handed over if a person was asked
    for in it: by the outcome of a turn, or because it is one of those `asked` at the desk. It was
    answered by the assistant if it was not handed over and got at least one answer, even in part.
    """
    began: dict[str, datetime] = {}
    outcomes: dict[str, set[str]] = {}
    turned: Counter[str] = Counter()
    for turn in turns:
        if turn.audience != "ciudadania" or turn.outcome in NO_QUESTION:
            continue
        began.setdefault(turn.conversation_id, turn.at)
        outcomes.setdefault(turn.conversation_id, set()).add(turn.outcome)
        turned[turn.outcome] += 1
    ends = {talk: _end(found, talk in asked) for talk, found in outcomes.items()}
    totals = Counter(ends.values())
    weeks: dict[date, Counter[str]] = {}
    for talk, end in ends.items():
        weeks.setdefault(monday(began[talk]), Counter())[end] += 1
    return Talks(
        totals["assistant"],
        totals["person"],
        totals["nobody"],
        MappingProxyType({w: Share(n["assistant"], n.total()) for w, n in sorted(weeks.items())}),
        MappingProxyType({one.value: turned[one] for one in UNANSWERED}),
    )


def monday(at: datetime) -> date:
    """Return the Monday of the week of a moment, in Chile."""
    day = day_in_chile(at)
    return day - timedelta(days=day.weekday())


def _end(outcomes: Collection[str], was_asked: bool) -> str:
    if was_asked or not _HANDED_OVER.isdisjoint(outcomes):
        return "person"
    return "nobody" if ANSWERED.isdisjoint(outcomes) else "assistant"
