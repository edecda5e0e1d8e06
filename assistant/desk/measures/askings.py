"""Each time that a person was asked for, and what came of it, as the events of the log tell.

A case may be asked for several times: it is closed, and somebody opens it again. What is measured
of attention (how long it took, how it ended) is of each asking, not of the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from governance.log.event import Event, LoggedEvent


@dataclass(frozen=True)
class Asking:
    """One time that a person was asked for, from then until it was closed, if it was."""

    case: int
    at: datetime
    reason: str
    conversation_id: str | None = None
    is_again: bool = False
    """Whether the case had been closed before, and this opened it again."""
    is_attended: bool = False
    first_reply_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return self.closed_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it is open and no official has it."""
        return self.is_open and not self.is_attended


def read_askings(events: Iterable[LoggedEvent]) -> tuple[Asking, ...]:
    """Return every asking that the events tell, in the order in which they began.

    `events` come in order. One about an asking that is no longer in the log is passed over: what
    was purged is not guessed.
    """
    found: list[Asking] = []
    open_: dict[int, int] = {}
    for logged in events:
        event = logged.event
        if event is None or event.case is None:
            continue
        place = open_.get(event.case)
        if place is not None:
            found[place] = _after(found[place], event)
            if not found[place].is_open:
                del open_[event.case]
        elif event.kind in ("asked", "reopened"):
            open_[event.case] = len(found)
            found.append(_begin(event, event.case))
    return tuple(found)


def _begin(event: Event, case: int) -> Asking:
    is_again = event.kind == "reopened"
    return Asking(case, event.at, event.reason, event.conversation_id, is_again)


def _after(asking: Asking, event: Event) -> Asking:
    """Return an open asking after something that happened to its case."""
    match event.kind:
        case "asked":  # asked again while they waited: the reason is graver now
            return replace(asking, reason=event.reason)
        case "taken":
            return replace(asking, is_attended=True)
        case "released":
            return replace(asking, is_attended=False)
        case "replied":
            return replace(asking, first_reply_at=asking.first_reply_at or event.at)
        case "closed":
            return replace(asking, closed_at=event.at, close_reason=event.reason)
        case _:
            return asking
