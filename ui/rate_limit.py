"""How much one visitor may ask for in a minute, counted by address and nothing else.

A counter of two numbers for each address (not a list of moments) keeps memory flat however many
requests arrive. An address that has its own IPv6 network counts as that network (/64).
"""

from __future__ import annotations

import math
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

Allowance = Literal["turn", "conversation", "hand_off", "rating", "file", "read", "wrong_key"]
_WITH_PORT = re.compile(r"(?P<four>[0-9.]+):\d+|\[(?P<six>[^]]+)\](:\d+)?")
"""An address as some proxies write it."""
_TIMES: Mapping[Allowance, float] = {
    "file": 1 / 3,
    "turn": 1,
    "hand_off": 1,
    "rating": 1,
    "wrong_key": 1,
    "conversation": 2,
    "read": 10,
}
"""How many times the limit of turns each thing may be done. Asking for a person and rating an
answer are counted apart, so that whoever spent their turns can still do both. A file is what costs
most to make and is wanted least often."""


MOST_AT_ONCE = 100
"""Pages of one address that wait at the same time: an office, or a street behind one antenna."""


class Gate:
    """Lets requests through, or says how many seconds to wait."""

    def __init__(self, turns_per_minute: int, trust_forwarded_for: bool = False) -> None:
        """Allow `turns_per_minute` for each address; 0 means no limit."""
        self._trust = trust_forwarded_for
        self._at_once: Counter[str] = Counter()
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._items = {
            name: RateLimitItemPerMinute(max(1, round(turns_per_minute * times)))
            for name, times in _TIMES.items()
            if turns_per_minute > 0
        }

    def seconds_to_wait(self, address: str, what: Allowance) -> int:
        """Count one request; return 0 when it may pass, or else the seconds to wait."""
        item = self._items.get(what)
        if item is None or self._limiter.hit(item, what, address):
            return 0
        reset = self._limiter.get_window_stats(item, what, address).reset_time
        return min(60, max(1, math.ceil(reset - time.time())))

    @contextmanager
    def waiting(self, address: str) -> Iterator[bool]:
        """Count one more that waits for news from an address, for as long as it does.

        Gives False when too many wait from there already: one visitor must not take the room of
        everybody.
        """
        may = not self._items or self._at_once[address] < MOST_AT_ONCE
        self._at_once[address] += may
        try:
            yield may
        finally:
            self._at_once[address] -= may
            if not self._at_once[address]:
                del self._at_once[address]

    def visitor(self, request: HTTPConnection) -> str:
        """Return the address of who makes a request, for counting."""
        peer = request.client.host if request.client else None
        return self.address(peer, _forwarded_for(request.headers))

    def address(self, peer: str | None, forwarded_for: str | None) -> str:
        """Return the visitor's address for counting.

        Of X-Forwarded-For only the last entry was written by the proxy that we trust; the others
        are whatever the visitor wanted.
        """
        last = (forwarded_for or "").rpartition(",")[2].strip()
        if self._trust and (found := _network(last)):
            return found
        return _network(peer or "") or "desconocida"


def _forwarded_for(headers: Headers) -> str:
    # One list: proxies may add a line of their own instead of joining.
    return ",".join(headers.getlist("x-forwarded-for"))


def wait_in_words(seconds: int) -> str:
    """Return how long to wait, to be said after «Espera».

    >>> wait_in_words(1), wait_in_words(12)
    ('1 segundo', '12 segundos')
    """
    return f"{seconds} segundo{'' if seconds == 1 else 's'}"


def is_plain_hand_off(text: str) -> bool:
    """Whether the text is the word that always reaches a person.

    >>> is_plain_hand_off(" Derivar. ")
    True
    """
    return text.strip(" \n\t.!¡\"«»'").casefold() == "derivar"


def _network(address: str) -> str | None:
    match = _WITH_PORT.fullmatch(address.strip())
    try:
        found = ip_address(match["four"] or match["six"] if match else address.strip())
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found.packed, 64), strict=False))
    return str(found)
