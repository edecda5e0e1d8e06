"""E-mail through any SMTP server: the only file that speaks to one.

Nothing is sent that the configuration did not ask to encrypt and could not: `smtp+starttls` never
falls back to plain text, and a password leaves this machine only encrypted.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from assistant.desk.contacts.contact import is_email
from assistant.desk.notices.mail import MailError, MailFailure
from assistant.settings import Settings, SettingsError

TIMEOUT_S = 10.0
"""Seconds that the server may take for each step."""

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_HERE = ("localhost", "127.0.0.1", "::1")


class MailServer(NamedTuple):
    """Where the server is and how to enter."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    def __repr__(self) -> str:
        """Show neither who enters nor with what."""
        return f"MailServer({self.scheme}://{self.host}:{self.port})"


@dataclass(frozen=True)
class SmtpMailer:
    """Sends to the same addresses always, over one connection for each message."""

    server: MailServer
    sender: str
    recipients: tuple[str, ...] = field(repr=False)
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    """Which certificates are believed; by default, those that this machine believes."""
    timeout_s: float = TIMEOUT_S

    def send(self, subject: str, body: str) -> int:
        """Return how many of the addresses the server refused, when it took the others.

        Raises:
            MailError: nobody was told.
        """
        message = self._compose(subject, body)
        with _explained(), self._connected() as connection:
            return len(connection.send_message(message, self.sender, list(self.recipients)))

    def _compose(self, subject: str, body: str) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = ", ".join(self.recipients)
        message["Subject"] = " ".join(subject.split())
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._domain)
        message["Auto-Submitted"] = "auto-generated"  # nobody's holiday message answers it
        message.set_content(body, cte="quoted-printable")
        return message

    @property
    def _domain(self) -> str:
        # Said instead of the name of this machine, which may take long to find or be no domain.
        return self.sender.rpartition("@")[2]

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        connection = self._open()
        try:
            if self.server.scheme == "smtp+starttls":
                connection.starttls(context=self.trust())
            if self.server.user:
                _enter(connection, self.server)
            yield connection
        finally:
            # The message is taken or not by now, however the server says goodbye.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _open(self) -> smtplib.SMTP:
        where = self.server.host, self.server.port, self._domain, self.timeout_s
        if self.server.scheme == "smtps":
            return smtplib.SMTP_SSL(*where[:3], timeout=self.timeout_s, context=self.trust())
        return smtplib.SMTP(*where)


def build_mailer(settings: Settings) -> SmtpMailer | None:
    """Return who sends the notices of `settings`, or None when none are to be sent.

    Raises:
        SettingsError: the address of the server cannot be read, or somebody has no address.
    """
    url = settings.smtp_url.get_secret_value()
    if not url:
        return None
    _check_addresses("SMTP_FROM", (settings.smtp_from,))
    recipients = read_addresses("NOTIFY_TO", settings.notify_to)
    return SmtpMailer(read_server(url), settings.smtp_from, recipients)


def read_addresses(name: str, text: str) -> tuple[str, ...]:
    """Return the addresses of the setting called `name`, separated by commas.

    Raises:
        SettingsError: there is none, or one is no address; it is not repeated.
    """
    addresses = tuple(filter(None, (part.strip() for part in text.split(","))))
    _check_addresses(name, addresses)
    return addresses


def _check_addresses(name: str, addresses: tuple[str, ...]) -> None:
    if not addresses or not all(a.isascii() and is_email(a) for a in addresses):
        raise SettingsError(
            f"ASISTENTE_{name}: falta o no es una dirección de correo. Con ASISTENTE_SMTP_URL "
            "hace falta: usa la forma nombre@dominio.cl, sin acentos. Ver docs/atencion.md."
        )


def read_server(url: str) -> MailServer:
    """Return the server that an address names.

    Raises:
        SettingsError: it cannot be read, or would show a password to the network; the address
            itself is not repeated, because it may hold one.

    >>> read_server("smtp+starttls://ana:una%20clave@correo.example")
    MailServer(smtp+starttls://correo.example:587)
    """
    try:
        found = urlsplit(url)
        host, port = found.hostname, found.port
    except ValueError:
        raise _wrong_address() from None
    extra = found.path.strip("/") or found.query or found.fragment
    if found.scheme not in PORTS or not host or not host.isascii() or extra:
        raise _wrong_address()
    user, password = unquote(found.username or ""), unquote(found.password or "")
    if password and found.scheme == "smtp" and host not in _HERE:
        raise SettingsError(
            "ASISTENTE_SMTP_URL: con smtp:// la clave viajaría sin cifrar. Usa smtp+starttls:// o "
            "smtps://."
        )
    return MailServer(found.scheme, host, port or PORTS[found.scheme], user, password)


def _wrong_address() -> SettingsError:
    return SettingsError(
        "ASISTENTE_SMTP_URL: no es una dirección de servidor de correo. Usa "
        "smtp+starttls://usuario:clave@servidor:587, smtps:// o smtp://; en la clave, escribe "
        "como %XX los signos especiales (%40 es @, %2F es /, %3A es :)."
    )


def _enter(connection: smtplib.SMTP, server: MailServer) -> None:
    try:
        connection.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, UnicodeError):  # refused, or no way to enter that both know
        raise MailError(MailFailure.CREDENTIALS) from None


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what a server refuses into our own kinds, without its words."""
    try:
        yield
    except smtplib.SMTPSenderRefused:
        failure = MailFailure.SENDER
    except smtplib.SMTPRecipientsRefused:
        failure = MailFailure.RECIPIENTS
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        failure = MailFailure.ENCRYPTION
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError):
        failure = MailFailure.UNREACHABLE
    except smtplib.SMTPException:
        failure = MailFailure.MESSAGE
    except (OSError, UnicodeError):  # a name that does not resolve, nobody who listens, too slow
        failure = MailFailure.UNREACHABLE
    else:
        return
    raise MailError(failure) from None
