"""The opinions in a real browser: read, chosen and marked with the keyboard, and clean for axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from assistant.desk.feedback.rating import REASONS
from tests.ui.browser import DESKTOP, MARKS, Site, chromium, playwright
from tests.ui.entering import PASSWORD
from tests.ui.test_panel_feedback import People

pytestmark = MARKS
NARROW = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

TOO_SMALL = """[...document.querySelectorAll("main button, main select, summary")]
    .filter((it) => it.getBoundingClientRect().height < 44).length"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("datos"))
    people = People(found.registers)
    for reason in REASONS:
        people.thinks(False, reason, "No dice cuánto dan. " * 20, asks_for_a_person=True)
    people.thinks(True)
    yield found
    found.close()


@pytest.fixture(scope="module")
def account(site: Site) -> str:
    return site.registers.account("Jefatura de Fondos", ["responsable"])


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


def enters(
    browser: playwright.Browser, site: Site, account: str, window: Any, scheme: Any = "light"
) -> playwright.Page:
    page = browser.new_context(viewport=window, color_scheme=scheme).new_page()
    page.goto(f"{site.url}panel/entrar")
    page.locator("[name=cargo]").fill(account)
    page.locator("[name=contrasena]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/panel/", wait_until="commit")
    page.goto(f"{site.url}panel/opiniones")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [NARROW, DESKTOP], ids=["narrow", "desktop"])
def test_the_page_fits_and_axe_finds_nothing(
    browser: playwright.Browser,
    site: Site,
    account: str,
    window: Any,
    scheme: Literal["light", "dark"],
) -> None:
    page = enters(browser, site, account, window, scheme)
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
    assert page.evaluate(TOO_SMALL) == 0
    page.context.close()


def test_an_opinion_is_read_and_marked_with_the_keyboard_alone(
    browser: playwright.Browser, site: Site, account: str
) -> None:
    page = enters(browser, site, account, DESKTOP)
    menu = page.get_by_role("navigation", name="Panel").get_by_role("link", name="Opiniones")
    before = menu.inner_text()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    playwright.expect(page.get_by_role("link", name="Fechas: Plazo").first).to_be_visible()
    page.get_by_role("button", name="Marcar como revisada").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**hecho=revisada")
    playwright.expect(page.get_by_role("alert")).to_contain_text("quedó revisada")
    assert menu.inner_text() != before
    page.context.close()
