"""What the service does for the log by itself: sign each day, follow the level, purge.

Everything is done once a day however often it is asked for and however many processes ask: the
head of a day is signed once, and the purge takes the day as it began.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, time

from assistant.database import writing
from assistant.log_key import keep_level
from assistant.purging import Purge, Purged
from governance.log.decision_log import ClockDoubted, DecisionLog
from governance.moments import Clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LogKeeping:
    """Keeps the log of one installation."""

    purge: Purge
    system_id: str
    clock: Clock

    @property
    def log(self) -> DecisionLog:
        """The log that is kept."""
        return self.purge.log

    def prepare(self) -> None:
        """Sign the head of this day, and record under the level that the register says.

        Raises:
            LogDamaged: the log takes no entries.
            DatabaseError: nothing was done.
        """
        with writing(self.purge.engine) as connection:
            self.log.sign_day(connection, self.clock())
            keep_level(connection, self.log, self.system_id, self.clock)

    def keep(self) -> Purged | None:
        """Return what was purged of what was over when the day (UTC) began, None if in doubt.

        Raises:
            LogDamaged: the log takes no entries.
            DatabaseBusy: it was erased, and copies stay in the journal for now.
            DatabaseError: the database cannot be used.
        """
        self.prepare()
        today = datetime.combine(self.clock().astimezone(UTC).date(), time(), UTC)
        try:
            return self.purge.run(today)
        except ClockDoubted as error:
            logger.error("purga: %s", error)  # in words, and nothing in them is of a person
            return None
