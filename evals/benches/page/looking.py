"""Opens every state in every view, once, and looks at it with whatever was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error

from evals.benches.page.axe import Finding, run_axe
from evals.benches.page.breaks import Break, find_breaks
from evals.benches.page.foreign import page_for
from evals.benches.page.site import Site
from evals.benches.page.sizes import View
from evals.benches.page.states import State
from evals.benches.page.visits import NotThere, Visit, first_line, strangers, windows

Say = Callable[[str], None]


@dataclass(frozen=True)
class Look:
    """What to look at: axe-core, and the layout with a picture in `folder`; None leaves it out."""

    has_axe: bool = False
    pictures: Path | None = None


@dataclass(frozen=True)
class Seen:
    """A state in a view: what was found there, or why it could not be reached."""

    state: State
    view: View
    unreached: str = ""
    findings: tuple[Finding, ...] = ()
    breaks: tuple[Break, ...] = ()
    picture: str = ""
    """Name of its file."""
    strangers: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    """What the console said; what fails for lack of network is not among them."""


def look_at(
    browser: Browser,
    site: Site,
    wanted: Sequence[tuple[State, View]],
    look: Look,
    say: Say,
) -> Iterator[Seen]:
    """Yield each state in each view, in a window of its own memory for each view."""
    ordered = sorted(wanted, key=lambda pair: pair[1].slug)
    for view, pairs in groupby(ordered, key=lambda pair: pair[1]):
        with windows(browser, view) as context:
            for state, _ in pairs:
                seen = _look_once(context, site, state, view, look)
                say(f"{view.name}, {state.words}: {seen.unreached or 'visto'}")
                yield seen


def _look_once(context: BrowserContext, site: Site, state: State, view: View, look: Look) -> Seen:
    visit = Visit(context.new_page())
    seen = Seen(state, view)
    try:
        reach(visit, site, state)
        seen = _inspect(visit, seen, look)
    except (NotThere, Error) as why:
        seen = replace(seen, unreached=first_line(why))
    finally:
        context.set_offline(False)
        visit.page.close()
    return replace(
        seen,
        strangers=strangers(visit.asked, site.own),
        complaints=tuple(c for c in dict.fromkeys(visit.complaints) if "ERR_INTERNET" not in c),
    )


def reach(visit: Visit, site: Site, state: State) -> None:
    """Open a state.

    Raises:
        NotThere: it cannot be reached.
    """
    where = page_for(site.foreign, site.base) if state.is_embedded else site.base + state.path
    visit.open(where)
    for act in state.acts:
        act(visit)
    visit.page.wait_for_timeout(300)  # what was opened may still be moving


def _inspect(visit: Visit, seen: Seen, look: Look) -> Seen:
    if look.pictures is not None:
        name = f"{seen.state.id}-{seen.view.slug}.png"
        visit.page.screenshot(path=look.pictures / name)
        subject = visit.chat if visit.chat is not visit.page else visit.page.main_frame
        # Zoomed in, the page scrolls as a whole: nothing can be in sight at all times.
        in_sight = () if seen.view.size.is_zoomed else seen.state.in_sight
        breaks = (b for f in visit.frames for b in find_breaks(f, in_sight if f is subject else ()))
        seen = replace(seen, breaks=tuple(breaks), picture=name)
    if look.has_axe:
        seen = replace(seen, findings=tuple(x for f in visit.frames for x in run_axe(f)))
    return seen
