"""The risk level under which the assistant records, and each time that it changed.

A change is an entry of the chain that is never purged. A level that rises extends what is there
already; one that falls shortens nothing: `governance.log.keeping` says for how long.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from governance.log.tables import decision_log
from governance.moments import read_stamp, stamp


@dataclass(frozen=True)
class LevelChange:
    """A level that was set. Everything recorded up to `until` is kept at least `days` from then."""

    sequence: int
    at: datetime
    level: str
    retention: str
    days: int
    until: datetime
    by: str
    reason: str


def read_level_change(sequence: int, at: str, content: str) -> LevelChange:
    """Return the change that an entry holds.

    Raises:
        ValueError, KeyError, TypeError: the content is not that of a change.
    """
    said = json.loads(content)
    return LevelChange(
        sequence,
        read_stamp(at),
        said["level"],
        said["retention"],
        int(said["days"]),
        read_stamp(said["until"]),
        said["by"],
        said["reason"],
    )


def read_level_changes(connection: Connection) -> tuple[LevelChange, ...]:
    """Return every change of level, in the order in which they were recorded."""
    log = decision_log.c
    found = select(log.sequence, log.at, log.content).where(log.kind == "level_set")
    rows = connection.execute(found.order_by(log.sequence))
    return tuple(read_level_change(*row) for row in rows)


def latest_moment(connection: Connection, now: datetime) -> datetime:
    """Return the latest moment of any decision or event, or `now` if that is later."""
    found = [
        connection.execute(
            select(func.max(decision_log.c.at)).where(decision_log.c.kind == kind)
        ).scalar_one()
        for kind in ("decision", "event")
    ]
    return read_stamp(max([stamp(now), *filter(None, found)]))
