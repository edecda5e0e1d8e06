"""Kills of a PostgreSQL server while others write on it: a process of it, or all of it at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace

from assistant.assistant import Assistant
from assistant.database import build_engine, reading
from evals.benches.killing.proof import prove
from evals.benches.killing.rehearsal import Result, first_turns, make_ready
from evals.benches.killing.server import OwnServer
from evals.benches.killing.writers import LIGHT, Shown, Writer


def rehearse_power_cuts(
    assistant: Assistant,
    server: OwnServer,
    cuts: int,
    writers: int = 4,
    seed: int = 0,
    progress: Callable[[int], None] = lambda done: None,
) -> Result:
    """Kill the server `cuts` times, one kind and the other, and say what was lost.

    The writers are never restarted: each must go on by itself when the server is back.
    """
    started, rng, shown = time.monotonic(), random.Random(seed), list[Shown]()
    assistant.engine.dispose()  # a connection must not cross a fork
    make_ready(server.url, assistant.log)
    light = replace(assistant, steps=LIGHT)
    alive = [Writer(light, server.url, rng.randrange(2**32)) for _ in range(writers)]
    for done in range(cuts):
        for writer in alive:
            shown += first_turns(writer)
        time.sleep(rng.uniform(0, 0.5))
        if done % 2:
            server.kill_a_backend()
        else:
            server.cut()
        progress(done + 1)
    for writer in alive:
        shown += first_turns(writer) + writer.kill()
    engine = build_engine(server.url)
    with reading(engine) as connection:
        proof = prove(connection, assistant.log, shown)
    engine.dispose()
    return Result(cuts, 0, proof, time.monotonic() - started)
