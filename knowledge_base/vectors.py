"""Nearest vectors: the protocol that every vector store adapter follows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from knowledge_base.embeddings import Vectors


class VectorIndexError(Exception):
    """The vector index cannot answer; raised when the store is damaged or cannot be reached."""


class VectorIndex(Protocol):
    """Finds the nearest of a fixed list of unit vectors, by collection."""

    def nearest(self, collection: str, vector: Vectors, k: int) -> list[int]:
        """Return the numbers of the `k` nearest vectors, best first."""

    def close(self) -> None:
        """Release files and connections."""


class VectorIndexFactory(Protocol):
    """Builds an index in a new folder, and opens one that was built."""

    def build(
        self, folder: Path, name: str, vectors: Vectors, collections: dict[str, Sequence[int]]
    ) -> None:
        """Write an index of `vectors`; each collection lists the numbers that it holds."""

    def open(self, folder: Path, name: str) -> VectorIndex:
        """Open the index that was built in `folder` as `name`."""
