"""Until when something is kept: its own term, longer where a level rose or a hold is open.

The terms are told as spans of moments whose time is over, which an index finds without looking at
what is still kept. Whoever purges reads them here, in its own transaction, so that nobody can
forget a hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_

from governance.canonical import canonical
from governance.log.levels import LevelChange, read_level_changes
from governance.log.protection import Protection, protection_of, read_holds
from governance.log.tables import decision_log
from governance.moments import stamp

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """Moments from `since` on, or from ever, and before `before`."""

    since: datetime | None
    before: datetime


@dataclass(frozen=True)
class Extension:
    """What is of a moment up to `until` (for ever, if None) is kept at least `days`."""

    until: datetime | None
    days: int


@dataclass(frozen=True)
class Keeping:
    """For how long something is kept."""

    days: int
    extensions: tuple[Extension, ...] = ()
    protection: Protection = Protection()

    def due(self, now: datetime) -> tuple[Span, ...]:
        """Return the moments whose time is over, the earliest first.

        Conversations that are held are not told apart here: see `is_not_held`.
        """
        if self.protection.everything:
            return ()
        spans = [Span(None, now - timedelta(days=self.days))]
        for extension in self.extensions:
            spans = _without(spans, now - timedelta(days=extension.days), extension.until)
        for since, until in self.protection.periods:
            spans = _without(spans, since, until)
        return tuple(spans)


def read_keeping(connection: Connection, days: int) -> Keeping:
    """Return for how long what has no class of its own is kept: messages, cases, interviews.

    What was written under a level is kept at least as that level demands.
    """
    changes = read_level_changes(connection)
    ends = (*(change.until for change in changes[1:]), None)  # a level rules until the next one
    extensions = tuple(
        Extension(end, change.days) for change, end in zip(changes, ends, strict=False)
    )
    return Keeping(days, extensions, open_protection(connection))


def keeping_of_entries(
    days: int, changes: Iterable[LevelChange], protection: Protection
) -> Keeping:
    """Return for how long the entries of a class are kept.

    Their class holds the level under which they were recorded: only later changes extend them.
    """
    extensions = tuple(Extension(change.until, change.days) for change in changes)
    return Keeping(days, extensions, protection)


def open_protection(connection: Connection) -> Protection:
    """Return what the open holds cover together."""
    return protection_of(hold for hold in read_holds(connection) if hold.is_open)


def is_within(column: Any, spans: Iterable[Span]) -> ColumnElement[bool]:
    """Return the condition that the moment in `column` is in one of the spans."""
    each = [
        and_(column < stamp(span.before), *([column >= stamp(span.since)] if span.since else []))
        for span in spans
    ]
    return or_(false(), *each)


def is_not_held(column: Any, protection: Protection) -> ColumnElement[bool]:
    """Return the condition that the conversation in `column`, if any, is not held."""
    return or_(column.is_(None), column.not_in(sorted(protection.conversations)))


def says_conversation(connection: Connection, conversation_id: str) -> ColumnElement[bool]:
    """Return the condition that an entry of the log is of a conversation.

    In canonical JSON no text that a person wrote can hold these unescaped quotes.
    """
    needle = f'"conversation_id":{canonical(conversation_id)}'
    find = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return find(decision_log.c.content, needle) > 0


def _without(spans: Iterable[Span], first: datetime, last: datetime | None) -> list[Span]:
    """Return what is left of the spans without the moments from `first` to `last`, both out."""
    left: list[Span] = []
    for span in spans:
        if span.since is None or span.since < first:
            left.append(Span(span.since, min(span.before, first)))
        if last is not None and last + _INSTANT < span.before:
            after = last + _INSTANT
            left.append(Span(max(after, span.since) if span.since else after, span.before))
    return left
