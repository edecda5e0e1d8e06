"""From files to a version: idempotent, atomic, one at a time, and what is gone is withdrawn."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from knowledge_base import current
from knowledge_base.current import CurrentKnowledge
from knowledge_base.index import Index, IndexBuilder
from knowledge_base.ingest import IngestError, Report, find_files, ingest
from knowledge_base.markdown import Rendering
from knowledge_base.query_help import Glossary
from knowledge_base.retrieval import Retriever
from knowledge_base.store import KnowledgeStore
from knowledge_base.vectors_chroma import ChromaIndexes
from tests.fakes import HashEmbedder, RefusedIndexes
from tests.tiny_knowledge import write_tiny_documents

Ingest = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    return write_tiny_documents(documents)


@pytest.fixture
def bring(store: KnowledgeStore, builder: IndexBuilder, rendering: Rendering) -> Ingest:
    """Ingest some paths and return the report."""

    def run(*paths: Path, builder: IndexBuilder = builder) -> Report:
        report, index = ingest(paths, store, builder, rendering)
        index.nearest.close()
        return report

    return run


def state(folder: Path) -> dict[str, bytes]:
    """Every file under `folder` but the lock, with its content."""
    return {
        str(f.relative_to(folder)): f.read_bytes()
        for f in sorted(folder.rglob("*"))
        if f.is_file() and f.suffix != ".lock"
    }


def kept(engine: Engine) -> list[tuple[object, ...]]:
    """Every document and passage in the database."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT id, version, content FROM kb_passages ORDER BY id"))
        return [tuple(row) for row in found]


# What an ingestion changes


def test_the_first_ingestion_adds_every_document(bring: Ingest, folder: Path) -> None:
    report = bring(folder)
    assert set(report.added) == {"concurso-prueba", "asistente-datos", "politica-prueba"}
    assert (report.changed, report.withdrawn, report.unchanged) == ((), (), 0)


def test_ingesting_twice_changes_nothing_and_computes_nothing(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    first = bring(folder)
    before = state(builder.folder)
    assert isinstance(builder.embedder, HashEmbedder)
    builder.embedder.embedded.clear()
    second = bring(folder)
    assert (second.added, second.changed, second.withdrawn) == ((), (), ())
    assert (second.unchanged, second.version) == (3, first.version)
    assert state(builder.folder) == before and builder.embedder.embedded == []


def test_only_what_changed_is_computed_again(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    first = bring(folder)
    assert isinstance(builder.embedder, HashEmbedder)
    builder.embedder.embedded.clear()
    file = folder / "concurso.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("$3.100.000", "$3.300.000"), encoding="utf-8"
    )
    second = bring(folder)
    assert second.changed == ("concurso-prueba",) and second.version != first.version
    assert builder.embedder.embedded
    assert all("$3.300.000" in said for said in builder.embedder.embedded)


def test_what_is_gone_from_a_folder_is_withdrawn(
    bring: Ingest, folder: Path, store: KnowledgeStore
) -> None:
    bring(folder)
    (folder / "politica.md").unlink()
    assert bring(folder).withdrawn == ("politica-prueba",)
    assert {p.document_id for p in store.passages()} == {"concurso-prueba", "asistente-datos"}


def test_a_section_that_is_gone_is_withdrawn(
    bring: Ingest, folder: Path, store: KnowledgeStore
) -> None:
    bring(folder)
    file = folder / "concurso.md"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[: whole.index("## Aviso pegado")], encoding="utf-8")
    bring(folder)
    assert "concurso-prueba#aviso" not in {p.id for p in store.passages()}


def test_another_folder_is_left_alone(bring: Ingest, folder: Path, tmp_path: Path) -> None:
    bring(folder)
    other = tmp_path / "other"
    other.mkdir()
    (other / "nota.txt").write_text("La feria es el sábado.", encoding="utf-8")
    report = bring(other)
    assert report.added == ("nota",) and report.withdrawn == ()


