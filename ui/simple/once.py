"""One press that arrives twice does one thing.

Without a script nothing stops a second press of a button while the network is slow, and the browser
sends the whole form again. The second one waits for what the first one gets. A page that is loaded
again later is another matter: `ui.case.own.was_sent` and `Openings` see to it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
_SHORTEST = 24
"""Letters of an opening, so that nobody finds the conversation of another by guessing."""


class Once(Generic[T]):
    """Does the same thing once for everybody who asks for it at the same time."""

    def __init__(self) -> None:
        """Begin with nothing in course."""
        self._running: dict[Hashable, asyncio.Task[T]] = {}

    async def run(self, key: Hashable, do: Callable[[], Awaitable[T]]) -> T:
        """Return what `do` returns, or what it returns to whoever asked for `key` just before."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.ensure_future(_awaited(do))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(task)  # the browser that went away may be the one that began it


async def _awaited(do: Callable[[], Awaitable[T]]) -> T:
    return await do()


class Openings:
    """Which conversation a form opened, for whoever loads again the page after it.

    The form is known by its first screen, or by the conversation before, which was gone.

    It holds the last ones and may forget: then the same form opens another conversation.
    """

    def __init__(self, most: int = 10_000) -> None:
        """Remember the last `most`."""
        self._most = most
        self._lock = Lock()
        self._opened: OrderedDict[str, str] = OrderedDict()

    @staticmethod
    def new() -> str:
        """Return what tells one first screen from any other; it cannot be guessed."""
        return secrets.token_urlsafe(24)

    def opened(self, opening: str, conversation_id: str) -> None:
        """Remember the conversation that a form opened."""
        if len(opening) < _SHORTEST:
            return
        with self._lock:
            self._opened[opening] = conversation_id
            while len(self._opened) > self._most:
                self._opened.popitem(last=False)

    def conversation(self, opening: str) -> str:
        """Return the conversation that a form opened; empty if none is known."""
        with self._lock:
            return self._opened.get(opening, "")
