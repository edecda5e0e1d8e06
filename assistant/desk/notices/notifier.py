"""Tells staff by e-mail that somebody waits, whichever of the processes comes first."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.desk.notices.letters import Letters, build_letters
from assistant.desk.notices.mail import Mailer, MailError
from assistant.desk.notices.outbox import Notices
from assistant.desk.notices.smtp import build_mailer
from assistant.settings import Settings
from governance.moments import Clock, utc_now
from knowledge_base.institution import Institution

Result = Literal["nothing", "sent", "failed"]
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notifier:
    """Sends what is due; several processes may, and each notice is one message of one of them."""

    engine: Engine
    clock: Clock
    notices: Notices
    mailer: Mailer
    letters: Letters

    def send_due(self) -> Result:
        """Return what happened to the message that was due, if one was.

        The database is held neither while the server is spoken to nor when nothing is due.

        Raises:
            DatabaseError: the outbox cannot be read or written.
        """
        with reading(self.engine) as connection:
            if not self.notices.is_due(connection, self.clock()):
                return "nothing"
        with writing(self.engine) as connection:
            claim = self.notices.claim(connection, self.clock())
        if claim is None:  # another process was faster
            return "nothing"
        letter = self.letters.tell(claim.waiting)
        try:
            refused = self.mailer.send(letter.subject, letter.body)
        except MailError as error:
            _LOG.warning("notice not sent: %s, try %d", error.failure.value, claim.tries)
            with writing(self.engine) as connection:
                self.notices.failed(connection, claim, self.clock(), error.failure)
            return "failed"
        with writing(self.engine) as connection:
            self.notices.sent(connection, claim, self.clock(), refused)
        return "sent"


def build_notices(settings: Settings) -> Notices:
    """Return the outbox of `settings`: without a mail server it keeps nothing."""
    is_on = bool(settings.smtp_url.get_secret_value())
    return Notices(is_on, timedelta(minutes=settings.notify_minutes))


def build_notifier(
    settings: Settings, institution: Institution, engine: Engine, clock: Clock = utc_now
) -> Notifier | None:
    """Return who tells staff, or None when nobody is to be told by e-mail.

    Raises:
        SettingsError: what is configured for the e-mail cannot be used.
    """
    mailer = build_mailer(settings)
    if mailer is None:
        return None
    letters = build_letters(settings, institution)
    return Notifier(engine, clock, build_notices(settings), mailer, letters)
