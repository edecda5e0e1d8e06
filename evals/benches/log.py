"""How fast the decision log is: `python -m evals.benches.log`. It leaves this installation alone.

Measured on SQLite and, with `--postgres-url`, on a server: appends per second with one process and
with two, each entry in its own transaction and signed; entries verified per second, in the database
and in an export; and the purge of one day among `--entries`, while another process appends and its
waits are measured. Ten million entries need some 10 GB of disk and ten minutes.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import typer
from rich import print as say
from sqlalchemy import create_engine, text

from assistant.conversations import Conversations
from assistant.database import build_engine, migrate, reading
from assistant.desk.cases import Cases
from assistant.desk.contacts.book import ContactBook
from assistant.desk.contacts.keys import build_keys
from assistant.desk.contacts.sealing import Seal
from assistant.log_key import build_log, find_keys
from assistant.purging import Purge
from assistant.settings import Settings
from evals.benches.log_speed.appending import append_for, appending
from evals.benches.log_speed.filling import fill
from governance.log.decision_log import DecisionLog, verify_export
from governance.moments import utc_now
from governance.registers.interviews import Interviews

_SCRATCH = "asistente_log_bench"
_VERIFIED = 200_000
_REST_S = 0.02


@contextmanager
def _own(folder: Path, postgres_url: str) -> Iterator[Settings]:
    """Give the settings of an installation with an empty database, gone afterwards."""
    data = folder / "data"
    data.mkdir()
    if not postgres_url:
        yield Settings(data_dir=data, database_url=f"sqlite:///{data / 'asistente.db'}")
        shutil.rmtree(data)
        return
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    drop = text(f"DROP DATABASE IF EXISTS {_SCRATCH} WITH (FORCE)")
    with admin.connect() as connection:
        connection.execute(drop)
        connection.execute(text(f"CREATE DATABASE {_SCRATCH}"))
    try:
        url = admin.url.set(database=_SCRATCH).render_as_string(hide_password=False)
        yield Settings(data_dir=data, database_url=url)
    finally:
        with admin.connect() as connection:
            connection.execute(drop)
        admin.dispose()
        shutil.rmtree(data)


class _Watch:
    """Measures from when it is made: in time, and in time of our own on the processor."""

    def __init__(self) -> None:
        self._began, self._worked = time.perf_counter(), time.process_time()

    def rates(self, count: int) -> str:
        """Return how many of `count` there were in a second of each."""
        seconds = time.perf_counter() - self._began
        worked = time.process_time() - self._worked
        return f"{count / seconds:.0f}/s ({count / worked:.0f} por segundo de procesador)"


def _build_log(settings: Settings) -> DecisionLog:
    """Return a log that signs, whose database has its tables."""
    engine = build_engine(settings.database)
    migrate(engine)
    log = build_log(settings, engine)
    engine.dispose()
    return log


def _appends(name: str, settings: Settings, seconds: float) -> None:
    log = _build_log(settings)
    for processes in (1, 2):
        pace = append_for(settings.database, log, processes, seconds)
        say(
            f"{name}, agregar, {processes} proceso(s): {pace.rate:.0f} asientos/s, "
            f"p50 {pace.wait(0.5):.1f} ms, p99 {pace.wait(0.99):.1f} ms"
        )


def _build_purge(settings: Settings, log: DecisionLog) -> Purge:
    cases = Cases(Conversations(), log)
    contacts = ContactBook(cases, Seal(build_keys(settings)), settings.contact_days)
    return Purge(build_engine(settings.database), log, cases, contacts, Interviews())


def _verify(name: str, settings: Settings, log: DecisionLog, folder: Path, entries: int) -> None:
    engine = build_engine(settings.database)
    keys = find_keys(settings)
    with reading(engine) as connection:
        watch = _Watch()
        found = log.verify(connection, keys=keys)
        say(f"{name}, verificar la base ({found.entries}): {watch.rates(found.entries)}")
        assert found.is_intact, found.problems
        if entries > 10 * _VERIFIED:
            return
        with (folder / "registro.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in log.export(connection))
    engine.dispose()
    with (folder / "registro.jsonl").open(encoding="utf-8", newline="\n") as file:
        watch = _Watch()
        found = verify_export(file, keys=keys)
        say(f"{name}, verificar una exportación ({found.entries}): {watch.rates(found.entries)}")
    assert found.is_intact, found.problems


def _purge(name: str, settings: Settings, entries: int, folder: Path, verifies: bool) -> None:
    engine = build_engine(settings.database)
    migrate(engine)
    engine.dispose()
    log, now = _unsigned(settings), utc_now()
    began = time.perf_counter()
    due = fill(engine, log, entries, now - timedelta(seconds=1))
    engine.dispose()
    say(f"{name}: {entries} asientos escritos en {time.perf_counter() - began:.0f} s; vencen {due}")
    purge = _build_purge(settings, log)
    with appending(settings.database, log, rest_s=_REST_S) as stop:
        time.sleep(3)
        calm = stop()[0]
    with appending(settings.database, log, rest_s=_REST_S) as stop:
        began = time.perf_counter()
        done = purge.run(now)
        seconds = time.perf_counter() - began
        busy = stop()[0]
    purge.engine.dispose()
    say(
        f"{name}, purgar un día entre {entries}: {done.entries} asientos en {seconds:.1f} s; "
        f"mientras tanto otro proceso agregó {len(busy.waits_ms)}: p50 {busy.wait(0.5):.0f} ms, "
        f"p99 {busy.wait(0.99):.0f} ms, máximo {busy.wait(1):.0f} ms "
        f"(sin purga: p50 {calm.wait(0.5):.0f} ms, máximo {calm.wait(1):.0f} ms)"
    )
    if verifies:
        _verify(name, settings, log, folder, entries)


def _unsigned(settings: Settings) -> DecisionLog:
    """Return a log that signs, over one that was not signed yet."""
    other = settings.model_copy(
        update={"database_url": f"sqlite:///{settings.data_dir / 'key.db'}"}
    )
    return _build_log(other)


def main(
    entries: int = 10_000_000,
    seconds: float = 10,
    postgres_url: str = "",
    verify_all: bool = False,
    folder: Path | None = None,
) -> None:
    """Measure and print; `--entries 0` leaves the purge among millions out."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for name, url in (("SQLite", ""), ("PostgreSQL", postgres_url)):
            if name == "PostgreSQL" and not url:
                continue
            with _own(Path(scratch), url) as settings:
                _appends(name, settings, seconds)
            with _own(Path(scratch), url) as settings:
                _purge(name, settings, _VERIFIED, Path(scratch), True)
            if entries:
                with _own(Path(scratch), url) as settings:
                    _purge(name, settings, entries, Path(scratch), verify_all)


if __name__ == "__main__":
    typer.run(main)
