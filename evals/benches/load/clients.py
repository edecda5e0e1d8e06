"""Clients that ask over HTTP: each asks, reads the whole answer, and asks the next question.

The load is therefore closed: who waits asks nothing meanwhile, and turns per second say what the
server gives, not what it was offered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

import httpx

Ask = Callable[[str], Awaitable[bool]]
"""Asks, and returns whether the conversation goes on: not once a person was called to it."""
Talk = Callable[[httpx.AsyncClient], Awaitable[Ask]]
"""Begins a conversation over a client and gives what asks in it."""

TURNS_A_TALK = 5
"""Questions after which a client begins a new conversation, so that none grows without end."""
BLOCKS = 5


class NotAnswered(httpx.HTTPError):
    """The server answered that it failed; raised as an error of HTTP is, to be counted alike."""


@dataclass(frozen=True)
class Load:
    """What `clients` at once got: one time for each turn answered, and when each one ended."""

    clients: int
    seconds: float
    times_ms: tuple[float, ...]
    ended_s: tuple[float, ...]
    errors: int

    @property
    def rate(self) -> float:
        """Turns answered in a second."""
        return len(self.times_ms) / self.seconds

    @property
    def rates(self) -> tuple[float, float]:
        """The rate of the slowest and of the fastest fifth of the time: how steady it was."""
        block = self.seconds / BLOCKS
        counts = [0] * BLOCKS
        for at in self.ended_s:
            counts[min(int(at / block), BLOCKS - 1)] += 1
        return min(counts) / block, max(counts) / block


async def conversation(client: httpx.AsyncClient) -> Ask:
    """Begin a conversation with the whole program."""
    made = await client.post("/api/v1/conversations", json={"audience": "ciudadania"})
    turns = f"/api/v1/conversations/{made.raise_for_status().json()['id']}/turns"

    async def ask(question: str) -> bool:
        reply = await client.post(turns, json={"text": question})
        said = reply.raise_for_status().json()
        if said["outcome"] == "failed":
            raise NotAnswered("the turn failed")
        return said["handoff"] is None

    return ask


async def small_application(client: httpx.AsyncClient) -> Ask:
    """Begin a conversation with the small application that every peer is behind."""
    (await client.get("/ready")).raise_for_status()

    async def ask(question: str) -> bool:
        (await client.post("/ask", json={"question": question})).raise_for_status()
        return True

    return ask


async def load(
    base: str, talk: Talk, questions: Iterable[str], clients: int, limit_s: float
) -> Load:
    """Ask the questions with `clients` at once; after `limit_s` nobody begins another one."""
    waiting = iter(questions)
    times: list[tuple[float, float]] = []
    errors = 0
    began = perf_counter()

    async def one() -> None:
        nonlocal errors
        async with httpx.AsyncClient(base_url=base, timeout=120) as client:
            asked, goes_on, ask = 0, True, await talk(client)
            for question in waiting:
                if perf_counter() - began > limit_s:
                    return
                if asked == TURNS_A_TALK or not goes_on:
                    asked, ask = 0, await talk(client)
                asked += 1
                sent = perf_counter()
                try:
                    goes_on = await ask(question)
                except httpx.HTTPError:
                    errors += 1
                else:
                    ended = perf_counter()
                    times.append(((ended - sent) * 1000, ended - began))

    await asyncio.gather(*(one() for _ in range(clients)))
    return Load(
        clients,
        perf_counter() - began,
        tuple(time for time, _ in times),
        tuple(at for _, at in times),
        errors,
    )
