"""The documents that this installation wrote itself, and how the knowledge base follows them.

A document is put on the shelf, or taken off it, together with what the caller does meanwhile: if
the ingestion or the caller fails, the files and the knowledge base are as before.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge_base.ingest import IngestError, Report
from knowledge_base.store import KnowledgeStore

logger = logging.getLogger(__name__)


class NotPublished(Exception):
    """The knowledge base did not take the change; raised once everything is as it was."""


@dataclass(frozen=True)
class Published:
    """A document of the shelf, as it is served."""

    document_id: str
    title: str
    source: str
    valid_until: date | None


@dataclass(frozen=True)
class Shelf:
    """The folder of those documents. `ingest` follows it, after a change to its files."""

    folder: Path
    store: KnowledgeStore
    ingest: Callable[[AbstractContextManager[None]], Report]

    def published(self) -> tuple[Published, ...]:
        """Return the documents that are served, by title."""
        kept = self.store.stored()
        ours = {id_ for id_, one in kept.items() if Path(one.path) == self._at(id_)}
        found = {
            p.document_id: Published(p.document_id, p.title, p.source, p.valid_until)
            for p in self.store.passages()
            if p.document_id in ours
        }
        return tuple(sorted(found.values(), key=lambda one: one.title))

    @contextmanager
    def adding(self, document_id: str, content: str) -> Iterator[None]:
        """Serve a new document, unless what is done meanwhile fails.

        Raises:
            NotPublished: it could not be served; nothing changed.
        """
        path = self._at(document_id)
        with self._served(_written(path, content), lambda: _removed(path)):
            yield

    @contextmanager
    def removing(self, document_id: str) -> Iterator[None]:
        """Stop serving a document, unless what is done meanwhile fails.

        Raises:
            NotPublished: it is still served; nothing changed.
        """
        path = self._at(document_id)
        try:
            content = path.read_text(encoding="utf-8")
        except OSError:
            raise NotPublished from None
        with self._served(_removed(path), lambda: _written(path, content)):
            yield

    @contextmanager
    def _served(
        self,
        change: AbstractContextManager[None],
        undo: Callable[[], AbstractContextManager[None]],
    ) -> Iterator[None]:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.ingest(change)
        except (IngestError, OSError) as error:
            logger.error("documents not published: %s", type(error).__name__)
            self._settle(nullcontext())  # what reached the database before it failed goes too
            raise NotPublished from None
        try:
            yield
        except BaseException:
            self._settle(undo())
            raise

    def _settle(self, change: AbstractContextManager[None]) -> None:
        try:
            self.ingest(change)
        except (IngestError, OSError) as error:
            # The files are the truth: the next ingestion follows them.
            logger.error("documents not taken back yet: %s", type(error).__name__)

    def _at(self, document_id: str) -> Path:
        return self.folder.resolve() / f"{document_id}.md"


@contextmanager
def _written(path: Path, content: str) -> Iterator[None]:
    """Write a file that is not there, and remove it if what follows fails."""
    with path.open("x", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _removed(path: Path) -> Iterator[None]:
    """Put a file aside, where no ingestion looks, and bring it back if what follows fails."""
    aside = path.with_name(f".{path.name}")
    path.replace(aside)
    try:
        yield
    except BaseException:
        aside.replace(path)
        raise
    aside.unlink()
