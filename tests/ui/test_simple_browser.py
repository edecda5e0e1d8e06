"""/simple in a real browser with JavaScript off: by mouse, by keyboard, on a phone, and by axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browser import DESKTOP, MARKS, Site, chromium, playwright

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = MARKS
NARROW = {"width": 320, "height": 640}
QUESTION = "#s-texto"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("simple"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


class Reader:
    """A page without JavaScript, and every address that it asked for."""

    def __init__(self, page: playwright.Page, url: str) -> None:
        """Open the first screen."""
        self.page = page
        self.url = url
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(f"{url}simple")

    def press(self, words: str, nth: int = 0) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=words, exact=True).nth(nth).click()

    def asks(self, text: str) -> None:
        """Ask a question."""
        self.page.locator(QUESTION).fill(text)
        self.press("Enviar")

    def tabs_to(self, words: str, most: int = 60) -> None:
        """Walk with the keyboard to what is called so, as `:focus` says where one is."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            here = self.page.locator(":focus")
            if here.count() and words in (here.inner_text(), here.get_attribute("id")):
                return
        raise AssertionError(f"the keyboard does not reach «{words}»")

    def fits(self) -> None:
        """Nothing goes over the side of the window."""
        window = self.page.viewport_size
        assert window
        for one in self.page.locator("main *").all():
            box = one.bounding_box()
            assert box is None or box["x"] + box["width"] <= window["width"] + 1, one


@pytest.fixture
def reader(site: Site, browser: playwright.Browser, request: Any) -> Iterator[Reader]:
    context = browser.new_context(
        viewport=getattr(request, "param", NARROW), java_script_enabled=False
    )
    yield Reader(context.new_page(), site.url)
    context.close()


def test_a_person_without_javascript_asks_opens_a_source_rates_and_begins_again(
    reader: Reader,
) -> None:
    reader.asks("¿hasta cuándo puedo postular?")
    newest = reader.page.locator("#ultimo")
    assert "30 de abril" in newest.inner_text()
    assert newest.evaluate("x => x.getBoundingClientRect().top") < NARROW["height"] / 2
    reader.fits()
    assert not reader.page.locator("mark").is_visible()
    reader.page.locator("summary").get_by_text("Plazo para postular").click()
    assert "hasta el 30 de abril" in reader.page.locator("mark").inner_text()
    reader.fits()
    reader.press("No")
    reader.page.locator("select").select_option("no_se_entiende")
    reader.press("Enviar opinión")
    assert "Gracias" in reader.page.locator("#ultimo").inner_text()
    reader.press("Nueva conversación")
    assert reader.page.get_by_text("30 de abril").count() == 0
    assert [u for u in reader.asked if not u.startswith(reader.url)] == []


def test_a_person_without_javascript_asks_for_a_person_and_goes_on(reader: Reader) -> None:
    reader.page.locator(QUESTION).fill("esto lo estaba escribiendo")
    reader.press("Hablar con una persona")
    assert "Esperas a una persona" in reader.page.locator(".estado").inner_text()
    assert reader.page.locator(QUESTION).input_value() == "esto lo estaba escribiendo"
    reader.fits()
    reader.press("Seguir con el asistente")
    assert "Sigo aquí" in reader.page.locator("#ultimo").inner_text()


def test_everything_is_done_with_the_keyboard_alone(reader: Reader) -> None:
    keys = reader.page.keyboard
    reader.tabs_to("s-texto")
    keys.type("¿hasta cuándo puedo postular?")
    reader.tabs_to("Enviar")
    keys.press("Enter")
    reader.page.locator("#ultimo").wait_for()
    reader.tabs_to("Plazo para postular", most=3)
    keys.press("Enter")
    assert reader.page.locator("mark").is_visible()
    reader.tabs_to("No", most=4)
    outline = reader.page.locator(":focus").evaluate("x => getComputedStyle(x).outlineWidth")
    assert outline == "3px", "one sees where one is"
    keys.press("Enter")
    reader.page.locator("#s-motivo").wait_for()
    reader.tabs_to("s-motivo", most=4)
    keys.press("ArrowDown")
    reader.tabs_to("Enviar opinión", most=3)
    keys.press("Enter")
    reader.page.get_by_text("Gracias").wait_for()
    reader.tabs_to("Hablar con una persona")
    keys.press("Enter")
    reader.page.get_by_text("Esperas a una persona").wait_for()
    reader.tabs_to("Nueva conversación")
    keys.press("Enter")
    reader.page.get_by_role("heading", name="¿Quién pregunta?").wait_for()


def test_every_button_is_large_enough_for_a_thumb(reader: Reader) -> None:
    reader.asks("¿hasta cuándo puedo postular?")
    for one in reader.page.locator("button, summary, nav a").all():
        box = one.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44, one.inner_text()


def states(reader: Reader) -> Iterator[str]:
    """Go through every state of the page."""
    yield "first"
    reader.asks(" ")
    yield "error"
    reader.asks("¿hasta cuándo puedo postular?")
    yield "answer"
    reader.page.locator("summary").click()
    yield "source"
    reader.press("No")
    yield "why not"
    reader.press("Hablar con una persona")
    yield "waiting"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [NARROW, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_in_any_state(
    site: Site, browser: playwright.Browser, window: Any, scheme: Any
) -> None:
    # axe is a script, so here there is JavaScript; the page has none of its own.
    context = browser.new_context(viewport=window, color_scheme=scheme)
    reader = Reader(context.new_page(), site.url)
    for state in states(reader):
        found = axe.Axe().run(reader.page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], state
        reader.fits()
    context.close()


def test_the_first_screen_weighs_less_than_sixty_kilobytes(
    site: Site, browser: playwright.Browser
) -> None:
    context = browser.new_context(viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{site.url}simple", wait_until="networkidle")
    assert 0 < sum(sizes) < 60_000
    context.close()


def test_a_conversation_is_saved_as_text_and_as_pdf(reader: Reader) -> None:
    reader.asks("¿hasta cuándo puedo postular?")
    for words, begins in (
        ("Guardar como texto", b"Asistente"),
        ("Guardar como PDF", b"%PDF-"),
    ):
        with reader.page.expect_download() as saved:
            reader.press(words)
        assert begins in saved.value.path().read_bytes()[:400]


def test_a_conversation_is_printed_without_its_buttons(reader: Reader, tmp_path: Path) -> None:
    reader.asks("¿hasta cuándo puedo postular?")
    reader.page.emulate_media(media="print")
    assert all(not one.is_visible() for one in reader.page.get_by_role("button").all())
    assert reader.page.get_by_text("hasta el 30 de abril a las 17:00").is_visible()
    assert reader.page.locator("mark").is_visible(), "what it rests on goes with it"
