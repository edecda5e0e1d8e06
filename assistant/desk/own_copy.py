"""Everything that is kept of one case, for the person whose case it is to take away.

That is the right of access (Ley 19.628 as the Ley 21.719 leaves it, arts. 5 and 9): what was said,
what was decided, what was done, what was asked and what was thought of the answers, as it is kept.
Two things are told and not given: the contact, sealed for whoever attends, and internal notes,
which are asked of the DPO.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.conversations import Message
from assistant.desk.cases import Case, CaseEvent
from assistant.desk.feedback.rating import Rating
from assistant.desk.requests import Request
from governance.log.decision import Decision


@dataclass(frozen=True)
class OwnCopy:
    """All that is kept of a case. `notes` is how many internal notes there are."""

    case: Case
    at: datetime
    kept_until: datetime
    messages: tuple[Message, ...]
    decisions: tuple[Decision, ...]
    events: tuple[CaseEvent, ...]
    notes: int
    requests: tuple[Request, ...]
    ratings: tuple[Rating, ...]
    has_contact: bool


def shown_events(history: tuple[CaseEvent, ...]) -> tuple[CaseEvent, ...]:
    """Return what happened to a case without the words that staff wrote for staff."""
    return tuple(CaseEvent(e.kind, e.at, e.by, "") for e in history)
