"""The citizen chat in a real browser: from the first word to a person, and back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browser import DESKTOP, MARKS, PHONE, QUIET, Site, Visit, chromium, playwright

pytestmark = MARKS


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("datos"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


BOTH = pytest.mark.parametrize("visit", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)


@pytest.fixture
def visit(
    site: Site, browser: playwright.Browser, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    site.assistant.breaks = None
    window: Any = getattr(request, "param", PHONE)
    context = browser.new_context(viewport=window, locale="en-US")
    yield Visit(context.new_page(), site.url)
    context.close()


@BOTH
def test_the_whole_road_from_a_question_to_a_person_and_back(visit: Visit) -> None:
    page = visit.page
    visit.sees("inteligencia artificial", "#ia")
    assert page.locator("html").get_attribute("lang") == "es-CL"

    visit.asks("asta cuando puedo postular")
    visit.sees("30 de abril")
    source = page.locator('#charla a[href="/fuentes/concurso-fechas#plazo"]')
    source.wait_for()
    with page.context.expect_page() as opened:
        source.click(modifiers=["Control"])
    assert opened.value.locator("h1").inner_text() == "Fechas del concurso"
    opened.value.close()
    assert "asta cuando puedo postular" in visit.bubbles()[1]
    assert page.locator("#pregunta textarea").input_value() == ""

    page.locator("#derivar").click()
    visit.sees("NB-7K2M-9QXA", "#espera")
    visit.asks("¿hay alguien?")
    visit.sees("Estás esperando a una persona")
    assert not any("30 de abril" in text for text in visit.bubbles()[-1:])

    page.get_by_role("button", name="Seguir con el asistente").click()
    visit.sees("Sigo aquí")
    visit.sees("Tu caso sigue en la fila", "#espera")
    page.get_by_role("button", name="Seguir con el asistente").wait_for(state="hidden")
    visit.asks("¿y cuándo?")
    playwright.expect(page.locator("#charla .message")).to_have_count(10)

    visit.begins_again()
    playwright.expect(page.locator("#charla .message")).to_have_count(1)
    visit.sees("no soy una persona")
    visit.is_clean()


@BOTH
def test_a_message_that_is_too_long_is_told_so_above_the_box_and_nothing_covers_it(
    visit: Visit,
) -> None:
    visit.asks("¿Quién puede postular? " * 200)
    visit.sees("el máximo es", "#aviso")
    visit.page.wait_for_timeout(QUIET)
    notice = visit.page.locator("#aviso").bounding_box()
    box = visit.page.locator("#escribir").bounding_box()
    assert notice and box and notice["height"] > 20
    assert notice["y"] + notice["height"] <= box["y"] + 1


@BOTH
def test_everything_that_matters_fits_in_the_window(visit: Visit) -> None:
    page = visit.page
    visit.asks("hola")
    visit.sees("30 de abril")
    size: Any = page.viewport_size
    for part in (
        "#cabecera",
        "#ia",
        "#pregunta textarea",
        "#enviar",
        "#derivar",
        "#opciones-boton",
    ):
        box = page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["y"] >= 0, part
        assert box["x"] + box["width"] <= size["width"], part
        assert box["y"] + box["height"] <= size["height"], part
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_person_without_sight_hears_each_answer_once_in_spanish(visit: Visit) -> None:
    page = visit.page
    page.evaluate(
        """() => { window.heard = []; const s = document.querySelector('[role=status].solo-lector');
        const hear = () => window.heard.push(s.textContent);
        new MutationObserver(hear).observe(s, {childList: true}); }"""
    )
    page.wait_for_timeout(QUIET)
    visit.asks("hola")
    visit.sees("30 de abril")
    page.wait_for_timeout(QUIET * 2)
    heard = [text for text in page.evaluate("window.heard") if "30 de abril" in text]
    assert len(heard) == 1
    log = page.get_by_role("log")
    assert log.get_attribute("aria-label") == "Conversación"
    assert log.get_attribute("aria-live") == "off"
    labels = {x.get_attribute("aria-label") for x in log.locator("[data-testid][role=group]").all()}
    assert labels == {"Asistente (IA)", "Tú"}
    assert page.locator("#pregunta textarea").get_attribute("aria-label") == "Escribe tu pregunta"


def test_a_suggested_question_is_asked_and_the_suggestions_leave(visit: Visit) -> None:
    visit.page.get_by_text("Club deportivo", exact=True).click()
    visit.page.get_by_role("button", name="¿Puede postular un club deportivo?").click()
    visit.sees("30 de abril")
    visit.page.locator("#sugerencias").wait_for(state="hidden")
    visit.page.wait_for_timeout(QUIET)
    assert visit.page.evaluate("document.activeElement !== document.body")


def test_the_keyboard_is_enough(visit: Visit) -> None:
    visit.page.locator("#pregunta textarea").focus()
    visit.page.keyboard.type("hola")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.sees("30 de abril")


def test_nothing_typed_is_lost_when_the_assistant_breaks(site: Site, visit: Visit) -> None:
    site.assistant.breaks = RuntimeError("se cayó")
    visit.asks("una pregunta larga que costó escribir")
    visit.sees("Algo falló", "#aviso")
    box = visit.page.locator("#pregunta textarea")
    assert box.input_value() == "una pregunta larga que costó escribir"
    site.assistant.breaks = None
    box.press("Enter")
    visit.sees("30 de abril")
    visit.page.locator("#aviso").wait_for(state="hidden")


def test_without_records_the_words_for_help_are_shown_all_the_same(
    site: Site, visit: Visit
) -> None:
    site.assistant.cannot_record = True
    visit.asks("ayuda")
    visit.sees("llama al 133", "#aviso")
    assert len(visit.bubbles()) == 1
    assert visit.page.locator("#pregunta textarea").input_value() == "ayuda"
    site.assistant.cannot_record = False


def test_a_question_sent_while_an_answer_arrives_waits_its_turn(visit: Visit) -> None:
    visit.asks("uno")
    visit.sees("En 2025")
    visit.asks("dos")
    playwright.expect(visit.page.locator("#charla .user")).to_have_count(2)
    playwright.expect(visit.page.locator("#charla .message")).to_have_count(5)


def test_an_answer_that_was_arriving_stays_out_of_the_new_conversation(visit: Visit) -> None:
    visit.asks("uno")
    visit.sees("En 2025")
    visit.begins_again()
    playwright.expect(visit.page.locator("#charla .message")).to_have_count(1)
    visit.page.wait_for_timeout(QUIET)
    assert len(visit.bubbles()) == 1
    visit.asks("dos")
    visit.sees("30 de abril")
    playwright.expect(visit.page.locator("#charla .message")).to_have_count(3)


def test_what_a_person_types_runs_nothing_and_travels_in_no_address(
    site: Site, visit: Visit
) -> None:
    visit.asks("<img src=x onerror=alert(1)> **negrita** SECRETO")
    visit.sees("30 de abril")
    assert "<img src=x onerror=alert(1)> **negrita** SECRETO" in visit.bubbles()[1]
    assert visit.page.locator("#charla .user-row img").count() == 0
    assert "SECRETO" not in visit.page.title() + visit.page.url + "".join(visit.asked)
    for file in site.folder.rglob("*"):
        assert not file.is_file() or b"SECRETO" not in file.read_bytes()
    visit.is_clean()


def test_a_blank_question_is_answered_with_words(visit: Visit) -> None:
    visit.asks("   ")
    visit.sees("llegó vacío", "#aviso")


def test_two_people_do_not_see_each_other(
    site: Site, browser: playwright.Browser, visit: Visit
) -> None:
    other = Visit(browser.new_context().new_page(), site.url)
    visit.asks("soy la primera")
    visit.sees("30 de abril")
    other.asks("soy la segunda")
    other.sees("30 de abril")
    assert "segunda" not in "".join(visit.bubbles())
    assert "primera" not in "".join(other.bubbles())
    other.page.context.close()


def test_a_conversation_that_was_purged_goes_on_in_a_new_one(site: Site, visit: Visit) -> None:
    site.assistant.forget()
    visit.asks("hola de nuevo")
    visit.sees("30 de abril")
    assert re.search("no soy una persona", visit.bubbles()[0])
    visit.asks("¿y ahora?")
    playwright.expect(visit.page.locator("#charla .message")).to_have_count(5)


def test_too_many_questions_get_words_instead_of_a_dead_page(
    browser: playwright.Browser, tmp_path: Path
) -> None:
    busy = Site(tmp_path, rate_limit=1)
    try:
        visit = Visit(browser.new_page(), busy.url)
        visit.asks("uno")
        visit.sees("30 de abril")
        visit.asks("dos")
        visit.sees("muchos mensajes", "#aviso")
        assert visit.page.locator("#pregunta textarea").input_value() == "dos"
        visit.page.locator("#derivar").click()
        visit.sees("NB-7K2M-9QXA", "#espera")
        visit.page.close()
    finally:
        busy.close()


def test_without_javascript_the_first_screen_asks_all_the_same(
    site: Site, browser: playwright.Browser
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(site.url)
    page.get_by_label("Escribe tu pregunta").fill("hola")
    page.get_by_role("button", name="Enviar").click()
    page.get_by_text("30 de abril").first.wait_for()
    page.close()


def test_what_was_typed_before_gradio_arrived_goes_on_in_its_box(
    site: Site, browser: playwright.Browser
) -> None:
    page = browser.new_page()
    page.route("**/assets/*.js", lambda route: (time.sleep(0.05), route.continue_())[1])
    page.goto(site.url, wait_until="commit")
    page.locator("#s-texto").press_sequentially("asta cuando")
    page.locator("html[data-listo]").wait_for()
    box = page.locator("#pregunta textarea")
    playwright.expect(box).to_have_value("asta cuando")
    playwright.expect(box).to_be_focused()
    page.keyboard.type(" puedo postular")
    playwright.expect(box).to_have_value("asta cuando puedo postular")
    page.close()


def test_at_four_times_the_size_the_page_still_works(
    site: Site, browser: playwright.Browser
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 256})
    visit = Visit(page, site.url)
    visit.asks("hola")
    visit.sees("30 de abril")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("#derivar").scroll_into_view_if_needed()
    assert page.locator("#derivar").is_visible()
    page.close()


LAST = "() => [...document.querySelectorAll('#charla .user-row')].pop().getBoundingClientRect().top"


@pytest.mark.parametrize(
    ("size", "letters"),
    [((320, 256), "100"), ((640, 360), "100"), ((360, 640), "200"), ((1366, 768), "150")],
    ids=["400 %", "lying down", "phone with large letters", "desktop with large letters"],
)
def test_where_the_whole_page_scrolls_what_was_just_said_comes_into_sight(
    site: Site, browser: playwright.Browser, size: tuple[int, int], letters: str
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(f"localStorage.setItem('letra', '{letters}')")
    visit = Visit(context.new_page(), site.url)
    page = visit.page
    visit.asks("hola")
    visit.sees("30 de abril")
    visit.asks("¿y ahora?")
    visit.sees("¿y ahora?")
    page.wait_for_timeout(QUIET)
    assert 0 <= page.evaluate(LAST) < size[1] / 2
    page.locator("#derivar").click()
    visit.sees("NB-7K2M-9QXA")
    page.wait_for_timeout(QUIET)
    assert 0 <= page.evaluate(LAST) < size[1] / 2
    focused = page.evaluate("document.activeElement.innerText")
    assert "Listo: pedí que te atienda una persona" in focused and "hola" not in focused
    context.close()


REACHED = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  if (node === document.body) return ["página", false];
  const covered = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]].some(([x, y]) => {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return !hit || !node.contains(hit);
  });
  return [node.getAttribute("aria-label") || node.innerText || node.localName, covered];
}"""


