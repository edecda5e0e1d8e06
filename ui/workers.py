"""Threads in which the assistant thinks, so that the server keeps listening meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class TooBusy(Exception):
    """More people wait than can be attended soon; raised instead of making them wait."""


class Workers:
    """A small pool of threads with a bounded queue."""

    def __init__(self, threads: int | None = None, most_waiting: int = 400) -> None:
        """Use `threads` (by default, a few more than the processors)."""
        self._pool = ThreadPoolExecutor(threads or (os.cpu_count() or 2) + 2, "turno")
        self._reserve = ThreadPoolExecutor(2, "derivar")
        self._most = most_waiting
        self._waiting = 0

    async def run(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `do` returns, from a thread.

        Raises:
            TooBusy: the queue is full.
        """
        if self._waiting >= self._most:
            raise TooBusy
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._pool, lambda: do(*args, **kwargs))
        finally:
            self._waiting -= 1

    async def run_first(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `do` returns, from threads kept for what must not wait: «derivar»."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reserve, lambda: do(*args, **kwargs))

    def close(self) -> None:
        """Let the turns in course end, and take no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._reserve.shutdown(wait=True, cancel_futures=True)
