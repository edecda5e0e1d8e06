"""A visitor with no mouse: presses keys, and writes down each one and where the focus was then."""

from __future__ import annotations

from dataclasses import dataclass

from evals.benches.page.visits import NotThere, Visit

MOST_TABS = 60
"""Presses of Tab after which something counts as not reachable."""
_FOCUS = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  if (!node || node === document.body) return ["página", true];
  const own = getComputedStyle(node);
  let isMarked = own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0;
  if (!isMarked) {  // a border, a shadow or a colour may show it, also of what is around
    const around = [node, node.parentElement, node.parentElement?.parentElement].filter(Boolean);
    const looks = () => around.map((part) => {
      const look = getComputedStyle(part);
      return [look.outline, look.boxShadow, look.border, look.backgroundColor].join();
    }).join();
    const focused = looks();
    node.blur();
    isMarked = looks() !== focused;
    node.focus();
  }
  const said = node.getAttribute("aria-label") || node.innerText || "";
  const words = said.trim().replace(/\\s+/g, " ").slice(0, 40);
  const name = node.localName + (node.id ? `#${node.id}` : "") + (words ? ` «${words}»` : "");
  return [name, isMarked];
}"""


@dataclass(frozen=True)
class Press:
    """A key, and where the focus was after it."""

    key: str
    focus: str
    is_marked: bool
    """Whether anything shows that it is there (WCAG 2.2, 2.4.7)."""


class Keys:
    """The keyboard of a visit."""

    def __init__(self, visit: Visit) -> None:
        """Begin with nothing pressed."""
        self.visit = visit
        self.log: list[Press] = []
        self.unseen: dict[str, None] = {}
        """What was reached with nothing to show that the focus was there."""

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
        where, is_marked = self.visit.page.evaluate(_FOCUS)
        self.log.append(Press(key, str(where), bool(is_marked)))


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
