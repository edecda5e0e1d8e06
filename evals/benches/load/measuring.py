"""The measurements themselves: of the whole program, and of a peer in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import httpx

from assistant.settings import REPOSITORY, Settings
from evals.benches.load.clients import Load, conversation, load, small_application
from evals.benches.load.figures import PeerFigures, ServerFigures, build_load_figures
from evals.benches.load.peers.contract import PeerName
from evals.benches.load.peers.corpus import Corpus
from evals.benches.load.percentiles import build_spread
from evals.benches.load.process import measure_memory
from evals.benches.load.quality import DEPTHS, build_recalls, load_gold
from evals.benches.load.server import running
from evals.benches.load.steps import measure_steps
from governance.moments import utc_now

_WATCHED, _WORKER = "evals.benches.load.watched", "evals.benches.load.peers.worker"


@dataclass(frozen=True)
class Amount:
    """How much is measured: turns of each load, by how many clients, and seconds at most."""

    clients: tuple[int, ...]
    turns: int
    limit_s: float


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the variables of a process on the data of `settings`, which finds our code."""
    return {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "ASISTENTE_DATA_DIR": str(settings.data_dir),
        "ASISTENTE_DATABASE_URL": "",
        "ASISTENTE_RATE_LIMIT": "0",
    }


def worker(name: PeerName, settings: Settings) -> list[str]:
    """Return what Python is told to run a peer."""
    return ["-m", _WORKER, name, str(settings.data_dir)]


async def measure_server(
    settings: Settings, questions: Iterator[str], amount: Amount
) -> ServerFigures:
    """Ask the whole program, as people reach it."""
    recorded = settings.data_dir / "recorded.txt"
    command = ["-m", _WATCHED, str(recorded), "serve"]
    loads, steps = list[Load](), {}
    async with running(command, environment_of(settings), conversation) as server:
        at_start = measure_memory(server.pid)
        for clients in amount.clients:
            since, asked = utc_now(), islice(questions, amount.turns)
            loads.append(await load(server.base, conversation, asked, clients, amount.limit_s))
            database = settings.data_dir / "asistente.db"
            steps[str(clients)] = measure_steps(database, recorded, since)
        at_end = measure_memory(server.pid)
    figures = tuple(map(build_load_figures, loads))
    return ServerFigures(server.start_s, figures, steps, at_start, at_end)


async def measure_peer(
    name: PeerName,
    python: str,
    settings: Settings,
    corpus: Corpus,
    questions: Iterator[str],
    amount: Amount,
) -> PeerFigures:
    """Ask a peer in a process of its own; its store in the data folder is there already.

    Raises:
        SystemExit: it did not start.
        httpx.HTTPError: it broke on a question asked with nobody else around.
    """
    cases, environment = load_gold(corpus.facts), environment_of(settings)
    async with (
        running(worker(name, settings), environment, small_application, python) as server,
        httpx.AsyncClient(base_url=server.base, timeout=10 * amount.limit_s + 60) as client,
    ):
        at_start = measure_memory(server.pid)
        alone = {"questions": list(islice(questions, amount.turns)), "limit_s": amount.limit_s}
        inside = (await client.post("/inside", json=alone)).raise_for_status().json()
        loads = [
            await load(
                server.base,
                small_application,
                islice(questions, amount.turns),
                clients,
                amount.limit_s,
            )
            for clients in amount.clients
        ]
        at_end = measure_memory(server.pid)
        found = [await _find(client, case.question) for case in cases]
    return PeerFigures(
        name,
        server.start_s,
        build_spread(inside),
        tuple(map(build_load_figures, loads)),
        at_start,
        at_end,
        build_recalls(cases, found, corpus.facts),
    )


async def _find(client: httpx.AsyncClient, question: str) -> Sequence[str]:
    reply = await client.post("/find", json={"question": question, "k": max(DEPTHS)})
    return [str(passage) for passage in reply.raise_for_status().json()]
