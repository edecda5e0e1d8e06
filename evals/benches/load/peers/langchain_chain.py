"""A plain LangChain chain, as its tutorials write it: retriever, prompt, chat model, text.

The chat model repeats what it is told: none can be reached here, and a real one would add the same
seconds to every system.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import SimpleChatModel
from langchain_core.messages import BaseMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnablePassthrough

from evals.benches.load.peers.contract import CHAIN_K, PROMPT
from evals.benches.load.peers.corpus import Corpus
from knowledge_base.embeddings import Embedder

_COLLECTION = "peers"


class EchoModel(SimpleChatModel):
    """A chat model that answers with what it was told."""

    @property
    def _llm_type(self) -> str:
        return "echo"

    def _call(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> str:
        return str(messages[-1].content)


@dataclass
class _SameVectors(Embeddings):
    """Our vectors of the passages, and our embedder for what is asked."""

    corpus: Corpus
    embedder: Embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        known = dict(zip(self.corpus.texts, self.corpus.vectors, strict=True))
        return [known[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self.embedder.queries([text])[0].tolist()
        return vector


@dataclass(frozen=True)
class LangChainPeer:
    """The chain and the store that it searches."""

    store: Chroma
    chain: Runnable[str, str]

    def ask(self, question: str) -> str:
        """Return what the chain answers."""
        return self.chain.invoke(question)

    def find(self, question: str, k: int) -> list[str]:
        """Return what the store finds."""
        found = self.store.similarity_search(question, k=k)
        return [str(document.metadata["passage"]) for document in found]


def open_langchain(folder: Path, corpus: Corpus, embedder: Embedder) -> LangChainPeer:
    """Return the chain over a store in `folder`, filled with the corpus the first time."""
    client = chromadb.PersistentClient(
        path=str(folder / "langchain"), settings=ChromaSettings(anonymized_telemetry=False)
    )
    store = Chroma(
        client=client,
        collection_name=_COLLECTION,
        embedding_function=_SameVectors(corpus, embedder),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    if not store.get(limit=1)["ids"]:
        named = [{"passage": passage} for passage in corpus.ids]
        store.add_texts(list(corpus.texts), metadatas=named, ids=list(corpus.ids))
    retriever = store.as_retriever(search_kwargs={"k": CHAIN_K})
    chain = (
        {"context": retriever | _join, "question": RunnablePassthrough()}
        | ChatPromptTemplate.from_template(PROMPT)
        | EchoModel()
        | StrOutputParser()
    )
    return LangChainPeer(store, chain)


def _join(documents: Sequence[Document]) -> str:
    return "\n\n".join(document.page_content for document in documents)
