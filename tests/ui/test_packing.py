"""What goes out compressed, and what never does."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.packing import PackedPages


def site() -> TestClient:
    """Return a site whose every page is long."""

    def page(request: Request) -> Response:
        return HTMLResponse("<p>largo</p>" * 500)

    def events(request: Request) -> Response:
        return StreamingResponse(iter(["data: x\n\n"] * 500), media_type="text/event-stream")

    routes = [Route("/sucesos", events), Route("/{rest:path}", page, methods=["GET", "POST"])]
    return TestClient(PackedPages(Starlette(routes=routes)))


def test_a_public_page_is_compressed() -> None:
    assert site().get("/simple").headers["content-encoding"] == "gzip"


def test_what_answers_a_form_is_not() -> None:
    assert "content-encoding" not in site().post("/simple").headers


@pytest.mark.parametrize("path", ["/panel/casos", "/api/v1/health", "/vivo", "/sucesos"])
def test_what_is_of_staff_of_programs_or_arrives_bit_by_bit_is_not(path: str) -> None:
    assert "content-encoding" not in site().get(path).headers
