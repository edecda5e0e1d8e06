"""E-mail through a real server: plain, with a password, encrypted, down, and one that refuses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.desk.notices.mail import MailError, MailFailure
from assistant.desk.notices.smtp import MailServer, SmtpMailer, build_mailer, read_server
from assistant.settings import Settings, SettingsError
from tests.assistant.desk.mail_server import (
    HOST,
    Box,
    Certificate,
    free_port,
    make_certificate,
    only,
    serve,
)

SENDER, ONE, TWO = "avisos@gore.ejemplo.cl", "uno@gore.ejemplo.cl", "dos@gore.ejemplo.cl"
Serve = Callable[..., int]


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def listen(box: Box) -> Iterator[Serve]:
    """Starts the server, and says on which port."""
    started = []

    def start(**options: Any) -> int:
        port = options.pop("port", None) or free_port()
        started.append(serve(box, port, **options))
        return port

    yield start
    for server in started:
        server.stop(no_assert=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("correo"))


def mailer(url: str, *to: str, **options: Any) -> SmtpMailer:
    return SmtpMailer(read_server(url), SENDER, to or (ONE,), **options)


def failure(sending: SmtpMailer) -> MailFailure:
    with pytest.raises(MailError) as failed:
        sending.send("Asunto", "Texto")
    assert "@" not in str(failed.value), "the words of a server may quote addresses"
    return failed.value.failure


def test_a_message_arrives_as_it_was_written(listen: Serve, box: Box) -> None:
    assert mailer(f"smtp://{HOST}:{listen()}", ONE, TWO).send("Atención: ñandú", "Línea.\n") == 0
    (message,) = box.messages
    assert (message["From"], message["To"]) == (SENDER, f"{ONE}, {TWO}")
    assert message["Subject"] == "Atención: ñandú"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@gore.ejemplo.cl>") and message["Date"]
    assert message.get_content_type() == "text/plain"
    assert message.get_content().splitlines() == ["Línea."]


def test_a_subject_with_line_breaks_adds_no_header(listen: Serve, box: Box) -> None:
    mailer(f"smtp://{HOST}:{listen()}").send("Hola\r\nBcc: otra@ejemplo.cl", "Texto")
    (message,) = box.messages
    assert message["Bcc"] is None and message["Subject"] == "Hola Bcc: otra@ejemplo.cl"


def test_a_line_with_a_dot_alone_does_not_end_the_message(listen: Serve, box: Box) -> None:
    mailer(f"smtp://{HOST}:{listen()}").send("Asunto", "Uno\n.\nDos\n")
    assert box.messages[0].get_content().splitlines() == ["Uno", ".", "Dos"]


def test_a_password_is_used_on_this_same_machine(listen: Serve, box: Box) -> None:
    port = listen(authenticator=only(b"ana", b"una clave"), auth_require_tls=False)
    mailer(f"smtp://ana:una%20clave@{HOST}:{port}").send("Asunto", "Texto")
    assert len(box.messages) == 1
    wrong = mailer(f"smtp://ana:otra@{HOST}:{port}")
    assert failure(wrong) is MailFailure.CREDENTIALS
    assert len(box.messages) == 1


def test_a_server_that_takes_no_password_is_said(listen: Serve) -> None:
    assert failure(mailer(f"smtp://ana:x@{HOST}:{listen()}")) is MailFailure.CREDENTIALS


def test_starttls_encrypts_before_the_password(
    listen: Serve, box: Box, certificate: Certificate
) -> None:
    port = listen(
        tls_context=certificate.server(),
        require_starttls=True,
        authenticator=only(b"ana", b"clave"),
        auth_required=True,
    )
    url = f"smtp+starttls://ana:clave@{HOST}:{port}"
    assert mailer(url, trust=certificate.client).send("Asunto", "Texto") == 0
    assert box.was_encrypted


def test_a_certificate_that_nobody_knows_stops_the_message(
    listen: Serve, box: Box, certificate: Certificate
) -> None:
    port = listen(tls_context=certificate.server())
    assert failure(mailer(f"smtp+starttls://{HOST}:{port}")) is MailFailure.ENCRYPTION
    assert box.messages == []


def test_a_certificate_of_another_server_stops_the_message(
    listen: Serve, box: Box, tmp_path: Path
) -> None:
    other = make_certificate(tmp_path, host="127.0.0.9")
    port = listen(tls_context=other.server())
    wrong = mailer(f"smtp+starttls://{HOST}:{port}", trust=other.client)
    assert failure(wrong) is MailFailure.ENCRYPTION
    assert box.messages == []


def test_starttls_never_falls_back_to_plain_text(listen: Serve, box: Box) -> None:
    assert failure(mailer(f"smtp+starttls://{HOST}:{listen()}")) is MailFailure.ENCRYPTION
    assert box.messages == []


def test_a_server_that_speaks_tls_from_the_first_byte(
    listen: Serve, box: Box, certificate: Certificate
) -> None:
    port = listen(ssl_context=certificate.server())
    sending = mailer(f"smtps://{HOST}:{port}", trust=certificate.client)
    assert sending.send("Asunto", "Texto") == 0
    assert len(box.messages) == 1
    assert failure(mailer(f"smtps://{HOST}:{port}")) is MailFailure.ENCRYPTION


def test_a_server_that_is_down_and_then_up(listen: Serve, box: Box) -> None:
    port = free_port()
    sending = mailer(f"smtp://{HOST}:{port}")
    assert failure(sending) is MailFailure.UNREACHABLE
    listen(port=port)
    assert sending.send("Asunto", "Texto") == 0


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    with socket.create_server((HOST, 0)) as silent:
        port = silent.getsockname()[1]
        sending = mailer(f"smtp://{HOST}:{port}", timeout_s=0.2)
        assert failure(sending) is MailFailure.UNREACHABLE


def test_a_server_that_hangs_up_is_unreachable() -> None:
    with socket.create_server((HOST, 0)) as rude:
        thread = threading.Thread(target=lambda: rude.accept()[0].close())
        thread.start()
        assert failure(mailer(f"smtp://{HOST}:{rude.getsockname()[1]}")) is MailFailure.UNREACHABLE
        thread.join()


def test_a_name_that_nobody_has_is_unreachable() -> None:
    assert failure(mailer(f"smtp://{'a' * 70}.invalid")) is MailFailure.UNREACHABLE


def test_one_refused_address_does_not_stop_the_others(listen: Serve, box: Box) -> None:
    box.refuses = frozenset({TWO})
    assert mailer(f"smtp://{HOST}:{listen()}", ONE, TWO).send("Asunto", "Texto") == 1
    assert len(box.messages) == 1


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        ({"refuses": frozenset({ONE})}, MailFailure.RECIPIENTS),
        ({"refuses_sender": True}, MailFailure.SENDER),
        ({"refuses_content": True}, MailFailure.MESSAGE),
    ],
)
def test_what_the_server_refuses_is_told_apart(
    listen: Serve, box: Box, refusal: dict[str, Any], kind: MailFailure
) -> None:
    for name, value in refusal.items():
        setattr(box, name, value)
    assert failure(mailer(f"smtp://{HOST}:{listen()}")) is kind
    assert box.messages == []


# Addresses


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://correo.ejemplo.cl", ("smtp", "correo.ejemplo.cl", 25, "", "")),
        ("smtps://a:b@correo.ejemplo.cl/", ("smtps", "correo.ejemplo.cl", 465, "a", "b")),
        (
            "smtp+starttls://ana%40gore.cl:a%2Fb@c.ejemplo.cl:2525",
            ("smtp+starttls", "c.ejemplo.cl", 2525, "ana@gore.cl", "a/b"),
        ),
    ],
)
def test_the_address_of_a_server_is_read(url: str, server: tuple[object, ...]) -> None:
    assert read_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "correo.ejemplo.cl",
        "http://ana:secreta@correo.ejemplo.cl",
        "smtp://",
        "smtp://ana:secreta@correo.ejemplo.cl:puerto",
        "smtp://correo.ejemplo.cl:99999",
        "smtp://ana:secreta#x@correo.ejemplo.cl",
        "smtp://correo.ejemplo.cl/secreta",
        "smtp://[secreta",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError, match="ASISTENTE_SMTP_URL") as refused:
        read_server(url)
    assert "secreta" not in str(refused.value)


def test_a_password_is_never_sent_in_plain_text_to_another_machine() -> None:
    with pytest.raises(SettingsError, match="sin cifrar"):
        read_server("smtp://ana:secreta@correo.ejemplo.cl")


def test_a_password_is_not_shown() -> None:
    sending = mailer("smtps://ana:secreta@correo.ejemplo.cl")
    assert isinstance(sending.server, MailServer)
    for shown in (repr(sending), str(sending.server), f"{sending.server}"):
        assert "secreta" not in shown and "ana" not in shown


def test_without_a_server_nobody_is_told_by_mail() -> None:
    assert build_mailer(Settings(notify_to=ONE)) is None


def test_with_a_server_somebody_sends_and_somebody_is_told() -> None:
    values = {"smtp_url": "smtp://correo.ejemplo.cl", "smtp_from": SENDER, "notify_to": ONE}
    found = build_mailer(Settings.model_validate(values | {"notify_to": f" {ONE}, {TWO},"}))
    assert found is not None and found.recipients == (ONE, TWO)
    for name in ("smtp_from", "notify_to"):
        for wrong in ("", "nadie", "a@ejemplo.cl\r\nBcc: b@ejemplo.cl", "ñ@ejemplo.cl"):
            with pytest.raises(SettingsError, match=f"ASISTENTE_{name.upper()}"):
                build_mailer(Settings.model_validate(values | {name: wrong}))
