"""Kills at random instants, of one writer or of all of them, and somebody always comes back."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.assistant import Assistant
from assistant.database import build_engine, migrate, reading, writing
from evals.benches.killing.proof import Proof, prove
from evals.benches.killing.writers import LIGHT, Shown, Writer
from governance.log.decision_log import DecisionLog
from governance.moments import utc_now

LONGEST_S = 0.2
"""Longest wait before the next kill: enough for the writers to be in the middle of many turns."""

ALL_EVERY = 10
"""One of so many strokes kills every writer: the next one opens what nobody closed."""

_FIRST_TURN_S = 30.0


@dataclass(frozen=True)
class Result:
    """How many were killed, and what was found at the end."""

    kills: int
    restarts: int
    proof: Proof
    seconds: float


def make_ready(url: str, log: DecisionLog) -> None:
    """Have the empty database of `url` take turns whose entries `log` signs."""
    engine = build_engine(url)
    migrate(engine)
    with writing(engine) as connection:
        log.sign_first(connection, utc_now())
    engine.dispose()


def rehearse(
    assistant: Assistant,
    url: str,
    kills: int,
    writers: int = 4,
    seed: int = 0,
    progress: Callable[[int], None] = lambda done: None,
) -> Result:
    """Kill `kills` processes that write on the database of `url`, and say what was lost.

    `assistant` only lends what a turn needs besides the database; its steps are exchanged for one
    that takes no time.
    """
    assistant.engine.dispose()  # a connection must not cross a fork
    light = replace(assistant, steps=LIGHT)
    rng, shown, started = random.Random(seed), list[Shown](), time.monotonic()
    alive = [Writer(light, url, rng.randrange(2**32)) for _ in range(writers)]
    done = restarts = strokes = 0
    while done < kills:
        time.sleep(rng.uniform(0, LONGEST_S))
        for writer in alive:
            shown += writer.heard()
        strokes += 1
        victims = list(alive) if strokes % ALL_EVERY == 0 else [rng.choice(alive)]
        for writer in victims[: kills - done]:
            shown += writer.kill()
            alive.remove(writer)
            done += 1
        while len(alive) < writers:
            alive.append(Writer(light, url, rng.randrange(2**32)))
            restarts += 1
        progress(done)
    survivor = alive[0]
    shown += first_turns(survivor)
    for writer in alive:
        shown += writer.kill()
    engine = build_engine(url)
    try:
        with reading(engine) as connection:
            proof = prove(connection, assistant.log, shown)
    finally:
        engine.dispose()
    return Result(done, restarts, proof, time.monotonic() - started)


def first_turns(writer: Writer) -> list[Shown]:
    """Return what the last writer to start shows: after every kill, the records take turns.

    Raises:
        TimeoutError: it shows nothing.
    """
    until = time.monotonic() + _FIRST_TURN_S
    while time.monotonic() < until:
        if found := writer.heard():
            return found
        time.sleep(0.01)
    raise TimeoutError("after the kills nobody could record a turn")
