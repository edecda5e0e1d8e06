"""Tells the Delegado de Protección de Datos by e-mail, whichever of the processes comes first."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.desk.notices.letters import Letter
from assistant.desk.notices.mail import Mailer, MailError
from assistant.desk.notices.notifier import Result
from assistant.desk.notices.requests import Owed, RequestNotices
from assistant.desk.notices.smtp import build_mailer, read_addresses
from assistant.desk.words import desk_words
from assistant.settings import Settings
from governance.moments import Clock, utc_now
from knowledge_base.institution import Institution

REQUESTS = "/panel/solicitudes"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class DpoNotifier:
    """Sends what is due; several processes may, and each notice is one message of one of them."""

    engine: Engine
    clock: Clock
    notices: RequestNotices
    mailer: Mailer
    institution: str
    address: str

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
        try:
            self.mailer.send(*self.letter(claim.owed))
        except MailError as error:
            _LOG.warning("notice to the DPO not sent: %s, try %d", error.failure, claim.tries)
            with writing(self.engine) as connection:
                self.notices.failed(connection, claim, self.clock(), error.failure)
            return "failed"
        with writing(self.engine) as connection:
            self.notices.sent(connection, claim)
        return "sent"

    def letter(self, owed: Owed) -> Letter:
        """Return the message: how many wait and how urgent they are, and nobody's data."""
        words = desk_words()
        count = {name: str(number) for name, number in vars(owed).items()}
        name = "dpo_subject_one" if owed.pending == 1 else "dpo_subject_many"
        subject = words.text(name, institution=self.institution, pending=count["pending"])
        lines = [words.text("dpo_pending", pending=count["pending"])]
        if owed.late:
            lines.append(words.text("dpo_late", late=count["late"]))
        if owed.soon:
            lines.append(words.text("dpo_soon", soon=count["soon"]))
        lines.append(words.text("dpo_where", address=self.address))
        lines.append(words.text("notice_automatic"))
        return Letter(subject, "\n\n".join(lines) + "\n")


def build_dpo_notifier(
    settings: Settings, institution: Institution, engine: Engine, clock: Clock = utc_now
) -> DpoNotifier | None:
    """Return who tells the DPO, or None when nobody is to be told by e-mail.

    Raises:
        SettingsError: what is configured for the e-mail cannot be used.
    """
    mailer = build_mailer(settings)
    if mailer is None:
        return None
    if settings.dpo_to:
        mailer = replace(mailer, recipients=read_addresses("DPO_TO", settings.dpo_to))
    address = settings.public_url.rstrip("/") + REQUESTS
    name = institution.institution.sigla
    return DpoNotifier(engine, clock, RequestNotices(is_on=True), mailer, name, address)
