"""What changed since a moment: the decision log tells, because everything shown is written there.

Entries are committed one after the other, so that none can appear later with a smaller number; the
same question works for one process or several, on either database.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Engine, select

from assistant.database import reading
from governance.log.decision_log import DecisionLog
from governance.log.tables import decision_log


@dataclass(frozen=True)
class News:
    """Where the log is, and the conversations that something was written about since before."""

    sequence: int
    conversations: frozenset[str]


@dataclass(frozen=True)
class Pulse:
    """Reads the news; a question costs one row while nothing happens."""

    engine: Engine
    log: DecisionLog

    def now(self) -> int:
        """Return where the log is."""
        with reading(self.engine) as connection:
            return self.log.head(connection).sequence

    def since(self, sequence: int) -> News:
        """Return what was written after `sequence`."""
        with reading(self.engine) as connection:
            head = self.log.head(connection).sequence
            if head <= sequence:
                return News(head, frozenset())
            new = select(decision_log.c.content).where(
                decision_log.c.sequence > sequence, decision_log.c.content.is_not(None)
            )
            told = (json.loads(c).get("conversation_id") for c in connection.scalars(new))
            return News(head, frozenset(filter(None, told)))
