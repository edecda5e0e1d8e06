"""Where the log ends, signed; and the head of each day, signed so that it can be published.

The head is signed again with every entry: whoever can write in the database and has no key can
neither rewrite the log to its end nor cut it. What the key does not notice is a whole database that
was put back as it was on an earlier day: that is what the daily heads are published for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, func, select

from governance.canonical import CanonicalError, canonical
from governance.log.chain import EMPTY, Head
from governance.log.tables import decision_log, decision_log_head, log_heads

HEAD_SCHEMA = 1
"""Version of what is signed."""

HEAD_ID = 1
"""The only row of the table of the head."""


class LogHead(NamedTuple):
    """The last link as stored. `signed_day` is the last daily head; `retention`, the class of now.

    Both are empty until a day is signed and a level is set; so is the signature, without a key.
    """

    sequence: int
    hash: str
    key_id: str | None = None
    signature: str | None = None
    signed_day: str = ""
    retention: str = ""

    @property
    def end(self) -> Head:
        """Return only where the log ends."""
        return Head(self.sequence, self.hash)

    def message(self) -> str:
        """Return what is signed.

        Raises:
            CanonicalError: a field is no longer what it was.
        """
        said = {name: value for name, value in self._asdict().items() if name != "signature"}
        return canonical({**said, "purpose": "head", "schema": HEAD_SCHEMA})


class SignedDay(NamedTuple):
    """The head of the log at the first occasion of a day (UTC), signed once and never again.

    `previous` is the day signed before it, which is how a removed one is missed.
    """

    number: int
    day: str
    previous: str
    sequence: int
    hash: str
    at: str
    institution: str
    schema: int
    key_id: str
    signature: str

    @property
    def end(self) -> Head:
        """Return only where the log ended."""
        return Head(self.sequence, self.hash)

    def message(self) -> str:
        """Return what is signed.

        Raises:
            CanonicalError: a field is no longer what it was.
        """
        said = {name: value for name, value in self._asdict().items() if name != "signature"}
        return canonical({**said, "purpose": "day"})

    def line(self) -> str:
        """Return the daily head as one line of canonical JSON, to be published."""
        return canonical({"signed_day": self._asdict()})

    @classmethod
    def read(cls, line: str) -> Self | None:
        """Return the daily head of a line, or None unless it is written as we would."""
        try:
            found = cls(**json.loads(line)["signed_day"])
            is_ours = found.line() == line and all(map(_is_typed, found))
        except (ValueError, TypeError, KeyError, CanonicalError):
            return None
        return found if is_ours else None


_HEAD = select(*(decision_log_head.c[name] for name in LogHead._fields)).where(
    decision_log_head.c.id == HEAD_ID
)
_LAST = select(func.max(decision_log.c.sequence)).scalar_subquery()
_LOCKED_HEAD = _HEAD.with_for_update()
_DAYS = select(*(log_heads.c[name] for name in SignedDay._fields)).order_by(log_heads.c.number)


def read_head(connection: Connection, *, to_change: bool = False) -> LogHead | None:
    """Return where the log ends; `to_change` lets nobody else append meanwhile."""
    # SQLite has no row locks: there, `build_engine` takes the only write lock at BEGIN.
    row = connection.execute(_LOCKED_HEAD if to_change else _HEAD).one_or_none()
    return None if row is None else LogHead(*row)


def read_ends(connection: Connection) -> tuple[LogHead | None, int]:
    """Return where the log says that it ends and the last entry there is, at one moment."""
    row = connection.execute(_HEAD.add_columns(_LAST)).one_or_none()
    if row is None:
        return None, connection.execute(select(_LAST)).scalar_one() or EMPTY.sequence
    *head, last = row
    found = LogHead(*head)
    is_sound = isinstance(found.sequence, int)  # SQLite keeps any value in any column
    return (found if is_sound else None), last or EMPTY.sequence


def count_heads(connection: Connection) -> int:
    """Return how many rows the table of the head has: only one is ours."""
    return connection.execute(select(func.count()).select_from(decision_log_head)).scalar_one()


def read_days(connection: Connection) -> tuple[SignedDay, ...]:
    """Return the daily heads, in the order in which they were signed."""
    return tuple(_days(connection))


def is_day_signed(connection: Connection, day: str) -> bool:
    """Return whether that day has its head."""
    found = select(log_heads.c.number).where(log_heads.c.day == day)
    return connection.execute(found).one_or_none() is not None


def last_number(connection: Connection) -> int:
    """Return the number of the last daily head, or 0."""
    last = select(log_heads.c.number).order_by(log_heads.c.number.desc()).limit(1)
    return connection.execute(last).scalar_one_or_none() or 0


def _days(connection: Connection) -> Iterator[SignedDay]:
    for row in connection.execute(_DAYS):
        yield SignedDay(*row)


def _is_typed(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)