@pytest.mark.parametrize("is_plain", [False, True], ids=["Gradio", "before Gradio"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_on_the_first_screen_has_the_focus_under_what_stays_in_place(
    site: Site, browser: playwright.Browser, size: Any, is_plain: bool
) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    if is_plain:
        page.route("**/assets/**", lambda route: route.abort())
    page.goto(site.url)
    if not is_plain:
        page.locator("html[data-listo]").wait_for()
    page.evaluate("document.querySelector('[data-perfil=comunidad_indigena]').open = true")
    covered: dict[str, bool] = {}
    for key in ["Tab"] * 22 + ["Shift+Tab"] * 22:
        page.keyboard.press(key)
        name, is_covered = page.evaluate(REACHED)
        covered[name] = covered.get(name, False) or is_covered
    # The list of messages is what is read: it may be taller than the window.
    covered.pop("Conversación", None)
    assert {"Otra organización", "Versión simple", "Enviar", "Hablar con una persona"} <= {*covered}
    assert [name for name, is_covered in covered.items() if is_covered] == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_on_the_header_which_has_the_colour_of_the_ring(
    site: Site, browser: playwright.Browser, scheme: Any
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    visit = Visit(context.new_page(), site.url)
    for part in ("#derivar", "#opciones-boton"):
        visit.page.keyboard.press("Tab")
        button = visit.page.locator(part)
        while not button.evaluate("(button) => button === document.activeElement"):
            visit.page.keyboard.press("Tab")
        playwright.expect(button).to_have_css("outline-color", "rgb(255, 255, 255)")
        playwright.expect(button).to_have_css("outline-width", "3px")
    context.close()


def test_the_first_tab_offers_to_go_straight_to_the_box(visit: Visit) -> None:
    visit.page.locator("html[data-listo]").wait_for()
    visit.page.keyboard.press("Tab")
    skip = visit.page.get_by_role("link", name="Ir al cuadro para preguntar")
    playwright.expect(skip).to_be_focused()
    playwright.expect(skip).to_be_in_viewport()
    visit.page.keyboard.press("Enter")
    playwright.expect(visit.page.locator("#pregunta textarea")).to_be_focused()
    assert visit.page.url == visit.url


SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""


def test_with_more_space_between_letters_nothing_is_cut_while_one_waits(
    site: Site, browser: playwright.Browser
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    visit = Visit(page, site.url)
    page.locator("#derivar").click()
    visit.sees("Ver mi caso", "#espera")
    page.add_style_tag(content=SPACED)
    for part in page.locator("#espera :is(strong, a, button):visible").all():
        box = part.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320, part.inner_text()
    page.close()
