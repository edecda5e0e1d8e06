"""What every system that is compared can do, and the words of the chain that peers share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Protocol, get_args

PeerName = Literal["ours", "langchain", "haystack"]
PEERS: tuple[PeerName, ...] = get_args(PeerName)
NAMES: Mapping[PeerName, str] = MappingProxyType(
    {"ours": "Este asistente", "langchain": "LangChain", "haystack": "Haystack"}
)
"""What a person calls them."""

CHAIN_K = 4
"""Passages that a chain gives to its model: what LangChain's retrievers give unless told."""

PROMPT = """Responde la pregunta solo con el contexto. Si no está ahí, di que no sabes.

Contexto:
{context}

Pregunta: {question}"""
"""A prompt as the tutorials of both libraries have it."""


class Peer(Protocol):
    """A system that answers questions over a corpus."""

    def ask(self, question: str) -> str:
        """Return its answer, everything that it does on the way included."""

    def find(self, question: str, k: int) -> list[str]:
        """Return the ids of the `k` passages that it finds, best first."""
