"""The public pages in a real browser: rules of accessibility, sizes, keyboard and print."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from tests.ui.browser import MARKS, chromium, playwright
from tests.ui.public_pages import PAGES, Installation, a_night
from ui.assets import add_assets

pytestmark = MARKS
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
WIDTHS = (320, 1280)
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation that was used and measured."""
    installation = Installation(tmp_path_factory.mktemp("publica"))
    installation.talks(12)
    installation.night(a_night(failed=7))
    app = installation.app()
    add_assets(app)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    installation.workers.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_rule_and_loses_nothing_in_any_size(
    browser: playwright.Browser, url: str, path: str, theme: str
) -> None:
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(url + path)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found] == []
        assert page.evaluate(FITS)
        small = page.evaluate(
            "[...document.querySelectorAll('main p, main li, main td, main dd')]"
            ".filter(x => parseFloat(getComputedStyle(x).fontSize) < 16).length"
        )
        assert small == 0
    for width in (360, 768, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(FITS)
    assert complaints == []
    context.close()


def test_the_keyboard_reaches_the_content_in_two_keys(
    browser: playwright.Browser, url: str
) -> None:
    page = browser.new_page()
    page.goto(f"{url}/transparencia")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Saltar al contenido"
    box = skip.bounding_box()
    assert box and box["x"] >= 0 and box["height"] >= 44
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido"
    page.close()


def test_a_printed_page_has_no_menu(browser: playwright.Browser, url: str, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(f"{url}/transparencia/registro")
    page.emulate_media(media="print")
    assert not page.locator("nav.paginas").is_visible()
    assert page.locator("h1").is_visible()
    page.pdf(path=tmp_path / "registro.pdf")
    page.close()
