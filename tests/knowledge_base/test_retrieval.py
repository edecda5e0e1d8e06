"""Search on the tiny knowledge base: the right passage first, for who may read it, in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.index import IndexBuilder
from knowledge_base.ingest import ingest
from knowledge_base.markdown import Rendering
from knowledge_base.query_help import Glossary
from knowledge_base.retrieval import Retriever
from knowledge_base.store import KnowledgeStore
from tests.tiny_knowledge import write_tiny_documents

TODAY = date(2026, 11, 21)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return write_tiny_documents(folder)


@pytest.fixture
def retriever(
    documents: Path,
    store: KnowledgeStore,
    builder: IndexBuilder,
    rendering: Rendering,
    glossary: Glossary,
    spanish: frozenset[str],
) -> Iterator[Retriever]:
    _, index = ingest([documents], store, builder, rendering)
    yield Retriever(index, builder.embedder, glossary, spanish)
    index.nearest.close()


def search(
    retriever: Retriever, question: str, audience: str = "ciudadania", day: date = TODAY
) -> list[str]:
    return [e.passage.id for e in retriever.search(retriever.read(question), audience, day)]


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("¿quién puede postular?", "quien"),
        ("que papeles hay que presentar", "documentos"),
        ("cual es el tope de deporte", "deporte"),
        ("KUANTO FINANSIAN EN CULTURA", "cultura"),
        ("plazo de rendision de kuentas", "rendicion"),
        ("la jjvv puede postular?", "quien"),
        ("cuántas lucas dan en deporte", "deporte"),
    ],
)
def test_the_right_passage_comes_first(retriever: Retriever, question: str, passage: str) -> None:
    assert search(retriever, question)[0] == f"concurso-prueba#{passage}"


def test_lucas_is_money(glossary: Glossary) -> None:
    assert glossary.terms("lucas") == glossary.terms("plata")


def test_what_is_found_comes_best_first_and_explains_itself(retriever: Retriever) -> None:
    found = retriever.search(retriever.read("cuál es el tope de deporte"), "ciudadania", TODAY)
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    best = found[0]
    assert best.lexical > 0 and 0 < best.coverage <= 1 and 0 <= best.missing <= 1
    assert [s.text for s in best.sentences] == [
        "En el fondo Deporte el máximo por proyecto es de $3.100.000."
    ]


def test_staff_passages_are_not_found_by_citizens(retriever: Retriever) -> None:
    question = "obligaciones de un sistema de riesgo limitado"
    assert search(retriever, question, "funcionarios")[0] == "politica-prueba#limitado"
    assert not any(p.startswith("politica") for p in search(retriever, question))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 6, 15), False),
        (date(2025, 6, 16), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_only_what_is_in_force_is_found(retriever: Retriever, day: date, found: bool) -> None:
    assert (
        any(p.startswith("concurso") for p in search(retriever, "quién puede postular", day=day))
        is found
    )


def test_a_question_of_no_known_word_still_ends(retriever: Retriever) -> None:
    assert isinstance(search(retriever, "xyzzy qwerty"), list)
    assert isinstance(search(retriever, "¿?"), list)


def test_a_passage_is_had_by_its_id(retriever: Retriever) -> None:
    passage = retriever.passage("concurso-prueba#deporte")
    assert passage and passage.section == "Cuánto financian en Deporte"
    assert retriever.passage("concurso-prueba#nada") is None


@pytest.mark.parametrize(
    ("name", "known"), [("Gobierno Regional", True), ("Hermenegilda Quilapán", False), ("", False)]
)
def test_names_of_the_knowledge_base_are_told_from_the_rest(
    retriever: Retriever, name: str, known: bool
) -> None:
    assert retriever.mentions(name) is known


def test_editions_out_of_force_do_not_hide_the_one_in_force(
    retriever: Retriever,
    documents: Path,
    store: KnowledgeStore,
    builder: IndexBuilder,
    rendering: Rendering,
) -> None:
    """Ninety old copies that say it better; the design keeps texts in force apart for this."""
    for year in range(90):
        (documents / f"antigua{year}.md").write_text(
            f"---\nid: antigua-{year}\ntitle: Edición\nsource: GORE\nvalid_until: 2024-12-31\n---\n"
            f"## Quién puede postular\n\nQuién puede postular: edición {year}.\n",
            encoding="utf-8",
        )
    _, index = ingest([documents], store, builder, rendering)
    crowded = Retriever(index, retriever.embedder, retriever.glossary, retriever.spanish)
    assert search(crowded, "¿quién puede postular?")[:1] == ["concurso-prueba#quien"]


def test_a_knowledge_base_with_nothing_finds_nothing(
    builder: IndexBuilder, glossary: Glossary, spanish: frozenset[str]
) -> None:
    empty = Retriever(builder.open(), builder.embedder, glossary, spanish)
    assert search(empty, "¿quién puede postular?") == []
