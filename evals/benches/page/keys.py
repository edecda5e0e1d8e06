"""A visitor with no mouse: presses keys, and writes down each one and where the focus was then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.benches.page.visits import NotThere, Visit

MOST_TABS = 60
"""Presses of Tab after which something counts as not reachable."""
LOOKS, SETTLE_MS = 3, 150
"""How often it is looked at before the focus counts as not seen, and how long after each other."""


@dataclass(frozen=True)
class Press:
    """A key, and where the focus was after it."""

    key: str
    focus: str
    is_marked: bool
    """Whether it can be seen there (`focus.js`)."""


class Keys:
    """The keyboard of a visit."""

    def __init__(self, visit: Visit) -> None:
        """Begin with nothing pressed."""
        self.visit = visit
        self.log: list[Press] = []
        self.unseen: dict[str, None] = {}
        """What was reached without it being seen that the focus was there."""

    def press(self, key: str) -> None:
        """Press a key."""
        self.visit.page.keyboard.press(key)
        self._note(key)

    def write(self, text: str) -> None:
        """Write a text, letter by letter."""
        self.visit.page.keyboard.type(text)
        self._note("texto")

    def reach(self, place: str, key: str = "Tab") -> None:
        """Press Tab (or another key) until the focus is on something.

        Raises:
            NotThere: it never is.
        """
        for _ in range(MOST_TABS):
            if self.is_on(place):
                if self.log and not self.log[-1].is_marked:
                    self.unseen[place] = None
                return
            self.press(key)
        raise NotThere(f"con {key} no se llega a {place}")

    def is_on(self, place: str) -> bool:
        """Whether the focus is on something."""
        page = self.visit.page
        return page.locator(place).and_(page.locator(":focus")).count() > 0

    def _note(self, key: str) -> None:
        # What a key opens may take a moment, and so may its way into sight.
        for _ in range(LOOKS):
            self.visit.page.wait_for_timeout(SETTLE_MS)
            where, is_marked = self.visit.page.evaluate(_script())
            if is_marked:
                break
        self.log.append(Press(key, str(where), bool(is_marked)))


@cache
def _script() -> str:
    source = Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
    return source[source.index("() =>") :]


def write_keys(log: list[Press]) -> str:
    """Return the keys of a log, those that repeat counted, with where the focus ended.

    >>> write_keys([Press("Tab", "a", True), Press("Tab", "b", True), Press("Enter", "b", True)])
    'Tab ×2 → b; Enter → b'
    """
    groups = list[tuple[str, int, str]]()
    for press in log:
        if groups and groups[-1][0] == press.key:
            groups[-1] = (press.key, groups[-1][1] + 1, press.focus)
        else:
            groups.append((press.key, 1, press.focus))
    return "; ".join(f"{k}{f' ×{n}' if n > 1 else ''} → {where}" for k, n, where in groups)
