"""Interviews under way, kept so that they can go on days later from another machine.

They are working papers, not records: what is decided from them is copied to the journal, and an
interview that nobody touches for the retention period is deleted with every phrase in it. Two
screens on one interview cannot overwrite each other: who saves what is no longer the last version
is told so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from governance.folio import new_folio, read_folio
from governance.log.keeping import is_not_held, is_within, read_keeping
from governance.moments import Clock, read_stamp, stamp, utc_now
from governance.registers.tables import interviews

Status = Literal["en_curso", "en_pausa", "terminada", "cancelada"]

PREFIX = "EN"
OPEN: tuple[Status, ...] = ("en_curso", "en_pausa")


class InterviewMoved(Exception):
    """Somebody saved the interview meanwhile, or it is gone; raised so that it is read again."""


@dataclass(frozen=True)
class StoredInterview:
    """An interview as kept: `state` is `governance.interview`'s own JSON, redacted already."""

    code: str
    definition_id: str
    official_id: str | None
    conversation_id: str | None
    status: Status
    title: str
    opened_at: datetime
    updated_at: datetime
    version: int
    state: Mapping[str, Any]


@dataclass(frozen=True)
class Interviews:
    """Keeps interviews; every method works inside the caller's transaction."""

    clock: Clock = utc_now
    retention_days: int = 365

    def open(
        self,
        connection: Connection,
        definition_id: str,
        state: Mapping[str, Any],
        *,
        title: str,
        official_id: str | None = None,
        conversation_id: str | None = None,
    ) -> StoredInterview:
        """Return a new interview, under a code that people can write down and nobody can guess."""
        now = self.clock()
        new = StoredInterview(
            code=new_folio(PREFIX),
            definition_id=definition_id,
            official_id=official_id,
            conversation_id=conversation_id,
            status="en_curso",
            title=title,
            opened_at=now,
            updated_at=now,
            version=1,
            state=state,
        )
        connection.execute(insert(interviews), _values(new))
        return new

    def save(self, connection: Connection, changed: StoredInterview) -> StoredInterview:
        """Return the interview as saved: one version later, at this moment.

        Raises:
            InterviewMoved: it is not at the version that was changed, or it was purged.
        """
        saved = replace(changed, version=changed.version + 1, updated_at=self.clock())
        done = connection.execute(
            update(interviews)
            .where(interviews.c.code == changed.code, interviews.c.version == changed.version)
            .values(_values(saved))
        )
        if done.rowcount != 1:
            raise InterviewMoved(
                f"La entrevista {changed.code} avanzó en otra pantalla. Vuelve a abrirla."
            )
        return saved

    def find(self, connection: Connection, code: str) -> StoredInterview | None:
        """Return the interview whose code a person typed, however they typed it."""
        folio = read_folio(code, PREFIX)
        if folio is None:
            return None
        row = connection.execute(select(interviews).where(interviews.c.code == folio)).one_or_none()
        return None if row is None else _read(row)

    def of_conversation(
        self, connection: Connection, conversation_id: str
    ) -> StoredInterview | None:
        """Return the interview that a conversation is in the middle of."""
        found = select(interviews).where(interviews.c.conversation_id == conversation_id)
        row = connection.execute(_open_ones(found).limit(1)).one_or_none()
        return None if row is None else _read(row)

    def pending(self, connection: Connection, official_id: str) -> tuple[StoredInterview, ...]:
        """Return the interviews that an official has not finished, the last touched first."""
        found = select(interviews).where(interviews.c.official_id == official_id)
        return tuple(map(_read, connection.execute(_open_ones(found))))

    def purge(self, connection: Connection, now: datetime) -> int:
        """Delete the interviews, whatever their status, that nobody touched in time; count them.

        What a legal hold covers, or a level that rose extended, stays.
        """
        keeping = read_keeping(connection, self.retention_days)
        return connection.execute(
            delete(interviews).where(
                is_within(interviews.c.updated_at, keeping.due(now)),
                is_not_held(interviews.c.conversation_id, keeping.protection),
            )
        ).rowcount


def _open_ones(found: Select[Any]) -> Select[Any]:
    return found.where(interviews.c.status.in_(OPEN)).order_by(
        interviews.c.updated_at.desc(), interviews.c.code
    )


def _values(interview: StoredInterview) -> dict[str, object]:
    return {
        **vars(interview),
        "opened_at": stamp(interview.opened_at),
        "updated_at": stamp(interview.updated_at),
        "state": json.dumps(interview.state),
    }


def _read(row: Row[Any]) -> StoredInterview:
    values = {
        **row._mapping,
        "opened_at": read_stamp(row.opened_at),
        "updated_at": read_stamp(row.updated_at),
        "state": json.loads(row.state),
    }
    return StoredInterview(**values)
