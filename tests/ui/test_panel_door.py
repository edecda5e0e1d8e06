"""Who enters the panel of staff, for how long, and who never does."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.ui.fake_assistant import FakeAssistant, Serve
from tests.ui.registers import Registers
from ui.panel import lockout, sessions
from ui.panel.lockout import LOCKED_S, TRIES, Lockout
from ui.panel.sessions import HOURS, Sessions
from ui.staff import Staff

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def key(registers: Registers) -> str:
    return registers.official("Coordinadora de Datos", ["administracion"])[1]


def sign_in(client: TestClient, key: str, **headers: str) -> Response:
    form = client.get("/panel/entrar", headers=HTML)
    token = re.search(r'name="formulario" value="([^"]+)"', form.text)
    data = {"formulario": token[1] if token else "", "clave": key}
    return client.post("/panel/entrar", data=data, headers=headers, follow_redirects=False)


def csrf(client: TestClient, path: str = "/panel/salir") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def test_a_personal_key_opens_a_session_that_scripts_cannot_read(
    client: TestClient, key: str
) -> None:
    response = sign_in(client, key)
    cookie = response.headers["set-cookie"].lower()
    assert (response.status_code, response.headers["location"]) == (303, "/panel/")
    for part in ("httponly", "samesite=strict", f"max-age={HOURS * 3600}", "path=/"):
        assert part in cookie
    assert key not in cookie and "secure" not in cookie
    page = client.get("/panel/", headers=HTML)
    assert page.status_code == 200 and "panel.js" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_behind_https_the_cookie_never_travels_in_the_clear(
    serve: Serve, registers: Registers, key: str
) -> None:
    client = serve(registers, trust_forwarded_for=True)
    response = sign_in(client, key, **{"X-Forwarded-Proto": "https"})
    assert "secure" in response.headers["set-cookie"].lower()


def test_the_common_key_enters_too_where_there_is_one(client: TestClient) -> None:
    assert "clave común" in client.get("/panel/entrar").text
    assert sign_in(client, "clave-ñ").status_code == 303
    assert "Clave común" in client.get("/panel/sistemas").text


@pytest.mark.parametrize("wrong", ["", " ", "otra", "clave-n", "x" * 5000, "\x00", "'; --"])
def test_a_wrong_key_is_told_so_and_is_not_repeated(
    serve: Serve, registers: Registers, wrong: str
) -> None:
    response = sign_in(serve(registers, staff_token="clave-ñ"), wrong)
    assert response.status_code == 401 and "no es de un cargo activo" in response.text
    assert not wrong.strip("\x00 ") or wrong not in response.text
    assert "asistente_panel" not in response.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "path", ["/panel/", "/panel/sistemas", "/panel/sistemas/SDA-001", "/panel/nada", "/panel/salir"]
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


def test_a_form_without_its_token_opens_nothing(client: TestClient, key: str) -> None:
    client.get("/panel/entrar")
    for given in ({"clave": key}, {"clave": key, "formulario": "otro"}):
        response = client.post("/panel/entrar", data=given, follow_redirects=False)
        assert response.status_code == 403 and "asistente_panel" not in response.text
    client.cookies.clear()
    loose = client.post("/panel/entrar", data={"clave": key, "formulario": ""})
    assert loose.status_code == 403


def test_a_form_of_another_site_is_refused(client: TestClient, key: str) -> None:
    response = sign_in(client, key, **{"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert response.json()["type"].endswith("origen-ajeno")


def test_leaving_asks_first_and_ends_the_session(client: TestClient, key: str) -> None:
    sign_in(client, key)
    refused = client.post("/panel/salir", data={"csrf": "otro"}, follow_redirects=False)
    assert refused.status_code == 403
    cookie = client.cookies["asistente_panel"]
    token = csrf(client)
    out = client.post("/panel/salir", data={"csrf": token}, follow_redirects=False)
    assert (out.status_code, out.headers["location"]) == (303, "/panel/entrar?motivo=salida")
    client.cookies.set("asistente_panel", cookie)
    assert client.get("/panel/sistemas").status_code == 401


def test_with_no_key_at_all_the_page_says_how_to_make_the_first(serve: Serve) -> None:
    page = serve().get("/panel/entrar")
    assert page.status_code == 200 and "<form" not in page.text
    assert "asistente staff add" in page.text and "--rol administracion" in page.text


def test_too_many_wrong_keys_close_the_door_for_a_while(
    serve: Serve, registers: Registers, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = SimpleNamespace(monotonic=lambda: now.at, at=1000.0)
    monkeypatch.setattr(lockout, "time", now)
    monkeypatch.setattr(Lockout.__init__, "__defaults__", (lambda: now.at,))
    client = serve(registers)
    answers = [sign_in(client, "otra") for _ in range(TRIES)]
    assert [a.status_code for a in answers] == [401] * (TRIES - 1) + [429]
    assert "Espera 15 minutos" in answers[-1].text
    assert answers[-1].headers["retry-after"] == str(LOCKED_S)
    assert sign_in(client, key).status_code == 429, "a right key waits too"
    now.at += LOCKED_S
    assert sign_in(client, key).status_code == 303


def test_a_right_key_forgives_the_wrong_ones_before_it(
    serve: Serve, registers: Registers, key: str
) -> None:
    client = serve(registers)
    for _ in range(3):
        for _ in range(TRIES - 2):
            assert sign_in(client, "otra").status_code == 401
        assert sign_in(client, key).status_code == 303
        client.cookies.clear()


def test_the_lockout_of_one_address_is_not_that_of_another() -> None:
    found = Lockout()
    for _ in range(TRIES):
        found.failed("203.0.113.7")
    assert found.seconds_to_wait("203.0.113.7") > 0
    assert found.seconds_to_wait("203.0.113.8") == 0


def test_the_lockout_remembers_a_bounded_number_of_addresses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lockout, "MOST", 10)
    found = Lockout()
    for i in range(1000):
        found.failed(f"198.51.100.{i}")
    assert len(found._failed) == 10


def test_a_session_ends_after_eight_hours(registers: Registers) -> None:
    now = 0.0
    opened = Sessions(registers.registry, lambda: now)
    session_id = opened.open(Staff())
    now = HOURS * 3600 - 1
    assert opened.find(session_id)
    now = HOURS * 3600
    assert opened.find(session_id) is None
    now = 0.0
    assert opened.find(session_id) is None, "it does not come back"


def test_a_key_that_was_renewed_ends_the_sessions_of_the_one_before(registers: Registers) -> None:
    now = 0.0
    official, _ = registers.official("Encargada", ["responsable"])
    opened = Sessions(registers.registry, lambda: now)
    session_id = opened.open(Staff(official))
    now = 6.0
    assert opened.find(session_id)
    registers.renew(official)
    now = 12.0
    assert opened.find(session_id) is None


@pytest.mark.parametrize("session_id", [None, "", "x", "\ud800", "ñ" * 10_000])
def test_what_is_no_session_is_no_session(registers: Registers, session_id: str | None) -> None:
    assert Sessions(registers.registry).find(session_id) is None


def test_the_ids_of_the_sessions_are_kept_nowhere(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    opened = Sessions(registers.registry)
    ids = [opened.open(Staff()) for _ in range(5)]
    assert len(set(ids)) == 5 and not set(ids) & set(opened._open)
    assert [bool(opened.find(i)) for i in ids] == [False, False, True, True, True]


def test_a_source_for_staff_opens_with_the_session(client: TestClient, key: str) -> None:
    assert client.get("/fuentes/interno").status_code == 404
    sign_in(client, key)
    assert client.get("/fuentes/interno").status_code == 200


def test_the_pages_of_the_panel_can_send_forms_only_home_and_run_nothing(
    client: TestClient, key: str
) -> None:
    for response in (client.get("/panel/entrar"), sign_in(client, key), client.get("/panel/salir")):
        if response.status_code == 200:
            policy = response.headers["content-security-policy"]
            assert "form-action 'self'" in policy and "script-src" not in policy
        assert response.headers["cache-control"] == "no-store"
