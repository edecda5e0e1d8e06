"""How fast it is: `python -m evals.benches.load`. Starts the server, asks over HTTP, stops it.

Traffic goes to this machine only. Measured: start to first answer, one client (p50, p95), fifty
clients (turns per second, errors, p95), and the resident memory of the server at the end.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import quantiles
from time import perf_counter

import httpx
import typer
from rich import print as say

from evals.cases import load_cases

CLIENTS, SECONDS_LIMIT = 50, 120.0


async def _turn(client: httpx.AsyncClient, conversation: str, question: str) -> float:
    started = perf_counter()
    reply = await client.post(
        f"/api/v1/conversations/{conversation}/turns", json={"text": question}
    )
    reply.raise_for_status()
    return (perf_counter() - started) * 1000


async def _conversation(client: httpx.AsyncClient) -> str:
    reply = await client.post("/api/v1/conversations", json={"audience": "ciudadania"})
    reply.raise_for_status()
    return str(reply.json()["id"])


async def _many(base: str, questions: Sequence[str]) -> tuple[list[float], int]:
    """Ask the questions with `CLIENTS` clients at once; return the times and the errors."""
    waiting = list(questions)
    times: list[float] = []
    errors = 0

    async def one() -> None:
        nonlocal errors
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            conversation = await _conversation(client)
            while waiting:
                question = waiting.pop()
                try:
                    times.append(await _turn(client, conversation, question))
                except httpx.HTTPError:
                    errors += 1

    async with asyncio.timeout(SECONDS_LIMIT):
        await asyncio.gather(*(one() for _ in range(CLIENTS)))
    return times, errors


@asynccontextmanager
async def serving(**more: str) -> AsyncIterator[tuple[str, int, float]]:
    """Give the address and the process of a server, and the seconds that its start took.

    `more` are variables of its environment. It answers a question before it is given.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ASISTENTE_RATE_LIMIT": "0", **more}
    command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port)]
    started = perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            while True:
                try:
                    conversation = await _conversation(client)
                    break
                except httpx.TransportError:
                    if process.poll() is not None or perf_counter() - started > SECONDS_LIMIT:
                        raise SystemExit("El servidor no partió.") from None
                    await asyncio.sleep(0.05)
            await _turn(client, conversation, "¿Quién puede postular?")
        yield base, process.pid, perf_counter() - started
    finally:
        process.terminate()
        process.wait(timeout=20)


def _resident_mb(pid: int) -> float:
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        line = next(row for row in file if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def _bench(turns: int) -> None:
    questions = [c.question for c in load_cases("ciudadania")]
    answered = [c.question for c in load_cases("ciudadania") if c.expected_action == "answer"]
    random.Random(0).shuffle(questions)
    async with serving() as (base, pid, start):
        say(f"inicio hasta la primera respuesta: {start:.1f} s")
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            times = [await _turn(client, await _conversation(client), q) for q in questions]
        cuts = quantiles(times, n=100)
        say(
            f"un cliente, {len(times)} preguntas distintas: p50 {cuts[49]:.0f} ms, "
            f"p95 {cuts[94]:.0f} ms"
        )
        rng = random.Random(1)
        distinct = [f"{q} ({rng.randrange(10**6)})" for q in rng.choices(answered, k=turns)]
        for name, asked in (
            ("repetidas", rng.choices(answered, k=turns)),
            ("todas distintas", distinct),
        ):
            began = perf_counter()
            times, errors = await _many(base, asked)
            rate = len(times) / (perf_counter() - began)
            cuts = quantiles(times, n=100)
            say(
                f"{CLIENTS} clientes, preguntas {name}: {rate:.1f} turnos/s, {errors} errores, "
                f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms"
            )
        say(f"memoria residente: {_resident_mb(pid):.0f} MB")


def main(turns: int = 1000) -> None:
    """Measure and print."""
    asyncio.run(_bench(turns))


if __name__ == "__main__":
    typer.run(main)
