"""A real browser and a running server for the tests of the pages."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from assistant.settings import Settings
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.registers import Registers
from ui.app import create_app
from ui.facade import AssistantFacade

if TYPE_CHECKING:
    import playwright.sync_api as playwright
else:
    playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
QUIET = 1200
"""Milliseconds after which a page has announced what it had to say."""

MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="falta /usr/bin/chromium (apt-get install chromium)"
    ),
]


@contextmanager
def chromium() -> Iterator[playwright.Browser]:
    """Give a browser."""
    with playwright.sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


class Site:
    """A running server and the assistant behind it."""

    def __init__(
        self,
        folder: Path,
        rate_limit: int = 0,
        real: AssistantFacade | None = None,
        **settings: Any,
    ) -> None:
        """Serve on a free port, around a fake assistant unless a `real` one is given."""
        self.registers = Registers(folder)
        self.assistant = FakeAssistant(given_registry=self.registers.registry)
        self.folder = folder
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        given: dict[str, Any] = {"data_dir": folder, "rate_limit": rate_limit} | settings
        app = create_app(real or self.assistant, Settings(**given))
        self._server = uvicorn.Server(
            uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))
        self._thread.start()
        while not self._server.started:
            time.sleep(0.05)

    def close(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        self._thread.join(10)


class Visit:
    """A page, and everything that it asked for or complained about."""

    def __init__(self, page: playwright.Page, url: str) -> None:
        """Open the chat and wait for its first message."""
        self.page = page
        self.url = url
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(url)
        self.sees("no soy una persona")

    def sees(self, text: str, where: str = "#charla") -> None:
        self.page.locator(where).get_by_text(text).last.wait_for(timeout=10_000)

    def asks(self, question: str) -> None:
        self.page.locator("#pregunta textarea").fill(question)
        self.page.keyboard.press("Enter")

    def begins_again(self) -> None:
        """Press «Nueva conversación», which a narrow page has in its options."""
        if self.page.locator("#nueva").is_visible():
            self.page.locator("#nueva").click()
            return
        self.page.locator("#opciones-boton").click()
        self.page.get_by_role("button", name="Nueva conversación").click()

    def bubbles(self) -> list[str]:
        return [str(x) for x in self.page.locator("#charla .message").all_inner_texts()]

    def is_clean(self) -> None:
        assert self.complaints == []
        assert [u for u in self.asked if not u.startswith((self.url, "data:"))] == []
