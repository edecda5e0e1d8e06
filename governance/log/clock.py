"""Whether the clock can be believed before a purge, which is for ever.

A purge is refused only when two things meet: it would erase more than a month at once, and the
clock leapt forward by more than a month lately. What the log knows of the time are its daily heads
and, before there were any, its entries. A machine that was really off that long is believed once
its days were signed one after the other for a week: a wrong clock was seen by then, or a person
says at once that it is right (`asistente log purge --yes-clock`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, func, select

from governance.log.purge import PurgeRules, find_due
from governance.log.tables import decision_log, log_heads
from governance.moments import read_stamp, stamp
from governance.registers.days import day_in_chile, written

A_LOT = timedelta(days=30)
"""A daily purge erases one day; a clock is set a second at a time."""

SETTLED = 7
"""Signed days after which a leap is believed."""


class ClockDoubted(Exception):
    """The clock may be wrong; raised instead of erasing many days at once, in Spanish."""


def check_clock(connection: Connection, rules: PurgeRules, now: datetime) -> None:
    """Refuse to purge at a moment that nobody should believe.

    Raises:
        ClockDoubted: much would be erased after a leap of the clock; in Spanish, with what to do.
    """
    leapt = _leap(connection, now)
    if leapt is None:
        return
    for retention, span in rules.due(now):
        found = find_due(connection, retention, span, rules.protection, 1)
        first = connection.execute(found.with_only_columns(decision_log.c.at)).scalar()
        if first is not None and read_stamp(first) < span.before - A_LOT:
            raise ClockDoubted(
                f"No se borró nada. Según el reloj de esta máquina hoy es el {_day(now)}, y lo "
                f"último que el registro sabía era del {_day(leapt)}. Se borraría de una vez lo "
                f"escrito desde el {_day(read_stamp(first))}, para siempre. Si la fecha está mal, "
                "corrígela. Si está bien (el servicio estuvo detenido), ejecuta «asistente log "
                f"purge --yes-clock»; si no, se purgará solo tras {SETTLED} días de servicio."
            )


def _leap(connection: Connection, now: datetime) -> datetime | None:
    """Return from when the clock leapt forward a lot, if it did lately."""
    newest_first = select(log_heads.c.at).order_by(log_heads.c.number.desc())
    signed = connection.execute(newest_first.limit(SETTLED)).scalars().all()
    known = [read_stamp(at) for at in reversed(signed)]
    if len(known) < SETTLED:
        known = [*_last_recorded(connection, [*known, now][0]), *known]
    for before, after in pairwise([*known, now]):
        if after - before > A_LOT:
            return before
    return None


def _last_recorded(connection: Connection, before: datetime) -> list[datetime]:
    """Return the last moment of the log up to the one given, if there is any."""
    moments = [
        connection.execute(
            select(func.max(decision_log.c.at)).where(
                decision_log.c.kind == kind, decision_log.c.at <= stamp(before)
            )
        ).scalar_one()
        for kind in ("decision", "event")
    ]
    return [read_stamp(max(found))] if (found := [at for at in moments if at]) else []


def _day(moment: datetime) -> str:
    return written(day_in_chile(moment))
