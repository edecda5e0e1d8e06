"""From files to a knowledge-base version: idempotent, atomic, and what is gone is withdrawn.

A folder is the whole truth about what lies under it: a document that was ingested from there and
whose file is no longer there is withdrawn. One ingestion at a time on a machine (a lock file); a
second one is told so instead of waiting in silence.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml
from sqlalchemy.exc import SQLAlchemyError

from knowledge_base.figures import load_figures, texts
from knowledge_base.index import Index, IndexBuilder
from knowledge_base.institution import Institution
from knowledge_base.loaders import EXTENSIONS, load_document
from knowledge_base.markdown import DocumentError, Rendering
from knowledge_base.model import Document
from knowledge_base.store import KnowledgeStore, Progress, Stored
from knowledge_base.vectors import VectorIndexError

HERE = Path(__file__).parent


class IngestError(Exception):
    """Nothing was ingested; raised with every problem found and what to do, in Spanish."""


@dataclass(frozen=True)
class Report:
    """What an ingestion changed, by document id."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    unchanged: int
    version: str


def build_rendering(institution: Institution) -> Rendering:
    """Return what placeholders and caveats stand for, from the data of the knowledge base."""
    values = institution.placeholders() | texts(load_figures(HERE / "data"))
    caveats = yaml.safe_load((HERE / "caveats.yaml").read_text(encoding="utf-8"))
    return Rendering(values, {k: Rendering(values).text(v) for k, v in caveats.items()})


def find_files(paths: Sequence[Path]) -> list[tuple[Path, Path | None]]:
    """Return every file to ingest with the folder that it was found under, sorted.

    Raises:
        IngestError: a path does not exist or cannot be read.
    """
    found: dict[Path, Path | None] = {}
    for path in paths:
        place = _place(path)
        if path.is_dir():
            if not os.access(path, os.R_OK | os.X_OK):
                raise IngestError(f"{path}: no hay permiso para leer la carpeta.")
            files = sorted(p for p in place.rglob("*") if p.is_file())
            found |= {
                p: place
                for p in files
                if p.suffix.lower() in EXTENSIONS and not p.name.startswith(".")
            }
        elif path.exists():
            found.setdefault(place, None)
        else:
            raise IngestError(f"{path}: no existe.")
    return list(found.items())


def _place(path: Path) -> Path:
    """Return where `path` lies; a link to a file lies where it is, not where it points."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def read_documents(
    files: Iterable[tuple[Path, Path | None]], rendering: Rendering
) -> list[Document]:
    """Return the documents of `files`.

    Raises:
        IngestError: some cannot be read or share an id; every problem is listed at once.
    """
    documents: dict[str, Document] = {}
    problems: list[str] = []
    for path, root in files:
        try:
            document = load_document(path, rendering, root)
        except DocumentError as error:
            problems.append(str(error))
            continue
        other = documents.get(document.id)
        if other is not None:
            problems.append(f"{path}: su id «{document.id}» ya lo usa {other.path}. Cambia uno.")
        documents[document.id] = document
    if problems:
        raise IngestError(
            "No se ingirió nada. Corrige y repite:\n" + "\n".join(f"- {p}" for p in problems)
        )
    return list(documents.values())


def ingest(
    paths: Sequence[Path],
    store: KnowledgeStore,
    builder: IndexBuilder,
    rendering: Rendering,
    progress: Progress = lambda done, total: None,
    change: AbstractContextManager[None] | None = None,
) -> tuple[Report, Index]:
    """Bring the knowledge base to what `paths` hold, and make the new version current.

    `change` is entered while no other ingestion runs, and left with the error if this one fails:
    what it does to the files is seen by this ingestion first, and can be undone before any other.

    Raises:
        IngestError: nothing changed; the message says why and what to do.
    """
    with _only_one(builder.folder.parent / "ingest.lock"), change or nullcontext():
        files = find_files(paths)
        documents = read_documents(files, rendering)
        before = store.stored()
        changed = [d for d in documents if not _is_same(before.get(d.id), d)]
        for document in changed:
            clash = before.get(document.id)
            if clash and clash.path != document.path and Path(clash.path).exists():
                raise IngestError(
                    f"{document.path}: su id «{document.id}» ya lo usa {clash.path}. Cambia uno."
                )
        withdrawn = _gone(before, documents, paths)
        try:
            if changed or withdrawn:
                store.apply(changed, withdrawn, datetime.now(UTC))
            index = builder.open(progress)
        except OSError as error:
            raise IngestError(_explain(error)) from error
        except SQLAlchemyError as error:
            raise IngestError(
                "La base de datos no pudo guardar los documentos; no cambió nada. Revisa el "
                "espacio en disco y los permisos (asistente doctor) y repite."
            ) from error
        except VectorIndexError as error:
            raise IngestError(
                f"{error} Los documentos quedaron guardados; sigue en uso el índice anterior. "
                "Revisa el almacén de vectores (asistente doctor) y repite."
            ) from error
    return (
        Report(
            added=tuple(d.id for d in changed if d.id not in before),
            changed=tuple(d.id for d in changed if d.id in before),
            withdrawn=tuple(withdrawn),
            unchanged=len(documents) - len(changed),
            version=index.version,
        ),
        index,
    )


def _is_same(stored: Stored | None, document: Document) -> bool:
    return stored is not None and (stored.content_hash, stored.path) == (
        document.content_hash,
        document.path,
    )


def _gone(
    before: Mapping[str, Stored], documents: Iterable[Document], paths: Sequence[Path]
) -> list[str]:
    present = {d.id for d in documents}
    roots = [_place(p) for p in paths]
    return [
        stored.id
        for stored in before.values()
        if stored.id not in present
        and any(Path(stored.path) == root or root in Path(stored.path).parents for root in roots)
    ]


def _explain(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "El disco está lleno: libera espacio y repite. Sigue en uso la versión anterior."
    if isinstance(error, PermissionError):
        return f"No hay permiso para escribir en {error.filename}. Revisa ASISTENTE_DATA_DIR."
    return f"No se pudo escribir el índice ({error.strerror}). Sigue en uso la versión anterior."


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w")
    except OSError as error:
        raise IngestError(_explain(error)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IngestError(
                "Otra ingesta está en curso. Espera a que termine y repite."
            ) from None
        yield
