"""What a visitor does on the page. Each act ends when it was done, or raises `NotThere`."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from playwright.sync_api import Error, TimeoutError

from evals.benches.page import places
from evals.benches.page.visits import PATIENCE_MS, NotThere, Visit

Act = Callable[[Visit], None]

QUIET_S = 0.8
"""How long an answer must stay as it is to be whole."""
_LAST = """() => {
  const rows = [...document.querySelectorAll('#charla .bot-row')];
  const prose = rows.length ? rows[rows.length - 1].querySelector('.prose') : null;
  const waits = !prose || rows[rows.length - 1].querySelector('em');
  return [document.querySelectorAll('#charla .user-row').length, waits ? '' : prose.textContent];
}"""


def sees(place: str) -> Act:
    """Wait until something is there."""

    def act(visit: Visit) -> None:
        try:
            visit.chat.locator(place).first.wait_for(state="visible", timeout=PATIENCE_MS)
        except TimeoutError:
            raise NotThere(f"no aparece {place}") from None

    return act


def presses(place: str) -> Act:
    """Press the last thing of a kind: that of the latest answer."""

    def act(visit: Visit) -> None:
        sees(place)(visit)
        try:
            visit.chat.locator(place).last.click(timeout=PATIENCE_MS)
        except Error:
            raise NotThere(f"no se puede presionar {place}") from None

    return act


def asks(question: str) -> Act:
    """Write a question in the box and send it."""

    def act(visit: Visit) -> None:
        sees(places.BOX)(visit)
        box = visit.chat.locator(places.BOX)
        box.fill(question, timeout=PATIENCE_MS)
        box.press("Enter")

    return act


def gets_an_answer(visit: Visit) -> None:
    """Wait until the answer is whole."""
    began, since, last = perf_counter(), perf_counter(), ""
    while True:
        questions, text = visit.chat.evaluate(_LAST)
        if text != last or not questions:
            since, last = perf_counter(), text
        if questions and text and perf_counter() - since > QUIET_S:
            return
        if perf_counter() - began > PATIENCE_MS / 1000:
            raise NotThere("no llega una respuesta")
        visit.page.wait_for_timeout(50)


def lets_it_be_heard(visit: Visit) -> None:
    """Wait until the page has announced the answer, after which it lets the visitor scroll."""
    visit.page.wait_for_timeout(1500)


def loses_connection(visit: Visit) -> None:
    """Cut the network."""
    visit.page.context.set_offline(True)


def writes_again(visit: Visit) -> None:
    """Write what could not be sent."""
    asks("¿Y qué documentos piden?")(visit)


def sends_without_script(question: str) -> Act:
    """Ask on the page that needs no JavaScript."""

    def act(visit: Visit) -> None:
        sees(places.NO_SCRIPT_BOX)(visit)
        visit.chat.locator(places.NO_SCRIPT_BOX).first.fill(question)
        presses(places.NO_SCRIPT_SEND)(visit)

    return act


def opens_widget(visit: Visit) -> None:
    """Press the button of the widget, and go on inside the frame that it opens."""
    presses(places.WIDGET_BUTTON)(visit)
    visit.enter_frame()
