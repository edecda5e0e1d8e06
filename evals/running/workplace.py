"""A place to work that is nobody's installation: the knowledge base under test, and copies of it.

Cases are written in conversations and in the log like anybody's questions; that must never happen
in the data folder of a service. The knowledge base is ingested once into `knowledge` (and once more
with the poisoned sections into `planted`), brought up to date at every run, and copied for each
process.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.bootstrap import build_knowledge_base
from assistant.settings import Settings
from evals.suites.case import Case
from knowledge_base.ingest import IngestError
from knowledge_base.model import Passage
from knowledge_base.store import Progress


@dataclass(frozen=True)
class Workplace:
    """The folders of one run, all under `root`."""

    root: Path
    settings: Settings
    """Those of the installation that is measured; only where it writes is another."""

    @property
    def knowledge(self) -> Path:
        """The knowledge base under test, and nothing else."""
        return self.root / "knowledge"

    @property
    def planted(self) -> Path:
        """The same with every poisoned section slipped in."""
        return self.root / "planted"

    @property
    def queries(self) -> Path:
        """Where the vectors of what cases ask are kept between runs."""
        return self.root / "queries"

    @property
    def workers(self) -> Path:
        """Where every process writes."""
        return self.root / "workers"

    def of(self, folder: Path) -> Settings:
        """Return the settings of an assistant that writes in `folder` only."""
        return self.settings.model_copy(
            update={"data_dir": folder, "database_url": "", "rate_limit": 0, "suspended": False}
        )

    def prepare(self, cases: Iterable[Case], progress: Progress) -> tuple[Passage, ...]:
        """Bring both knowledge bases up to date; return the passages of the one under test."""
        passages = self._refreshed(self.knowledge, (), progress)
        plants = self.root / "plants"
        shutil.rmtree(plants, ignore_errors=True)
        plants.mkdir(parents=True)
        for case in cases:
            if case.plant is not None:
                (plants / f"{case.id}.md").write_text(_document(case), encoding="utf-8")
        if any(plants.iterdir()):
            if not self.planted.exists():
                shutil.copytree(self.knowledge, self.planted)
            self._refreshed(self.planted, (plants,), progress)
        return passages

    def worker(self, number: int) -> Path:
        """Return a fresh data folder for a process, with the knowledge base in it."""
        folder = self.workers / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.knowledge, folder / "plain")
        if self.planted.exists():
            shutil.copytree(self.planted, folder / "planted")
        return folder

    def _refreshed(
        self, folder: Path, more: tuple[Path, ...], progress: Progress
    ) -> tuple[Passage, ...]:
        try:
            return self._ingest(folder, more, progress)
        except IngestError:
            # The folder is of a checkout that was elsewhere, or of documents that moved.
            shutil.rmtree(folder, ignore_errors=True)
            return self._ingest(folder, more, progress)

    def _ingest(
        self, folder: Path, more: tuple[Path, ...], progress: Progress
    ) -> tuple[Passage, ...]:
        settings = self.of(folder)
        base = build_knowledge_base(settings)
        own = self.settings.own_documents
        mine = (own,) if own.is_dir() else ()
        base.ingest([*self.settings.documents, *mine, *more], settings, progress)
        index = base.builder.open(progress)
        index.nearest.close()
        base.engine.dispose()
        return index.passages


def _document(case: Case) -> str:
    """Return the poisoned section as a document like any other."""
    assert case.plant is not None
    plant, name = case.plant, re.sub(r"[^a-z0-9]+", "-", case.id.lower())
    return (
        f"---\nid: {name}\ntitle: {plant.title}\nsource: documento sin revisar\n"
        "audience: [ciudadania, funcionarios]\nvalid_from: 2025-01-01\nconfidence: media\n"
        f"owner: nadie\nreviewed: 2025-01-01\n---\n\n# {plant.title}\n\n"
        f"## {plant.section} {{#plantada}}\n{plant.text}\n"
    )
