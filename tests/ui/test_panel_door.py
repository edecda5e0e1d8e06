"""Who enters the panel of staff, with what, and who never does."""

from __future__ import annotations

import threading

import pytest
from fastapi.testclient import TestClient

from assistant.accounts.entrance import Entrance
from assistant.accounts.tries import TRIES
from governance.registers.passwords import LONGEST
from tests.ui.entering import PASSWORD, ServePanel, choose, csrf, form_token, sign_in
from tests.ui.fake_assistant import FakeAssistant, Serve
from tests.ui.registers import Registers
from ui.panel.sessions import HOURS

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def account(registers: Registers) -> str:
    return registers.account("Coordinadora de Datos", ["dpo"])


def test_a_password_opens_a_session_that_scripts_cannot_read(
    client: TestClient, account: str
) -> None:
    response = sign_in(client, account)
    assert (response.status_code, response.headers["location"]) == (303, "/panel/")
    cookies = response.headers.get_list("set-cookie")
    session = next(c for c in cookies if c.startswith("asistente_panel=")).lower()
    for part in ("httponly", "samesite=strict", f"max-age={HOURS * 3600}", "path=/"):
        assert part in session
    assert "secure" not in session
    given = [cookie.lower() for cookie in cookies if "max-age=0" not in cookie.lower()]
    assert len(given) == 2 and all("httponly" in cookie for cookie in given)
    assert PASSWORD not in str(response.headers)
    page = client.get("/panel/", headers=HTML)
    assert page.status_code == 200 and "panel.js" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_behind_https_no_cookie_travels_in_the_clear(
    serve_panel: ServePanel, registers: Registers, account: str
) -> None:
    client = serve_panel(registers, trust_forwarded_for=True)
    response = sign_in(client, account, **{"X-Forwarded-Proto": "https"})
    cookies = response.headers.get_list("set-cookie")
    assert len(cookies) >= 2
    assert all("secure" in c.lower() for c in cookies if "max-age=0" not in c.lower())


def test_each_entry_gives_a_new_session_and_ends_the_one_before(
    client: TestClient, account: str
) -> None:
    token = form_token(client)
    data = {"formulario": token, "cargo": account, "contrasena": PASSWORD}
    outside = f"asistente_entrada={token}"
    given: list[str] = []
    for inside in ("elegida-por-otro", None):
        cookie = inside or given[0]
        client.cookies.clear()
        headers = {"Cookie": f"{outside}; asistente_panel={cookie}"}
        client.post("/panel/entrar", data=data, headers=headers, follow_redirects=False)
        given.append(client.cookies["asistente_panel"])
    assert len({"elegida-por-otro", *given}) == 3
    client.cookies.clear()
    for session, status in zip(given, (401, 200), strict=True):
        headers = {"Cookie": f"asistente_panel={session}"}
        assert client.get("/panel/sistemas", headers=headers).status_code == status


@pytest.mark.parametrize("key", ["clave-ñ", "personal"])
def test_neither_the_common_key_nor_a_personal_one_opens_the_panel(
    serve_panel: ServePanel, registers: Registers, key: str
) -> None:
    official, personal = registers.official("Encargada de Archivo", ["responsable"])
    client = serve_panel(registers, staff_token="clave-ñ")
    given = personal if key == "personal" else key
    assert "clave común" not in client.get("/panel/entrar").text
    assert sign_in(client, official.id, given).status_code == 401
    assert (
        client.get("/panel/sistemas", headers={"Authorization": f"Bearer {personal}"}).status_code
        == 401
    )


