"""A plain Haystack pipeline: embedder, retriever, prompt, generator, as its tutorials write it.

Haystack is only in the environment of the peers, so it is imported when it is opened. The generator
repeats what it is told, as that of the other chain does.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.benches.load.peers.contract import CHAIN_K, PROMPT
from evals.benches.load.peers.corpus import Corpus
from knowledge_base.embeddings import Embedder

_COLLECTION = "peers"
_DOCUMENTS = "{% for document in documents %}{{ document.content }}\n\n{% endfor %}"
_TEMPLATE = PROMPT.format(context=_DOCUMENTS, question="{{ question }}")


@dataclass(frozen=True)
class HaystackPeer:
    """The pipeline and the part of it that searches."""

    pipeline: Any
    retriever: Any
    embedder: Embedder

    def ask(self, question: str) -> str:
        """Return what the pipeline answers."""
        given = {"embedder": {"text": question}, "prompt": {"question": question}}
        return str(self.pipeline.run(given)["generator"]["replies"][0].text)

    def find(self, question: str, k: int) -> list[str]:
        """Return what the retriever finds."""
        vector = self.embedder.queries([question])[0].tolist()
        found = self.retriever.run(query_embedding=vector, top_k=k)["documents"]
        return [str(document.meta["passage"]) for document in found]


def open_haystack(folder: Path, corpus: Corpus, embedder: Embedder) -> HaystackPeer:
    """Return the pipeline over a store in `folder`, filled with the corpus the first time."""
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # it reads this when it is imported
    from haystack import Document, Pipeline  # type: ignore[import-not-found]
    from haystack.components.builders import ChatPromptBuilder  # type: ignore[import-not-found]
    from haystack.dataclasses import ChatMessage  # type: ignore[import-not-found]
    from haystack_integrations.components.retrievers.chroma import (  # type: ignore[import-not-found]
        ChromaEmbeddingRetriever,
    )
    from haystack_integrations.document_stores.chroma import (  # type: ignore[import-not-found]
        ChromaDocumentStore,
    )

    store = ChromaDocumentStore(
        collection_name=_COLLECTION,
        persist_path=str(folder / "haystack"),
        distance_function="cosine",
        client_settings={"anonymized_telemetry": False},
    )
    if not store.count_documents():
        store.write_documents(
            [
                Document(id=i, content=text, embedding=vector.tolist(), meta={"passage": i})
                for i, text, vector in zip(corpus.ids, corpus.texts, corpus.vectors, strict=True)
            ]
        )
    embed, echo = _own_components(embedder)
    retriever = ChromaEmbeddingRetriever(store, top_k=CHAIN_K)
    pipeline = Pipeline()
    pipeline.add_component("embedder", embed)
    pipeline.add_component("retriever", retriever)
    pipeline.add_component(
        "prompt", ChatPromptBuilder([ChatMessage.from_user(_TEMPLATE)], required_variables="*")
    )
    pipeline.add_component("generator", echo)
    pipeline.connect("embedder.embedding", "retriever.query_embedding")
    pipeline.connect("retriever.documents", "prompt.documents")
    pipeline.connect("prompt.prompt", "generator.messages")
    return HaystackPeer(pipeline, retriever, embedder)


def _own_components(embedder: Embedder) -> tuple[Any, Any]:
    """Return our embedder and the generator that repeats, as components of Haystack."""
    from haystack import component
    from haystack.dataclasses import ChatMessage

    @component
    class Embed:
        """Embeds what is asked."""

        @component.output_types(embedding=list[float])  # type: ignore[untyped-decorator]
        def run(self, text: str) -> dict[str, Any]:
            return {"embedding": embedder.queries([text])[0].tolist()}

    @component
    class Echo:
        """Answers with what it was told."""

        @component.output_types(replies=list[ChatMessage])  # type: ignore[untyped-decorator]
        def run(self, messages: list[Any]) -> dict[str, Any]:
            return {"replies": [ChatMessage.from_assistant(messages[-1].text)]}

    return Embed(), Echo()
