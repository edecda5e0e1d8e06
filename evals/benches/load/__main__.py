"""The command: measures, prints the tables, and writes them with everything else as JSON."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.settings import REPOSITORY, SettingsError, load_settings
from evals.benches.load.aside import copy_data, read_corpus
from evals.benches.load.comparing import compare
from evals.benches.load.figures import Figures, PeerFigures
from evals.benches.load.machine import look_at_machine
from evals.benches.load.measuring import Amount, measure_server
from evals.benches.load.questions import load_questions, never_asked
from evals.benches.load.report import write_json, write_markdown

CLIENTS = "1,10,50"


def main(
    peers: Annotated[
        bool, typer.Option("--peers", help="Mide también otros sistemas; instala uno aparte.")
    ] = False,
    clients: Annotated[str, typer.Option(help="Cuántos preguntan a la vez, con comas.")] = CLIENTS,
    turns: Annotated[
        int,
        typer.Option(
            help="Turnos por cada cantidad de clientes; p99 pide 1000 que lleguen a cada paso.",
            min=1,
        ),
    ] = 1100,
    seconds: Annotated[
        float, typer.Option(help="Lo más que dura cada una de esas mediciones.", min=1)
    ] = 75,
    peer_turns: Annotated[
        int, typer.Option(help="Lo mismo que --turns, al comparar con otros.", min=1)
    ] = 220,
    peer_seconds: Annotated[
        float, typer.Option(help="Lo mismo que --seconds, al comparar con otros.", min=1)
    ] = 15,
    environment: Annotated[
        Path,
        typer.Option(
            help="Dónde se instala lo que necesitan los otros.", show_default=".venv-peers"
        ),
    ] = REPOSITORY / ".venv-peers",
    out: Annotated[
        Path,
        typer.Option(
            help="Archivo JSON; la tabla queda al lado, en Markdown.",
            show_default="evals/out/load.json",
        ),
    ] = REPOSITORY / "evals" / "out" / "load.json",
) -> None:
    """Mide cuánto demora y cuánto aguanta el asistente, y lo escribe."""
    console = Console(stderr=True, highlight=False)
    try:
        settings, numbers = load_settings(), read_clients(clients)
    except (SettingsError, ValueError) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from None
    machine = look_at_machine()  # before anything of ours makes it busy
    with tempfile.TemporaryDirectory() as folder:
        console.print("Copiando los datos…")
        ours = copy_data(settings, Path(folder))
        corpus, questions = read_corpus(ours), never_asked(load_questions())
        console.print(f"El programa completo, con clientes a la vez: {clients}…")
        server = asyncio.run(measure_server(ours, questions, Amount(numbers, turns, seconds)))
        measured, problems = tuple[PeerFigures, ...](), tuple[str, ...]()
        if peers:
            amount = Amount(numbers, peer_turns, peer_seconds)
            measured, problems = compare(
                ours, corpus, questions, amount, environment, console.print
            )
    figures = Figures(machine, corpus.version, len(corpus.ids), server, measured, problems)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(write_json(figures), encoding="utf-8")
    tables = write_markdown(figures)
    out.with_suffix(".md").write_text(tables, encoding="utf-8")
    typer.echo(tables)
    console.print(f"Escrito en {out} y {out.with_suffix('.md')}.")


def read_clients(text: str) -> tuple[int, ...]:
    """Return how many clients to measure with.

    Raises:
        ValueError: it is not a list of whole numbers from one on; with what to write.
    """
    numbers = text.split(",")
    if not all(number.strip().isdecimal() and int(number) for number in numbers):
        raise ValueError(f"--clients {text}: deben ser números enteros con comas, como {CLIENTS}")
    return tuple(map(int, numbers))


if __name__ == "__main__":
    typer.run(main)
