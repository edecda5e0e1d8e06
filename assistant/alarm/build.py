"""The alarm of a process: whom it writes to, and how it tries whether records can be written."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from sqlalchemy import Engine, delete, insert

from assistant.alarm.alarm import Alarm
from assistant.alarm.letters import AlarmLetters
from assistant.conversations import conversations
from assistant.database import DatabaseError, writing
from assistant.desk.notices.smtp import SmtpMailer, build_mailer, read_addresses
from assistant.settings import Settings
from governance.log.decision_log import DecisionLog, LogDamaged
from governance.moments import Clock, stamp, utc_now
from knowledge_base.institution import Institution

_SIZE_OF_A_TURN = 32 * 1024
"""Characters that a trial writes: where a long turn would not fit, it must not fit either."""


@dataclass(frozen=True)
class Trial:
    """Writes what a turn would need, and takes it back in the same transaction."""

    engine: Engine
    log: DecisionLog

    def __call__(self) -> bool:
        """Return whether a turn could be recorded now."""
        moment = stamp(utc_now())
        row = {
            "id": f"prueba-{secrets.token_urlsafe(24)}",
            "audience": "ciudadania",
            "channel": "x" * _SIZE_OF_A_TURN,
            "state": "closed",
            "opened_at": moment,
            "last_at": moment,
        }
        try:
            with writing(self.engine) as connection:
                self.log.lock(connection)  # it is there, and signed by us
                connection.execute(insert(conversations), row)
                connection.execute(delete(conversations).where(conversations.c.id == row["id"]))
        except (DatabaseError, LogDamaged):
            return False
        return True


def build_alarm(
    settings: Settings,
    institution: Institution,
    engine: Engine,
    log: DecisionLog,
    clock: Clock = utc_now,
) -> Alarm:
    """Return the alarm of this process; it writes to `alarm_to`, or to whoever attends.

    Raises:
        SettingsError: what is configured for the e-mail cannot be used.
    """
    return Alarm(
        letters=AlarmLetters(institution.institution.sigla),
        can_record=Trial(engine, log),
        mailer=build_alarm_mailer(settings),
        clock=clock,
    )


def build_alarm_mailer(settings: Settings) -> SmtpMailer | None:
    """Return who sends alarms, or None when no mail is configured.

    Raises:
        SettingsError: what is configured for the e-mail cannot be used.
    """
    mailer = build_mailer(settings)
    if mailer is None or not settings.alarm_to:
        return mailer
    return replace(mailer, recipients=read_addresses("ALARM_TO", settings.alarm_to))
