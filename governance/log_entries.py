"""Reading the log in order, a page at a time: a year of entries does not fit in memory.

Entries of one kind come in the order of their moments, which an index holds; two of the same moment
come as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Select,
    cast,
    func,
    select,
    tuple_,
    type_coerce,
)

from governance.chain import Entry, EntryKind
from governance.log_tables import decision_log
from governance.moments import read_stamp, stamp

PAGE = 2000

_PLACE = (decision_log.c.at, decision_log.c.sequence)


class LoggedTurn(NamedTuple):
    """What is counted of a turn: when it was, in which conversation, and how it ended."""

    conversation_id: str
    at: datetime
    outcome: str
    audience: str


def all_entries(connection: Connection, end: int) -> Iterator[Entry]:
    """Yield every entry up to the one numbered `end`, in the order of the chain."""
    last = None
    while True:
        page = select(decision_log).order_by(decision_log.c.sequence).limit(PAGE)
        page = page.where(decision_log.c.sequence <= end)
        if last is not None:
            page = page.where(decision_log.c.sequence > last)
        rows = connection.execute(page).all()
        yield from map(Entry._make, rows)
        if len(rows) < PAGE:
            return
        last = rows[-1].sequence


def entries_of(
    connection: Connection,
    kind: EntryKind,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    newest_first: bool = False,
) -> Iterator[Entry]:
    """Yield the entries of one kind from `since` on and before `until`."""
    found = _of_kind(select(decision_log), kind, since)
    if until is not None:
        found = found.where(decision_log.c.at < stamp(until))
    return (Entry._make(row) for row in _pages(connection, found, newest_first=newest_first))


def turns(connection: Connection, since: datetime | None = None) -> Iterator[LoggedTurn]:
    """Yield what is counted of each turn from `since` on; the database reads the content."""
    names = LoggedTurn._fields
    wanted = (_PLACE[0] if name == "at" else _member(connection, name) for name in names)
    found = _of_kind(select(*wanted, _PLACE[1]), "decision", since)
    found = found.where(decision_log.c.content.is_not(None))
    for *said, _ in _pages(connection, found):
        turn = LoggedTurn._make(said)
        yield turn._replace(at=read_stamp(said[names.index("at")]))


def _member(connection: Connection, name: str) -> ColumnElement[Any]:
    """Return one member of the content, read by the database."""
    content = decision_log.c.content
    if connection.dialect.name == "sqlite":
        return type_coerce(content, JSON)[name].label(name)
    # PostgreSQL reads no JSON that holds a null character, in whatever member it is.
    readable = func.replace(content, r"\u0000", r"\u0020")
    return cast(readable, JSON)[name].label(name)


def _of_kind(found: Select[Any], kind: EntryKind, since: datetime | None) -> Select[Any]:
    found = found.where(decision_log.c.kind == kind)
    return found if since is None else found.where(decision_log.c.at >= stamp(since))


def _pages(
    connection: Connection, found: Select[Any], *, newest_first: bool = False
) -> Iterator[Any]:
    order = [place.desc() if newest_first else place for place in _PLACE]
    page = found.order_by(*order).limit(PAGE)
    while True:
        rows = connection.execute(page).all()
        yield from rows
        if len(rows) < PAGE:
            return
        last = tuple_(rows[-1].at, rows[-1].sequence)
        beyond = tuple_(*_PLACE) < last if newest_first else tuple_(*_PLACE) > last
        page = found.where(beyond).order_by(*order).limit(PAGE)
