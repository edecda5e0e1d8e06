"""What is recorded of one act at the desk: who did what on which case, and when.

Acts of staff and of citizens are entries of the decision log, chained with the decisions, so that
nobody can change, remove or reorder them unseen; their content is purged like that of decisions.
`text` arrives already redacted, and no event holds a folio, a contact or a key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, get_args

from governance.canonical import canonical

SCHEMA = 1
"""Version of the content of an event; a new field or meaning is a new version."""

EventKind = Literal[
    "asked",
    "taken",
    "wrote",  # the citizen, to whoever attends
    "replied",
    "noted",
    "transferred",
    "released",
    "closed",
    "reopened",
    "resumed",  # the citizen went on with the assistant while waiting
    "contact_left",
    "contact_seen",
    "contact_erased",
    "closed_read",
    "searched",
    "request_made",
    "request_extended",
    "request_resolved",
    "gap_approved",
    "gap_dismissed",
    "gap_withdrawn",
    "answer_rated",  # by the citizen; `text` is the entry of the answer, without the comment
    "rating_reviewed",
    "ratings_exported",
    "protocol_shown",
    "entered",
    "entry_refused",
    "left",
    "account_changed",
    "activity_seen",  # what staff did, read by whoever watches over them
    "log_exported",
    "quality_sampled",  # a night of real turns, measured: figures and verdicts as JSON in `text`
]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)

_OUTSIDE = ("at", "retention")
"""What the entry itself says, which its content does not repeat."""


@dataclass(frozen=True)
class Event:
    """One act as the decision log keeps it.

    `by` is the id of an official («F-002»), or "person", "assistant" or "console". `reason` is that
    of the case or of its closing, and `to` the official it was transferred to.
    """

    kind: EventKind
    at: datetime
    by: str
    case: int | None = None
    conversation_id: str | None = None
    reason: str = ""
    to: str = ""
    text: str = ""
    retention: str = "limitado"

    def content(self, salt: str) -> str:
        """Return the canonical content that is hashed; `salt` is a secret erased with it.

        Raises:
            ValueError: the kind is not one of `EVENT_KINDS`, or a text has no canonical form.
        """
        if self.kind not in EVENT_KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of event: use one of EVENT_KINDS")
        names = (field.name for field in fields(self) if field.name not in _OUTSIDE)
        return canonical({**{name: getattr(self, name) for name in names}, "salt": salt})


@dataclass(frozen=True)
class LoggedEvent:
    """An entry of the log; `event` is None once its time was over and it was purged."""

    event_id: str
    sequence: int
    at: datetime
    retention: str
    hash: str
    event: Event | None


def read_event(content: str, at: datetime, retention: str) -> Event:
    """Return the event that `Event.content` wrote."""
    values: Mapping[str, Any] = json.loads(content)
    said = {name: value for name, value in values.items() if name != "salt"}
    return Event(**said, at=at, retention=retention)
