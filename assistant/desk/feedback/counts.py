"""How many found the answers useful: in all, by week and by why not.

They count what is kept: what somebody said goes with their conversation, and leaves the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from sqlalchemy import Connection, func, select

from assistant.conversations import conversations
from assistant.desk.feedback.rating import REASONS, Reason
from assistant.desk.measures.shares import Share
from assistant.desk.measures.talks import monday
from assistant.desk.tables import answer_ratings
from assistant.turn import Audience
from governance.moments import read_stamp, stamp
from governance.registers.days import CHILE

WEEKS = 12
"""Of a summary: this week and those before."""


@dataclass(frozen=True)
class Voices:
    """Of how many conversations ratings are: whoever rates five answers is one.

    A conversation may be in several: it found an answer useful, and another one not.
    """

    all: int
    useful: int
    not_useful: int
    by_reason: Mapping[Reason, int]


@dataclass(frozen=True)
class Totals:
    """How many ratings said what. Some say that an answer was not useful, and not why."""

    useful: int
    not_useful: int
    by_reason: Mapping[Reason, int]
    voices: Voices

    @property
    def share(self) -> Share:
        """Of all of them, those that were useful."""
        return Share(self.useful, self.useful + self.not_useful)

    def share_of(self, reason: Reason) -> Share:
        """Of those that were not useful, those for one reason."""
        return Share(self.by_reason[reason], self.not_useful)

    @property
    def without_reason(self) -> Share:
        """Of those that were not useful, those that did not say why."""
        return Share(self.not_useful - sum(self.by_reason.values()), self.not_useful)


@dataclass(frozen=True)
class Summary:
    """The last weeks: their totals, and of each week that has any, by its Monday, the share."""

    since: datetime
    totals: Totals
    weeks: Mapping[date, Share]


def read_totals(
    connection: Connection, since: datetime, audience: Audience | None = None
) -> Totals:
    """Return the totals of what was rated from a moment on, by one audience or by all."""
    rating = answer_ratings.c
    said = (rating.is_useful, rating.reason, rating.conversation_id)
    found = select(*said, func.count()).where(rating.at >= stamp(since)).group_by(*said)
    if audience is not None:
        theirs = select(conversations.c.id).where(conversations.c.audience == audience)
        found = found.where(rating.conversation_id.in_(theirs))
    counts = Counter[tuple[bool, str | None]]()
    talks: dict[tuple[bool, str | None], set[str]] = {}
    for is_useful, reason, talk, count in connection.execute(found):
        counts[bool(is_useful), reason] += count
        talks.setdefault((bool(is_useful), reason), set()).add(talk)
    return Totals(
        useful=sum(n for (is_useful, _), n in counts.items() if is_useful),
        not_useful=sum(n for (is_useful, _), n in counts.items() if not is_useful),
        by_reason=MappingProxyType({reason: counts[False, reason] for reason in REASONS}),
        voices=_voices(talks),
    )


def _voices(talks: Mapping[tuple[bool, str | None], set[str]]) -> Voices:
    useful = set[str]().union(*(found for (is_useful, _), found in talks.items() if is_useful))
    others = set[str]().union(*(found for (is_useful, _), found in talks.items() if not is_useful))
    by_reason = {reason: len(talks.get((False, reason), ())) for reason in REASONS}
    return Voices(len(useful | others), len(useful), len(others), MappingProxyType(by_reason))


def read_summary(connection: Connection, now: datetime) -> Summary:
    """Return the last weeks, that of `now` included; weeks begin on Monday in Chile."""
    first = monday(now) - timedelta(weeks=WEEKS - 1)
    since = datetime.combine(first, time(), CHILE)
    rating = answer_ratings.c
    found = select(rating.at, rating.is_useful).where(rating.at >= stamp(since))
    weeks: dict[date, Counter[bool]] = {}
    for at, is_useful in connection.execute(found.order_by(rating.at)):
        weeks.setdefault(monday(read_stamp(at)), Counter())[bool(is_useful)] += 1
    shares = {week: Share(counts[True], counts.total()) for week, counts in weeks.items()}
    return Summary(since, read_totals(connection, since), MappingProxyType(shares))
