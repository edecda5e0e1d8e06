"""Who may frame which page, and what is said of the file that any site may load."""

from __future__ import annotations

import gzip

import pytest
from fastapi.testclient import TestClient

from tests.ui.fake_assistant import Serve

SITES = "https://www.tu-municipio.cl https://*.gob.cl"
ANCESTORS = f"frame-ancestors 'self' {SITES}"


def policy(client: TestClient, path: str) -> str:
    return client.get(path).headers["content-security-policy"]


def test_without_sites_nobody_else_frames_the_chat(client: TestClient) -> None:
    assert policy(client, "/").endswith("frame-ancestors 'self'")


def test_the_sites_of_the_list_frame_what_citizens_see_and_never_the_panel(serve: Serve) -> None:
    client = serve(embed_sites=SITES)
    framed = (
        "/", "/caso", "/simple", "/fuentes/concurso-fechas", "/transparencia", "/calendario",
        "/transparencia/ficha", "/lista-de-documentos", "/accesibilidad", "/conversacion/archivo",
    )  # fmt: skip
    for path in framed:
        assert ANCESTORS in policy(client, path), path
    for path in ("/panel/entrar", "/panel/", "/api/v1/health", "/ejemplo-incrustado", "/otra"):
        assert "municipio" not in policy(client, path), path


def test_no_header_of_the_past_contradicts_the_list(serve: Serve) -> None:
    answer = serve(embed_sites=SITES).get("/")
    assert "x-frame-options" not in answer.headers
    assert "clipboard" not in answer.headers["permissions-policy"]


def test_only_a_page_in_a_frame_loads_what_a_frame_needs(serve: Serve) -> None:
    client = serve(embed_sites=SITES)
    alone = client.get("/", headers={"Sec-Fetch-Dest": "document"}).text
    framed = client.get("/", headers={"Sec-Fetch-Dest": "iframe"}).text
    assert "embedded.js" not in alone and "municipio" not in alone
    assert "embedded.js" in framed and f'content="{SITES}"' in framed
    assert "embedded.js" in client.get("/").text  # a browser that does not say


def test_the_widget_is_the_only_file_meant_for_other_sites(client: TestClient) -> None:
    found = client.get("/widget.js")
    assert found.headers["cross-origin-resource-policy"] == "cross-origin"
    assert found.headers["content-type"].startswith("text/javascript")
    for path in ("/", "/chat.css", "/embedded.js", "/api/v1/health"):
        assert client.get(path).headers["cross-origin-resource-policy"] == "same-origin", path


def test_the_widget_is_small_packed_and_not_sent_twice(client: TestClient) -> None:
    packed = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 9)) < 6_500
    assert packed.headers["vary"] == "Accept-Encoding" and packed.content == plain.content
    again = client.get("/widget.js", headers={"If-None-Match": plain.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert "max-age=3600" in again.headers["cache-control"]


def test_https_is_demanded_only_where_the_installation_says_so(
    serve: Serve, client: TestClient
) -> None:
    assert "strict-transport-security" not in client.get("/caso").headers
    strict = serve(hsts_seconds=86_400, public_url="https://asistente.tu-gobierno.cl")
    for path in ("/caso", "/", "/api/v1/health", "/widget.js"):
        assert strict.get(path).headers["strict-transport-security"] == "max-age=86400", path


@pytest.mark.parametrize("public", ["", "https://asistente.tu-gobierno.cl"])
def test_the_example_shows_the_line_with_the_address_that_people_use(
    serve: Serve, public: str
) -> None:
    answer = serve(public_url=public).get("/ejemplo-incrustado")
    where = public or "http://testserver"
    assert f"&lt;script src=&quot;{where}/widget.js&quot;" in answer.text
    assert '<script src="/widget.js"' in answer.text and answer.headers["x-robots-tag"] == "noindex"
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
