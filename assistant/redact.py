"""The first step of a turn: after it, nothing sees what the person wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.redaction import Talks
from assistant.turn import Turn


@dataclass(frozen=True)
class Redact:
    """Fills `redacted`, `query` and `redactions`, and drops the raw text from the turn."""

    talks: Talks
    is_public: Callable[[str], bool]
    """Whether a name is part of the knowledge base, and so not a secret of the person."""

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn without the raw text."""
        found = self.talks.person(
            turn.conversation_id, turn.text, self.is_public, goes_on=turn.session is None
        )
        return replace(
            turn, text="", redacted=found.text, query=found.query, redactions=dict(found.counts)
        )
