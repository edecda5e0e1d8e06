"""The gaps of the knowledge base in the panel: who sees them, and what a form may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.accounts.sessions import KeptSession
from assistant.assistant import Assistant
from assistant.database import DatabaseError
from assistant.desk.gaps import desk as gap_desk_module
from assistant.desk.gaps.desk import GapDesk
from governance.registers.officials import Official
from knowledge_base import current
from knowledge_base.ingest import _only_one
from tests.assistant.desk.gap_desks import ANSWER, QUESTION, answered_by, gap_desk
from tests.assistant.desk.people import hire, somebody
from tests.conftest import BuildAssistant
from tests.fakes import NOON, FixedClock
from ui.guard import BodyLimit, CrashGuard
from ui.panel.gaps import GapsPages
from ui.panel.refusals import add_refusals
from ui.panel.sessions import StaffSession
from ui.workers import Workers

GAPS = "/vacios"
TOKEN = "de-nuestro-formulario"


@dataclass
class Entered:
    """The door of these tests: whoever `official` is, has entered."""

    app: ASGIApp
    official: Official

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            later = NOON + timedelta(hours=8)
            kept = KeptSession("h", self.official.id, 1, TOKEN, NOON, NOON, later)
            scope.setdefault("state", {})["staff_session"] = StaffSession(self.official, kept, NOON)
        await self.app(scope, receive, send)


@dataclass
class Browser:
    """The panel as the official `door.official` sees it."""

    client: TestClient
    door: Entered
    desk: GapDesk

    def reads(self, path: str = "") -> Response:
        return self.client.get(GAPS + path)

    def sends(self, path: str, **fields: str) -> Response:
        data = {"csrf": TOKEN} | fields
        return self.client.post(GAPS + path, data=data, follow_redirects=False)

    def typed(self, number: int) -> dict[str, str]:
        """Return what the form of a gap holds when it is opened."""
        page = self.reads(f"/{number}").text
        areas = dict(
            re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>(.*?)</textarea>', page, re.S)
        )
        inputs = dict(re.findall(r'name="(titulo|hasta|casos)"[^>]*value="([^"]*)"', page))
        return {**inputs, **{k: v for k, v in areas.items() if k != "motivo"}}


@pytest.fixture
def assistant(
    build_assistant: BuildAssistant, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Assistant:
    monkeypatch.setattr(current, "LOOK_EVERY_S", -1)
    return build_assistant(clock=clock)


@pytest.fixture
def atencion(assistant: Assistant) -> Official:
    return hire(assistant, "Profesional de Fondos", "atencion")


@pytest.fixture
def responsable(assistant: Assistant) -> Official:
    return hire(assistant, "Jefatura de Fondos", "responsable")


@pytest.fixture
def browser(assistant: Assistant, responsable: Official, tmp_path: Path) -> Iterator[Browser]:
    workers, desk = Workers(), gap_desk(assistant, tmp_path / "data")
    panel = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_refusals(panel)
    GapsPages(desk, workers).add_to(panel)
    door = Entered(panel, responsable)
    with TestClient(CrashGuard(BodyLimit(door))) as client:
        yield Browser(client, door, desk)
    workers.close()


def test_the_list_tells_what_people_had_to_answer(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    assert "Nada por ahora" in browser.reads().text
    number = answered_by(assistant, atencion)
    page = browser.reads().text
    assert f'<a href="/panel/vacios/{number}">{QUESTION}</a>' in page and "21/11/2026" in page


def test_an_answer_is_published_from_the_form_and_the_assistant_says_it(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion)
    typed = browser.typed(number)
    assert typed["respuesta"] == ANSWER and typed["hasta"] == "2027-11-21"
    done = browser.sends(f"/{number}/aprobar", **typed)
    assert (done.status_code, done.headers["location"]) == (303, "/panel/vacios?hecho=publicada")
    page = browser.reads("?hecho=publicada").text
    assert "el asistente ya la usa" in page and "Retirar" in page
    assert ANSWER in somebody(assistant).says(QUESTION).text


def test_what_must_be_corrected_is_told_and_nothing_typed_is_lost(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion)
    typed = browser.typed(number) | {
        "respuesta": "Te llamaremos <b>mañana</b>.",
        "titulo": "Mi título",
        "hasta": "ayer",
    }
    refused = browser.sends(f"/{number}/aprobar", **typed)
    assert refused.status_code == 422 and 'role="alert"' in refused.text
    assert "promete algo" in refused.text and "hasta cuándo vale" in refused.text
    assert "Te llamaremos &lt;b&gt;mañana&lt;/b&gt;." in refused.text
    assert 'value="Mi título"' in refused.text and "<b>mañana" not in refused.text


def test_figures_ask_for_a_look_before_they_are_published(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion, answer="El máximo es de $120.000 por archivo.")
    page = browser.reads(f"/{number}").text
    assert "Revisa estas cifras" in page and "<li>$120.000</li>" in page
    typed = browser.typed(number)
    assert browser.sends(f"/{number}/aprobar", **typed).status_code == 422
    assert browser.sends(f"/{number}/aprobar", **typed, revisado="si").status_code == 303


def test_who_attends_reads_the_gaps_and_decides_nothing(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion)
    typed = browser.typed(number)
    browser.door.official = atencion
    page = browser.reads(f"/{number}").text
    assert (
        QUESTION in page
        and "<button>Publicar" not in page
        and "<form" not in page.split("</nav>")[1]
    )
    for path, fields in (
        (f"/{number}/aprobar", typed),
        (f"/{number}/descartar", {"casos": str(number), "motivo": "No sirve"}),
        ("/retirar", {"documento": "concurso-prueba", "motivo": "No sirve"}),
    ):
        refused = browser.sends(path, **fields)
        assert refused.status_code == 403 and "«responsable»" in refused.text
    assert browser.reads(f"/{number}").status_code == 200, "the gap is still open"


def test_other_roles_see_nothing(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion)
    browser.door.official = hire(assistant, "Auditoría", "auditor")
    for path in ("", f"/{number}"):
        refused = browser.reads(path)
        assert refused.status_code == 403 and QUESTION not in refused.text


def test_a_form_of_somebody_else_does_nothing(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion)
    typed = browser.typed(number)
    for path, fields in (
        (f"/{number}/aprobar", typed),
        (f"/{number}/descartar", {"casos": str(number), "motivo": "No sirve"}),
        ("/retirar", {"documento": "concurso-prueba", "motivo": "No sirve"}),
    ):
        for token in ("", "otro"):
            refused = browser.sends(path, **fields, csrf=token)
            assert refused.status_code == 403 and "El formulario venció" in refused.text
    assert browser.reads(f"/{number}").status_code == 200


def test_a_gap_is_dismissed_with_a_reason(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion)
    without = browser.sends(f"/{number}/descartar", casos=str(number), motivo=" ")
    assert without.status_code == 422 and "Escribe el motivo" in without.text
    done = browser.sends(f"/{number}/descartar", casos=str(number), motivo="Ya está en la base")
    assert done.status_code == 303
    assert browser.reads(f"/{number}").status_code == 404


def test_what_was_published_is_withdrawn_from_the_same_page(
    browser: Browser, assistant: Assistant, atencion: Official
) -> None:
    number = answered_by(assistant, atencion)
    browser.sends(f"/{number}/aprobar", **browser.typed(number))
    document = re.search(r'name="documento" value="([^"]+)"', browser.reads().text)
    assert document
    refused = browser.sends("/retirar", documento=document[1], motivo="")
    assert refused.status_code == 422 and "Escribe el motivo" in refused.text
    done = browser.sends("/retirar", documento=document[1], motivo="La respuesta cambió")
    assert done.status_code == 303
    assert ANSWER not in somebody(assistant).says(QUESTION).text
    assert browser.reads(f"/{number}").status_code == 200


@pytest.mark.parametrize("path", ["/999", "/nada", "/-1", "/%00", "/99999999999999", "/١"])
def test_a_gap_that_is_not_there_is_told_in_words(browser: Browser, path: str) -> None:
    response = browser.reads(path)
    assert response.status_code == 404 and "Ver los vacíos" in response.text


@pytest.mark.parametrize("cases", ["", "x", "999", "1 2 3", "9" * 40])
def test_a_form_with_other_cases_publishes_nothing(
    browser: Browser, assistant: Assistant, atencion: Official, cases: str
) -> None:
    number = answered_by(assistant, atencion)
    refused = browser.sends(f"/{number}/aprobar", **browser.typed(number) | {"casos": cases})
    assert refused.status_code == 409 and "cambió mientras lo revisabas" in refused.text


def test_what_goes_wrong_is_told_in_words_with_what_to_do(
    browser: Browser,
    assistant: Assistant,
    atencion: Official,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = answered_by(assistant, atencion)
    typed = browser.typed(number)
    with _only_one(tmp_path / "data" / "ingest.lock"):
        busy = browser.sends(f"/{number}/aprobar", **typed)
    assert busy.status_code == 503 and "otra ingesta" in busy.text

    def broken(_: object) -> None:
        raise DatabaseError("secreto")

    monkeypatch.setattr(gap_desk_module, "writing", broken)
    unrecorded = browser.sends(f"/{number}/aprobar", **typed)
    assert unrecorded.status_code == 503 and "No se pudo anotar" in unrecorded.text
    assert "secreto" not in unrecorded.text