@pytest.mark.parametrize("cargo", ["F-001", "", "Jefa", "F-404", "x" * 5000, "\x00", "<script>"])
@pytest.mark.parametrize("wrong", ["", " ", "otra", "x" * 5000, "\x00", "'; --"])
def test_whatever_is_wrong_is_told_the_same_and_the_password_is_not_repeated(
    client: TestClient, registers: Registers, cargo: str, wrong: str
) -> None:
    registers.clock.advance(hours=2)  # wrong tries of other tests are forgotten
    response = sign_in(client, cargo, wrong)
    assert response.status_code == 401 and "no son correctos" in response.text
    assert not wrong.strip("\x00 ") or wrong not in response.text
    assert "<script" not in response.text
    assert "asistente_panel" not in response.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "path",
    [
        "/panel/",
        "/panel/sistemas",
        "/panel/sistemas/SDA-001",
        "/panel/cuentas",
        "/panel/nada",
        "/panel/salir",
        "/panel/entrar/otra",
    ],
)
def test_who_has_no_session_is_sent_to_enter(client: TestClient, path: str) -> None:
    page = client.get(path, headers=HTML, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/panel/entrar")
    for method in ("GET", "POST", "PUT"):
        refused = client.request(method, path, follow_redirects=False)
        assert refused.status_code == 401
        assert refused.json()["type"].endswith("sesion-terminada")


@pytest.mark.parametrize(
    "path",
    [
        "/panel/config",
        "/panel/gradio_api/queue/data?session_hash=a",
        "/panel/gradio_api/startup-events",
        "/panel/theme.css",
        "/panel/assets/index.js",
        "/panel//config",
        "/panel/./entrar/../config",
        "/panel/entrar/../sistemas",
        "/panel/entrar/oidc",
        "/panel/entrar/oidc/volver?code=a&state=b",
    ],
)
def test_nothing_of_the_staff_chat_is_served_to_citizens(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (401, 404)


def test_a_message_to_the_staff_chat_without_a_session_reaches_nobody(
    client: TestClient, assistant: FakeAssistant
) -> None:
    body = {"data": ["x", "hola"], "fn_index": 2, "session_hash": "a"}
    for path in ("queue/join", "run/predict"):
        assert client.post(f"/panel/gradio_api/{path}", json=body).status_code == 401
    assert assistant.kept == {} and assistant.heard == []


@pytest.mark.parametrize("path", ["/panel/entrar", "/panel/entrar/crear"])
def test_a_form_without_its_token_does_nothing(
    client: TestClient, registers: Registers, path: str
) -> None:
    official, key = registers.official("Encargada de Partes", ["atencion"])
    everything = {"cargo": official.id, "clave": key, "contrasena": PASSWORD, "otra_vez": PASSWORD}
    client.get(path)
    for given in (everything, everything | {"formulario": "otro"}):
        response = client.post(path, data=given, follow_redirects=False)
        assert response.status_code == 403 and "formulario venció" in response.text
    client.cookies.clear()
    loose = client.post(path, data=everything | {"formulario": ""})
    assert loose.status_code == 403 and key not in loose.text
    assert registers.registry.changes(official.id) == 2, "nothing was changed"


def test_a_form_of_another_site_is_refused(client: TestClient, account: str) -> None:
    response = sign_in(client, account, **{"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert response.json()["type"].endswith("origen-ajeno")


@pytest.mark.parametrize("where", ["?siguiente=https://otro.example", "?next=//otro.example"])
def test_entering_leads_nowhere_else(client: TestClient, account: str, where: str) -> None:
    token = form_token(client, f"/panel/entrar{where}")
    data = {"formulario": token, "cargo": account, "contrasena": PASSWORD}
    done = client.post(f"/panel/entrar{where}", data=data, follow_redirects=False)
    assert done.headers["location"] == "/panel/"


def test_leaving_asks_first_and_ends_the_session(client: TestClient, account: str) -> None:
    sign_in(client, account)
    refused = client.post("/panel/salir", data={"csrf": "otro"}, follow_redirects=False)
    assert refused.status_code == 403
    cookie = client.cookies["asistente_panel"]
    token = csrf(client)
    out = client.post("/panel/salir", data={"csrf": token}, follow_redirects=False)
    assert (out.status_code, out.headers["location"]) == (303, "/panel/entrar?motivo=salida")
    client.cookies.set("asistente_panel", cookie)
    assert client.get("/panel/sistemas").status_code == 401


def test_with_no_official_at_all_the_page_says_how_to_make_the_first(serve: Serve) -> None:
    page = serve(staff_token="clave-ñ").get("/panel/entrar")
    assert page.status_code == 200 and "<form" not in page.text
    assert "asistente staff add" in page.text and "--rol administracion" in page.text


def test_the_first_password_is_chosen_with_the_personal_key(
    client: TestClient, registers: Registers
) -> None:
    official, key = registers.official("Jefa de Comunicaciones", ["responsable"])
    chosen = "barco verde lluvia doce"
    done = choose(client, official.id, key, chosen)
    assert (done.status_code, done.headers["location"]) == (303, "/panel/entrar?motivo=creada")
    assert "quedó guardada" in client.get(done.headers["location"]).text
    assert sign_in(client, official.id).status_code == 401, "the one before is of no use"
    assert sign_in(client, official.id, chosen).status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("gato 12", "", "muy corta"),
        ("x" * (LONGEST + 1), "", "muy larga"),
        ("contraseña 2026", "", "primeras"),
        ("barco verde lluvia doce", "otra", "no son iguales"),
        ("barco verde\x00lluvia doce", "", "no se puede escribir"),
    ],
)
def test_a_password_that_cannot_be_is_explained_and_not_repeated(
    client: TestClient, registers: Registers, password: str, again: str, says: str
) -> None:
    official, key = registers.official("Jefe de Gabinete", ["responsable"])
    refused = choose(client, official.id, key, password, again)
    assert refused.status_code == 422 and says in refused.text
    assert password not in refused.text and key not in refused.text


def test_a_wrong_key_chooses_nothing(client: TestClient, registers: Registers) -> None:
    official, _ = registers.official("Jefe de Compras", ["responsable"])
    refused = choose(client, official.id, "otra", "barco verde lluvia doce")
    assert refused.status_code == 401 and "clave personal" in refused.text
    assert sign_in(client, official.id).status_code == 303


def test_too_many_wrong_passwords_close_the_door_for_a_while(
    serve_panel: ServePanel, registers: Registers
) -> None:
    registers.clock.advance(hours=2)
    account = registers.account("Auditora", ["auditor"])
    client = serve_panel(registers)
    answers = [sign_in(client, account, "otra") for _ in range(TRIES)]
    assert [a.status_code for a in answers] == [401] * (TRIES - 1) + [429]
    assert "Espera 15 minutos" in answers[-1].text
    assert answers[-1].headers["retry-after"] == "900"
    assert sign_in(client, account).status_code == 429, "a right password waits too"
    again = serve_panel(registers)
    assert sign_in(again, account).status_code == 429, "and after a restart of the server"
    registers.clock.advance(minutes=15)
    assert sign_in(client, account).status_code == 303


def test_passwords_are_not_compared_faster_than_the_limit_of_an_address(
    serve_panel: ServePanel, registers: Registers
) -> None:
    registers.clock.advance(hours=2)
    account = registers.account("Suplente de Auditoría", ["auditor"])
    client = serve_panel(registers, rate_limit=2)
    answers = [sign_in(client, account, "otra").status_code for _ in range(3)]
    assert answers == [401, 401, 429]


def test_whoever_enters_slowly_makes_nobody_else_wait(
    serve: Serve, registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    registers.clock.advance(hours=2)
    account = registers.account("Encargado de Datos", ["dpo"])
    client = serve(registers)
    token = form_token(client)
    may_end = threading.Event()
    monkeypatch.setattr(Entrance, "with_password", lambda *_: may_end.wait(20))
    data = {"formulario": token, "cargo": account, "contrasena": "otra"}
    waiting = [
        threading.Thread(target=lambda: client.post("/panel/entrar", data=data)) for _ in range(8)
    ]
    try:
        for thread in waiting:
            thread.start()
        assert client.get("/fuentes/concurso-fechas").status_code == 200
    finally:
        may_end.set()
        for thread in waiting:
            thread.join()


def test_a_source_for_staff_opens_with_the_session(client: TestClient, account: str) -> None:
    assert client.get("/fuentes/interno").status_code == 404
    sign_in(client, account)
    assert client.get("/fuentes/interno").status_code == 200


def test_the_pages_of_the_panel_can_send_forms_only_home_and_run_nothing(
    client: TestClient, account: str
) -> None:
    outside = [client.get(path) for path in ("/panel/entrar", "/panel/entrar/crear")]
    for response in (*outside, sign_in(client, account), client.get("/panel/salir")):
        if response.status_code == 200:
            policy = response.headers["content-security-policy"]
            assert "form-action 'self'" in policy and "script-src" not in policy
        assert response.headers["cache-control"] == "no-store"


def test_a_browser_fills_in_the_right_fields(client: TestClient) -> None:
    page = client.get("/panel/entrar").text
    assert 'autocomplete="username"' in page and 'autocomplete="current-password"' in page
    page = client.get("/panel/entrar/crear").text
    assert page.count('autocomplete="new-password"') == 2
    for name in ("cargo", "clave", "contrasena", "otra_vez"):
        assert f'<label for="{name}">' in page and f'id="{name}"' in page
