"""Compute the vectors that ship with the package: `python -m evals.fitting.vectors`.

Ingests the documents as a fresh installation does and writes the vectors that it kept to
`knowledge_base/document_vectors.npz`. What that file already has is taken from it, so only new
texts cost time, and what no document says any more is left out. Delete the file first to compute
everything anew (minutes).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import typer

from assistant.bootstrap import build_knowledge_base
from assistant.settings import load_settings
from knowledge_base.shipped import SHIPPED_FILE, save_shipped


def main() -> None:
    """Ingest the documents into a folder of its own and write their vectors."""
    with tempfile.TemporaryDirectory() as folder:
        apart = {"data_dir": Path(folder), "database_url": "", "chroma_url": ""}
        settings = load_settings().model_copy(update=apart)
        base = build_knowledge_base(settings)
        with typer.progressbar(length=1, label="Vectores") as bar:

            def show(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            base.ingest(settings.documents, settings, show)
        vectors = base.store.kept_vectors()
        base.engine.dispose()
    save_shipped(vectors)
    print(f"{SHIPPED_FILE.name}: {len(vectors)} vectores")


if __name__ == "__main__":
    typer.run(main)
