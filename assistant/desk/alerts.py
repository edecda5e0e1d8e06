"""What staff must not miss whatever they look at: who waits, and the protocol of a crisis."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.database import reading, writing
from assistant.desk.cases import CaseEvent
from assistant.desk.desk import CaseView, Desk
from assistant.desk.permissions import Action, check
from governance.registers.officials import Official


@dataclass(frozen=True)
class WhoWaits:
    """The cases that nobody attends yet, in the order in which to attend them."""

    numbers: tuple[int, ...] = ()
    in_crisis: int = 0


def who_waits(desk: Desk, official: Official | None) -> WhoWaits:
    """Return who waits now.

    Raises:
        NotAllowed: their roles do not attend people.
    """
    check(official, Action.ATTEND)
    with reading(desk.engine) as connection:
        found = [c for c in desk.reception.cases.open(connection) if c.state == "waiting"]
    return WhoWaits(tuple(c.number for c in found), sum(c.is_crisis for c in found))


def record_protocol(desk: Desk, official: Official | None, view: CaseView) -> None:
    """Record, once for each official, that the protocol of a crisis was put before them.

    Raises:
        NotAllowed: their roles do not attend people.
        CaseNotFound: the case was purged meanwhile.
    """
    who = check(official, Action.ATTEND)
    cases, number = desk.reception.cases, view.case.number

    def was_shown(events: tuple[CaseEvent, ...]) -> bool:
        return any(e.kind == "protocol_shown" and e.by == who.id for e in events)

    if was_shown(view.events):
        return
    with writing(desk.engine) as connection:
        if not was_shown(cases.history(connection, number)):
            cases.tell(connection, number, "protocol_shown", who.id)