def test_one_file_alone_withdraws_nothing(bring: Ingest, folder: Path) -> None:
    bring(folder)
    assert bring(folder / "concurso.md").withdrawn == ()


def test_a_document_that_moved_is_the_same_document(
    bring: Ingest, folder: Path, store: KnowledgeStore
) -> None:
    bring(folder)
    (folder / "sub").mkdir()
    shutil.move(folder / "concurso.md", folder / "sub" / "bases.md")
    report = bring(folder)
    assert report.withdrawn == () and report.changed == ("concurso-prueba",)
    assert store.stored()["concurso-prueba"].path.endswith("sub/bases.md")


@pytest.mark.parametrize("key", ["owner", "reviewed", "confidence"])
def test_metadata_that_changed_beside_a_document_is_noticed(
    bring: Ingest, tmp_path: Path, store: KnowledgeStore, key: str
) -> None:
    documents = tmp_path / "official"
    documents.mkdir()
    (documents / "res.txt").write_text("Se aprueban las bases.", encoding="utf-8")
    beside = documents / "res.txt.yaml"
    beside.write_text("id: res\ntitle: Resolución\nsource: GORE\n", encoding="utf-8")
    bring(documents)
    value = {"owner": "Jurídica", "reviewed": "2026-11-20", "confidence": "media"}[key]
    beside.write_text(beside.read_text(encoding="utf-8") + f"{key}: {value}\n", encoding="utf-8")
    bring(documents)
    (passage,) = store.passages()
    assert str(getattr(passage, key)) == value


def test_the_index_shows_metadata_that_changed(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    bring(folder)
    file = folder / "concurso.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("confidence: media-alta", "confidence: media"),
        encoding="utf-8",
    )
    bring(folder)
    found = {p.confidence for p in builder.open().passages if p.document_id == "concurso-prueba"}
    assert found == {"media"}


def test_progress_goes_up_and_ends_at_the_total(
    store: KnowledgeStore, builder: IndexBuilder, rendering: Rendering, folder: Path
) -> None:
    seen: list[tuple[int, int]] = []
    ingest([folder], store, builder, rendering, lambda done, total: seen.append((done, total)))
    assert seen and seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_an_empty_folder_makes_an_empty_knowledge_base(
    bring: Ingest, tmp_path: Path, builder: IndexBuilder
) -> None:
    (tmp_path / "nothing").mkdir()
    assert bring(tmp_path / "nothing").added == ()
    assert builder.open().passages == ()


# What is refused, and leaves everything as it was


def test_every_mistake_is_told_at_once_and_nothing_is_ingested(
    bring: Ingest, folder: Path, small_database: Engine, builder: IndexBuilder
) -> None:
    bring(folder)
    before = (kept(small_database), state(builder.folder))
    (folder / "nuevo.md").write_text("# Nuevo\n\nUn texto bueno.\n", encoding="utf-8")
    (folder / "roto.pdf").write_bytes(b"not a pdf")
    (folder / "vacio.txt").write_bytes(b"")
    (folder / "clave.md").write_text("---\nid: x\n---\n# X\n\nTexto.\n", encoding="utf-8")
    with pytest.raises(IngestError) as refused:
        bring(folder)
    for name in ("roto.pdf", "vacio.txt", "clave.md"):
        assert name in str(refused.value)
    assert (kept(small_database), state(builder.folder)) == before


def test_two_files_with_one_id_are_refused(bring: Ingest, folder: Path) -> None:
    shutil.copy(folder / "concurso.md", folder / "copia.md")
    with pytest.raises(IngestError, match="concurso-prueba"):
        bring(folder)


def test_an_id_that_another_folder_uses_is_refused(
    bring: Ingest, folder: Path, tmp_path: Path
) -> None:
    bring(folder)
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(folder / "concurso.md", other / "concurso.md")
    with pytest.raises(IngestError, match="Cambia uno"):
        bring(other)


