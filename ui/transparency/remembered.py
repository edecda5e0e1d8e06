"""Something that takes long to read, remembered for some minutes: many visitors cost one reading.

Whoever comes while it is read again gets what there was, and no thread waits. When it cannot be
read, what there was is still given: every page says of what moment its figures are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

from ui.guard import log_failure

T = TypeVar("T")

KEPT_FOR = 180.0
"""Seconds that something is given without reading it again."""
RETRY_AFTER = 15.0
"""Seconds in which nobody tries again what could not be read."""


class Unavailable(Exception):
    """It cannot be read now; raised while it never was, or after it failed the first time."""


class Remembered(Generic[T]):
    """What `read` gives, at most some minutes old."""

    def __init__(
        self,
        read: Callable[[], Awaitable[T]],
        now: Callable[[], float] = monotonic,
        until: Callable[[], float] | None = None,
    ) -> None:
        """Read with `read`; tests give another clock.

        `until` tells when what is made of others gets old, which is when they do: minutes of its
        own on top of theirs would make it older than the page says.
        """
        self._read = read
        self._now = now
        self._expires = until or (lambda: now() + KEPT_FOR)
        self._lock = asyncio.Lock()
        self._kept: T | None = None
        self._until = float("-inf")

    @property
    def until(self) -> float:
        """When it gets old, on the clock that it was given."""
        return self._until

    async def get(self) -> T:
        """Return it, read now if it is old.

        Raises:
            Unavailable: it cannot be read, and never was.
        """
        if self._now() >= self._until and (self._kept is None or not self._lock.locked()):
            async with self._lock:
                if self._now() >= self._until:
                    await self._renew()
        if self._kept is None:
            raise Unavailable
        return self._kept

    async def _renew(self) -> None:
        try:
            self._kept = await self._read()
        except Unavailable:
            self._until = self._now() + RETRY_AFTER
        except Exception as error:  # the edge of the page: said by type and place only
            log_failure("transparencia", error)
            self._until = self._now() + RETRY_AFTER
        else:
            self._until = self._expires()
