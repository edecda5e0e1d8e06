"""One contract for every vector store: exact in memory, and Chroma."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.embeddings import CachedQueries, EmbeddingError, Vectors, build_embedder
from knowledge_base.vectors import VectorIndexError, VectorIndexFactory
from knowledge_base.vectors_chroma import ChromaIndexes
from knowledge_base.vectors_memory import MemoryIndexes
from tests.fakes import HashEmbedder


@pytest.fixture(params=[MemoryIndexes, ChromaIndexes], ids=["memory", "chroma"])
def factory(request: pytest.FixtureRequest) -> VectorIndexFactory:
    made: VectorIndexFactory = request.param()
    return made


@pytest.fixture
def vectors() -> Vectors:
    drawn = np.random.default_rng(7).normal(size=(60, 16)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def test_each_vector_is_its_own_nearest(
    factory: VectorIndexFactory, tmp_path: Path, vectors: Vectors
) -> None:
    factory.build(tmp_path, "kb-1", vectors, {"ciudadania": range(60)})
    index = factory.open(tmp_path, "kb-1")
    assert [index.nearest("ciudadania", v, 1) for v in vectors[:10]] == [[n] for n in range(10)]
    index.close()


def test_the_nearest_come_best_first(
    factory: VectorIndexFactory, tmp_path: Path, vectors: Vectors
) -> None:
    factory.build(tmp_path, "kb-1", vectors, {"ciudadania": range(60)})
    index = factory.open(tmp_path, "kb-1")
    found = index.nearest("ciudadania", vectors[3], 8)
    scores = [float(vectors[n] @ vectors[3]) for n in found]
    assert len(found) == len(set(found)) == 8
    assert scores == sorted(scores, reverse=True)
    index.close()


def test_a_collection_holds_only_its_own(
    factory: VectorIndexFactory, tmp_path: Path, vectors: Vectors
) -> None:
    factory.build(
        tmp_path, "kb-1", vectors, {"ciudadania": range(0, 60, 2), "funcionarios": range(60)}
    )
    index = factory.open(tmp_path, "kb-1")
    assert all(n % 2 == 0 for n in index.nearest("ciudadania", vectors[1], 60))
    assert index.nearest("funcionarios", vectors[1], 1) == [1]
    index.close()


def test_asking_for_more_than_there_is_gives_what_there_is(
    factory: VectorIndexFactory, tmp_path: Path, vectors: Vectors
) -> None:
    factory.build(tmp_path, "kb-1", vectors[:3], {"ciudadania": range(3)})
    index = factory.open(tmp_path, "kb-1")
    assert sorted(index.nearest("ciudadania", vectors[0], 50)) == [0, 1, 2]
    index.close()


def test_an_empty_collection_finds_nothing(
    factory: VectorIndexFactory, tmp_path: Path, vectors: Vectors
) -> None:
    factory.build(tmp_path, "kb-1", vectors, {"ciudadania": [], "funcionarios": range(60)})
    index = factory.open(tmp_path, "kb-1")
    assert index.nearest("ciudadania", vectors[0], 5) == []
    index.close()


def test_two_versions_live_side_by_side(
    factory: VectorIndexFactory, tmp_path: Path, vectors: Vectors
) -> None:
    opened = []
    for name, given in (("kb-1", vectors), ("kb-2", vectors[::-1].copy())):
        (tmp_path / name).mkdir()
        factory.build(tmp_path / name, name, given, {"ciudadania": range(60)})
        opened.append(factory.open(tmp_path / name, name))
    assert [i.nearest("ciudadania", vectors[0], 1) for i in opened] == [[0], [59]]
    for index in opened:
        index.close()


def test_a_damaged_chroma_says_so_in_our_words(tmp_path: Path, vectors: Vectors) -> None:
    ChromaIndexes().build(tmp_path, "kb-1", vectors, {"ciudadania": range(60)})
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"\0" * 4096)
    with pytest.raises(VectorIndexError):
        ChromaIndexes().open(tmp_path, "kb-1").nearest("ciudadania", vectors[0], 1)


def test_a_chroma_server_that_is_away_says_so_in_our_words(tmp_path: Path) -> None:
    with pytest.raises(VectorIndexError):
        ChromaIndexes("http://127.0.0.1:9").open(tmp_path, "kb-1")


# The embedder's cache, and the fake that the tests rest on


def test_a_question_just_asked_is_not_computed_again() -> None:
    inner = HashEmbedder()
    cached = CachedQueries(inner, size=2)
    first = cached.queries(["uno", "dos"])
    assert np.array_equal(cached.queries(["uno", "dos"]), first)
    assert inner.embedded == ["uno", "dos"] and cached.name == inner.name
    cached.queries(["tres", "uno"])
    assert inner.embedded == ["uno", "dos", "tres", "uno"], "it remembers the last two only"


def test_an_unknown_model_says_what_to_do() -> None:
    with pytest.raises(EmbeddingError, match="no-existe"):
        build_embedder("/no-existe/modelo")


def test_the_fake_puts_similar_texts_near() -> None:
    near, far, same = HashEmbedder().queries(
        ["plazo de rendición", "la feria del sábado", "plazos de la rendición"]
    )
    assert float(near @ same) > 0.9 > 0.3 > float(near @ far)
