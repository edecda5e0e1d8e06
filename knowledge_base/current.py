"""The knowledge base that this process answers from, and its change to a newer version.

Another process may ingest while this one serves: the pointer of the index says so, and the new
version is opened beside the old one and then swapped, so that every question sees one version.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from knowledge_base.index import IndexBuilder
from knowledge_base.retrieval import Retriever

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
"""Seconds between looks at the pointer."""


@dataclass
class CurrentKnowledge:
    """Gives the retriever of the current version."""

    builder: IndexBuilder
    open: Callable[[], Retriever]
    _retriever: Retriever = field(init=False)
    _pointer: str | None = field(init=False)
    _looked: float = field(init=False, default_factory=monotonic)
    _lock: Lock = field(init=False, default_factory=Lock)

    def __post_init__(self) -> None:
        """Open the current version, building it when it is not there."""
        self._retriever = self.open()
        self._pointer = self.builder.pointer()

    def __call__(self) -> Retriever:
        """Return the retriever; a newer version is opened by whoever notices it first."""
        if monotonic() - self._looked > LOOK_EVERY_S and self._lock.acquire(blocking=False):
            try:
                self._looked = monotonic()
                pointer = self.builder.pointer()
                if pointer != self._pointer:
                    self._retriever, self._pointer = self.open(), pointer
            except Exception as error:
                # The version in use stays: a broken new one must not silence the assistant.
                logger.error("new knowledge base not opened: %s", type(error).__name__)
            finally:
                self._lock.release()
        return self._retriever
