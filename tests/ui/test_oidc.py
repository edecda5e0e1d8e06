"""Entering with another service, against a real provider: what it proves, and what it does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from joserfc.jwk import OctKey, RSAKey

from assistant.accounts import oidc, oidc_provider
from assistant.accounts.identity import Identity
from assistant.accounts.installation_key import load_key
from assistant.database import writing
from assistant.settings import SettingsError, load_settings
from governance.registers.identities import Identities
from tests.ui.entering import ServePanel, sign_in
from tests.ui.oidc_provider import CLIENT, SECRET, FakeProvider, running
from tests.ui.registers import Registers

Link = Callable[..., None]
START, BACK = "/panel/entrar/oidc", "/panel/entrar/oidc/volver"


@pytest.fixture(scope="module")
def _provider() -> Iterator[FakeProvider]:
    with running() as found:
        yield found


@pytest.fixture
def provider(_provider: FakeProvider) -> FakeProvider:
    fresh = FakeProvider()
    for name, value in vars(fresh).items():
        if name not in ("issuer", "key", "_codes"):
            setattr(_provider, name, value)
    return _provider


def configured(provider: FakeProvider, **more: Any) -> dict[str, Any]:
    return {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_name": "Cuenta Regional",
    } | more


@pytest.fixture
def client(serve_panel: ServePanel, registers: Registers, provider: FakeProvider) -> TestClient:
    return serve_panel(registers, **configured(provider))


@pytest.fixture
def account(registers: Registers) -> str:
    return registers.account("Encargada de Atención", ["atencion"])


@pytest.fixture
def link(registers: Registers, tmp_path: Path) -> Link:
    """Links an identity, as `asistente staff link` does."""

    def make(account: str, issuer: str, value: str = "persona-1", claim: str = "sub") -> None:
        mark = Identity(issuer, claim, value).mark(load_key(tmp_path))
        with writing(registers.engine) as connection:
            Identities(registers.clock).link(connection, account, mark)

    return make


def go(client: TestClient) -> Response:
    """Go to the provider and come back, as a browser would."""
    away = client.get(START, follow_redirects=False)
    assert away.status_code == 303
    returned = httpx.get(away.headers["location"], follow_redirects=False)
    assert returned.status_code == 302
    return come_back(client, returned.headers["location"])


def come_back(client: TestClient, address: str) -> Response:
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow_redirects=False)


def has_entered(client: TestClient) -> bool:
    return client.get("/panel/sistemas").status_code == 200


def test_whoever_is_linked_enters_through_a_page_of_ours(
    client: TestClient, provider: FakeProvider, account: str, link: Link
) -> None:
    link(account, provider.issuer)
    page = go(client)
    assert page.status_code == 200
    assert 'http-equiv="refresh"' in page.text and 'href="/panel/"' in page.text
    cookie = next(
        c for c in page.headers.get_list("set-cookie") if c.startswith("asistente_panel=")
    )
    assert "samesite=strict" in cookie.lower() and "httponly" in cookie.lower()
    assert has_entered(client)
    asked = provider.asked[-1]
    assert asked["response_type"] == "code" and asked["scope"] == "openid"
    assert asked["redirect_uri"].endswith(BACK) and asked["code_challenge_method"] == "S256"
    assert all(len(asked[name]) >= 32 for name in ("state", "nonce", "code_challenge"))
    assert "code_verifier" not in asked and "client_secret" not in asked


def test_the_login_offers_it_with_a_link_and_the_password_as_well(client: TestClient) -> None:
    page = client.get("/panel/entrar").text
    assert f'href="{START}">Entrar con Cuenta Regional</a>' in page
    assert 'id="contrasena"' in page


def test_without_a_provider_there_is_no_such_way(
    serve_panel: ServePanel, registers: Registers
) -> None:
    client = serve_panel(registers)
    assert START not in client.get("/panel/entrar").text
    assert client.get(START, follow_redirects=False).status_code in (401, 404)


def test_who_is_not_linked_is_told_so_and_no_account_is_made(
    client: TestClient, registers: Registers, provider: FakeProvider
) -> None:
    provider.claims = {"sub": "persona-desconocida"}
    before = registers.registry.officials
    page = go(client)
    assert page.status_code == 401 and "no está vinculada" in page.text
    assert "persona-desconocida" not in page.text and not has_entered(client)
    assert before == registers.registry.officials


ANOTHER_KEY = RSAKey.generate_key(2048, {"kid": "uno"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"nonce": "otro"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "otra-aplicación"}},
        {"claims": {"aud": ["otra-aplicación"]}},
        {"claims": {"aud": [CLIENT, "otra-aplicación"]}},
        {"claims": {"aud": [CLIENT, "otra"], "azp": "otra"}},
        {"claims": {"aud": None}},
        {"claims": {"iss": "https://otro.example"}},
        {"claims": {"iss": None}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"exp": "mañana"}},
        {"claims": {"sub": None}},
        {"claims": {"sub": 7}},
        {"claims": {"iat": None}},
        {"claims": {"at_hash": "otro"}},
        {"claims": {"nbf": 9_999_999_999}},
        {"signs_with": ANOTHER_KEY},
        {"algorithm": "none"},
        {
            "algorithm": "HS256",
            "signs_with": OctKey.import_key("otra clave de treinta y dos signos"),
        },
    ],
    ids=lambda wrong: str(list(wrong.values())[0])[:40],
)
def test_a_token_that_proves_nothing_opens_nothing(
    client: TestClient,
    registers: Registers,
    provider: FakeProvider,
    account: str,
    link: Link,
    wrong: dict[str, Any],
) -> None:
    link(account, provider.issuer)
    for name, value in wrong.items():
        setattr(provider, name, value)
    page = go(client)
    assert page.status_code == 401 and "no se pudo comprobar" in page.text
    assert not has_entered(client)


def test_a_public_key_used_as_a_secret_opens_nothing(
    client: TestClient, provider: FakeProvider, account: str, link: Link
) -> None:
    link(account, provider.issuer)
    provider.algorithm = "HS256"
    provider.signs_with = provider.key.as_pem(private=False)
    assert go(client).status_code == 401 and not has_entered(client)


def test_a_provider_that_signs_with_the_shared_secret_is_believed(
    client: TestClient, provider: FakeProvider, account: str, link: Link
) -> None:
    link(account, provider.issuer)
    provider.algorithm, provider.signs_with = "HS256", OctKey.import_key(SECRET)
    assert go(client).status_code == 200 and has_entered(client)


def test_a_provider_may_change_its_keys(
    client: TestClient, provider: FakeProvider, account: str, link: Link
) -> None:
    link(account, provider.issuer)
    assert go(client).status_code == 200
    provider.renew_key()
    client.cookies.clear()
    assert go(client).status_code == 200 and has_entered(client)


def test_an_answer_that_nobody_asked_for_opens_nothing(
    client: TestClient, provider: FakeProvider, account: str, link: Link
) -> None:
    link(account, provider.issuer)
    away = client.get(START, follow_redirects=False)
    returned = httpx.get(away.headers["location"], follow_redirects=False).headers["location"]
    promise = client.cookies["asistente_vuelta"]
    tries = len(provider.tried)

    client.cookies.clear()
    assert come_back(client, returned).status_code == 401, "another browser brings the answer"
    for state in ("", "otro"):
        client.cookies.set("asistente_vuelta", promise, path=START)
        code = parse_qs(urlsplit(returned).query)["code"][0]
        found = client.get(BACK, params={"code": code, "state": state})
        assert found.status_code == 401 and "venció" in found.text
    for cookie in ("", "x", promise[:-4] + "AAAA"):
        client.cookies.clear()
        client.cookies.set("asistente_vuelta", cookie, path=START)
        assert come_back(client, returned).status_code == 401
    assert len(provider.tried) == tries, "the provider was not even asked"
    assert not has_entered(client)

    client.cookies.set("asistente_vuelta", promise, path=START)
    for wrong in ("&iss=https://otro.example", "&error=access_denied"):
        assert come_back(client, returned + wrong).status_code == 401
        client.cookies.set("asistente_vuelta", promise, path=START)
    assert come_back(client, returned).status_code == 200
    client.cookies.clear()
    client.cookies.set("asistente_vuelta", promise, path=START)
    assert come_back(client, returned).status_code == 401, "a code is good once"


def test_a_promise_does_not_last(
    client: TestClient,
    registers: Registers,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = client.get(START, follow_redirects=False)
    cookie = away.headers["set-cookie"].lower()
    for part in ("samesite=lax", "httponly", "max-age=600", f"path={START}"):
        assert part in cookie
    returned = httpx.get(away.headers["location"], follow_redirects=False).headers["location"]
    later = time.time() + oidc.LASTS_S + 1
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: later)
    page = come_back(client, returned)
    assert page.status_code == 401 and "venció" in page.text


def test_what_the_browser_carries_hides_what_it_holds(client: TestClient) -> None:
    away = client.get(START, follow_redirects=False)
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    carried = client.cookies["asistente_vuelta"]
    for name in ("state", "nonce"):
        assert asked[name][0] not in carried


def test_somebody_who_declines_is_told_how_to_go_on(client: TestClient) -> None:
    away = client.get(START, follow_redirects=False)
    state = parse_qs(urlsplit(away.headers["location"]).query)["state"][0]
    page = client.get(BACK, params={"error": "access_denied", "state": state})
    assert page.status_code == 401 and "No completaste" in page.text
    assert 'id="contrasena"' in page.text


@pytest.mark.parametrize("by", ["GET", "POST"])
def test_the_run_of_claveunica_comes_from_userinfo_as_a_number(
    serve_panel: ServePanel,
    registers: Registers,
    provider: FakeProvider,
    account: str,
    link: Link,
    by: str,
) -> None:
    claim = "RolUnico.numero"
    more = {"oidc_scopes": "openid run name", "oidc_claim": claim, "oidc_name": "ClaveÚnica"}
    client = serve_panel(registers, **configured(provider, **more))
    link(account, provider.issuer, "11.111.111-1", claim)
    provider.takes_userinfo_by = by
    run = {"numero": 11111111, "DV": "1", "tipo": "RUN"}
    provider.about_person = {"sub": "persona-1", "RolUnico": run}
    assert go(client).status_code == 200 and has_entered(client)
    assert provider.asked[-1]["scope"] == "openid run name"
    client.cookies.clear()
    provider.about_person = {"sub": "persona-1", "RolUnico": run | {"numero": 22222222}}
    assert go(client).status_code == 401 and not has_entered(client)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"sub": "persona-1"},
        {"sub": "otra", "RolUnico": {"numero": 11111111}},
        {"sub": "persona-1", "RolUnico": 11111111},
        {"sub": "persona-1", "RolUnico": {"numero": None}},
        {"sub": "persona-1", "RolUnico": {"numero": True}},
        {"sub": "persona-1", "RolUnico": {"numero": [11111111]}},
        {"sub": "persona-1", "RolUnico": {"numero": " "}},
    ],
)
def test_a_service_that_does_not_say_who_it_is_opens_nothing(
    serve_panel: ServePanel,
    registers: Registers,
    provider: FakeProvider,
    account: str,
    link: Link,
    said: dict[str, Any],
) -> None:
    client = serve_panel(registers, **configured(provider, oidc_claim="RolUnico.numero"))
    link(account, provider.issuer, "11.111.111-1", "RolUnico.numero")
    provider.about_person = said
    page = go(client)
    assert page.status_code == 401 and not has_entered(client)
    assert "11111111" not in page.text


def test_an_address_that_the_service_did_not_check_is_nobody(
    serve_panel: ServePanel, registers: Registers, provider: FakeProvider, account: str, link: Link
) -> None:
    client = serve_panel(registers, **configured(provider, oidc_claim="email"))
    link(account, provider.issuer, "atencion@gore.example", "email")
    provider.claims = {"email": "atencion@gore.example"}
    assert go(client).status_code == 401
    provider.claims["email_verified"] = True
    assert go(client).status_code == 200 and has_entered(client)


def test_a_provider_that_is_down_leaves_the_password(
    serve_panel: ServePanel, registers: Registers, provider: FakeProvider, account: str
) -> None:
    client = serve_panel(registers, **configured(provider))
    provider.is_down = True
    page = client.get(START, follow_redirects=False)
    assert page.status_code == 503 and "Cuenta Regional no responde" in page.text
    assert 'id="contrasena"' in page.text
    assert sign_in(client, account).status_code == 303


@pytest.mark.parametrize("failure", ["closed", "slow", "other issuer"])
def test_a_provider_that_fails_in_another_way_is_said_to_be_out_of_reach(
    serve_panel: ServePanel,
    registers: Registers,
    provider: FakeProvider,
    monkeypatch: pytest.MonkeyPatch,
    failure: str,
) -> None:
    settings = configured(provider)
    if failure == "closed":
        settings["oidc_issuer"] = "http://127.0.0.1:9"
    elif failure == "slow":
        monkeypatch.setattr(oidc_provider, "TIMEOUT", httpx.Timeout(0.2))
        provider.delay_s = 0.6
    else:
        provider.wrongs_issuer = True
    page = serve_panel(registers, **settings).get(START, follow_redirects=False)
    assert page.status_code == 503 and "no responde" in page.text


def test_it_goes_down_on_the_way_back(client: TestClient, provider: FakeProvider) -> None:
    away = client.get(START, follow_redirects=False)
    returned = httpx.get(away.headers["location"], follow_redirects=False).headers["location"]
    provider.is_down = True
    page = come_back(client, returned)
    assert page.status_code == 503 and not has_entered(client)


def test_the_public_address_is_what_the_provider_is_told(
    serve_panel: ServePanel, registers: Registers, provider: FakeProvider
) -> None:
    public = "https://asistente.gore.example/"
    client = serve_panel(registers, **configured(provider, public_url=public))
    away = client.get(START, headers={"Host": "otro.example"}, follow_redirects=False)
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    assert asked["redirect_uri"] == [f"https://asistente.gore.example{BACK}"]


def test_leaving_offers_to_end_the_session_of_the_other_service(
    serve_panel: ServePanel, registers: Registers, provider: FakeProvider
) -> None:
    logout = "https://id.example/salir"
    client = serve_panel(registers, **configured(provider, oidc_logout_url=logout))
    assert logout not in client.get("/panel/entrar").text
    assert f'href="{logout}"' in client.get("/panel/entrar?motivo=salida").text


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"oidc_issuer": "http://id.example"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "https://id.example"}, "OIDC_CLIENT_ID"),
        ({"oidc_issuer": "https://id.example", "oidc_client_id": "a"}, "OIDC_CLIENT_SECRET"),
        ({"oidc_discovery_url": "ftp://id.example"}, "OIDC_DISCOVERY_URL"),
        ({"oidc_logout_url": "javascript:alert(1)"}, "OIDC_LOGOUT_URL"),
        ({"public_url": "asistente.gore.example"}, "PUBLIC_URL"),
    ],
)
def test_a_configuration_that_is_not_whole_is_refused(settings: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        load_settings(**settings)
