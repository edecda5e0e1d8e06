"""What kill -9 costs: `python -m evals.benches.kill --kills 1000`. The goal is nothing, ever.

Processes that record turns on one database are killed at random instants, one by one and all at
once; then with `--postgres-url` the same against a server, with `--power-cuts` the server itself
(one of our own), and with `--web` the whole program behind its HTTP address. Every answer that a
person could have read must be there afterwards, the chain must be whole, and the next turn work.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich import print as say
from rich.progress import Progress
from sqlalchemy import create_engine, text

from assistant.assistant import Assistant
from assistant.bootstrap import build
from assistant.settings import Settings
from evals.benches.killing.power import rehearse_power_cuts
from evals.benches.killing.rehearsal import Result, make_ready, rehearse
from evals.benches.killing.server import NoServer, own_server
from evals.benches.killing.web import rehearse_web

_SCRATCH = "asistente_kill_bench"


def _report(name: str, result: Result) -> bool:
    proof = result.proof
    say(
        f"{name}: muertes {result.kills}, procesos nuevos {result.restarts}, respuestas mostradas "
        f"{proof.shown}, perdidas {proof.lost}, asientos {proof.entries}, cadena y datos "
        f"{'íntegros' if not proof.problems else 'DAÑADOS'}, {result.seconds:.0f} s"
    )
    for problem in proof.problems:
        say(f"  {problem}")
    return proof.holds


@contextmanager
def _counted(name: str, total: int) -> Iterator[Callable[[int], None]]:
    with Progress(transient=True) as bar:
        task = bar.add_task(name, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def _scratch(url: str) -> Iterator[str]:
    """Give a database of our own in the server of `url`, gone afterwards."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    drop = text(f"DROP DATABASE IF EXISTS {_SCRATCH} WITH (FORCE)")
    with admin.connect() as connection:
        connection.execute(drop)
        connection.execute(text(f"CREATE DATABASE {_SCRATCH}"))
    try:
        yield admin.url.set(database=_SCRATCH).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(drop)
        admin.dispose()


def _cut_the_power(assistant: Assistant, cuts: int, writers: int, seed: int) -> bool:
    try:
        with own_server() as server, _counted("servidor PostgreSQL", cuts) as progress:
            found = rehearse_power_cuts(assistant, server, cuts, writers, seed, progress)
    except NoServer as missing:
        say(f"servidor PostgreSQL: no se pudo ensayar ({missing})")
        return True
    return _report("servidor PostgreSQL", found)


def main(
    kills: int = 1000,
    writers: int = 4,
    postgres_url: str = "",
    postgres_kills: int = 200,
    power_cuts: int = 0,
    web: int = 0,
    seed: int = 0,
) -> None:
    """Kill, look, and say what was found; the exit code is 1 if anything was lost."""
    with tempfile.TemporaryDirectory() as folder:
        assistant = build(Settings(data_dir=Path(folder) / "data", documents=()))
        held = []
        if kills:
            url = assistant.engine.url.render_as_string(hide_password=False)
            with _counted("SQLite", kills) as progress:
                found = rehearse(assistant, url, kills, writers, seed, progress)
            held.append(_report("SQLite", found))
        if postgres_url and postgres_kills:
            with _scratch(postgres_url) as url, _counted("PostgreSQL", postgres_kills) as progress:
                make_ready(url, assistant.log)
                found = rehearse(assistant, url, postgres_kills, writers, seed, progress)
                held.append(_report("PostgreSQL", found))
        if power_cuts:
            held.append(_cut_the_power(assistant, power_cuts, writers, seed))
        if web:
            with _counted("programa entero", web) as progress:
                found = asyncio.run(rehearse_web(web, seed, progress))
            held.append(_report("programa entero", found))
    raise typer.Exit(0 if all(held) else 1)


if __name__ == "__main__":
    typer.run(main)
