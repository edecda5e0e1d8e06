"""The commands: each looks at the page, writes its report, and says whether the goals were met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import Browser
from rich.console import Console

from assistant.settings import REPOSITORY, SettingsError
from evals.benches.load.machine import Machine, look_at_machine
from evals.benches.page.contact_sheet import write_sheet
from evals.benches.page.keyboard import do_tasks, keyboard_section
from evals.benches.page.looking import Look, Seen, look_at
from evals.benches.page.overhead import measure_overhead, overhead_section
from evals.benches.page.sections import Section, write_report
from evals.benches.page.seen_report import axe_section, matrix_section
from evals.benches.page.site import Site, site
from evals.benches.page.sizes import SIZES, ZOOMED, Size, View, views
from evals.benches.page.states import State, find_states
from evals.benches.page.visits import browsing
from evals.benches.page.weight import measure_weight, weight_section

PICTURES = "capturas"

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)

Out = Annotated[Path, typer.Option(help="Carpeta del informe.", show_default="evals/out/page")]
Url = Annotated[str, typer.Option(help="Un servidor que ya corre; vacío parte uno.")]
Port = Annotated[int, typer.Option(help="Puerto del sitio ajeno de prueba; 0 elige uno libre.")]
States = Annotated[str, typer.Option(help="Solo estos estados, con comas.")]
Widths = Annotated[str, typer.Option(help="Solo estos anchos, con comas.")]
Times = Annotated[int, typer.Option(help="Repeticiones de cada medición.", min=1)]
Turns = Annotated[int, typer.Option(help="Turnos de cada modo; la mediana pide 20.", min=1)]
Others = Annotated[int, typer.Option(help="Cuántos conversan al mismo tiempo.", min=0)]
Every = Annotated[float, typer.Option(help="Segundos entre dos turnos de uno de ellos.", min=0.1)]
OUT = REPOSITORY / "evals" / "out" / "page"


@dataclass(frozen=True)
class Bench:
    """What every measurement needs: a browser, a site, where to write and how to tell."""

    machine: Machine
    browser: Browser
    site: Site
    out: Path
    say: Callable[[str], None]

    def look(self, wanted: Sequence[tuple[State, View]], look: Look) -> tuple[Seen, ...]:
        """Return what is seen in each state and view."""
        return tuple(look_at(self.browser, self.site, wanted, look, self.say))

    def pictures(self) -> Path:
        """Return the folder of the pictures, made."""
        folder = self.out / PICTURES
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def write_sheet(self, seen: Sequence[Seen]) -> str:
        """Write the contact sheet and return the name of its file."""
        name = "capturas.html"
        (self.out / name).write_text(write_sheet(seen, PICTURES), encoding="utf-8")
        return name


@app.command()
def axe(
    out: Out = OUT, url: Url = "", foreign_port: Port = 0, states: States = "", widths: Widths = ""
) -> None:
    """Pasa axe-core por cada estado, tamaño y tema."""
    wanted = _wanted(states, widths, SIZES)
    with _bench(out, url, foreign_port) as bench:
        _finish(bench, "axe", [axe_section(bench.look(wanted, Look(has_axe=True)))])


@app.command()
def matrix(
    out: Out = OUT, url: Url = "", foreign_port: Port = 0, states: States = "", widths: Widths = ""
) -> None:
    """Captura cada estado, tamaño y tema, y busca quiebres."""
    wanted = _wanted(states, widths, (*SIZES, ZOOMED))
    with _bench(out, url, foreign_port) as bench:
        seen = bench.look(wanted, Look(pictures=bench.pictures()))
        _finish(bench, "matrix", [matrix_section(seen, bench.write_sheet(seen))])


@app.command()
def weight(out: Out = OUT, url: Url = "", times: Times = 5) -> None:
    """Cuenta bytes y peticiones, y mide la espera en una red lenta."""
    with _bench(out, url) as bench:
        _finish(bench, "weight", [_weight(bench, times)])


@app.command()
def overhead(
    out: Out = OUT, url: Url = "", turns: Turns = 40, others: Others = 50, every: Every = 20
) -> None:
    """Compara un turno en la página con el mismo por la API, a solas y con otros."""
    with _bench(out, url) as bench:
        _finish(bench, "overhead", [_overhead(bench, turns, others, every)])


@app.command()
def keyboard(out: Out = OUT, url: Url = "") -> None:
    """Hace las cinco tareas solo con el teclado."""
    with _bench(out, url) as bench:
        _finish(bench, "keyboard", [_keyboard(bench)])


@app.command("all")
def everything(
    out: Out = OUT,
    url: Url = "",
    foreign_port: Port = 0,
    times: Times = 5,
    turns: Turns = 40,
    others: Others = 50,
    every: Every = 20,
) -> None:
    """Hace todo lo anterior, abriendo cada estado una sola vez."""
    with _bench(out, url, foreign_port) as bench:
        sections = [_overhead(bench, turns, others, every), _weight(bench, times)]
        wanted = _wanted("", "", (*SIZES, ZOOMED))
        seen = bench.look(wanted, Look(has_axe=True, pictures=bench.pictures()))
        sections += [
            _keyboard(bench),
            axe_section(seen),
            matrix_section(seen, bench.write_sheet(seen)),
        ]
        _finish(bench, "all", sections)


def _weight(bench: Bench, times: int) -> Section:
    return weight_section(measure_weight(bench.browser, bench.site, times, bench.say))


def _overhead(bench: Bench, turns: int, others: int, every: float) -> Section:
    loads = (0, others) if others else (0,)
    found = measure_overhead(bench.browser, bench.site, turns, loads, every, bench.say)
    return overhead_section(found, every)


def _keyboard(bench: Bench) -> Section:
    return keyboard_section(do_tasks(bench.browser, bench.site, bench.say))


def _wanted(states: str, widths: str, sizes: tuple[Size, ...]) -> list[tuple[State, View]]:
    try:
        chosen = find_states(states)
        kept = find_sizes(widths, sizes)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return [(state, view) for view in views(kept) for state in chosen]


def find_sizes(widths: str, sizes: tuple[Size, ...]) -> tuple[Size, ...]:
    """Return the sizes of a list of widths with commas; all of them for an empty one.

    Raises:
        ValueError: there is none that wide; with those that there are, in Spanish.
    """
    wanted = {part.strip() for part in widths.split(",") if part.strip()}
    known = {str(size.width) for size in sizes}
    if unknown := sorted(wanted - known):
        raise ValueError(
            f"--widths {', '.join(unknown)}: no se mide. Los que hay: {', '.join(sorted(known))}."
        )
    return tuple(size for size in sizes if not wanted or str(size.width) in wanted)


@contextmanager
def _bench(out: Path, url: str, foreign_port: int = 0) -> Iterator[Bench]:
    console = Console(stderr=True, highlight=False)
    out.mkdir(parents=True, exist_ok=True)

    def say(words: str) -> None:
        console.print(words, markup=False)

    machine = look_at_machine()  # before anything of ours makes it busy
    say("Preparando el servidor…")
    try:
        with site(url, foreign_port) as found, browsing() as browser:
            yield Bench(machine, browser, found, out, say)
    except SettingsError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from None


def _finish(bench: Bench, name: str, sections: Sequence[Section]) -> None:
    file = bench.out / f"{name}.md"
    report = write_report(bench.machine, sections)
    file.write_text(report, encoding="utf-8")
    typer.echo(report)
    bench.say(f"Escrito en {file}.")
    if not all(goal.is_met for section in sections for goal in section.goals):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
