"""Others who chat meanwhile, as fast as people do, by the API."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from evals.benches.load.clients import TURNS_A_TALK, conversation
from evals.benches.load.questions import load_questions, never_asked

_SEED = 7
"""Of what others ask: other questions than those that are measured."""


class Crowd:
    """How the others fare: turns that were answered, and that were not."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.answered = 0
        self.errors = 0

    async def chat(self, base: str, people: int, every_s: float) -> None:
        """Chat until cancelled, each person one turn in `every_s` seconds on average."""
        questions = never_asked(load_questions(), _SEED)
        rng = random.Random(_SEED)
        async with httpx.AsyncClient(
            base_url=base, timeout=60, limits=httpx.Limits(max_connections=people)
        ) as client:
            await asyncio.gather(
                *(self._one(client, questions, rng, every_s) for _ in range(people))
            )

    async def _one(
        self,
        client: httpx.AsyncClient,
        questions: Iterator[str],
        rng: random.Random,
        every_s: float,
    ) -> None:
        await asyncio.sleep(rng.uniform(0, every_s))
        while True:
            try:
                ask = await conversation(client)
                for _ in range(TURNS_A_TALK):
                    goes_on = await ask(next(questions))
                    self.answered += 1
                    await asyncio.sleep(rng.uniform(0.5, 1.5) * every_s)
                    if not goes_on:
                        break
            except httpx.HTTPError:
                self.errors += 1
                await asyncio.sleep(every_s)


@contextmanager
def chatting(base: str, people: int, every_s: float) -> Iterator[Crowd]:
    """Give a crowd that chats, in a thread of its own, until the end of the block."""
    crowd, loop = Crowd(), asyncio.new_event_loop()
    task = loop.create_task(crowd.chat(base, people, every_s))

    def run() -> None:
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield crowd
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()
