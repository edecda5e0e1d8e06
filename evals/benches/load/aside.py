"""A copy of this installation's data to measure on, and what its knowledge base gives to peers."""

from __future__ import annotations

import shutil
from pathlib import Path

from assistant.bootstrap import build_knowledge_base
from assistant.settings import Settings, day_in_chile
from evals.benches.load.peers.corpus import Corpus
from governance.moments import utc_now

AUDIENCE = "ciudadania"


def copy_data(settings: Settings, folder: Path) -> Settings:
    """Return settings whose data are a copy in `folder`: SQLite, ingested, gone with the folder.

    The questions of a bench must not be in the log of a service. Where nothing was ingested yet,
    the documents of the settings are, which takes minutes if their vectors were never computed.
    """
    if settings.data_dir.is_dir():
        shutil.copytree(settings.data_dir, folder, dirs_exist_ok=True)
    ours = settings.model_copy(update={"data_dir": folder, "database_url": ""})
    base = build_knowledge_base(ours)
    if not base.store.stored():
        base.ingest(ours.documents, ours)
    base.engine.dispose()
    return ours


def read_corpus(settings: Settings) -> Corpus:
    """Return the passages that a citizen may be told today, and their vectors, as our index has.

    The text of a passage is the one that its vector was computed of: title, section and text.
    """
    base, today = build_knowledge_base(settings), day_in_chile(utc_now())
    index = base.builder.open()
    try:
        seen = [
            (passage, index.spans[number].start)
            for number, passage in enumerate(index.passages)
            if AUDIENCE in passage.audience and passage.is_in_force(today)
        ]
        return Corpus(
            version=index.version,
            ids=tuple(passage.id for passage, _ in seen),
            texts=tuple(index.units[start].text for _, start in seen),
            facts={passage.id: passage.facts for passage, _ in seen},
            vectors=index.vectors[[start for _, start in seen]],
        )
    finally:
        index.nearest.close()
        base.engine.dispose()
