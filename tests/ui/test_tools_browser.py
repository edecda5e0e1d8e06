"""«Opciones» in a real browser: letters, colours, and what a person takes away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.browser import DESKTOP, MARKS, PHONE, Site, Visit, chromium, playwright
from tests.ui.test_taking import documents, pdf_text

pytestmark = MARKS

NARROW = {"width": 320, "height": 568}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("datos"))
    with pytest.MonkeyPatch.context() as patch:
        given = documents()
        patch.setattr(found.assistant, "passages", lambda name, _: given.get(name, ()))
        yield found
    found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


def context_of(browser: playwright.Browser, **settings: Any) -> playwright.BrowserContext:
    return browser.new_context(**{"viewport": PHONE, "locale": "es-CL"} | settings)


@pytest.fixture
def visit(site: Site, browser: playwright.Browser) -> Iterator[Visit]:
    context = context_of(browser)
    yield Visit(context.new_page(), site.url)
    context.close()


def open_options(page: playwright.Page) -> playwright.Locator:
    page.locator("#opciones-boton").click()
    panel = page.get_by_role("dialog", name="Opciones")
    panel.wait_for()
    return panel


def said(page: playwright.Page, words: str) -> None:
    playwright.expect(page.locator("#opciones-panel [role=status]")).to_have_text(re.compile(words))


def mistakes(page: playwright.Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def is_wider_than_the_window(page: playwright.Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wide


def test_the_panel_opens_and_closes_by_keyboard_and_the_focus_comes_back(visit: Visit) -> None:
    page = visit.page
    button = page.locator("#opciones-boton")
    assert button.get_attribute("aria-expanded") == "false"
    for close in ("Escape", "Shift+Tab"):
        button.focus()
        page.keyboard.press("Enter")
        assert button.get_attribute("aria-expanded") == "true"
        assert page.evaluate("document.activeElement.id") == "opciones-panel"
        page.keyboard.press(close)
        page.locator("#opciones-panel").wait_for(state="hidden")
        assert page.evaluate("document.activeElement.id") == "opciones-boton"
        assert button.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "opciones-boton":
            break
        reached.append(page.evaluate("document.activeElement.textContent"))
    assert reached[0] == "Cerrar" and reached[-1] == "Accesibilidad"
    page.locator("#opciones-panel").wait_for(state="hidden")
    visit.is_clean()


def test_the_panel_stops_nothing_and_leaves_when_one_goes_on_with_the_chat(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1280, "height": 800})
    panel = open_options(visit.page)
    visit.page.locator("#pregunta textarea").click()
    panel.wait_for(state="hidden")
    visit.asks("hola")
    visit.sees("30 de abril")


def test_larger_letters_are_told_in_words_and_kept_only_once_they_are_chosen(
    visit: Visit,
) -> None:
    page = visit.page
    assert page.evaluate("localStorage.length") == 0
    panel = open_options(page)
    before = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    panel.get_by_role("button", name="Letra más chica").click()
    said(page, "tamaño normal")
    assert page.evaluate("localStorage.length") == 0
    for step in ("115", "130", "150", "200"):
        panel.get_by_role("button", name="Letra más grande").click()
        said(page, f"Letra al {step} por ciento")
    panel.get_by_role("button", name="Letra más grande").click()
    said(page, "lo más grande posible")
    after = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert after == pytest.approx(before * 2)
    page.reload()
    visit.sees("no soy una persona")
    assert page.locator("html").get_attribute("data-letra") == "200"
    panel = open_options(page)
    for _ in range(4):
        panel.get_by_role("button", name="Letra más chica").click()
    said(page, "tamaño normal")
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_colours_are_those_that_were_chosen_whatever_the_device_has(
    site: Site, browser: playwright.Browser, system: str
) -> None:
    context = context_of(browser, color_scheme=system)
    visit = Visit(context.new_page(), site.url)
    page = visit.page
    is_dark = "document.body.classList.contains('dark')"
    for name, wanted in (("Claros", False), ("Oscuros", True), ("Alto contraste", True)):
        open_options(page).get_by_role("radio", name=name).check()
        said(page, f"Colores: {name.lower()}")
        page.reload()
        visit.sees("no soy una persona")
        page.wait_for_function(f"{is_dark} === {str(wanted).lower()}")
    ground = page.evaluate(
        "getComputedStyle(document.querySelector('#charla .bot')).backgroundColor"
    )
    assert ground == "rgb(0, 0, 0)"
    open_options(page).get_by_role("radio", name="Como mi teléfono o computador").check()
    assert page.evaluate(is_dark) == (system == "dark")
    assert page.evaluate("localStorage.length") == 0
    context.close()


def test_the_conversation_is_saved_as_text_and_as_pdf_and_its_id_is_in_no_address(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.page
    visit.asks("¿hasta cuándo, Ñuble?")
    visit.sees("30 de abril")
    talk = page.locator("#conversacion textarea, #conversacion input").input_value()
    panel = open_options(page)
    for kind in ("texto", "PDF"):
        with page.expect_download() as waited:
            panel.get_by_role("button", name=f"Guardar como {kind}").click()
        name = waited.value.suggested_filename
        file = tmp_path / name
        waited.value.save_as(file)
        content = file.read_bytes()
        text = content.decode("utf-8-sig") if kind == "texto" else pdf_text(content)
        assert re.fullmatch(r"conversacion-asistente-\d{4}-\d\d-\d\d\.(txt|pdf)", name)
        assert "¿hasta cuándo, Ñuble?" in text and "30 de abril" in text
        said(page, "Listo")
    assert talk and not any(talk in address for address in visit.asked)
    visit.complaints = [c for c in visit.complaints if "blob:" not in c]
    visit.asked = [address for address in visit.asked if not address.startswith("blob:")]
    visit.is_clean()


def test_with_nothing_said_yet_or_without_connection_it_says_why_nothing_is_saved(
    visit: Visit,
) -> None:
    page = visit.page
    open_options(page).get_by_role("button", name="Guardar como PDF").click()
    said(page, "Todavía no hay nada que guardar")
    visit.asks("hola")
    visit.sees("30 de abril")
    panel = open_options(page)
    page.route("**/conversacion/archivo", lambda route: route.abort())
    panel.get_by_role("button", name="Guardar como texto").click()
    said(page, "No hay conexión")
    page.unroute("**/conversacion/archivo")
    page.evaluate("document.querySelector('#conversacion :is(textarea, input)').value = 'otra'")
    panel.get_by_role("button", name="Guardar como texto").click()
    said(page, "Esa conversación ya no está")


def test_the_conversation_on_paper_is_whole_black_on_white_and_has_nothing_to_press(
    site: Site, browser: playwright.Browser
) -> None:
    context = context_of(browser, color_scheme="dark")
    visit = Visit(context.new_page(), site.url)
    page = visit.page
    for number in range(4):
        visit.asks(f"pregunta número {number}")
        playwright.expect(page.locator("#charla .bot-row")).to_have_count(number + 2)
        page.wait_for_timeout(700)
    page.emulate_media(media="print")
    text = pdf_text(page.pdf(format="Letter"))
    assert all(f"pregunta número {number}" in text for number in range(4))
    assert text.count("30 de abril") >= 4 and "no soy una persona" in text
    assert not re.search(r"Enviar|Opciones|Nueva conversación|Escribe tu pregunta", text)
    colour = "getComputedStyle(document.querySelector('#charla .bot p')).color"
    assert page.evaluate(colour) == "rgb(0, 0, 0)"
    context.close()


@pytest.mark.parametrize("window", [NARROW, DESKTOP], ids=["320", "1280"])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_open_panel_has_no_mistake_of_accessibility_and_fits(
    site: Site, browser: playwright.Browser, theme: str, window: dict[str, int]
) -> None:
    scheme = "light" if theme == "light" else "dark"
    context = context_of(browser, viewport=window, color_scheme=scheme, reduced_motion="reduce")
    visit = Visit(context.new_page(), site.url)
    page = visit.page
    visit.asks("hola")
    visit.sees("30 de abril")
    panel = open_options(page)
    if theme == "contrast":
        panel.get_by_role("radio", name="Alto contraste").check()
    panel.get_by_role("button", name="Letra más grande").click()
    assert mistakes(page) == []
    assert not is_wider_than_the_window(page)
    box = panel.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
    assert box["y"] + box["height"] <= window["height"]
    for target in panel.locator("button:visible, a, label").all():
        size = target.bounding_box()
        assert size and size["height"] >= 44, target.inner_text()
    context.close()


def test_with_the_largest_letters_a_narrow_page_loses_nothing(
    site: Site, browser: playwright.Browser
) -> None:
    context = context_of(browser, viewport=NARROW)
    visit = Visit(context.new_page(), site.url)
    page = visit.page
    panel = open_options(page)
    for _ in range(4):
        panel.get_by_role("button", name="Letra más grande").click()
    page.keyboard.press("Escape")
    assert not is_wider_than_the_window(page)
    for part in ("#pregunta textarea", "#enviar", "#derivar", "#opciones-boton"):
        page.locator(part).scroll_into_view_if_needed()
        box = page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"], part
    visit.asks("hola")
    visit.sees("30 de abril")
    context.close()


@pytest.mark.parametrize("path", ["calendario", "lista-de-documentos"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [NARROW, DESKTOP], ids=["320", "1280"])
def test_the_pages_to_take_away_have_no_mistake_of_accessibility_and_fit(
    site: Site, browser: playwright.Browser, path: str, scheme: str, window: dict[str, int]
) -> None:
    context = context_of(browser, viewport=window, color_scheme=scheme, java_script_enabled=True)
    page = context.new_page()
    page.goto(site.url + path)
    assert mistakes(page) == []
    assert not is_wider_than_the_window(page)
    context.close()


def test_the_boxes_are_ticked_without_javascript_and_printed_with_the_addresses(
    site: Site, browser: playwright.Browser
) -> None:
    context = context_of(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}lista-de-documentos")
    box = page.get_by_role("checkbox", name="Planilla Excel de presupuesto.")
    page.get_by_text("Planilla Excel de presupuesto.", exact=True).click()
    assert box.is_checked()
    printed = pdf_text(page.pdf(format="A4"))
    assert f"{site.url}fuentes/concurso-documentos#lista" in printed.replace("\n", "")
    assert "Imprimir" not in printed and "Planilla Excel de presupuesto." in printed
    context.close()
