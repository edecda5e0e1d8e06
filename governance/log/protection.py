"""What open legal holds cover: everything, one conversation, or a period.

Both ends of a period are in. It is read from the chain itself, so that nobody can lift a hold
without leaving an entry that says who did.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from governance.intervals import Intervals
from governance.log.tables import decision_log
from governance.moments import read_stamp, stamp


@dataclass(frozen=True)
class Everything:
    """Whatever there is."""


@dataclass(frozen=True)
class OfConversation:
    """One conversation, with its case and its interview."""

    conversation_id: str


@dataclass(frozen=True)
class Between:
    """What is of a period."""

    since: datetime
    until: datetime


Scope = Everything | OfConversation | Between


@dataclass(frozen=True)
class Hold:
    """A legal hold; `sequences` are the entries that were of its conversation when placed."""

    id: str
    matter: str
    reference: str
    justification: str
    by: str
    at: datetime
    scope: Scope
    sequences: tuple[tuple[int, int], ...] = ()
    released_at: datetime | None = None
    released_by: str = ""
    release_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still keeps what it covers."""
        return self.released_at is None

    def content(self) -> dict[str, Any]:
        """Return what its entry holds."""
        return {
            "by": self.by,
            "hold": self.id,
            "justification": self.justification,
            "matter": self.matter,
            "reference": self.reference,
            "scope": _write_scope(self.scope),
            "sequences": [list(pair) for pair in self.sequences],
        }


@dataclass(frozen=True)
class Protection:
    """All that some holds cover together."""

    everything: bool = False
    conversations: frozenset[str] = frozenset()
    periods: tuple[tuple[datetime, datetime], ...] = ()

    def protects(self, moment: datetime, conversation_id: str | None = None) -> bool:
        """Return whether something of that moment and conversation must be kept."""
        return (
            self.everything
            or conversation_id in self.conversations
            or any(since <= moment <= until for since, until in self.periods)
        )


def protection_of(holds: Iterable[Hold]) -> Protection:
    """Return what the holds cover together."""
    scopes = [hold.scope for hold in holds]
    return Protection(
        any(isinstance(scope, Everything) for scope in scopes),
        frozenset(s.conversation_id for s in scopes if isinstance(s, OfConversation)),
        tuple((s.since, s.until) for s in scopes if isinstance(s, Between)),
    )


def read_holds(connection: Connection) -> tuple[Hold, ...]:
    """Return every hold there was, as it is now, the first placed first."""
    log = decision_log.c
    found = select(log.kind, log.at, log.content).where(
        log.kind.in_(("hold_placed", "hold_released"))
    )
    holds: dict[str, Hold] = {}
    for kind, at, content in connection.execute(found.order_by(log.sequence)):
        note_hold(holds, kind, at, content)
    return tuple(holds.values())


def note_hold(holds: dict[str, Hold], kind: str, at: str, content: str) -> None:
    """Bring `holds` up to date with an entry that places or releases one.

    Raises:
        ValueError, KeyError, TypeError: the content is not that of such an entry.
    """
    said: Mapping[str, Any] = json.loads(content)
    if kind == "hold_released":
        held = holds[said["hold"]]
        holds[held.id] = replace(
            held,
            released_at=read_stamp(at),
            released_by=said["by"],
            release_reason=said["reason"],
        )
        return
    holds[said["hold"]] = Hold(
        said["hold"],
        said["matter"],
        said["reference"],
        said["justification"],
        said["by"],
        read_stamp(at),
        _read_scope(said["scope"]),
        tuple(Intervals([(first, last) for first, last in said["sequences"]])),
    )


def _write_scope(scope: Scope) -> dict[str, str]:
    if isinstance(scope, Everything):
        return {"of": "everything"}
    if isinstance(scope, OfConversation):
        return {"of": "conversation", "conversation_id": scope.conversation_id}
    return {"of": "period", "since": stamp(scope.since), "until": stamp(scope.until)}


def _read_scope(said: Mapping[str, str]) -> Scope:
    if said["of"] == "everything":
        return Everything()
    if said["of"] == "conversation":
        return OfConversation(said["conversation_id"])
    if said["of"] != "period":
        raise ValueError("a hold covers everything, a conversation or a period")
    return Between(read_stamp(said["since"]), read_stamp(said["until"]))
