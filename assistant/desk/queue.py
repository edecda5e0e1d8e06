"""Cases as lists show them: who waits, for what, since when, and the last thing they wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from assistant.conversations import messages
from assistant.desk.cases import Case, Cases
from assistant.desk.tables import case_contacts, cases
from knowledge_base.text import fold

MOST_FOUND = 100
"""Cases that a search shows; whoever looks for more says more."""
_NUMBER = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class QueueItem:
    """A case as lists show it. `owner` is the post of who attends it; empty for nobody."""

    case: Case
    owner: str
    last_words: str
    """The last thing that the person wrote, redacted; empty where the case is closed."""
    is_answered: bool
    """Whether the last word is the institution's."""
    has_contact: bool


def items(
    connection: Connection, found: Sequence[Case], posts: Mapping[str, str]
) -> tuple[QueueItem, ...]:
    """Return the cases as lists show them, in the same order; `posts` are those of officials."""
    last = _last_said(connection, [c for c in found if c.state != "closed"])
    with_contact = set(connection.execute(select(case_contacts.c.case_number)).scalars())
    return tuple(
        QueueItem(
            case,
            posts.get(case.owner or "", ""),
            last.get((case.conversation_id, "person"), (0, ""))[1],
            last.get((case.conversation_id, "official"), (0, ""))
            > last.get((case.conversation_id, "person"), (0, "")),
            case.number in with_contact,
        )
        for case in found
    )


def search(connection: Connection, register: Cases, words: str) -> tuple[Case, ...]:
    """Return the cases that `words` find, open ones first, then the newest.

    A number, a folio or a day (`2026-11-21`) finds any case; other words, only what was said in
    open ones, whatever their accents and capitals.
    """
    asked = words.strip()
    if by_folio := register.find(connection, asked):
        return (by_folio,)
    if _NUMBER.fullmatch(asked):
        return _read(connection, register, cases.c.number == int(asked))
    if _DAY.fullmatch(asked):
        return _read(connection, register, cases.c.opened_at.startswith(asked))
    wanted = fold(asked).split()
    if not wanted:
        return ()
    return tuple(
        case
        for case in register.open(connection)
        if all(word in _said(connection, case) for word in wanted)
    )[:MOST_FOUND]


def _read(
    connection: Connection, register: Cases, condition: ColumnElement[bool]
) -> tuple[Case, ...]:
    found = (
        select(cases.c.number)
        .where(condition)
        .order_by(cases.c.state == "closed", cases.c.number.desc())
        .limit(MOST_FOUND)
    )
    return tuple(register.get(connection, n) for n in connection.execute(found).scalars().all())


def _said(connection: Connection, case: Case) -> str:
    found = select(messages.c.text).where(
        messages.c.conversation_id == case.conversation_id,
        messages.c.role.in_(("person", "official")),
    )
    return fold("\n".join(connection.execute(found).scalars()))


def _last_said(
    connection: Connection, found: Sequence[Case]
) -> Mapping[tuple[str, str], tuple[int, str]]:
    """Return the id and the text of the last message of each role in each conversation."""
    ids = (
        select(func.max(messages.c.id))
        .where(
            messages.c.conversation_id.in_([c.conversation_id for c in found]),
            messages.c.role.in_(("person", "official")),
        )
        .group_by(messages.c.conversation_id, messages.c.role)
    )
    rows = connection.execute(select(messages).where(messages.c.id.in_(ids)))
    return {(row.conversation_id, row.role): (row.id, row.text) for row in rows}
