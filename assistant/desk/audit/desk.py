"""Where an auditor asks for the log: the role, the reason, the record of it, and then the file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import BinaryIO, cast

from sqlalchemy import Connection, Engine

from assistant.database import explain, reading, writing
from assistant.desk.audit.archive import write_archive
from assistant.desk.audit.cover import Cover
from assistant.desk.audit.justification import justified
from assistant.desk.audit.period import Period
from assistant.desk.permissions import Action, check, check_now
from governance.log.chain import Verification
from governance.log.decision_log import DecisionLog
from governance.log.event import Event
from governance.moments import Clock
from governance.registers.officials import Official, Officials

ALL_OF_IT = Period()


class ExportInCourse(Exception):
    """Somebody is taking an export; raised because a second one would make everybody wait."""


@dataclass(frozen=True)
class AuditDesk:
    """Gives the log to whoever may have it; it reads the database for long: call it in a thread."""

    engine: Engine
    log: DecisionLog
    officials: Officials
    redact: Callable[[str], str]
    clock: Clock
    institution: str
    prefix: str
    folder: Path
    """Where an export is while it is written and handed over, under no name."""
    _alone: Lock = field(default_factory=Lock, repr=False, compare=False)

    def export(self, official: Official | None, why: str, period: Period = ALL_OF_IT) -> BinaryIO:
        """Return the export, open at its beginning; when it is closed nothing is left of it.

        Raises what `write` does.
        """
        with self._explained():
            # Without a name from the beginning: a process that dies leaves nothing behind.
            out = cast(BinaryIO, tempfile.TemporaryFile(dir=self.folder))
        try:
            self.write(out, official, why, period)
            with self._explained():
                out.seek(0)
        except BaseException:
            with suppress(OSError):  # what could not be written is not flushed either
                out.close()
            raise
        return out

    def write(
        self, out: BinaryIO, official: Official | None, why: str, period: Period = ALL_OF_IT
    ) -> Verification:
        """Return what verifying the log found, having written the export to `out`.

        That they asked for it, and why, is in the log before anything is written.

        Raises:
            NotAllowed: their roles do not allow it.
            WhyRefused: the justification says too little.
            InputError: the justification is empty or too long.
            ExportInCourse: somebody else is taking one.
            LogDamaged: the head of the log is gone.
            DatabaseError: the log cannot be read or written, or there is no room for the file.
        """
        who = check(official, Action.EXPORT_LOG)
        kept = justified(why, self.redact, self.prefix)
        if not self._alone.acquire(blocking=False):
            raise ExportInCourse
        try:
            with writing(self.engine) as connection:
                self._record(connection, who, f"{period.in_words()} · {kept}")
            cover = Cover(self.institution, self.clock(), who.id, who.name, kept, period)
            with self._explained(), reading(self.engine) as connection:
                return write_archive(out, connection, self.log, cover)
        finally:
            self._alone.release()

    def _record(self, connection: Connection, who: Official, text: str) -> None:
        check_now(connection, self.officials, who, Action.EXPORT_LOG)
        event = Event("log_exported", self.clock(), who.id, text=text)
        self.log.append_event(connection, event)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise explain(error, str(self.folder)) from None
