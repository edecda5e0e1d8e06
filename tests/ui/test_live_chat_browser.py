"""The citizen's side of a conversation with a person, live, in a real browser.

The server is a process of its own that the tests kill and start again; the official acts through
another assistant on the same database, as another process of the same service would.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.database import writing
from governance.registers.officials import Official
from tests.ui.browser import DESKTOP, MARKS, PHONE, QUIET, Visit, chromium, playwright
from tests.ui.tiny_server import build_tiny, tiny_settings

pytestmark = MARKS
ROOT = Path(__file__).parents[2]
FAST = 2_000
"""Milliseconds in which what an official does must be seen."""
BOX = "#pregunta textarea"


class Service:
    """A server that can be killed, and the official who attends through another process."""

    def __init__(self, folder: Path) -> None:
        """Start it on a free port, over `folder`."""
        self.folder = folder
        self.office: Assistant = build_tiny(tiny_settings(folder))
        with writing(self.office.engine) as connection:
            officials = self.office.registry.officials
            self.who: Official = officials.create(
                connection, "Encargada de atención", {"atencion"}
            )[0]
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        asked = [sys.executable, "-m", "tests.ui.tiny_server", str(self.folder), str(self.port)]
        self._process = subprocess.Popen(asked, cwd=ROOT)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}caso", timeout=2).close()
                return
            except OSError:
                assert self._process.poll() is None, "the server ended"
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """End it without a word, as a power cut would."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """End it for good."""
        self.kill()
        self.office.engine.dispose()

    def case_of(self, visit: Visit) -> int:
        """Return the number of the case of a page, taken by the official."""
        followed = self.office.citizens.of_conversation(conversation(visit))
        assert followed is not None
        self.office.desk.take(self.who, followed.case.number)
        return followed.case.number

    def writes(self, number: int, text: str) -> None:
        """Have the official write to the person."""
        self.office.desk.reply(self.who, number, text)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    found = Service(tmp_path_factory.mktemp("servicio"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


BOTH = pytest.mark.parametrize("visit", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)


@pytest.fixture
def visit(
    service: Service, browser: playwright.Browser, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    window: Any = getattr(request, "param", PHONE)
    context = browser.new_context(viewport=window, locale="en-US")
    yield Visit(context.new_page(), service.url)
    context.close()


def conversation(visit: Visit) -> str:
    return str(visit.page.locator("#conversacion textarea").input_value())


def times(visit: Visit, text: str) -> int:
    return sum(text in bubble for bubble in visit.bubbles())


def asks_for_a_person(visit: Visit) -> None:
    visit.page.locator("#derivar").click()
    visit.sees("Esperas a una persona", "#espera")


@BOTH
def test_what_an_official_writes_appears_within_two_seconds_and_says_that_a_person_speaks(
    service: Service, visit: Visit
) -> None:
    asks_for_a_person(visit)
    number = service.case_of(visit)
    visit.page.get_by_text("tomó tu caso").wait_for(timeout=FAST)
    visit.page.locator(BOX).fill("estaba escribiendo esto")
    service.writes(number, "Hola, leí tu conversación.")
    visit.page.get_by_text("leí tu conversación").wait_for(timeout=FAST)
    row = visit.page.locator("#charla .de-persona").last
    label = "Persona · Encargada de atención · Gobierno Regional de Ñuble"
    assert label in row.inner_text()
    assert row.locator("[data-testid][role=group]").get_attribute("aria-label") == label
    visit.page.wait_for_timeout(QUIET)
    assert "Persona · Encargada" in visit.page.locator(".solo-lector[role=status]").inner_text()
    box = visit.page.locator(BOX)
    assert box.input_value() == "estaba escribiendo esto"
    assert visit.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    in_sight = row.bounding_box()
    row_above = visit.page.locator("#espera").bounding_box()
    assert in_sight and row_above and in_sight["y"] + 20 < row_above["y"]
    visit.is_clean()


def test_while_a_person_attends_the_assistant_says_nothing_and_the_page_says_so(
    service: Service, visit: Visit
) -> None:
    asks_for_a_person(visit)
    assert visit.page.locator("#seguir").is_visible()
    number = service.case_of(visit)
    visit.sees("Te atiende una persona", "#espera")
    assert visit.page.locator("#seguir").count() == 0
    assert "ahora te atiende una persona" in visit.page.locator("#ia").inner_text()
    before = len(visit.bubbles())
    visit.asks("¿quién puede postular?")
    playwright.expect(visit.page.locator(BOX)).to_have_value("")
    visit.page.wait_for_timeout(QUIET)
    assert len(visit.bubbles()) == before + 1
    assert all(text.strip() for text in visit.bubbles())
    service.office.desk.close(service.who, number, "resolved")
    visit.page.get_by_text("vuelvo a responder yo").wait_for(timeout=FAST)
    visit.page.locator("#espera").wait_for(state="detached")
    assert "ahora te atiende" not in visit.page.locator("#ia").inner_text()
    visit.is_clean()


def test_loading_the_page_again_keeps_the_conversation_of_this_tab_alone(
    service: Service, browser: playwright.Browser, visit: Visit
) -> None:
    assert visit.page.evaluate("sessionStorage.length") == 0
    visit.asks("¿quién puede postular?")
    visit.sees("juntas de vecinos")
    visit.page.wait_for_timeout(QUIET)
    mine = conversation(visit)
    visit.page.locator(BOX).fill("a medio escribir")
    visit.page.reload()
    visit.sees("juntas de vecinos")
    assert conversation(visit) == mine
    playwright.expect(visit.page.locator(BOX)).to_have_value("a medio escribir")
    assert visit.page.evaluate("Object.keys(sessionStorage)") == ["conversacion"]
    visit.page.locator(BOX).fill("")
    other = Visit(visit.page.context.new_page(), service.url)
    other.page.wait_for_timeout(QUIET)
    assert conversation(other) != mine and len(other.bubbles()) == 1
    visit.begins_again()
    playwright.expect(visit.page.locator("#charla .message")).to_have_count(1)
    visit.page.wait_for_timeout(QUIET)
    visit.page.reload()
    visit.sees("no soy una persona")
    visit.page.wait_for_timeout(QUIET)
    assert len(visit.bubbles()) == 1
    visit.is_clean()


def test_a_connection_that_goes_away_and_comes_back_loses_and_doubles_nothing(
    service: Service, visit: Visit
) -> None:
    page = visit.page
    asks_for_a_person(visit)
    number = service.case_of(visit)
    visit.sees("Te atiende una persona", "#espera")
    page.context.set_offline(True)
    visit.sees("Sin conexión", "#conexion")
    visit.asks("mi mensaje sin conexión")
    service.writes(number, "¿Sigues ahí?")
    page.wait_for_timeout(QUIET)
    assert page.locator(BOX).input_value() == "mi mensaje sin conexión"
    page.context.set_offline(False)
    visit.sees("¿Sigues ahí?")
    visit.sees("no alcanzó a enviarse", "#conexion")
    assert page.locator(BOX).input_value() == "mi mensaje sin conexión"
    page.locator(BOX).press("Enter")
    visit.sees("mi mensaje sin conexión")
    page.locator("#conexion").wait_for(state="hidden")
    service.writes(number, "Ahora sí te leo.")
    page.get_by_text("Ahora sí te leo").wait_for(timeout=FAST)
    for said in ("mi mensaje sin conexión", "¿Sigues ahí?", "Ahora sí te leo."):
        assert times(visit, said) == 1


def test_a_person_asked_for_with_no_connection_is_asked_for_when_it_is_back(
    service: Service, visit: Visit
) -> None:
    page = visit.page
    page.context.set_offline(True)
    visit.sees("Sin conexión", "#conexion")
    page.locator(BOX).fill("a medio escribir")
    page.locator("#derivar").click()
    visit.sees("todavía no pude pedir una persona", "#conexion")
    page.wait_for_timeout(QUIET)
    page.context.set_offline(False)
    page.get_by_text("Esperas a una persona").wait_for(timeout=20_000)
    page.locator("#conexion").wait_for(state="hidden")
    assert page.locator(BOX).input_value() == "a medio escribir"
    assert times(visit, "Tu folio es") == 1


def test_a_question_that_was_offered_and_could_not_be_sent_is_in_the_box(
    service: Service, visit: Visit
) -> None:
    page = visit.page
    page.locator("html[data-listo]").wait_for()
    page.context.set_offline(True)
    visit.sees("Veo cada pocos segundos si vuelve", "#conexion")
    page.locator("#a-inicio summary").first.click()
    offered = page.locator("#a-inicio details[open] button").first
    question = offered.inner_text()
    offered.click()
    page.wait_for_timeout(QUIET)
    page.context.set_offline(False)
    page.get_by_text("no alcanzó a enviarse").wait_for(timeout=20_000)
    assert page.locator(BOX).input_value() == question


def test_a_server_that_is_killed_and_started_again_goes_on_in_the_same_page(
    service: Service, visit: Visit
) -> None:
    page = visit.page
    visit.asks("¿quién puede postular?")
    visit.sees("juntas de vecinos")
    asks_for_a_person(visit)
    number = service.case_of(visit)
    service.writes(number, "Antes del corte.")
    visit.sees("Antes del corte")
    page.evaluate("window.misma = true")
    page.locator(BOX).fill("a medio escribir")
    service.kill()
    visit.sees("Sin conexión", "#conexion")
    service.writes(number, "Durante el corte.")
    service.start()
    visit.page.get_by_text("Durante el corte").wait_for(timeout=20_000)
    assert page.locator(BOX).input_value() == "a medio escribir"
    page.locator(BOX).press("Enter")
    playwright.expect(page.locator(BOX)).to_have_value("")
    service.writes(number, "Después del corte.")
    page.get_by_text("Después del corte").wait_for(timeout=FAST)
    for said in ("Antes del corte", "Durante el corte", "a medio escribir", "Después del corte"):
        assert times(visit, said) == 1
    assert page.evaluate("window.misma")


def test_an_answer_on_its_way_when_the_server_dies_does_not_leave_a_dead_page(
    service: Service, visit: Visit
) -> None:
    visit.asks("¿quién puede postular?")
    visit.sees("juntas de vecinos")
    service.kill()
    visit.asks("¿qué documentos piden?")
    visit.sees("Sin conexión", "#conexion")
    service.start()
    visit.sees("no alcanzó a enviarse", "#conexion")
    visit.page.locator(BOX).press("Enter")
    visit.sees("Carta de compromiso")
    assert times(visit, "¿qué documentos piden?") == 1


@BOTH
def test_a_contact_is_left_and_erased_without_passing_through_the_chat(
    service: Service, visit: Visit
) -> None:
    page = visit.page
    asks_for_a_person(visit)
    page.get_by_role("link", name="Dejar mi contacto").click()
    title = page.get_by_role("heading", name="Dejar mi contacto")
    playwright.expect(title).to_be_focused()
    playwright.expect(title).to_be_in_viewport()
    assert "30 días después" in page.locator("dialog").inner_text()
    page.get_by_role("button", name="Guardar contacto").click()
    playwright.expect(page.get_by_label("Tu teléfono")).to_be_focused()
    assert page.locator("dialog [aria-invalid]").count() == 1
    page.get_by_label("Tu teléfono").fill("12")
    page.get_by_role("button", name="Guardar contacto").click()
    visit.sees("Revisa el teléfono", "dialog")
    assert page.get_by_label("Tu teléfono").input_value() == "12"
    page.get_by_label("Tu teléfono").fill("+56 9 6123 4567")
    page.get_by_role("button", name="Guardar contacto").click()
    visit.sees("Guardamos tu contacto", "dialog")
    followed = service.office.citizens.of_conversation(conversation(visit))
    assert followed is not None and followed.has_contact
    page.get_by_role("button", name="Borrar mi contacto").click()
    visit.sees("Borramos tu contacto", "dialog")
    page.keyboard.press("Escape")
    followed = service.office.citizens.of_conversation(conversation(visit))
    assert followed is not None and not followed.has_contact
    assert page.evaluate("document.activeElement.textContent") == "Dejar mi contacto"
    for file in service.folder.rglob("*"):
        assert not file.is_file() or b"6123 4567" not in file.read_bytes()
    assert not any("gradio_api" in address for address in visit.asked if "6123" in address)


def test_a_folio_in_the_box_opens_its_conversation_and_is_not_said(
    service: Service, browser: playwright.Browser, visit: Visit
) -> None:
    asks_for_a_person(visit)
    mine = conversation(visit)
    followed = service.office.citizens.of_conversation(mine)
    assert followed is not None
    folio = followed.case.folio
    other = Visit(browser.new_context().new_page(), service.url)
    wrong = folio[:-1] + ("A" if folio[-1] != "A" else "B")
    other.asks(wrong)
    other.sees("Ese folio no existe", "#aviso")
    other.asks(folio.lower().replace("-", " "))
    other.sees("Esta es la conversación de tu folio", "#aviso")
    other.sees("Esperas a una persona", "#espera")
    assert conversation(other) == mine
    assert not any(
        folio.lower()[3:7] in text for text in other.page.locator(".user").all_inner_texts()
    )
    other.page.context.close()


def test_from_the_page_of_the_case_one_goes_on_in_the_chat(service: Service, visit: Visit) -> None:
    page = visit.page
    asks_for_a_person(visit)
    mine = conversation(visit)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Ver mi caso").click()
    case = opened.value
    case.get_by_role("heading", name="Tu caso", exact=True).wait_for()
    followed = service.office.citizens.of_conversation(mine)
    assert followed is not None
    assert followed.case.folio not in case.url + case.title()
    case.get_by_role("button", name="Seguir en el chat").click()
    case.locator("#espera").wait_for()
    assert case.locator("#conversacion textarea").input_value() == mine


@pytest.mark.parametrize("visit", [DESKTOP], indirect=True)
def test_who_needs_nobody_any_more_goes_on_with_the_assistant(
    service: Service, visit: Visit
) -> None:
    asks_for_a_person(visit)
    visit.page.get_by_role("button", name="Ya no necesito a una persona").click()
    visit.sees("Vuelvo a responder yo")
    visit.page.locator("#espera").wait_for(state="detached")
    visit.asks("¿quién puede postular?")
    visit.sees("juntas de vecinos")
