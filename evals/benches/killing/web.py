"""Kills of the whole program behind its HTTP address: what a client read must be in the records."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from assistant.database import build_engine, reading
from evals.benches.killing.proof import prove
from evals.benches.killing.rehearsal import Result
from evals.benches.killing.writers import SAID, Shown, digest
from evals.benches.load import serving
from governance.log.decision_log import DecisionLog

CLIENTS = 6
LONGEST_S = 3.0


async def rehearse_web(
    kills: int, seed: int = 0, progress: Callable[[int], None] = lambda done: None
) -> Result:
    """Start the program, kill it while it is asked, `kills` times, and say what was lost."""
    started, rng, shown = time.monotonic(), random.Random(seed), list[Shown]()
    with tempfile.TemporaryDirectory() as folder:
        for done in range(kills):
            values = {
                "ASISTENTE_DATA_DIR": folder,
                "ASISTENTE_DATABASE_URL": "",
                "ASISTENTE_DOCUMENTS": "[]",
            }
            async with serving(**values) as (base, pid, _):
                talking = [
                    asyncio.create_task(_talk(base, random.Random(rng.random()), shown))
                    for _ in range(CLIENTS)
                ]
                await asyncio.sleep(rng.uniform(0.2, LONGEST_S))
                os.kill(pid, signal.SIGKILL)
                await asyncio.gather(*talking)
            progress(done + 1)
        engine = build_engine(f"sqlite:///{Path(folder) / 'asistente.db'}", must_exist=True)
        with reading(engine) as connection:
            proof = prove(connection, DecisionLog(), shown)
        engine.dispose()
    return Result(kills, kills, proof, time.monotonic() - started)


async def _talk(base: str, rng: random.Random, shown: list[Shown]) -> None:
    """Ask until nobody answers; keep what was read whole."""
    async with httpx.AsyncClient(base_url=base, timeout=30) as client:
        try:
            while True:
                made = await client.post("/api/v1/conversations", json={"audience": "ciudadania"})
                talk = made.raise_for_status().json()["id"]
                for _ in range(8):
                    turns = f"/api/v1/conversations/{talk}/turns"
                    told = await client.post(turns, json={"text": rng.choice(SAID)})
                    reply = told.raise_for_status().json()
                    if reply["outcome"] != "failed" and reply["text"]:
                        entry = reply["decision_id"] or ""
                        shown.append(Shown(talk, entry, digest(reply["text"])))
        except httpx.TransportError:
            return
