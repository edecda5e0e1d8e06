"""A night, end to end: measure once, record, tell. What cannot be measured is told as well.

The letter that is due is kept before the night is recorded, so that a process that dies between
the two leaves a night to be measured again and never an alarm that nobody gives.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assistant.desk.notices.mail import MailError
from evals.live.measuring import Measuring, Tell
from evals.live.night import Night, still_outside
from evals.live.notices import Notice, Notices
from evals.live.record import NightBook, write_copy, write_unmeasured

logger = logging.getLogger("asistente.alarma")


class Measured(NamedTuple):
    """The record of a day, None if it could not be measured; and the error that kept it from it."""

    night: Night | None
    error: Exception | None = None


@dataclass(frozen=True)
class Nightly:
    """Measures the days of one installation and tells what is wrong."""

    folder: Path
    notices: Notices
    open_book: Callable[[], NightBook]
    """Opens the log, which may fail."""
    build: Callable[[NightBook], Measuring]
    """Loads what measures: redaction and embeddings, seconds that a recorded day does not need."""

    def run(self, day: date, most: int, tell: Tell = lambda done, total: None) -> Measured:
        """Return the record of a day: the one there is, or a new one."""
        try:
            night = self._record(day, most, tell)
        except Exception as error:
            # Fails closed: whatever stands between the log and its measure is an alarm.
            logger.critical("live quality of %s unmeasured: %s", day, type(error).__name__)
            self._tell_unmeasured(day, error)
            return Measured(None, error)
        self._send_kept()
        return Measured(night)

    def _record(self, day: date, most: int, tell: Tell) -> Night:
        book = self.open_book()
        night = book.find(day)
        if night is None:
            before = book.before(day)
            measured = self.build(book).measure(day, most, before, tell)
            night = self._record_new(book, measured, before)
        with suppress(OSError):  # a copy: the record is in the log
            write_copy(self.folder, night)
        return night

    def _record_new(self, book: NightBook, night: Night, before: Sequence[Night]) -> Night:
        last = self.notices.last()
        notice = self._notice(night, before, last)
        if notice is not None:
            self.notices.keep(notice)
        recorded, is_ours = book.record(night)
        if is_ours and night.outside:
            logger.critical("live quality of %s out of band: %s", night.day, sorted(night.outside))
        elif notice is not None and not is_ours:
            self.notices.drop(notice, last)
        return recorded

    def _notice(self, night: Night, before: Sequence[Night], last: Notice | None) -> Notice | None:
        if night.outside:
            return self.notices.outside(night)
        standing, left = still_outside(before), still_outside([*before, night])
        if standing and not left:
            return self.notices.recovered(night, standing)
        if last is not None and last.kind == "unmeasured":
            return self.notices.measured_again(night)
        return None

    def _tell_unmeasured(self, day: date, error: Exception) -> None:
        with suppress(OSError):
            write_unmeasured(self.folder, day, type(error).__name__)
        last, notice = self.notices.last(), self.notices.unmeasured(day)
        try:
            if last is None or (last.day, last.kind) != (day, notice.kind):
                self.notices.keep(notice)
        except OSError:  # where nothing can be kept it is told each time: better than never
            with suppress(MailError):
                self.notices.send(notice)
            return
        self._send_kept()

    def _send_kept(self) -> None:
        try:
            self.notices.send_kept()
        except MailError as error:
            logger.critical("alarm not sent: %s", error.failure.value)
        except OSError as error:
            logger.critical("alarm sent, and not noted: %s", type(error).__name__)
