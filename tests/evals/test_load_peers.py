"""The peers of the load bench on fakes: the LangChain chain, our assistant, what serves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.turn import Turn
from evals.benches.load.peers.contract import CHAIN_K, NAMES, PEERS
from evals.benches.load.peers.corpus import Corpus, load_corpus
from evals.benches.load.peers.langchain_chain import open_langchain
from evals.benches.load.peers.ours import Ours, TurnFailed
from evals.benches.load.peers.worker import create_app
from evals.benches.load.report import WHAT_IT_DOES
from knowledge_base.embeddings import Vectors
from tests.fakes import HashEmbedder

TEXTS = (
    "Pueden postular las organizaciones sin fines de lucro.",
    "El plazo para postular vence en marzo.",
    "La rendición de cuentas se entrega por escrito.",
    "El monto máximo para deporte es de diez millones.",
    "Las municipalidades también postulan al fondo de cultura.",
)


@pytest.fixture
def corpus(embedder: HashEmbedder) -> Corpus:
    ids = tuple(f"doc#{number}" for number in range(len(TEXTS)))
    return Corpus("v1", ids, TEXTS, {i: ("A01",) for i in ids}, embedder.passages(TEXTS))


class OnlyQueries(HashEmbedder):
    """Embeds what is asked; a passage embedded again would not be the same comparison."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError("a passage was embedded again")


def test_the_langchain_peer_finds_by_our_vectors_and_answers_with_what_it_was_told(
    tmp_path: Path, corpus: Corpus
) -> None:
    peer = open_langchain(tmp_path, corpus, OnlyQueries())
    assert peer.find("rendición de cuentas por escrito", 2)[0] == "doc#2"
    said = peer.ask("rendición de cuentas por escrito")
    assert TEXTS[2] in said and "Pregunta: rendición de cuentas por escrito" in said
    assert sum(text in said for text in TEXTS) == CHAIN_K


def test_a_store_that_was_filled_is_not_filled_again(tmp_path: Path, corpus: Corpus) -> None:
    open_langchain(tmp_path, corpus, OnlyQueries())
    other = replace(corpus, texts=("otra cosa",) * len(TEXTS))
    again = open_langchain(tmp_path, other, OnlyQueries())
    assert TEXTS[2] in again.ask("rendición de cuentas")


def test_a_corpus_is_the_same_after_it_was_saved(tmp_path: Path, corpus: Corpus) -> None:
    corpus.save(tmp_path)
    read = load_corpus(tmp_path)
    assert (read.ids, read.texts, read.facts) == (corpus.ids, corpus.texts, corpus.facts)
    assert np.array_equal(read.vectors, corpus.vectors)


def test_our_assistant_as_a_peer_gives_a_whole_recorded_turn(assistant: Assistant) -> None:
    peer = Ours(assistant)
    assert peer.ask("¿Quién puede postular al concurso?")
    found = peer.find("¿Quién puede postular al concurso?", 2)
    assert found and len(found) <= 2


def test_a_turn_of_ours_that_failed_is_an_error_and_not_a_quick_answer(
    assistant: Assistant,
) -> None:
    def breaks(turn: Turn) -> Turn:
        raise RuntimeError("broken")

    with pytest.raises(TurnFailed):
        Ours(replace(assistant, steps=[breaks])).ask("¿Quién puede postular?")


class Parrot:
    """A peer that repeats, and finds as many as it is asked for."""

    def ask(self, question: str) -> str:
        return question

    def find(self, question: str, k: int) -> list[str]:
        return ["doc#0"] * k


def test_every_peer_is_behind_the_same_small_application() -> None:
    client = TestClient(create_app(Parrot()))
    assert client.get("/ready").json() is True
    assert client.post("/ask", json={"question": "¿hola?"}).json() == "¿hola?"
    assert client.post("/find", json={"question": "x", "k": 3}).json() == ["doc#0"] * 3
    alone = {"questions": ["a", "b"], "limit_s": 60}
    assert len(client.post("/inside", json=alone).json()) == 2
    assert client.post("/inside", json={**alone, "limit_s": -1}).json() == []


def test_every_peer_has_a_name_and_the_words_for_what_it_does() -> None:
    assert set(PEERS) == set(NAMES) == set(WHAT_IT_DOES)
