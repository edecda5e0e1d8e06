"""The accounts as whoever administers them sees and changes them, and nobody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from assistant.accounts.tries import TRIES
from assistant.database import reading, writing
from governance.log.decision_log import DecisionLog
from governance.registers.roles import ROLES
from tests.ui.entering import PASSWORD, ServePanel, choose, csrf, sign_in
from tests.ui.registers import Registers
from ui.panel.accounts_page import ROLE_WORDS

ACCOUNTS = "/panel/cuentas"


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return Registers(tmp_path / "registros")


@pytest.fixture
def admin_id(registers: Registers) -> str:
    return registers.account("Administradora Regional", ["administracion"])


@pytest.fixture
def admin(serve_panel: ServePanel, registers: Registers, admin_id: str) -> TestClient:
    """Return a browser in which the administrator has entered."""
    client = serve_panel(registers)
    sign_in(client, admin_id)
    return client


@pytest.fixture
def other(registers: Registers, admin_id: str) -> str:
    return registers.account("Encargada de Atención", ["atencion"])


def send(client: TestClient, path: str, **fields: str) -> Response:
    data = {"csrf": csrf(client), **fields}
    return client.post(f"{ACCOUNTS}{path}", data=data, follow_redirects=False)


def told(registers: Registers) -> list[tuple[str, str, str]]:
    with reading(registers.engine) as connection:
        found = [e.event for e in DecisionLog().events(connection)]
    return [(e.by, e.to, e.reason) for e in found if e and e.kind == "account_changed"]


def test_every_account_is_listed_with_how_it_stands(
    admin: TestClient, registers: Registers, other: str
) -> None:
    with writing(registers.engine) as connection:
        registers.registry.officials.create(connection, "Auditora", ["auditor"])
    page = admin.get(ACCOUNTS).text
    rows = re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", page)
    cells = [re.findall(r"data-columna=\"[^\"]+\">(?:<a[^>]*>)?([^<]*)", row) for row in rows]
    assert cells == [
        [
            "F-001",
            "Administradora Regional",
            "administracion",
            "con contraseña",
            "21/11/2026 12:00",
        ],
        ["F-002", "Encargada de Atención", "atencion", "con contraseña", "ninguna en 90 días"],
        ["F-003", "Auditora", "auditor", "sin contraseña", "ninguna en 90 días"],
    ]
    assert f'href="{ACCOUNTS}">Cuentas</a>' in page


def test_only_administrators_see_or_change_accounts(
    serve_panel: ServePanel, registers: Registers, admin_id: str
) -> None:
    client = serve_panel(registers)
    for role in ROLES:
        if role == "administracion":
            continue
        client.cookies.clear()
        sign_in(client, registers.account(f"Cargo de {role}", [role]))
        assert ACCOUNTS not in client.get("/panel/sistemas").text
        entries = registers.registry.changes(admin_id)
        refused = [
            client.get(ACCOUNTS),
            client.get(f"{ACCOUNTS}/{admin_id}"),
            send(client, "", nombre="Jefa", rol_dpo="si"),
            *(
                send(client, f"/{admin_id}/{what}", seguro="si", rol_dpo="si")
                for what in ("roles", "clave", "desactivar", "desbloquear", "sesiones")
            ),
        ]
        assert [r.status_code for r in refused] == [403] * len(refused), role
        assert all("administracion" in r.text for r in refused)
        assert registers.registry.changes(admin_id) == entries
    assert told(registers) == []


def test_a_role_that_was_just_taken_away_changes_nothing_more(
    admin: TestClient, registers: Registers, admin_id: str, other: str
) -> None:
    token = csrf(admin)
    registers.account("Otra administradora", ["administracion"])
    with writing(registers.engine) as connection:
        registers.registry.officials.change_roles(connection, admin_id, ["dpo"])
    refused = admin.post(f"{ACCOUNTS}/{other}/clave", data={"csrf": token})
    assert refused.status_code in (401, 403)
    assert registers.registry.changes(other) == 2


def test_a_new_account_shows_its_key_once_and_with_it_one_enters(
    admin: TestClient, registers: Registers, serve_panel: ServePanel
) -> None:
    made = send(admin, "", nombre=" Oficial  de Datos ", rol_dpo="si", rol_atencion="si")
    assert made.status_code == 200 and made.headers["cache-control"] == "no-store"
    found = re.search(r"<pre>([^<]+)</pre>", made.text)
    assert found and "F-002" in made.text and "Oficial de Datos" in made.text
    key = found[1]
    assert key not in admin.get(ACCOUNTS).text + admin.get(f"{ACCOUNTS}/F-002").text
    official = registers.registry.official(key)
    assert official is not None and official.roles == {"dpo", "atencion"}
    client = serve_panel(registers)
    assert choose(client, "f2", key, PASSWORD).status_code == 303
    assert sign_in(client, "f2").status_code == 303
    assert told(registers)[0] == ("F-001", "F-002", "added")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"nombre": "", "rol_dpo": "si"}, "Falta el cargo"),
        ({"nombre": "Jefa"}, "uno o más roles"),
        ({"nombre": "Jefa 11.111.111-1", "rol_dpo": "si"}, "solo el cargo"),
        ({"nombre": "x" * 500, "rol_dpo": "si"}, "muy largo"),
    ],
)
def test_an_account_that_cannot_be_is_explained_and_nothing_typed_is_lost(
    admin: TestClient, registers: Registers, fields: dict[str, str], says: str
) -> None:
    refused = send(admin, "", **fields)
    assert refused.status_code == 422 and says in refused.text
    assert ('name="rol_dpo" value="si" checked' in refused.text) == ("rol_dpo" in fields)
    assert registers.registry.changes("F-002") == 0


def test_a_renewed_key_takes_the_password_and_the_sessions_away(
    admin: TestClient, registers: Registers, serve_panel: ServePanel, other: str
) -> None:
    client = serve_panel(registers)
    sign_in(client, other)
    shown = send(admin, f"/{other}/clave")
    assert shown.status_code == 200 and re.search(r"<pre>[^<]{40,}</pre>", shown.text)
    registers.clock.advance(seconds=6)
    assert client.get("/panel/sistemas").status_code == 401
    client.cookies.clear()
    assert sign_in(client, other).status_code == 401
    assert "sin contraseña" in admin.get(f"{ACCOUNTS}/{other}").text
    assert told(registers) == [("F-001", other, "key")]


def test_roles_are_changed_and_end_what_was_open(
    admin: TestClient, registers: Registers, serve_panel: ServePanel, other: str
) -> None:
    client = serve_panel(registers)
    sign_in(client, other)
    page = admin.get(f"{ACCOUNTS}/{other}").text
    assert 'name="rol_atencion" value="si" checked' in page
    done = send(admin, f"/{other}/roles", rol_auditor="si", rol_dpo="si")
    assert done.status_code == 303
    assert "roles quedaron guardados" in admin.get(done.headers["location"]).text
    registers.clock.advance(seconds=6)
    assert client.get("/panel/sistemas").status_code == 401
    assert send(admin, f"/{other}/roles").status_code == 409, "none is not a choice"


def test_who_is_deactivated_enters_no_more(
    admin: TestClient, registers: Registers, serve_panel: ServePanel, other: str
) -> None:
    unsure = send(admin, f"/{other}/desactivar")
    assert unsure.status_code == 409 and "Marca" in unsure.text
    assert send(admin, f"/{other}/desactivar", seguro="si").status_code == 303
    assert sign_in(serve_panel(registers), other).status_code == 401
    page = admin.get(f"{ACCOUNTS}/{other}").text
    assert "desactivada" in page and f"{other}/clave" not in page


def test_the_last_administrator_stays(admin: TestClient, admin_id: str) -> None:
    for what, fields in (("desactivar", {"seguro": "si"}), ("roles", {"rol_dpo": "si"})):
        refused = send(admin, f"/{admin_id}/{what}", **fields)
        assert refused.status_code == 409 and "único" in refused.text


def test_an_account_that_is_locked_is_shown_and_unlocked(
    admin: TestClient, registers: Registers, serve_panel: ServePanel, other: str
) -> None:
    client = serve_panel(registers)
    strangers = [TestClient(client.app, client=(f"198.51.100.{n}", 5)) for n in range(TRIES)]
    for stranger in strangers:
        sign_in(stranger, other, "otra")
    assert sign_in(client, other).status_code == 429
    assert "bloqueada" in admin.get(ACCOUNTS).text
    assert send(admin, f"/{other}/desbloquear").status_code == 303
    assert sign_in(client, other).status_code == 303
    assert told(registers) == [("F-001", other, "unlocked")]


def test_open_sessions_are_counted_and_ended(
    admin: TestClient, registers: Registers, serve_panel: ServePanel, other: str
) -> None:
    client = serve_panel(registers)
    sign_in(client, other)
    page = admin.get(f"{ACCOUNTS}/{other}").text
    assert "<dt>Sesiones abiertas</dt><dd>1</dd>" in page
    assert send(admin, f"/{other}/sesiones").status_code == 303
    registers.clock.advance(seconds=6)
    assert client.get("/panel/sistemas").status_code == 401
    assert "<dd>0</dd>" in admin.get(f"{ACCOUNTS}/{other}").text


def test_a_form_of_somebody_else_changes_nothing(
    admin: TestClient, registers: Registers, other: str
) -> None:
    for path in ("", f"/{other}/clave", f"/{other}/roles"):
        for token in ("", "otro"):
            data = {"csrf": token, "nombre": "Jefa", "rol_dpo": "si"}
            assert admin.post(f"{ACCOUNTS}{path}", data=data).status_code == 403
    assert registers.registry.changes(other) == 2


@pytest.mark.parametrize("path", ["F-404", "nada", "F-1", "%00", "F-001;--", "F-" + "9" * 30])
def test_an_account_that_is_not_there_is_told_in_words(admin: TestClient, path: str) -> None:
    page = admin.get(f"{ACCOUNTS}/{path}")
    assert page.status_code == 404 and "no está registrado" in page.text
    assert send(admin, f"/{path}/clave").status_code == 404
    assert send(admin, "/F-001/otra-cosa").status_code == 404


def test_what_somebody_wrote_is_escaped(admin: TestClient) -> None:
    send(admin, "", nombre="<script>alert(1)</script>", rol_dpo="si")
    for path in (ACCOUNTS, f"{ACCOUNTS}/F-002"):
        page = admin.get(path).text
        assert "<script" not in page and "&lt;script&gt;" in page


def test_each_role_is_explained() -> None:
    assert set(ROLE_WORDS) == set(ROLES)
