"""The truth of the knowledge base, in the relational database: documents, passages, vectors.

Indexes are derived from it and can be thrown away. Passages are written whole with their document
in one transaction, so a reader sees a document before or after a change and never between.
Vectors are kept by hash of the text: ingesting the same text again costs nothing, and those of the
package's own documents come with it (`knowledge_base.shipped`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from knowledge_base.embeddings import Embedder, Vectors
from knowledge_base.model import Document, Passage
from knowledge_base.shipped import SHIPPED_FILE, find_shipped, rounded

metadata = sa.MetaData()

documents = sa.Table(
    "kb_documents",
    metadata,
    sa.Column("id", sa.String(200), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("ingested_at", sa.DateTime(timezone=True), nullable=False),
)
passages = sa.Table(
    "kb_passages",
    metadata,
    sa.Column("id", sa.String(300), primary_key=True),
    sa.Column(
        "document_id",
        sa.String(200),
        sa.ForeignKey("kb_documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
vectors = sa.Table(
    "kb_vectors",
    metadata,
    sa.Column("text_hash", sa.String(64), primary_key=True),
    sa.Column("model", sa.String(200), primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

Progress = Callable[[int, int], None]
"""Called with (done, total) as work advances."""


@dataclass(frozen=True)
class Stored:
    """What is known about a document without reading its passages."""

    id: str
    path: str
    content_hash: str


class KnowledgeStore:
    """Documents and passages in force in the database, and the cache of their vectors."""

    def __init__(self, engine: Engine, shipped: Path = SHIPPED_FILE) -> None:
        """Use `engine`, whose schema is already migrated, and the vectors of the file `shipped`."""
        self._engine = engine
        self._shipped = shipped
        # A reader must not take SQLite's write lock, nor wait for it.
        self._reader = engine.execution_options(sqlite_begin="BEGIN")

    def stored(self) -> dict[str, Stored]:
        """Return every document by id."""
        with self._reader.connect() as connection:
            rows = connection.execute(
                sa.select(documents.c.id, documents.c.path, documents.c.content_hash)
            )
            return {row.id: Stored(row.id, row.path, row.content_hash) for row in rows}

    def apply(self, changed: Iterable[Document], withdrawn: Iterable[str], now: datetime) -> None:
        """Write the changed documents and withdraw the others, all or nothing."""
        with self._engine.begin() as connection:
            for document_id in withdrawn:
                _delete(connection, document_id)
            for document in changed:
                _delete(connection, document.id)
                connection.execute(
                    documents.insert().values(
                        id=document.id,
                        title=document.title,
                        path=document.path,
                        content_hash=document.content_hash,
                        ingested_at=now,
                    )
                )
                connection.execute(
                    passages.insert(),
                    [
                        {
                            "id": p.id,
                            "document_id": p.document_id,
                            "position": p.position,
                            "version": p.version,
                            "content": dump_passage(p),
                        }
                        for p in document.passages
                    ],
                )

    def passages(self) -> list[Passage]:
        """Return every passage, in the order of its document."""
        query = sa.select(passages.c.content).order_by(passages.c.document_id, passages.c.position)
        with self._reader.connect() as connection:
            return [load_passage(row.content) for row in connection.execute(query)]

    def embed(
        self,
        texts: Sequence[str],
        embedder: Embedder,
        as_query: bool = False,
        progress: Progress = lambda done, total: None,
    ) -> Vectors:
        """Return one vector for each text, computing only those neither kept nor shipped.

        What was computed is kept every few texts, so an interrupted ingestion goes on where it was.
        """
        model = f"{embedder.name}/{'query' if as_query else 'passage'}"
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        known = self._known(set(hashes), model)
        missing = set(hashes) - known.keys()
        if missing:
            shipped = find_shipped(model, missing, self._shipped)
            self._keep(model, shipped)
            known |= shipped
        todo = list({h: t for h, t in zip(hashes, texts, strict=True) if h not in known}.items())
        done = len(texts) - len(todo)
        progress(done, len(texts))
        for start in range(0, len(todo), 32):
            batch = todo[start : start + 32]
            compute = embedder.queries if as_query else embedder.passages
            fresh = rounded(compute([text for _, text in batch]))
            computed = {h: v for (h, _), v in zip(batch, fresh, strict=True)}
            self._keep(model, computed)
            known |= computed
            done += len(batch)
            progress(done, len(texts))
        if not texts:
            return np.empty((0, 0), np.float32)
        return np.vstack([known[h] for h in hashes]).astype(np.float32)

    def kept_vectors(self) -> dict[tuple[str, str], Vectors]:
        """Return every vector that was kept, by (model, hash of the text)."""
        query = sa.select(vectors.c.model, vectors.c.text_hash, vectors.c.vector)
        with self._reader.connect() as connection:
            return {
                (row.model, row.text_hash): np.frombuffer(row.vector, dtype=np.float32)
                for row in connection.execute(query)
            }

    def _keep(self, model: str, fresh: Mapping[str, Vectors]) -> None:
        rows = [
            {"text_hash": h, "model": model, "vector": v.astype(np.float32).tobytes()}
            for h, v in fresh.items()
        ]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(vectors.insert(), rows)

    def _known(self, hashes: set[str], model: str) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        ordered = sorted(hashes)
        with self._reader.connect() as connection:
            for start in range(0, len(ordered), 500):
                query = sa.select(vectors.c.text_hash, vectors.c.vector).where(
                    vectors.c.model == model, vectors.c.text_hash.in_(ordered[start : start + 500])
                )
                for row in connection.execute(query):
                    found[row.text_hash] = np.frombuffer(row.vector, dtype=np.float32)
        return found


def _delete(connection: Connection, document_id: str) -> None:
    connection.execute(passages.delete().where(passages.c.document_id == document_id))
    connection.execute(documents.delete().where(documents.c.id == document_id))


def knowledge_version(all_passages: Iterable[Passage]) -> str:
    """Return a digest that names exactly these passages, whatever their order."""
    lines = sorted(f"{p.id}\x1f{p.version}" for p in all_passages)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def dump_passage(passage: Passage) -> str:
    """Return the passage as JSON."""
    return json.dumps(asdict(passage), ensure_ascii=False, default=str)


def load_passage(content: str) -> Passage:
    """Return the passage that `dump_passage` wrote."""
    data = json.loads(content)
    for key in ("valid_from", "valid_until", "reviewed"):
        data[key] = date.fromisoformat(data[key]) if data[key] else None
    for key in ("audience", "questions", "facts"):
        data[key] = tuple(data[key])
    return Passage(**data)
