"""Wrong tries: after a few, whoever makes them waits.

Each address is counted, and each account. The wait of an account is short and grows, so that a
stranger who fails on purpose cannot keep its owner out for long; a browser from which the owner
entered before is counted apart, and never waits for what strangers do.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.accounts.installation_key import InstallationKey
from assistant.accounts.tables import staff_tries
from governance.moments import Clock, read_stamp, stamp, utc_now

TRIES = 8
"""Wrong tries after which one waits, each time."""

MINUTE = 60
KEPT = timedelta(hours=1)
"""How long a wrong try is remembered."""


@dataclass(frozen=True)
class Who:
    """Somebody who tries, as kept: neither an address nor an account can be read back."""

    mark: str
    first_s: int
    most_s: int
    """How long they wait the first time, and at most."""


@dataclass(frozen=True)
class Tries:
    """Counts wrong tries; methods with a connection work inside its transaction."""

    key: InstallationKey
    clock: Clock = utc_now

    def address(self, address: str) -> Who:
        """Return whoever tries from an address."""
        return Who(self.key.mark("tries", f"address:{address}"), 15 * MINUTE, 15 * MINUTE)

    def account(self, official_id: str) -> Who:
        """Return whoever tries to enter an account, from wherever."""
        return Who(self.key.mark("tries", f"account:{official_id}"), 5 * MINUTE, 15 * MINUTE)

    def known_browser(self, official_id: str) -> Who:
        """Return whoever tries from a browser where the owner of the account entered before."""
        return Who(self.key.mark("tries", f"browser:{official_id}"), 5 * MINUTE, 15 * MINUTE)

    def begin(self, connection: Connection, tried_by: Collection[Who]) -> int:
        """Count a try as wrong until it shows otherwise; return the seconds to wait if it may not.

        Tries at the same moment come one after the other: none passes uncounted.
        """
        now = self.clock()
        kept = {who.mark: self._hold(connection, who.mark, now) for who in _in_order(tried_by)}
        wait = max((seconds_left(who, *kept[who.mark], now) for who in tried_by), default=0)
        if not wait:
            for who in tried_by:
                more = {"count": kept[who.mark][0] + 1, "last_at": stamp(now)}
                this = staff_tries.c.who == who.mark
                connection.execute(update(staff_tries).where(this).values(more))
        return wait

    def seconds_to_wait(self, connection: Connection, tried_by: Iterable[Who]) -> int:
        """Return how long they have to wait before they may try; 0 when they may now."""
        now = self.clock()
        found = select(staff_tries.c.count, staff_tries.c.last_at)
        waits = [0]
        for who in tried_by:
            row = connection.execute(found.where(staff_tries.c.who == who.mark)).one_or_none()
            if row is not None:
                times, last_at = row
                waits.append(seconds_left(who, times, read_stamp(last_at), now))
        return max(waits)

    def forget(self, connection: Connection, tried_by: Iterable[Who]) -> None:
        """Forget what they failed: they entered, or somebody let them in."""
        old = staff_tries.c.last_at < stamp(self.clock() - KEPT)
        connection.execute(delete(staff_tries).where(old))
        marks = [who.mark for who in tried_by]
        connection.execute(delete(staff_tries).where(staff_tries.c.who.in_(marks)))

    def _hold(self, connection: Connection, mark: str, now: datetime) -> tuple[int, datetime]:
        """Return how often they failed, and when last; nobody else counts until we end."""
        old = staff_tries.c.last_at < stamp(now - KEPT)
        this = staff_tries.c.who == mark
        connection.execute(delete(staff_tries).where(this, old))
        is_sqlite = connection.dialect.name == "sqlite"
        values = {"who": mark, "count": 0, "last_at": stamp(now)}
        none_yet = (
            sqlite.insert(staff_tries).values(values).on_conflict_do_nothing()
            if is_sqlite
            else postgresql.insert(staff_tries).values(values).on_conflict_do_nothing()
        )
        connection.execute(none_yet)
        found = select(staff_tries.c.count, staff_tries.c.last_at).where(this).with_for_update()
        count, last_at = connection.execute(found).one()
        return count, read_stamp(last_at)


def _in_order(tried_by: Iterable[Who]) -> list[Who]:
    """Return them always in the same order, so that no two transactions wait in a ring."""
    return sorted(tried_by, key=lambda who: who.mark)


def seconds_left(who: Who, count: int, last_at: datetime, now: datetime) -> int:
    """Return how long somebody still waits: each time that they complete eight tries, longer.

    >>> noon = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
    >>> [seconds_left(Who("", 300, 900), n, noon, noon) for n in (7, 8, 9, 16, 24, 80)]
    [0, 300, 0, 600, 900, 900]
    """
    times, rest = divmod(count, TRIES)
    if rest or not times:
        return 0
    until = last_at + timedelta(seconds=min(who.most_s, who.first_s * times))
    return max(0, math.ceil((until - now).total_seconds()))
