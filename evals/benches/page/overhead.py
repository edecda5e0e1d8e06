"""How much longer a turn takes on the page than by the API, alone and while others chat.

The same question goes to both, in a new conversation, with another number behind it so that neither
finds the vector of the other; who goes first alternates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

import httpx
from playwright.sync_api import Browser, Error, Page

from evals.benches.load.percentiles import Percentile, build_spread
from evals.benches.load.questions import load_questions, never_asked
from evals.benches.page import places
from evals.benches.page.acts import asks, gets_an_answer, presses, sees
from evals.benches.page.crowd import chatting
from evals.benches.page.goals import at_most
from evals.benches.page.sections import Section, table
from evals.benches.page.site import Site
from evals.benches.page.sizes import SIZES, View
from evals.benches.page.visits import NotThere, Visit, windows

PHONE = View(SIZES[1], "light")
LIMIT_MS = 150
WARM_UP = 3


@dataclass(frozen=True)
class Turn:
    """The same question both ways, in milliseconds since it was sent."""

    api_ms: float
    first_ms: float
    """Until the first words of the answer are on the page."""
    whole_ms: float


@dataclass(frozen=True)
class Compared:
    """The turns measured while `others` chatted; what failed, and how the others fared."""

    others: int
    turns: tuple[Turn, ...]
    failed: int
    others_answered: int
    others_failed: int


def measure_overhead(
    browser: Browser,
    site: Site,
    turns: int,
    loads: Sequence[int],
    every_s: float,
    say: Callable[[str], None],
) -> tuple[Compared, ...]:
    """Measure as many turns with each number of others."""
    pairs = _pairs()
    found = []
    with windows(browser, PHONE) as context, httpx.Client(base_url=site.base, timeout=60) as api:
        visit = Visit(context.new_page())
        visit.open(site.base + "/")
        sees(places.ANSWER)(visit)
        visit.page.evaluate(Path(__file__).with_name("answer_clock.js").read_text("utf-8"))
        for pair in islice(pairs, WARM_UP):
            _both(visit, api, pair, is_api_first=True)
        for others in loads:
            say(f"{turns} turnos de cada modo, con {others} más conversando…")
            with chatting(site.base, others, every_s) as crowd:
                visit.page.wait_for_timeout(every_s * 1000 if others else 0)
                done, failed = list[Turn](), 0
                for number, pair in enumerate(islice(pairs, turns)):
                    try:
                        done.append(_both(visit, api, pair, is_api_first=bool(number % 2)))
                    except (NotThere, Error, httpx.HTTPError):
                        failed += 1
            found.append(Compared(others, tuple(done), failed, crowd.answered, crowd.errors))
    return tuple(found)


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield questions twice, each time with a number of its own."""
    questions = load_questions()
    numbers = never_asked([""], seed=3)
    while True:
        for question in questions:
            yield question + next(numbers), question + next(numbers)


def _both(visit: Visit, api: httpx.Client, pair: tuple[str, str], is_api_first: bool) -> Turn:
    if is_api_first:
        api_ms = _ask_api(api, pair[0])
        first_ms, whole_ms = _ask_page(visit, pair[1])
    else:
        first_ms, whole_ms = _ask_page(visit, pair[0])
        api_ms = _ask_api(api, pair[1])
    return Turn(api_ms, first_ms, whole_ms)


def _ask_api(api: httpx.Client, question: str) -> float:
    made = api.post("/api/v1/conversations", json={"audience": "ciudadania"}).raise_for_status()
    began = perf_counter()
    turns = f"/api/v1/conversations/{made.json()['id']}/turns"
    api.post(turns, json={"text": question}).raise_for_status()
    return (perf_counter() - began) * 1000


def _ask_page(visit: Visit, question: str) -> tuple[float, float]:
    if visit.page.locator(places.MESSAGE).count() > 1:
        presses(places.OPTIONS)(visit)
        presses(places.NEW_IN_OPTIONS)(visit)
    _until_new(visit.page)
    asks(question)(visit)
    gets_an_answer(visit)
    clock = visit.page.evaluate("window.__clock")
    return read_clock(clock["entered"], [(float(at), str(text)) for at, text in clock["changes"]])


def _until_new(page: Page) -> None:
    began = perf_counter()
    while page.locator(places.MESSAGE).count() != 1:
        if perf_counter() - began > 10:
            raise NotThere("no empieza una conversación nueva")
        page.wait_for_timeout(20)
    page.wait_for_timeout(200)


def read_clock(entered: float, changes: Sequence[tuple[float, str]]) -> tuple[float, float]:
    """Return when the first words of an answer came, and when it was as it stayed.

    Raises:
        NotThere: nothing was said.

    >>> read_clock(100, [(110, ""), (130, "Hasta"), (150, "Hasta el 30."), (170, "Hasta el 30.")])
    (30, 50)
    """
    last = changes[-1][1] if changes else ""
    if not last:
        raise NotThere("no se vio ninguna respuesta")
    first = next(at for at, text in changes if text)
    # It may be drawn again: whole is since when it says all that it will.
    whole = next(at for at, text in changes if text == last)
    return first - entered, whole - entered


def overhead_section(found: Sequence[Compared], every_s: float) -> Section:
    """Return the times both ways and their difference, and the goal of each load."""
    rows, goals = [], []
    for one in found:
        spreads = [
            build_spread(times).p50
            for times in (
                [t.api_ms for t in one.turns],
                [t.first_ms for t in one.turns],
                [t.whole_ms for t in one.turns],
                [t.first_ms - t.api_ms for t in one.turns],
                [t.whole_ms - t.api_ms for t in one.turns],
            )
        ]
        who = f"con {one.others} más" if one.others else "a solas"
        fared = f"{one.others_answered} ({one.others_failed})" if one.others else "—"
        rows.append([who, str(len(one.turns)), str(one.failed), *map(_ms, spreads), fared])
        whole = spreads[-1]
        more = whole.value if whole is not None and not one.failed else None
        goals.append(at_most(f"sobrecosto visible de un turno, {who}", more, LIMIT_MS, "ms"))
    head = [
        "",
        "turnos",
        "fallidos",
        "API",
        "página: primeras palabras",
        "página: respuesta entera",
    ]
    differences = ["diferencia, primeras", "diferencia, entera", "turnos de los demás (fallidos)"]
    lines = [
        "API: de enviar el turno a tener la respuesta entera. Página: de apretar Enter a que las "
        "palabras están en el documento (MutationObserver, reloj del navegador). Las mismas "
        "preguntas, ninguna repetida, cada una en una conversación nueva, alternando quién va "
        f"primero. Los demás conversan por la API, un turno cada {every_s:g} s cada uno. Medianas "
        "con su intervalo del 95 %; la diferencia es de cada par.",
        "",
        *table([*head, *differences], rows),
    ]
    return Section("Sobrecosto de la página sobre la API", tuple(lines), tuple(goals))


def _ms(found: Percentile | None) -> str:
    return "—" if found is None else f"{found.value:.0f} ms [{found.low:.0f}–{found.high:.0f}]"
