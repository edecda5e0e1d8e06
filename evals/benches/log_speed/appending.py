"""Processes that append to the log, one entry in each transaction as the service does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from assistant.database import build_engine, writing
from evals.benches.log_speed.filling import ordinary
from governance.log.decision_log import DecisionLog
from governance.moments import utc_now

_FORK = get_context("fork")


@dataclass(frozen=True)
class Pace:
    """How many entries were appended, in how long, and how long each one took (milliseconds)."""

    seconds: float
    waits_ms: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Entries per second."""
        return len(self.waits_ms) / self.seconds

    def wait(self, share: float) -> float:
        """Return the wait that `share` of the entries did not exceed."""
        ordered = sorted(self.waits_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def append_for(url: str, log: DecisionLog, processes: int, seconds: float) -> Pace:
    """Append with so many processes at once; the rate is that of all together."""
    paces = []
    with appending(url, log, processes) as stop:
        time.sleep(seconds)
        paces = stop()
    waits = tuple(wait for pace in paces for wait in pace.waits_ms)
    return Pace(max(pace.seconds for pace in paces), waits)


class Appenders:
    """Processes that append until they are told to stop; called, they stop and tell their pace."""

    def __init__(self, url: str, log: DecisionLog, processes: int, rest_s: float) -> None:
        """Start them; `rest_s` is how long each waits between two entries."""
        self._stop = _FORK.Event()
        self._ends = []
        for _ in range(processes):
            mine, theirs = _FORK.Pipe()
            process = _FORK.Process(
                target=_append, args=(url, log, self._stop, theirs, rest_s), daemon=True
            )
            process.start()
            mine.recv()  # it wrote its first entry
            self._ends.append((process, mine))

    def __call__(self) -> list[Pace]:
        """Stop them all, and return the pace of each."""
        self._stop.set()
        paces = [pipe.recv() for _, pipe in self._ends]
        for process, _ in self._ends:
            process.join()
        self._ends = []
        return paces


@contextmanager
def appending(
    url: str, log: DecisionLog, processes: int = 1, rest_s: float = 0.0
) -> Iterator[Appenders]:
    """Give processes that append meanwhile; call it to stop them and learn their pace."""
    appenders = Appenders(url, log, processes, rest_s)
    try:
        yield appenders
    finally:
        appenders()


def _append(url: str, log: DecisionLog, stop: Event, pipe: Connection, rest_s: float) -> None:
    engine = build_engine(url)
    with writing(engine) as connection:
        log.append(connection, ordinary(utc_now()))
    pipe.send(None)
    waits, began = [], time.perf_counter()
    while not stop.is_set():
        started = time.perf_counter()
        with writing(engine) as connection:
            log.append(connection, ordinary(utc_now()))
        waits.append((time.perf_counter() - started) * 1e3)
        if rest_s:
            time.sleep(rest_s)
    pipe.send(Pace(time.perf_counter() - began, tuple(waits)))
    engine.dispose()
