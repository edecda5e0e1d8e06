"""Reading the log in order, a page at a time: a year of entries does not fit in memory.

Entries of one kind come in the order of their moments, which an index holds; two of the same moment
come as they were written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Select,
    Text,
    cast,
    func,
    select,
    tuple_,
)

from governance.log.chain import Entry, EntryKind
from governance.log.tables import decision_log
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
    found = _of_kind(select(*_PLACE, _members(connection).label("said")), "decision", since)
    for at, _, said in _pages(connection, found.where(decision_log.c.content.is_not(None))):
        talk, outcome, audience = json.loads(said)
        yield LoggedTurn(talk, read_stamp(at), outcome, audience)


def _members(connection: Connection) -> ColumnElement[str]:
    """Return the members of a content that `LoggedTurn` needs, as a JSON list."""
    content, names = decision_log.c.content, ("conversation_id", "outcome", "audience")
    if connection.dialect.name == "sqlite":  # one call: each would read the whole content again
        return func.json_extract(content, *(f"$.{name}" for name in names))
    # PostgreSQL reads no JSON that holds a null character, in whatever member it is.
    readable = cast(func.replace(content, r"\u0000", r"\u0020"), JSON)
    members = func.json_build_array(*(readable[name] for name in names))
    return cast(members, Text)


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
