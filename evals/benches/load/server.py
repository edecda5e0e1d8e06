"""Starts a server of this machine, waits until it answers, and stops it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import IO, NamedTuple

import httpx

from evals.benches.load.clients import Talk, conversation

START_LIMIT_S = 120.0
FIRST = "¿Quién puede postular?"


class Server(NamedTuple):
    """Where it answers, its process, and the seconds from its start to its first answer."""

    base: str
    pid: int
    start_s: float


@asynccontextmanager
async def serving(**more: str) -> AsyncIterator[Server]:
    """Give a server of the whole program, which has already answered a question.

    `more` are variables of its environment.

    Raises:
        SystemExit: it did not start; with the last words that it said.
    """
    environment = {**os.environ, "ASISTENTE_RATE_LIMIT": "0", **more}
    async with running(["-m", "ui.cli", "serve"], environment, conversation) as server:
        yield server


@asynccontextmanager
async def running(
    command: Sequence[str], environment: dict[str, str], talk: Talk, python: str = sys.executable
) -> AsyncIterator[Server]:
    """Give a server that `python command --port N` starts, once `talk` got an answer of it.

    Raises:
        SystemExit: it did not start; with the last words that it said.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as said:
        started = perf_counter()
        process = subprocess.Popen(
            [python, *command, "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            async with httpx.AsyncClient(base_url=base, timeout=60) as client:
                while True:
                    try:
                        ask = await talk(client)
                        break
                    except httpx.TransportError:
                        late = perf_counter() - started > START_LIMIT_S
                        if late or process.poll() is not None:
                            raise SystemExit(_why(said)) from None
                        await asyncio.sleep(0.05)
                try:
                    await ask(FIRST)
                except httpx.HTTPError:
                    raise SystemExit(_why(said)) from None
            yield Server(base, process.pid, perf_counter() - started)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _why(said: IO[bytes]) -> str:
    said.seek(0)
    last = said.read().decode(errors="replace").strip().splitlines()[-5:]
    return "\n".join(["El servidor no partió, o no responde. Lo último que dijo:", *last])
