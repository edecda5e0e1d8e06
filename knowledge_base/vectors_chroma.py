"""Chroma, embedded or as a server, through LangChain's vector store.

Chroma holds nothing that is not in the database: a damaged index is thrown away and built again
(an interrupted write can leave a collection unusable, chroma-core/chroma#7678). Each knowledge-base
version gets new collections, so a reader never sees one that is being written.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from knowledge_base.embeddings import Vectors
from knowledge_base.vectors import VectorIndexError

_BATCH = 2_000

HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 400, "num_threads": 1}
"""Neighbours are approximate. Looking at 400 finds .9993 of the true 80 nearest of 8,000 for 1.4 ms
more than 100, which found .982, and others at each build; one thread builds the same graph."""


@dataclass
class _Given(Embeddings):
    """The vectors that were computed and kept before, by the number written as text."""

    vectors: Vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.vectors[int(text)].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        raise VectorIndexError("El índice solo busca por vector.")


@dataclass
class ChromaIndex:
    """An open index: one collection for each audience, of cosine distance."""

    client: ClientAPI
    name: str
    _stores: dict[str, Chroma] = field(default_factory=dict)

    def nearest(self, collection: str, vector: Vectors, k: int) -> list[int]:
        """Return the numbers of the `k` nearest vectors, best first."""
        try:
            if collection not in self._stores:
                self._stores[collection] = Chroma(
                    client=self.client,
                    collection_name=f"{self.name}-{collection}",
                    create_collection_if_not_exists=False,
                )
            found = self._stores[collection].similarity_search_by_vector(vector.tolist(), k=k)
            return [int(document.page_content) for document in found]
        except (ChromaError, ValueError, OSError) as error:
            raise VectorIndexError(f"Chroma no respondió: {type(error).__name__}.") from error

    def close(self) -> None:
        """Release the embedded store, so that its folder can be replaced."""
        self._stores.clear()
        SharedSystemClient.clear_system_cache()


@dataclass
class ChromaIndexes:
    """Builds and opens indexes; `url` empty means embedded, inside the folder of the index."""

    url: str = ""

    def build(
        self, folder: Path, name: str, vectors: Vectors, collections: dict[str, Sequence[int]]
    ) -> None:
        """Write one collection for each audience."""
        try:
            client = self._client(folder)
            given = _Given(vectors)
            for collection, numbers in collections.items():
                self._drop(client, f"{name}-{collection}")
                store = Chroma(
                    client=client,
                    collection_name=f"{name}-{collection}",
                    embedding_function=given,
                    collection_configuration={"hnsw": HNSW},
                )
                texts = [str(number) for number in numbers]
                for start in range(0, len(texts), _BATCH):
                    batch = texts[start : start + _BATCH]
                    store.add_texts(batch, ids=batch)
        except (ChromaError, ValueError, OSError) as error:
            raise VectorIndexError(f"Chroma no pudo guardar el índice: {error}") from error
        finally:
            SharedSystemClient.clear_system_cache()

    def open(self, folder: Path, name: str) -> ChromaIndex:
        """Open what `build` wrote."""
        try:
            return ChromaIndex(self._client(folder), name)
        except (ChromaError, ValueError, OSError) as error:
            raise VectorIndexError(f"Chroma no abre: {error}") from error

    def _client(self, folder: Path) -> ClientAPI:
        logging.getLogger("chromadb").setLevel(logging.ERROR)
        settings = ChromaSettings(anonymized_telemetry=False)
        if self.url:
            address = urlsplit(self.url)
            return chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or 8000,
                ssl=address.scheme == "https",
                settings=settings,
            )
        return chromadb.PersistentClient(path=str(folder / "chroma"), settings=settings)

    @staticmethod
    def _drop(client: ClientAPI, name: str) -> None:
        if name in {collection.name for collection in client.list_collections()}:
            client.delete_collection(name)
