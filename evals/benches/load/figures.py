"""What a run of the bench measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evals.benches.load.clients import Load
from evals.benches.load.machine import Machine
from evals.benches.load.peers.contract import PeerName
from evals.benches.load.percentiles import Spread, build_spread
from evals.benches.load.process import Memory
from evals.benches.load.quality import Recall


@dataclass(frozen=True)
class LoadFigures:
    """What some clients got: turns in a second (also in the worst and best fifth), and waits."""

    clients: int
    seconds: float
    errors: int
    rate: float
    slowest_rate: float
    fastest_rate: float
    waits_ms: Spread


def build_load_figures(load: Load) -> LoadFigures:
    """Return the figures of a load."""
    slowest, fastest = load.rates
    spread = build_spread(load.times_ms)
    return LoadFigures(load.clients, load.seconds, load.errors, load.rate, slowest, fastest, spread)


@dataclass(frozen=True)
class ServerFigures:
    """The whole program: start to first answer, each load, its steps, and memory."""

    start_s: float
    loads: tuple[LoadFigures, ...]
    steps_ms: Mapping[str, Mapping[str, Spread]]
    """By number of clients, and by step in their order."""
    memory_at_start: Memory
    memory_at_end: Memory


@dataclass(frozen=True)
class PeerFigures:
    """One system behind the small application: alone with no HTTP, under load, what it finds."""

    name: PeerName
    start_s: float
    inside_ms: Spread
    loads: tuple[LoadFigures, ...]
    memory_at_start: Memory
    memory_at_end: Memory
    recalls: tuple[Recall, ...]


@dataclass(frozen=True)
class Figures:
    """A whole run."""

    machine: Machine
    knowledge_base: str
    passages: int
    server: ServerFigures
    peers: tuple[PeerFigures, ...] = ()
    not_measured: tuple[str, ...] = ()
    """What could not be measured, in words for a person."""
