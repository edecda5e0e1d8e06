"""Waiting for news without holding a thread: many pages wait, one poller asks the decision log.

The poller runs only while somebody waits. What it learned is remembered for a while, so that who
comes back with the sequence where they were misses nothing; who comes from before that memory is
told to look again, which is always safe.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol, TypeVar

from starlette.requests import Request

from assistant.database import DatabaseError
from assistant.desk.pulse import News
from governance.log.decision_log import LogDamaged
from ui.guard import log_failure

T = TypeVar("T")
EVERY_S = 0.5
"""Seconds between two questions to the log."""
LONGEST_S = 25.0
"""Longest that anybody waits: proxies give up on silent connections at thirty seconds or more."""
FORGET_S = 60.0
"""After this long without asking, to begin anew costs less than to read all that was missed."""
MOST_REMEMBERED = 10_000
"""Conversations remembered; more than these, and the memory begins anew."""


class Source(Protocol):
    """Where the news come from; see `assistant.desk.pulse.Pulse`."""

    def now(self) -> int:
        """Return where the log is."""

    def since(self, sequence: int) -> News:
        """Return what was written after `sequence`."""


@dataclass(eq=False)
class _Waiter:
    conversation_id: str | None
    sequence: int
    news: asyncio.Future[News]


class Live:
    """Tells who waits that something was written; to be used from one event loop."""

    def __init__(self, source: Source, every: float = EVERY_S) -> None:
        """Ask `source` every so many seconds while somebody waits."""
        self._source = source
        self._every = every
        self._thread = ThreadPoolExecutor(1, "novedades")
        self._waiters: set[_Waiter] = set()
        self._poller: asyncio.Task[None] | None = None
        self._last: dict[str, int] = {}
        self._floor = self._seen = -1
        self._asked_at = float("-inf")

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiters)

    def remembers(self, sequence: int) -> bool:
        """Whether every conversation that changed since `sequence` is known."""
        return 0 <= self._floor <= sequence

    async def now(self) -> int:
        """Return where the log is: take it before reading what is shown, then wait from it.

        Raises:
            DatabaseError: it cannot be read now.
        """
        return await self._ask(self._source.now)

    async def wait(self, conversation_id: str | None, sequence: int, seconds: float) -> News:
        """Return the news after `sequence` as soon as there are, or where the log is by then.

        With a conversation, `conversations` holds it when something was written about it: time to
        look. Without one, anything counts: time to look when `sequence` is another, and
        `conversations` are those that changed, if the sequence given is remembered. Give the
        sequence that was returned to the next call, and nothing is missed.
        """
        waiter = _Waiter(conversation_id, sequence, asyncio.get_running_loop().create_future())
        self._waiters.add(waiter)
        try:
            if self._poller is None or self._poller.done():
                self._poller = asyncio.create_task(self._poll())
            elif self._asked_at > time.monotonic() - FORGET_S:
                self._answer(waiter)
            return await asyncio.wait_for(waiter.news, min(seconds, LONGEST_S))
        except TimeoutError:
            return News(sequence if self._seen < 0 else self._seen, frozenset())
        finally:
            self._waiters.discard(waiter)

    def close(self) -> None:
        """Stop asking; who waits is let go."""
        if self._poller is not None:
            self._poller.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _poll(self) -> None:
        """Ask while somebody waits; a log that cannot be read is asked again."""
        is_reachable = True
        while self._waiters:
            try:
                await self._look()
                is_reachable = True
            except (DatabaseError, LogDamaged) as error:
                if is_reachable:
                    log_failure("novedades", error)
                is_reachable = False
            for waiter in tuple(self._waiters):
                self._answer(waiter)
            await asyncio.sleep(self._every)

    async def _look(self) -> None:
        is_fresh = self._asked_at > time.monotonic() - FORGET_S
        if not is_fresh or len(self._last) > MOST_REMEMBERED:
            self._floor = self._seen = await self._ask(self._source.now)
            self._last.clear()
        else:
            news = await self._ask(self._source.since, self._seen)
            for conversation_id in news.conversations:
                self._last.pop(conversation_id, None)  # the last that changed stay last
                self._last[conversation_id] = news.sequence
            self._seen = news.sequence
        self._asked_at = time.monotonic()

    def _answer(self, waiter: _Waiter) -> None:
        """Give a waiter its news, if there are."""
        if waiter.news.done() or self._seen < 0:
            return
        about, since = waiter.conversation_id, waiter.sequence
        if about is None:
            if self._seen > since:
                waiter.news.set_result(News(self._seen, self._changed(since)))
        elif since < self._floor or self._last.get(about, -1) > since:
            waiter.news.set_result(News(self._seen, frozenset({about})))

    def _changed(self, since: int) -> frozenset[str]:
        latest = reversed(self._last.items())
        return frozenset(c for c, _ in takewhile(lambda item: item[1] > since, latest))

    async def _ask(self, do: Callable[..., T], *given: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, do, *given)


async def while_there(request: Request, answer: Awaitable[T]) -> T | None:
    """Return what `answer` gives, or None when whoever asked went away and it was given up.

    The body of the request must have been read already, if it has one.
    """
    answering = asyncio.ensure_future(answer)
    leaving = asyncio.ensure_future(_leaving(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return await answering if answering.done() else None
    finally:
        answering.cancel()
        leaving.cancel()


async def _leaving(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
