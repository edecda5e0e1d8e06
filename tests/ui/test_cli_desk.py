"""`asistente desk` and what `asistente doctor` says of the attention by people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from assistant.desk.contacts.keys import KeyInFile
from assistant.desk.notices.mail import MailFailure
from assistant.settings import Settings
from knowledge_base.institution import Institution
from tests.assistant.desk.mail_server import HOST, Box, free_port, serve
from tests.assistant.desk.test_notices import Desk
from ui.cli import app, doctor

Run = Callable[..., Result]
SENDER, ONE, TWO = "avisos@gore.ejemplo.cl", "uno@gore.ejemplo.cl", "dos@gore.ejemplo.cl"


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def port(box: Box) -> Iterator[int]:
    server = serve(box, free_port())
    yield server.port
    server.stop()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with settings of its own."""
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path / "data"))

    def run(*args: str, **settings: str) -> Result:
        for name, value in settings.items():
            monkeypatch.setenv(f"ASISTENTE_{name.upper()}", value)
        return CliRunner().invoke(app, list(args))

    return run


def mail(port: int) -> dict[str, str]:
    return {
        "smtp_url": f"smtp://{HOST}:{port}",
        "smtp_from": SENDER,
        "notify_to": f"{ONE}, {TWO}",
        "public_url": "https://gore.ejemplo.cl/",
    }


def test_a_test_message_is_sent_and_creates_nothing(
    run: Run, box: Box, port: int, tmp_path: Path
) -> None:
    result = run("desk", "notify", "--test", **mail(port))
    assert result.exit_code == 0 and "enviado" in result.stdout
    (message,) = box.messages
    assert message["Subject"].startswith("Prueba de avisos")
    assert "https://gore.ejemplo.cl/panel/casos" in message.get_content()
    assert not (tmp_path / "data").exists()


def test_what_is_due_is_sent_by_hand_too(
    run: Run, box: Box, port: int, small_database: Engine
) -> None:
    desk = Desk(small_database)
    assert json.loads(run("desk", "notify", "--json", **mail(port)).stdout) == {"result": "nothing"}
    desk.asks()
    assert json.loads(run("desk", "notify", "--json").stdout) == {"result": "sent"}
    assert box.messages[0]["Subject"].startswith("1 persona espera atención")


def test_without_configuration_the_command_says_what_to_define(run: Run) -> None:
    for args in (("--test",), ()):
        result = run("desk", "notify", *args, "--json")
        assert result.exit_code == 2 and "ASISTENTE_SMTP_URL" in result.stdout


def test_a_test_that_fails_says_why_and_ends_with_one(run: Run, box: Box, port: int) -> None:
    box.refuses = frozenset({TWO})
    result = run("desk", "notify", "--test", "--json", **mail(port))
    assert (result.exit_code, json.loads(result.stdout)["result"]) == (1, "tested_some")
    box.refuses = frozenset({ONE, TWO})
    result = run("desk", "notify", "--test", "--json")
    assert result.exit_code == 1 and "ASISTENTE_NOTIFY_TO" in result.stdout


# Doctor


def settings(tmp_path: Path, **values: object) -> Settings:
    return Settings.model_validate({"data_dir": tmp_path / "data", **values})


def test_the_doctor_says_that_nobody_is_told_by_mail(tmp_path: Path) -> None:
    (found,) = doctor._check_mail(settings(tmp_path))
    assert found.severity == "warning" and "ASISTENTE_SMTP_URL" in found.remedy


def test_the_doctor_says_why_the_last_notice_did_not_leave(
    tmp_path: Path, small_database: Engine
) -> None:
    configured = settings(tmp_path, **mail(free_port()))
    (found,) = doctor._check_mail(configured)
    assert found.severity == "ok" and SENDER not in found.message
    desk = Desk(small_database)
    desk.asks()
    desk.mailer.failures = [MailFailure.CREDENTIALS]
    desk.send()
    (found,) = doctor._check_mail(configured)
    assert found.severity == "warning" and "el usuario o la clave" in found.remedy


def test_the_doctor_tells_the_hours_and_the_next_opening(tmp_path: Path) -> None:
    (found,) = doctor._check_attention(settings(tmp_path))
    assert found.severity == "ok" and "Próxima apertura" in found.message


def test_the_doctor_notices_that_nobody_will_attend(
    tmp_path: Path, institution: Institution
) -> None:
    file = tmp_path / "institution.yaml"
    attention = {
        "zone": "America/Santiago",
        "weekly": {},
        "holidays": {"country": "CL"},
        "verified": False,
    }
    data = institution.model_dump(mode="json") | {"attention": attention}
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    (found,) = doctor._check_attention(settings(tmp_path, institution_file=file))
    assert found.severity == "warning" and "60 días" in found.message


def test_the_doctor_notices_a_key_of_contacts_that_others_can_read(tmp_path: Path) -> None:
    configured = settings(tmp_path)
    (found,) = doctor._check_contact_keys(configured)
    assert found.severity == "ok" and not (tmp_path / "data").exists()
    keys = KeyInFile(tmp_path / "data" / "contact.key")
    keys.ready()
    assert [c.severity for c in doctor._check_contact_keys(configured)] == ["ok"]
    keys.file.chmod(0o644)
    assert [c.severity for c in doctor._check_contact_keys(configured)] == ["error"]
