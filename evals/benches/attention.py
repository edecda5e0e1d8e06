"""How waiting for a person holds up: `python -m evals.benches.attention`.

Starts the server on the knowledge base of this installation and a database copied aside, has many
citizens ask for a person over HTTP, and measures: how long the acknowledgement with a folio takes,
what the server spends while all of them only wait (each with the request that its page holds open),
how long a message of an official takes to reach the citizen, and the reverse.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx
import typer
from rich import print as say

from assistant.database import build_engine, migrate, writing
from assistant.settings import load_settings
from evals.benches.load import serving
from governance.registers.officials import Officials

TICKS = os.sysconf("SC_CLK_TCK")
HELD_S = 25
"""Seconds that a page holds its request open; see `ui.live`."""


def _copy_data(folder: Path) -> str:
    """Copy this installation's data to `folder`, and return the key of an official there."""
    settings = load_settings()
    shutil.copytree(settings.data_dir, folder, dirs_exist_ok=True)
    engine = build_engine(f"sqlite:///{folder / 'asistente.db'}", must_exist=True)
    migrate(engine)
    with writing(engine) as connection:
        _, key = Officials().create(connection, "Atención de prueba", ["atencion"])
    engine.dispose()
    return key


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Citizen:
    """Somebody who asked for a person, at a page that holds a request open."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        """Speak over `client`."""
        self._client = client
        self.id = ""
        self.folio = ""
        self.seen: list[tuple[float, str]] = []
        self.errors = 0
        self._last = 0

    async def asks(self) -> float:
        """Return the milliseconds until the acknowledgement with the folio."""
        made = await self._client.post("/api/v1/conversations", json={"audience": "ciudadania"})
        self.id = made.raise_for_status().json()["id"]
        began = perf_counter()
        turns = f"/api/v1/conversations/{self.id}/turns"
        told = await self._client.post(turns, json={"text": "derivar"})
        self.folio = told.raise_for_status().json()["handoff"]["folio"]
        return (perf_counter() - began) * 1000

    async def waits(self) -> None:
        """Wait as its page does, for as long as it is let, and read what is new."""
        messages = f"/api/v1/conversations/{self.id}/messages"
        sequence = 0
        while True:
            try:
                asked = {"conversation": self.id, "after": sequence}
                news = (await self._client.post("/vivo", json=asked)).raise_for_status().json()
                sequence = news["sequence"]
                if not news["changed"]:
                    continue
                found = await self._client.get(messages, params={"after": self._last})
                for message in found.raise_for_status().json()["messages"]:
                    self._last = message["id"]
                    self.seen.append((perf_counter(), message["text"]))
            except httpx.HTTPError:
                self.errors += 1
                await asyncio.sleep(1)


async def _until(citizen: Citizen, text: str, since: float) -> float:
    async with asyncio.timeout(30):
        while True:
            at = next((at for at, said in citizen.seen if said == text), None)
            if at is not None:
                return (at - since) * 1000
            await asyncio.sleep(0.005)


def _line(name: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    say(f"{name}: mediana {median(ordered):.0f} ms, p95 {p95:.0f} ms, máximo {ordered[-1]:.0f} ms")


async def _bench(citizens: int, idle_s: int, attended: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        key = _copy_data(Path(folder))
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        async with (
            serving(ASISTENTE_DATA_DIR=folder, ASISTENTE_DATABASE_URL="") as (base, pid, _),
            httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client,
        ):
            people = [Citizen(client) for _ in range(citizens)]
            _line(f"acuse con folio ({citizens}, de a uno)", [await p.asks() for p in people])
            folios = {person.folio for person in people}
            say(f"folios distintos: {len(folios)} de {citizens}")
            pages = [asyncio.create_task(person.waits()) for person in people]
            await asyncio.sleep(5)
            before, began = _cpu_s(pid), perf_counter()
            await asyncio.sleep(idle_s)
            share = (_cpu_s(pid) - before) / (perf_counter() - began)
            say(f"{citizens} esperando {idle_s} s sin novedad: {share:.1%} de un núcleo")
            await _converse(base, key, people[:attended])
            for page in pages:
                page.cancel()
            say(f"errores de quienes esperan: {sum(person.errors for person in people)}")


async def _converse(base: str, key: str, people: Sequence[Citizen]) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    there, back = [], []
    async with httpx.AsyncClient(base_url=base, timeout=60, headers=headers) as official:
        for person in people:
            found = await official.post("/api/v1/cases/search", json={"words": person.folio})
            number = found.raise_for_status().json()[0]["case"]["number"]
            case = f"/api/v1/cases/{number}"
            (await official.post(f"{case}/take")).raise_for_status()
            began = perf_counter()
            text = f"Mensaje de prueba del caso {number}"
            (await official.post(f"{case}/replies", json={"text": text})).raise_for_status()
            there.append(await _until(person, text, began))
            last = (await official.get(f"{case}/messages")).json()["messages"][-1]["id"]
            held = asyncio.create_task(
                official.get(f"{case}/messages", params={"after": last, "wait": HELD_S})
            )
            await asyncio.sleep(0.3)
            began = perf_counter()
            turns = f"{base}/api/v1/conversations/{person.id}/turns"
            async with httpx.AsyncClient(timeout=60) as phone:
                (await phone.post(turns, json={"text": "gracias"})).raise_for_status()
            (await held).raise_for_status()
            back.append((perf_counter() - began) * 1000)
    _line("mensaje del funcionario hasta la persona", there)
    _line("mensaje de la persona hasta el funcionario", back)


def main(citizens: int = 200, idle: int = 60, attended: int = 30) -> None:
    """Measure and print."""
    asyncio.run(_bench(citizens, idle, attended))


if __name__ == "__main__":
    typer.run(main)
