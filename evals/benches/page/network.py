"""What the browser asks of the network for one visit, and a slow network for it to ask on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession


@dataclass(frozen=True)
class Network:
    """A speed; CDP adds the latency to each request, and connecting costs nothing more."""

    name: str
    kbit_s: int
    latency_ms: int


SLOW = Network("400 kbit/s y 400 ms", 400, 400)
FREE = Network("sin límite", 0, 0)


@dataclass(frozen=True)
class Request:
    """A request that ended or still brings something, and the bytes that came, as they travelled.

    `kind` is what the browser wanted it for: Document, Script, Stylesheet, Fetch…
    """

    url: str
    kind: str
    received: int
    is_cached: bool

    @property
    def host(self) -> str:
        """The host and port it was asked of."""
        return urlsplit(self.url).netloc


class Wire:
    """Listens to what a page asks for, from before it opens."""

    def __init__(self, session: CDPSession, network: Network, has_cache: bool) -> None:
        """Set how fast the network is, and whether what was fetched before may be used."""
        self._requests: dict[str, tuple[str, str]] = {}
        self._came: list[tuple[float, str, int]] = []
        self._began_at: float | None = None
        self._cached: set[str] = set()
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.requestServedFromCache", self._served)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.dataReceived", self._received)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": not has_cache})
        if network.kbit_s:
            speed = network.kbit_s * 1000 / 8
            session.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": network.latency_ms,
                    "downloadThroughput": speed,
                    "uploadThroughput": speed,
                },
            )

    def requests(self, until_ms: float = math.inf) -> tuple[Request, ...]:
        """Return what was asked, with what had come by then; those with no host are left out."""
        last = (self._began_at or 0) + until_ms / 1000
        came = Counter[str]()
        for at, key, size in self._came:
            came[key] += size if at <= last else 0
        return tuple(
            Request(url, kind, came[key], key in self._cached)
            for key, (url, kind) in self._requests.items()
            if url.startswith("http")
        )

    def _sent(self, event: Mapping[str, Any]) -> None:
        kind = str(event.get("type", "Other"))
        if self._began_at is None:
            self._began_at = float(event["timestamp"])
        self._requests[event["requestId"]] = (str(event["request"]["url"]), kind)

    def _served(self, event: Mapping[str, Any]) -> None:
        self._cached.add(event["requestId"])

    def _answered(self, event: Mapping[str, Any]) -> None:
        response = event["response"]
        self._note(event, int(response.get("encodedDataLength", 0)))
        if response.get("fromDiskCache"):
            self._cached.add(event["requestId"])

    def _received(self, event: Mapping[str, Any]) -> None:
        # What streams never ends, so its bytes are added as they come.
        self._note(event, int(event.get("encodedDataLength", 0)))

    def _ended(self, event: Mapping[str, Any]) -> None:
        so_far = sum(size for _, key, size in self._came if key == event["requestId"])
        self._note(event, int(event.get("encodedDataLength", 0)) - so_far)

    def _note(self, event: Mapping[str, Any], size: int) -> None:
        if size > 0:
            self._came.append((float(event["timestamp"]), str(event["requestId"]), size))


def total_bytes(requests: Iterable[Request]) -> int:
    """Return the bytes that came over the network; what was kept costs none.

    >>> total_bytes([Request("http://a/", "Document", 10, False), Request("", "Script", 5, True)])
    10
    """
    return sum(r.received for r in requests if not r.is_cached)
