"""What is recorded of one turn: everything needed to explain later why a person was told that.

Primitive values only, so that the record outlives the classes that produced it. `question` and
`answer` arrive already redacted: nothing here looks at them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from numbers import Integral, Real
from typing import Any

from governance.canonical import canonical

SCHEMA = 2
"""Version of the content; a new field or meaning is a new version, and old ones stay readable.

The first one held the folio of the case, which is a secret of the person; the second, its number.
"""

DECIMALS = 6
"""Decimals kept of scores and times: enough to explain, the same on every machine."""


@dataclass(frozen=True)
class RecordedPassage:
    """A passage that the search found, in the version that was served."""

    id: str
    version: str
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordedCitation:
    """A citation as the person saw it."""

    passage_id: str
    version: str
    title: str
    section: str
    source: str
    url: str
    quote: str


@dataclass(frozen=True)
class Hashes:
    """Fingerprints of everything that shaped the answer and can change between turns."""

    prompt: str = ""
    policy: str = ""
    knowledge_base: str = ""
    configuration: str = ""


@dataclass(frozen=True)
class Decision:
    """One turn as the decision log keeps it."""

    conversation_id: str
    at: datetime
    channel: str
    audience: str
    question: str
    outcome: str
    answer: str
    label: str | None = None
    route_scores: Mapping[str, float] = field(default_factory=dict)
    rule_id: str | None = None
    language: str = "es"
    passages: tuple[RecordedPassage, ...] = ()
    citations: tuple[RecordedCitation, ...] = ()
    confidence: float | None = None
    composer: str | None = None
    model: str | None = None
    hashes: Hashes = Hashes()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    redactions: Mapping[str, int] = field(default_factory=dict)
    failed_step: str | None = None
    case: int | None = None
    retention: str = "limitado"

    def content(self, salt: str) -> str:
        """Return the canonical content that is hashed.

        `salt` is a secret of this entry that is erased with it: without it, the hash that stays
        after a purge would let anyone confirm a guess of what the person wrote.
        """
        return canonical({**_plain(self, leave_out=("at", "retention")), "salt": salt})


def read_decision(content: str, at: datetime, retention: str) -> Decision:
    """Return the decision that `Decision.content` wrote, now or in an earlier version.

    A folio that an old entry holds stays there: whoever reads the log is not given it.
    """
    values: dict[str, Any] = json.loads(content)
    del values["salt"]
    values.pop("folio", None)
    values["passages"] = tuple(RecordedPassage(**item) for item in values["passages"])
    values["citations"] = tuple(RecordedCitation(**item) for item in values["citations"])
    values["hashes"] = Hashes(**values["hashes"])
    return Decision(**values, at=at, retention=retention)


def _plain(value: Any, leave_out: tuple[str, ...] = ()) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Integral):  # also NumPy's
        return value if isinstance(value, bool) else int(value)
    if isinstance(value, Real):
        return round(float(value), DECIMALS)
    if isinstance(value, dict | Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        names = (item.name for item in dataclasses.fields(value))
        return {name: _plain(getattr(value, name)) for name in names if name not in leave_out}
    return value
