"""A real mail server on this machine: it keeps what it is given, or refuses as it is told."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass
class Box:
    """What arrived, and which addresses or messages are refused."""

    messages: list[EmailMessage] = field(default_factory=list)
    refuses: frozenset[str] = frozenset()
    refuses_sender: bool = False
    refuses_content: bool = False
    was_encrypted: bool = False

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take who sends, or not."""
        if self.refuses_sender:
            return "550 no te conozco"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take an address, or not."""
        if address in self.refuses:
            return f"550 no existe {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a message, or refuse it."""
        if self.refuses_content:
            return "554 parece basura"
        self.was_encrypted = session.ssl is not None
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself, for this machine's address."""

    file: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        """Return what the server shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context

    def client(self) -> ssl.SSLContext:
        """Return what believes this certificate and no other."""
        return ssl.create_default_context(cafile=str(self.file))


def make_certificate(folder: Path, host: str = HOST) -> Certificate:
    """Return a certificate just made."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "correo de prueba")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    found = Certificate(folder / "correo.pem", folder / "correo.key")
    found.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return found


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class _Encrypted(Controller):
    """A server that speaks TLS from the first byte."""

    def _trigger_server(self) -> None:
        """Try it out as the library does, trusting a certificate that signs itself."""
        trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection((self.hostname, self.port), 5) as plain:
            with trusting.wrap_socket(plain) as encrypted:
                encrypted.recv(1024)


def serve(box: Box, port: int, **options: Any) -> Controller:
    """Return a server that listens; `ssl_context` makes it speak TLS from the first byte."""
    kind = _Encrypted if "ssl_context" in options else Controller
    server = kind(box, hostname=HOST, port=port, **options)
    server.start()
    return server


def only(user: bytes, password: bytes) -> Any:
    """Return who lets in nobody else."""

    def check(server: SMTP, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        known = isinstance(given, LoginPassword) and given == LoginPassword(user, password)
        return AuthResult(success=known, handled=known)

    return check
