"""Fakes: small, deterministic stand-ins for what is slow or cannot be made to fail on request."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np

from assistant.confidence import Calibration, Fit
from assistant.redaction.model import Finding
from assistant.redaction.text import Text
from knowledge_base.embeddings import Vectors
from knowledge_base.text import content_words, stem
from knowledge_base.vectors_memory import MemoryIndex, MemoryIndexes

NOON = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
"""Noon in Chile on a day when the tiny knowledge base is in force."""


@dataclass
class FixedClock:
    """A clock that moves only when told."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """Return the moment it stands at."""
        return self.now

    def advance(self, **amount: float) -> None:
        """Move on."""
        self.now += timedelta(**amount)


@dataclass
class HashEmbedder:
    """Bag of stems, hashed: texts that share words are near, texts that share none are not."""

    name: str = "hash/1"
    dimensions: int = 512
    embedded: list[str] = field(default_factory=list)
    """Every text that was embedded, to see what was computed anew."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask."""
        return self._embed(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what documents say."""
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        vectors = np.full((len(texts), self.dimensions), 1e-3, np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in content_words(text):
                vector[crc32(stem(word).encode()) % self.dimensions] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


_BY_SCORE = Fit(features=("score",), means=(0.45,), scales=(0.1,), weights=(2.0,), bias=0.0)
TINY_CALIBRATION = Calibration(
    official=_BY_SCORE, ours=_BY_SCORE, threshold=0.2, sure=0.5, fitted_on="HashEmbedder"
)
"""What `HashEmbedder`'s cosines are worth; the one in the repository belongs to another model."""


class BrokenAnalyzer:
    """Finds nothing: it breaks, quoting the text as a careless library would."""

    def find(self, text: Text) -> list[Finding]:
        """Raise an error that holds the text."""
        raise RuntimeError(f"cannot analyse {text!r}")


@dataclass
class RefusedIndexes(MemoryIndexes):
    """A vector store that cannot write: half of its files, and then the system's refusal."""

    code: int = errno.ENOSPC
    refuses: bool = True

    def build(
        self, folder: Path, name: str, vectors: Vectors, collections: dict[str, Sequence[int]]
    ) -> None:
        """Write a part and fail, as long as it refuses."""
        if self.refuses:
            (folder / "half-written").write_bytes(b"\0" * 10)
            raise OSError(self.code, "refused", str(folder))
        super().build(folder, name, vectors, collections)

    def open(self, folder: Path, name: str) -> MemoryIndex:
        """Open what was built."""
        return super().open(folder, name)
