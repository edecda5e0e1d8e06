"""What a visit weighs, and how long a person waits for its first screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext

from evals.benches.page.goals import Goal, at_most, none_of
from evals.benches.page.network import FREE, SLOW, Network, Request, Wire, total_bytes
from evals.benches.page.sections import Section, table
from evals.benches.page.site import Site
from evals.benches.page.sizes import SIZES, View
from evals.benches.page.visits import NotThere, Visit, windows

PHONE = View(SIZES[1], "light")
PAGES = ("/", "/simple")
MOMENTS = {
    "usable": "se puede escribir y enviar",
    "notice": "se lee que es una IA",
    "ready": "Gradio listo",
}
WANTED = {"/": ("usable", "notice", "ready"), "/simple": ("usable", "notice")}
LONGEST_S = 90.0
SETTLE_MS = 1500
"""What a page is given to ask for the rest, once its first screen is whole."""
SIMPLE_KB, SLOW_S = 60, 3.0


@dataclass(frozen=True)
class Opening:
    """One visit: of which page, on what network, whether it came back, and what it took."""

    path: str
    network: Network
    is_return: bool
    times_ms: dict[str, float]
    """Those of `MOMENTS` that came."""
    first_bytes: int | None
    """What had come when the first screen was usable; None when it never was."""
    requests: tuple[Request, ...]


def measure_weight(
    browser: Browser, site: Site, times: int, say: Callable[[str], None]
) -> tuple[Opening, ...]:
    """Open each page `times` times on each network, in a new window; then again, in the same."""
    found = list[Opening]()
    for network in (FREE, SLOW):
        for path in PAGES:
            for turn in range(times):
                with windows(browser, PHONE) as context:
                    found.append(_open(context, site, path, network, is_return=False))
                    if network is FREE:
                        found.append(_open(context, site, path, network, is_return=True))
                say(f"{path}, {network.name}: {turn + 1} de {times}")
    return tuple(found)


def _open(
    context: BrowserContext, site: Site, path: str, network: Network, is_return: bool
) -> Opening:
    visit = Visit(context.new_page())
    script = Path(__file__).with_name("first_screen.js").read_text(encoding="utf-8")
    visit.page.add_init_script(script)
    wire = Wire(context.new_cdp_session(visit.page), network, has_cache=network is FREE)
    began, times = perf_counter(), dict[str, float]()
    try:
        visit.open(site.base + path)
        while perf_counter() - began < LONGEST_S:
            times = visit.page.evaluate("window.__first")
            if set(WANTED[path]) <= set(times):
                break
            visit.page.wait_for_timeout(50)
        visit.page.wait_for_timeout(SETTLE_MS)
    except NotThere:
        pass  # its times stay empty, and no goal is met
    finally:
        visit.page.close()
    usable = times.get("usable")
    first = None if usable is None else total_bytes(wire.requests(usable))
    return Opening(path, network, is_return, times, first, wire.requests())


def weight_section(found: Sequence[Opening]) -> Section:
    """Return the tables, and the goals of the first screen."""
    lines = [
        "El teléfono de 360×740 abre la página en una ventana sin memoria («primera») y otra vez "
        "en la misma («segunda»). Bytes como viajan, con cabeceras. La latencia se suma a cada "
        "petición; conectarse no cuesta más, lo que en una red de verdad suma algún viaje. "
        "Medianas; entre paréntesis, la menor y la mayor.",
        "",
        "### Cuánto pesa",
        "",
        *table(
            ["página", "visita", "peticiones", "de la memoria", "kB", "por tipo"], _weights(found)
        ),
        "",
        "### Cuánto se espera",
        "",
        *table(
            ["página", "red", "visita", *MOMENTS.values(), "kB hasta poder escribir"],
            _waits(found),
        ),
    ]
    return Section("Peso y espera", tuple(lines), _goals(found))


def _goals(found: Sequence[Opening]) -> tuple[Goal, ...]:
    simple = [o for o in found if o.path == "/simple" and o.times_ms]
    heavy = max((total_bytes(o.requests) / 1000 for o in simple), default=None)
    hosts = {o.requests[0].host for o in found if o.requests}
    others = {r.url for o in found for r in o.requests} - {
        r.url for o in found for r in o.requests if urlsplit(r.url).netloc in hosts
    }
    slow = {p: [o for o in found if o.path == p and o.network is SLOW] for p in PAGES}
    return (
        at_most(f"/simple, espera con {SLOW.name}", _seconds(slow["/simple"]), SLOW_S, "s"),
        at_most("/simple, bytes", heavy, SIMPLE_KB, "kB"),
        at_most(f"primera pantalla, espera con {SLOW.name}", _seconds(slow["/"]), SLOW_S, "s"),
        none_of("peticiones a otros equipos, al abrir", len(others)),
    )


def _seconds(openings: Sequence[Opening]) -> float | None:
    """Return the median wait until the page could be used; None if in some visit it never could."""
    times = [o.times_ms.get("usable") for o in openings]
    known = [t / 1000 for t in times if t is not None]
    return median(known) if known and len(known) == len(times) else None


def _groups(found: Sequence[Opening]) -> dict[tuple[str, str, str], list[Opening]]:
    groups: dict[tuple[str, str, str], list[Opening]] = {}
    for one in found:
        visit = "segunda" if one.is_return else "primera"
        groups.setdefault((one.path, one.network.name, visit), []).append(one)
    return groups


def _weights(found: Sequence[Opening]) -> list[list[str]]:
    rows = []
    for (path, _, visit), some in _groups([o for o in found if o.network is FREE]).items():
        kinds = Counter[str]()
        for request in some[-1].requests:
            kinds[request.kind] += total_bytes([request])
        rows.append(
            [
                f"`{path}`",
                visit,
                _middle([float(len(o.requests)) for o in some], 0),
                _middle([float(sum(r.is_cached for r in o.requests)) for o in some], 0),
                _middle([total_bytes(o.requests) / 1000 for o in some], 1),
                ", ".join(f"{kind} {_comma(size / 1000, 1)}" for kind, size in kinds.most_common()),
            ]
        )
    return rows


def _waits(found: Sequence[Opening]) -> list[list[str]]:
    return [
        [
            f"`{path}`",
            network,
            visit,
            *(_moment(some, name) if name in WANTED[path] else "" for name in MOMENTS),
            _middle([o.first_bytes / 1000 for o in some if o.first_bytes is not None], 1),
        ]
        for (path, network, visit), some in _groups(found).items()
    ]


def _moment(some: Sequence[Opening], name: str) -> str:
    times = [o.times_ms[name] / 1000 for o in some if name in o.times_ms]
    never = f"; nunca en {len(some) - len(times)}" if len(times) < len(some) else ""
    return _middle(times, 2, " s") + never


def _middle(values: Sequence[float], decimals: int, unit: str = "") -> str:
    if not values:
        return "—"
    low, mid, high = (_comma(v, decimals) for v in (min(values), median(values), max(values)))
    return f"{mid}{unit} ({low}–{high})" if low != high else f"{mid}{unit}"


def _comma(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")