def test_a_path_that_does_not_exist_is_named(bring: Ingest, tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"no-esta: no existe"):
        bring(tmp_path / "no-esta")


def test_a_folder_without_permission_is_named(
    bring: Ingest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`os.access` is exchanged because root may read everything."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(IngestError, match="no hay permiso para leer la carpeta"):
        bring(folder)


def test_a_file_without_permission_is_named(
    bring: Ingest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "politica.md":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(IngestError, match=r"politica\.md: no hay permiso"):
        bring(folder)


def test_two_ingestions_at_once_are_refused(
    bring: Ingest, folder: Path, builder: IndexBuilder, store: KnowledgeStore, rendering: Rendering
) -> None:
    second: list[str] = []

    def meanwhile(done: int, total: int) -> None:
        try:
            ingest([folder], store, builder, rendering)
        except IngestError as refused:
            second.append(str(refused))

    ingest([folder], store, builder, rendering, meanwhile)
    assert second and all("Otra ingesta está en curso" in said for said in second)
    assert bring(folder).unchanged == 3, "the lock is free again"


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "disco está lleno"), (errno.EACCES, "No hay permiso"), (errno.EIO, "")],
)
def test_an_index_that_cannot_be_written_leaves_the_one_before(
    bring: Ingest, folder: Path, builder: IndexBuilder, code: int, said: str
) -> None:
    version = bring(folder).version
    before = state(builder.folder)
    (folder / "politica.md").unlink()
    refuses = replace(builder, vector_indexes=RefusedIndexes(code))
    with pytest.raises(IngestError, match=said):
        bring(folder, builder=refuses)
    assert state(builder.folder) == before
    assert builder.pointer() and version in str(builder.pointer())


