"""Vectors of what cases say, kept between runs: the same words mean the same tomorrow.

Embedding is two thirds of a turn. Times are measured on the suite that asks with this turned off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from assistant.database import build_engine, migrate
from knowledge_base.embeddings import Embedder, Vectors
from knowledge_base.store import KnowledgeStore


@dataclass
class KeptQueries:
    """An embedder whose questions are looked up in a database before they are computed."""

    inner: Embedder
    store: KnowledgeStore
    is_on: bool = True

    @property
    def name(self) -> str:
        """The name of the inner model."""
        return self.inner.name

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what documents and descriptions say, from what was kept where it was."""
        return self._kept(texts, as_query=False) if self.is_on else self.inner.passages(texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask, from what was kept where it was."""
        return self._kept(texts, as_query=True) if self.is_on else self.inner.queries(texts)

    def _kept(self, texts: Sequence[str], as_query: bool) -> Vectors:
        try:
            return self.store.embed(texts, self.inner, as_query=as_query)
        except IntegrityError:  # another process kept the same words meanwhile
            return self.store.embed(texts, self.inner, as_query=as_query)


def open_kept(folder: Path) -> KnowledgeStore:
    """Return where vectors are kept, for every process of every run."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = build_engine(f"sqlite:///{folder / 'queries.db'}")
    migrate(engine)
    return KnowledgeStore(engine)
