"""A page that is open in the browser, with what it asked for and what it complained about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Page,
    TimeoutError,
    sync_playwright,
)

from evals.benches.page.sizes import View

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
PATIENCE_MS = 8_000
"""What a visitor waits for before it counts as not there; the machine may be busy."""


class NotThere(Exception):
    """A state cannot be reached; raised with what was missing, in Spanish."""


@contextmanager
def browsing() -> Iterator[Browser]:
    """Give a browser: the one of the system, or that of Playwright where there is none."""
    with sync_playwright() as engine:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = engine.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def windows(browser: Browser, view: View) -> Iterator[BrowserContext]:
    """Give a browser without memory, of a size and theme; in English, as many phones are."""
    context = browser.new_context(
        viewport={"width": view.size.width, "height": view.size.height},
        color_scheme=view.theme,
        locale="en-US",
    )
    yield context
    context.close()


class Visit:
    """One page, and the frame where the chat is: itself unless it is embedded."""

    def __init__(self, page: Page) -> None:
        """Listen to a page before it opens anything."""
        self.page = page
        self.chat: Page | Frame = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def open(self, address: str) -> None:
        """Go to an address.

        Raises:
            NotThere: the server does not have it, or does not answer.
        """
        try:
            response = self.page.goto(address, wait_until="domcontentloaded", timeout=60_000)
        except TimeoutError:
            raise NotThere("la página no carga") from None
        if response is None or response.status != 200:
            status = "nada" if response is None else response.status
            raise NotThere(f"la dirección responde {status}")

    def enter_frame(self) -> None:
        """Go on inside the only frame of the page.

        Raises:
            NotThere: there is none.
        """
        began = perf_counter()
        while perf_counter() - began < PATIENCE_MS / 1000:
            if inside := [f for f in self.page.frames if f.parent_frame and f.url != "about:blank"]:
                self.chat = inside[0]
                return
            self.page.wait_for_timeout(50)
        raise NotThere("no se abre el marco del chat")

    @property
    def frames(self) -> list[Frame]:
        """The page and every frame in it."""
        return [f for f in self.page.frames if f.url.startswith("http")]

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)


def first_line(error: Exception) -> str:
    r"""Return the words of an error; those of Playwright go on with everything that it tried.

    >>> first_line(ValueError("no se pudo\nporque…"))
    'no se pudo'
    """
    return str(error).partition("\n")[0]


def strangers(asked: list[str], own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses asked for that are of no site of ours, each once.

    >>> strangers(["http://a:1/x", "data:,", "https://cdn.example/x.js"], ("http://a:1",))
    ('https://cdn.example/x.js',)
    """
    inside = ("data:", "blob:", "about:", *(site.rstrip("/") + "/" for site in own))
    return tuple(dict.fromkeys(url for url in asked if not url.startswith(inside)))
