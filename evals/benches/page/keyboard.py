"""The five tasks of a visitor, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from playwright.sync_api import Browser, Error

from evals.benches.page import places
from evals.benches.page.acts import gets_an_answer, sees
from evals.benches.page.goals import Goal
from evals.benches.page.keys import Keys, Press, write_keys
from evals.benches.page.sections import Section, table
from evals.benches.page.site import Site
from evals.benches.page.sizes import SIZES, View
from evals.benches.page.states import QUESTION
from evals.benches.page.visits import NotThere, Visit, first_line, windows

DESKTOP = View(SIZES[-1], "light")


@dataclass(frozen=True)
class Task:
    """A task that was tried: why it could not be done, empty when it was, and the keys."""

    words: str
    why_not: str
    keys: tuple[Press, ...]


def ask(keys: Keys) -> None:
    """Reach the box, write, send; the focus stays in the box."""
    sees(places.ANSWER)(keys.visit)
    keys.reach(places.BOX)
    keys.write(QUESTION)
    keys.press("Enter")
    gets_an_answer(keys.visit)
    if not keys.is_on(places.BOX):
        raise NotThere("después de enviar, el foco no queda en el cuadro")


def open_source(keys: Keys) -> None:
    """Go back to a source, open it in its place, close it; the focus is on the source again."""
    ask(keys)
    keys.reach(places.SOURCE, "Shift+Tab")
    keys.press("Enter")
    sees(places.PASSAGE)(keys.visit)
    keys.press("Escape")
    keys.visit.page.wait_for_timeout(300)
    if keys.visit.page.locator(places.PASSAGE).first.is_visible():
        raise NotThere("Escape no cierra la fuente")
    if not keys.is_on(places.SOURCE):
        raise NotThere("al cerrar la fuente, el foco no vuelve a ella")


def hand_off(keys: Keys) -> None:
    """Ask for a person by the button."""
    sees(places.ANSWER)(keys.visit)
    keys.reach(places.HAND_OFF)
    keys.press("Enter")
    sees(places.WAITING)(keys.visit)


def rate(keys: Keys) -> None:
    """Say that an answer was no use, and why."""
    ask(keys)
    keys.reach(places.NOT_USEFUL, "Shift+Tab")
    keys.press("Enter")
    sees(places.REASON)(keys.visit)
    keys.reach(places.REASON)
    keys.press("Space")
    keys.press("ArrowDown")
    keys.reach(places.SEND_REASON)
    keys.press("Enter")
    sees(places.THANKS)(keys.visit)


def begin_again(keys: Keys) -> None:
    """Begin a new conversation, and write in it."""
    ask(keys)
    keys.reach(places.NEW, "Shift+Tab")
    keys.press("Enter")
    keys.visit.page.locator(places.MESSAGE).nth(1).wait_for(state="detached", timeout=8000)
    keys.reach(places.BOX)
    keys.write("hola")


TASKS: Mapping[str, Callable[[Keys], None]] = MappingProxyType(
    {
        "preguntar": ask,
        "abrir una fuente y cerrarla": open_source,
        "pedir una persona": hand_off,
        "decir si sirvió": rate,
        "empezar otra conversación": begin_again,
    }
)


def do_tasks(browser: Browser, site: Site, say: Callable[[str], None]) -> tuple[Task, ...]:
    """Try each task in a window of its own."""
    return tuple(_do(browser, site, words, task, say) for words, task in TASKS.items())


def _do(
    browser: Browser,
    site: Site,
    words: str,
    task: Callable[[Keys], None],
    say: Callable[[str], None],
) -> Task:
    with windows(browser, DESKTOP) as context:
        visit = Visit(context.new_page())
        keys = Keys(visit)
        try:
            visit.open(site.base + "/")
            task(keys)
            why_not = "no se ve el foco en " + ", ".join(keys.unseen) if keys.unseen else ""
        except (NotThere, Error) as why:
            why_not = first_line(why)
    say(f"{words}: {why_not or 'hecho'}")
    return Task(words, why_not, tuple(keys.log))


def keyboard_section(tasks: Sequence[Task]) -> Section:
    """Return each task with its keys, and the goal."""
    done = sum(not task.why_not for task in tasks)
    total = len(tasks)
    rows = (
        [
            task.words,
            f"**no se pudo**: {task.why_not}" if task.why_not else "hecho",
            str(len(task.keys)),
            write_keys(list(task.keys)),
        ]
        for task in tasks
    )
    unmarked = {p.focus for task in tasks for p in task.keys if not p.is_marked}
    lines = [
        "Cada tarea empieza con la página recién abierta. Las teclas y dónde quedó el foco:",
        "",
        *table(["tarea", "", "teclas", "cuáles"], rows),
        "",
        "Controles que reciben el foco sin que nada lo muestre: "
        + ("; ".join(sorted(unmarked)) or "ninguno")
        + ".",
    ]
    goal = Goal("tareas con el teclado", f"{total} de {total}", f"{done} de {total}", done == total)
    return Section("Solo con el teclado", tuple(lines), (goal,))
