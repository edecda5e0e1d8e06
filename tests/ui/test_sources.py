"""The pages of sources, and the walls around every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.ui.fake_assistant import FakeAssistant


def test_a_source_shows_where_it_comes_from_with_an_anchor_for_each_passage(
    client: TestClient,
) -> None:
    html = client.get("/fuentes/concurso-fechas").text
    for expected in (
        '<html lang="es-CL">',
        "<h1>Fechas del concurso</h1>",
        '<section id="plazo"',
        '<section id="resultados"',
        "Instructivo 2025, GORE Ñuble",
        "desde el 1 de marzo de 2025",
        "confirma en www.goredenuble.cl",
        "confianza media",
    ):
        assert expected in html


def test_what_a_document_says_is_escaped(client: TestClient) -> None:
    html = client.get("/fuentes/concurso-fechas").text
    assert "<li>Uno &lt;b&gt;</li>" in html and "<script" not in html


@pytest.mark.parametrize("name", ["nada", "../etc/passwd", "%00", "<script>", "a/b/c"])
def test_a_source_that_is_not_there_says_so(client: TestClient, name: str) -> None:
    response = client.get(f"/fuentes/{name}")
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "no " in response.text and "<script>" not in response.text


def test_a_source_for_staff_is_shown_only_with_the_token(client: TestClient) -> None:
    assert client.get("/fuentes/interno").status_code == 404
    wrong = {"Authorization": "Bearer otra"}
    assert client.get("/fuentes/interno", headers=wrong).status_code == 404
    right = {"Authorization": "Bearer clave-ñ".encode()}
    assert client.get("/fuentes/interno", headers=right).status_code == 200  # type: ignore[arg-type]


def test_a_failure_is_a_page_in_words(
    client: TestClient, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secreto")

    monkeypatch.setattr(assistant, "health", broken)
    assert "secreto" not in client.get("/api/v1/health").text


def test_the_chat_page_runs_only_our_scripts_and_asks_nobody_else(client: TestClient) -> None:
    response = client.get("/")
    policy = response.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    assert nonce and "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    tags = re.findall(r"<script[^>]*>", response.text)
    assert tags and all(f'nonce="{nonce[1]}"' in tag for tag in tags)
    assert nonce[1] not in client.get("/").text
    assert 'lang="es-CL"' in response.text and 'id="antes"' in response.text
    loads = re.findall(r'(?:src|href|content)="(https?://[^"]+)"', response.text)
    assert set(loads) <= {"https://www.goredenuble.cl"}


@pytest.mark.parametrize("path", ["/", "/fuentes/concurso-fechas", "/api/v1/health", "/nada"])
def test_every_response_carries_the_safe_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=http://example.org"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/deep_link?session_hash=x"),
        ("POST", "/gradio_api/call/on_say"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/login"),
        ("GET", "/monitoring"),
        ("GET", "/pwa_icon"),
    ],
)
def test_the_doors_of_gradio_that_nobody_needs_are_closed(
    client: TestClient, method: str, path: str
) -> None:
    response = client.request(method, path)
    assert response.status_code == 404
    assert "Esa dirección no existe" in response.text


def test_a_large_post_to_the_chat_is_refused(client: TestClient) -> None:
    body = b'{"data": ["' + b"a" * 70_000 + b'"]}'
    headers = {"Content-Type": "application/json"}
    assert client.post("/gradio_api/queue/join", content=body, headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/favicon.ico", "image/x-icon"),
        ("/favicon.svg", "image/svg+xml"),
        ("/manifest.json", "application/manifest+json"),
        ("/chat.css", "text/css"),
        ("/a11y.js", "text/javascript"),
    ],
)
def test_the_site_serves_its_own_files(client: TestClient, path: str, kind: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(kind)


def test_no_file_of_the_site_names_another_host() -> None:
    folder = Path(__file__).parents[2] / "ui" / "static"
    for file in (*folder.glob("*.js"), *folder.glob("*.css")):
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")  # a name, never asked for
        assert "//" not in re.sub(r"(^|\s)// .*$", "", text, flags=re.M)