def test_what_a_full_disk_stopped_goes_on_when_there_is_room(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    full = RefusedIndexes()
    with pytest.raises(IngestError):
        bring(folder, builder=replace(builder, vector_indexes=full))
    full.refuses = False
    again = replace(builder, vector_indexes=full)
    bring(folder, builder=again)
    assert len(again.open().passages) == 9


def test_a_vector_store_that_fails_is_explained(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    """A Chroma server that is not there, for one."""
    away = replace(builder, vector_indexes=ChromaIndexes("http://127.0.0.1:9"))
    with pytest.raises(IngestError):
        bring(folder, builder=away)
    assert builder.pointer() is None


def test_a_full_database_is_explained_and_keeps_what_it_had(
    bring: Ingest, folder: Path, tmp_path: Path, small_database: Engine
) -> None:
    bring(folder)
    before = kept(small_database)
    with small_database.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def keep_it_full(connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    from sqlalchemy import event

    small_database.dispose()
    event.listen(small_database, "connect", keep_it_full)
    big = "\n\n".join(f"## Sección {n}\n\n{'Texto largo de la sección. ' * 60}" for n in range(80))
    (folder / "grande.md").write_text(f"# Grande\n\n{big}", encoding="utf-8")
    with pytest.raises(IngestError):
        bring(folder)
    assert kept(small_database) == before


# The index: checked, swapped, rebuilt


def test_a_version_names_the_passages_whatever_the_order(bring: Ingest, folder: Path) -> None:
    first = bring(folder).version
    (folder / "politica.md").rename(folder / "aaa.md")
    assert bring(folder).version == first


def damage_empty(file: Path) -> None:
    file.write_bytes(b"")


def damage_half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def damage_noise(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 8)


def damage_gone(file: Path) -> None:
    file.unlink()


DAMAGES = [damage_empty, damage_half, damage_noise, damage_gone]
FILES = [
    "manifest.json",
    "passages.jsonl",
    "units.jsonl",
    "vectors.npy",
    "terms.json",
    "exact.npy",
    "collections.json",
    "lexical-ciudadania/vocabulary.json",
    "lexical-ciudadania/idf.npy",
    "lexical-ciudadania/bm25/data.csc.index.npy",
    "lexical-ciudadania/bm25/params.index.json",
]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_index_is_built_again(
    bring: Ingest,
    folder: Path,
    builder: IndexBuilder,
    name: str,
    damage: Callable[[Path], None],
) -> None:
    bring(folder)
    pointer = builder.pointer()
    assert pointer
    damage(builder.folder / pointer / name)
    index = builder.open()
    assert len(index.passages) == 9 and builder.pointer() != pointer
    assert index.nearest.nearest("ciudadania", index.vectors[0], 1)


@pytest.mark.parametrize("written", ["", "kb-nothing", "../../etc", "documents"])
def test_a_pointer_that_points_nowhere_is_mended(
    bring: Ingest, folder: Path, builder: IndexBuilder, written: str
) -> None:
    bring(folder)
    (builder.folder / "current").write_text(written, encoding="utf-8")
    assert len(builder.open().passages) == 9


def test_an_index_of_another_model_is_built_again(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    bring(folder)
    other = replace(builder, embedder=HashEmbedder("hash/2", 64))
    assert other.open().vectors.shape[1] == 64


def test_an_index_older_than_the_database_is_built_again(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    bring(folder)
    old = builder.pointer()
    assert old
    (folder / "politica.md").unlink()
    bring(folder)
    (builder.folder / "current").write_text(old, encoding="utf-8")
    assert "politica-prueba" not in {p.document_id for p in builder.open().passages}


def test_old_indexes_are_swept_but_for_the_last(
    bring: Ingest, folder: Path, builder: IndexBuilder
) -> None:
    for number in range(4):
        (folder / "nota.txt").write_text(f"Nota número {number}.", encoding="utf-8")
        bring(folder)
    assert len(list(builder.folder.glob("kb-*"))) == 2


def test_a_new_version_is_seen_by_who_is_serving(
    bring: Ingest,
    folder: Path,
    builder: IndexBuilder,
    glossary: Glossary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(current, "LOOK_EVERY_S", -1)
    bring(folder)
    serving = CurrentKnowledge(builder, lambda: retriever(builder.open(), builder, glossary))
    before = serving()
    (folder / "nota.txt").write_text("La feria es el sábado.", encoding="utf-8")
    assert serving() is before, "nothing was ingested yet"
    version = bring(folder).version
    assert serving().index.version == version
    assert before.index.version != version, "a question that began keeps its version"


def test_a_new_version_that_does_not_open_leaves_the_one_in_use(
    bring: Ingest,
    folder: Path,
    builder: IndexBuilder,
    glossary: Glossary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(current, "LOOK_EVERY_S", -1)
    bring(folder)
    opened: list[Retriever] = []

    def open_once() -> Retriever:
        if opened:
            raise OSError(errno.ENOSPC, "full")
        opened.append(retriever(builder.open(), builder, glossary))
        return opened[0]

    serving = CurrentKnowledge(builder, open_once)
    (folder / "nota.txt").write_text("La feria es el sábado.", encoding="utf-8")
    bring(folder)
    assert serving() is opened[0]


def retriever(index: Index, builder: IndexBuilder, glossary: Glossary) -> Retriever:
    return Retriever(index, builder.embedder, glossary, frozenset())


# Which files


def test_hidden_files_and_unknown_extensions_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.md", "b.TXT", ".c.md", "d.exe", "e.yaml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [p.name for p, _ in find_files([tmp_path])] == ["a.md", "b.TXT"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    assert len(find_files([tmp_path, tmp_path])) == 1


def test_a_document_that_is_a_link_out_of_the_folder_is_read(bring: Ingest, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("La feria es el sábado.", encoding="utf-8")
    documents = tmp_path / "linked"
    documents.mkdir()
    (documents / "nota.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert len(bring(documents).added) == 1
