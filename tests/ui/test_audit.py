"""The export of the log where people ask for it: the panel, the API and the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from typer.testing import CliRunner, Result

from assistant.database import build_engine, reading, writing
from assistant.desk.audit.desk import AuditDesk
from assistant.desk.permissions import ALLOWED, Action
from assistant.redaction import Redactor
from governance.log.decision_log import verify_export
from governance.log.event import Event
from tests.fakes import NOON
from tests.governance.stores import drop_guards
from tests.ui.attending import build_panel, enter
from tests.ui.entering import csrf
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.office import API, Office
from tests.ui.registers import Registers
from ui.cli import app

AUDIT = "/panel/auditoria"
WHY = "Auditoría interna del primer semestre."


def exports(audit: AuditDesk) -> list[Event]:
    """Return what the log says of exports."""
    with reading(audit.engine) as connection:
        found = (one.event for one in audit.log.events(connection))
        return [event for event in found if event and event.kind == "log_exported"]


def is_whole(data: bytes) -> bool:
    """Return whether an export holds a log that verifies."""
    lines = ZipFile(BytesIO(data)).read("registro.jsonl").decode().splitlines()
    return verify_export(lines).is_intact


# --- the panel ---


@pytest.fixture
def assistant(tmp_path: Path) -> FakeAssistant:
    return FakeAssistant(given_registry=Registers(tmp_path).registry)


@pytest.fixture
def registers(assistant: FakeAssistant, tmp_path: Path) -> Registers:
    return Registers(tmp_path)


@pytest.fixture
def browser(assistant: FakeAssistant, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(build_panel(assistant, tmp_path), client=("203.0.113.7", 5)) as client:
        yield client


def test_an_auditor_takes_the_log_from_the_panel(
    browser: TestClient, assistant: FakeAssistant, registers: Registers
) -> None:
    auditor = enter(browser, registers, "Auditora Interna", "auditor")
    page = browser.get(AUDIT)
    assert f'href="{AUDIT}"' in page.text and 'minlength="15"' in page.text
    form = {"csrf": csrf(browser), "motivo": WHY, "desde": "2026-01-01", "hasta": ""}
    given = browser.post(AUDIT, data=form)
    assert given.status_code == 200 and given.headers["content-type"] == "application/zip"
    assert given.headers["content-disposition"] == (
        f'attachment; filename="auditoria-{NOON:%Y-%m-%d}.zip"'
    )
    assert int(given.headers["content-length"]) == len(given.content)
    assert is_whole(given.content)
    (told,) = exports(assistant.audit)
    assert told.by == auditor.id and told.text.endswith(WHY)


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"motivo": "porque sí"}, 422, "15 letras"),
        ({"motivo": " "}, 422, "Falta escribir"),
        ({"motivo": WHY, "desde": "2026-02-01", "hasta": "2026-01-01"}, 422, "antes de empezar"),
        ({"motivo": WHY, "desde": "ayer"}, 422, "no es un día"),
        ({"motivo": WHY, "csrf": "de otra parte"}, 403, "formulario"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    browser: TestClient,
    assistant: FakeAssistant,
    registers: Registers,
    fields: dict[str, str],
    status: int,
    words: str,
) -> None:
    enter(browser, registers, "Auditora Interna", "auditor")
    refused = browser.post(AUDIT, data={"csrf": csrf(browser), **fields})
    assert refused.status_code == status and words in refused.text
    assert fields["motivo"].strip() in refused.text
    assert exports(assistant.audit) == []


def test_two_exports_at_once_are_one_after_the_other(
    browser: TestClient, assistant: FakeAssistant, registers: Registers
) -> None:
    enter(browser, registers, "Auditora Interna", "auditor")
    form = {"csrf": csrf(browser), "motivo": WHY}
    with assistant.audit._alone:
        busy = browser.post(AUDIT, data=form)
    assert busy.status_code == 409 and "en curso" in busy.text
    assert browser.post(AUDIT, data=form).status_code == 200


# --- the API ---


def test_the_log_is_taken_through_the_api_by_its_roles_alone(office: Office) -> None:
    office.asks()
    before = len(exports(office.assistant.audit))
    for role, key in office.keys.items():
        given = office.client.post(f"{API}/log/export", json={"why": WHY}, headers=key)
        if role in ALLOWED[Action.EXPORT_LOG]:
            assert given.status_code == 200 and is_whole(given.content)
        else:
            assert given.status_code == 403 and given.json()["type"].endswith("sin-rol")
    given_now = len(exports(office.assistant.audit)) - before
    assert given_now == len(ALLOWED[Action.EXPORT_LOG])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"why": "porque sí"}, "justificacion-corta"),
        ({"why": WHY, "since": "2026-02-01", "until": "2026-01-01"}, "periodo-invalido"),
        ({"why": WHY, "since": "ayer"}, "datos-invalidos"),
        ({"why": ""}, "texto-vacio"),
        ({}, "datos-invalidos"),
    ],
)
def test_the_api_says_what_is_missing(office: Office, body: dict[str, str], kind: str) -> None:
    refused = office.client.post(f"{API}/log/export", json=body, headers=office.keys["auditor"])
    assert refused.status_code == 422 and refused.json()["type"].endswith(kind)


def test_the_dpo_extends_through_the_api_and_the_person_takes_a_copy(office: Office) -> None:
    office.clock.advance(days=20)
    _, folio, _ = office.asks("¿quién puede postular?")
    asked = office.client.post(f"{API}/folios/requests", json={"folio": folio, "kind": "access"})
    assert asked.status_code == 201 and asked.json()["law"].endswith("art. 11")
    (one,) = office.get("/requests", "dpo").json()
    assert (one["days_left"], one["extension_days"]) == (30, 30)
    address = f"{API}/requests/{one['id']}/extend"
    done = office.client.post(address, json={"reason": WHY}, headers=office.keys["dpo"])
    assert done.status_code == 200 and done.json()["days_left"] == 60
    again = office.client.post(address, json={"reason": WHY}, headers=office.keys["dpo"])
    assert again.status_code == 409 and "una sola" in again.json()["detail"]
    copy = office.client.post(f"{API}/folios/copy", json={"folio": folio})
    assert copy.headers["cache-control"] == "no-store"
    assert copy.json()["requests"][0]["extension"] == WHY
    assert copy.json()["recorded"][0]["question"] == "¿quién puede postular?"
    wrong = office.client.post(f"{API}/folios/copy", json={"folio": "NB-0000"})
    assert wrong.status_code == 404


# --- the terminal ---

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, real_redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("assistant.redaction.build_redactor", lambda: real_redactor)
    return lambda *args, **more: CliRunner().invoke(app, [*map(str, args)], **more)


@pytest.fixture
def keys(run: Run) -> dict[str, str]:
    """The keys of an administrator (F-001) and an auditor (F-002)."""
    first = json.loads(run("staff", "add", "Jefatura", "--rol", "administracion", "--json").stdout)
    made = run(
        "staff", "add", "Auditora", "--rol", "auditor", "--json", input=f"{first['key']}\n"
    )  # fmt: skip
    return {"F-001": first["key"], "F-002": json.loads(made.stdout)["key"]}


def test_the_terminal_writes_the_export_whole(
    run: Run, keys: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "auditoria.zip"
    given = ("audit", "export", file, "--by", "F-002", "--why", WHY)
    done = run(*given, "--json", input=f"{keys['F-002']}\n")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"file": str(file), "entries": 1, "intact": True}
    assert is_whole(file.read_bytes()) and file.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.glob(".auditoria*")] == []


def test_the_terminal_refuses_who_may_not_and_leaves_no_file(
    run: Run, keys: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "auditoria.zip"
    for by, key, why, words in (
        ("F-001", keys["F-001"], WHY, "hace falta el rol"),
        ("F-002", keys["F-001"], WHY, "no es la de F-002"),
        ("F-002", keys["F-002"], "porque sí", "15 letras"),
        ("F-002", "cualquiera", WHY, "no es de un cargo activo"),
    ):
        done = run("audit", "export", file, "--by", by, "--why", why, input=f"{key}\n")
        assert done.exit_code == 2 and words in " ".join(done.output.split()), words
        assert key not in done.output
    days = ("--desde", "02/01/2026", "--hasta", "01/01/2026")
    done = run("audit", "export", file, "--by", "F-002", "--why", WHY, *days, input="x\n")
    assert done.exit_code == 2 and "antes de empezar" in done.output
    assert list(tmp_path.glob("*auditoria*")) == []


def test_the_terminal_says_when_the_log_was_altered(
    run: Run, keys: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "auditoria.zip"
    given = ("audit", "export", file, "--by", "F-002", "--why", WHY)
    assert run(*given, input=f"{keys['F-002']}\n").exit_code == 0
    engine = build_engine(f"sqlite:///{tmp_path / 'asistente.db'}")
    drop_guards(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE decision_log SET content = replace(content, 'a', 'b')"))
    done = run(*given, input=f"{keys['F-002']}\n")
    assert done.exit_code == 1 and "FUE ALTERADO" in done.output
    manifest = json.loads(ZipFile(file).read("manifiesto.json"))
    assert not manifest["registro"]["integro"]
    assert manifest["registro"]["hallazgos"][0]["sequence"] == 1
