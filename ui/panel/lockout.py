"""Wrong keys: after a few from one address, nobody from there may try again for a while."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

TRIES = 8
LOCKED_S = 15 * 60
MOST = 10_000
"""Addresses remembered; the one that failed longest ago is forgotten first."""


@dataclass
class _Failures:
    count: int
    last: float


class Lockout:
    """Counts the wrong keys of each address; a right one, or fifteen quiet minutes, clear them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Measure with `clock`, in seconds."""
        self._clock = clock
        self._failed: OrderedDict[str, _Failures] = OrderedDict()
        self._lock = Lock()

    def seconds_to_wait(self, address: str) -> int:
        """Return how long an address has to wait before it may try; 0 when it may now."""
        with self._lock:
            failures = self._current(address)
            if failures is None or failures.count < TRIES:
                return 0
            return max(1, math.ceil(failures.last + LOCKED_S - self._clock()))

    def failed(self, address: str) -> None:
        """Count a wrong key."""
        with self._lock:
            known = self._current(address)
            count = known.count + 1 if known else 1
            self._failed[address] = _Failures(count, self._clock())
            self._failed.move_to_end(address)
            while len(self._failed) > MOST:
                self._failed.popitem(last=False)

    def entered(self, address: str) -> None:
        """Forget what an address failed."""
        with self._lock:
            self._failed.pop(address, None)

    def _current(self, address: str) -> _Failures | None:
        found = self._failed.get(address)
        if found is not None and self._clock() - found.last >= LOCKED_S:
            del self._failed[address]
            return None
        return found
