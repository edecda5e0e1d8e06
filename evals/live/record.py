"""Where nights are kept: an event of the log's own chain, and a file for machines.

The event is the record: it cannot be changed unseen, there is one for each day however many
processes measure it, and it is kept as long as the turns that it measured. The file is a copy.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from assistant.database import reading, writing
from assistant.desk.cases import ASSISTANT
from evals.live.days import bounds
from evals.live.night import SCHEMA, Night
from governance.canonical import canonical
from governance.log.decision_log import DecisionLog
from governance.log.event import Event, EventKind
from governance.moments import Clock

KIND: EventKind = "quality_sampled"

LOOK_BACK = timedelta(days=60)
"""Nights before that are too old to say what is usual."""


@dataclass(frozen=True)
class NightBook:
    """The recorded nights of one installation."""

    engine: Engine
    log: DecisionLog
    clock: Clock

    def find(self, day: date) -> Night | None:
        """Return the record of a day, None if it was not measured.

        Raises:
            DatabaseError: the log could not be read.
        """
        with reading(self.engine) as connection:
            return self._find(connection, day)

    def before(self, day: date) -> tuple[Night, ...]:
        """Return the nights of the days before one, in the order of the days.

        Raises:
            DatabaseError: the log could not be read.
        """
        with reading(self.engine) as connection:
            nights = self._nights(connection, day - LOOK_BACK)
        return tuple(sorted((n for n in nights if n.day < day), key=lambda n: n.day))

    def record(self, night: Night) -> tuple[Night, bool]:
        """Return the record of that day, and whether it is this one: the first that came stays.

        Raises:
            LogDamaged: the log takes no entries.
            DatabaseError: nothing was recorded.
        """
        with writing(self.engine) as connection:
            self.log.lock(connection)  # of several processes at once, one records the day
            known = self._find(connection, night.day)
            if known is None:
                said = canonical(night.model_dump(mode="json"))
                reason = night.verdict.value
                self.log.append_event(
                    connection, Event(KIND, self.clock(), ASSISTANT, reason=reason, text=said)
                )
        return known or night, known is None

    def _find(self, connection: Connection, day: date) -> Night | None:
        return next((n for n in self._nights(connection, day) if n.day == day), None)

    def _nights(self, connection: Connection, since: date) -> list[Night]:
        """Return the nights recorded from a day on; those of another schema are left out."""
        events = (logged.event for logged in self.log.events(connection, bounds(since)[0]))
        contents = (json.loads(e.text) for e in events if e is not None and e.kind == KIND)
        return [Night.model_validate(c) for c in contents if c.get("schema_version") == SCHEMA]


def write_copy(folder: Path, night: Night) -> None:
    """Write the file of a night.

    Raises:
        OSError: the folder does not take it.
    """
    lines = night.model_dump(mode="json") | {"verdict": night.verdict.value}
    write_file(folder / f"{night.day.isoformat()}.json", lines)


def write_unmeasured(folder: Path, day: date, why: str) -> None:
    """Write the file of a day that could not be measured; `why` is the name of an error.

    Raises:
        OSError: the folder does not take it.
    """
    lines = {"day": day.isoformat(), "verdict": "unmeasured", "why": why}
    write_file(folder / f"{day.isoformat()}.json", lines)


def write_file(file: Path, content: object) -> None:
    """Write a JSON file that only this user reads; a reader sees it whole or as it was.

    Raises:
        OSError: the folder does not take it.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    draft.chmod(0o600)
    draft.replace(file)
