"""A server of its own process around a real assistant with the tiny knowledge base.

`python -m tests.ui.tiny_server FOLDER PORT`: it can be killed, and started again on what it left.
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

import uvicorn

from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.settings import Settings
from knowledge_base.vectors_memory import MemoryIndexes
from tests.fakes import TINY_CALIBRATION, HashEmbedder
from tests.tiny_knowledge import write_tiny_documents
from ui.app import create_app


def tiny_settings(folder: Path) -> Settings:
    """Return the settings of an assistant whose data is in `folder`."""
    documents = folder / "documentos"
    if not documents.exists():
        documents.mkdir(parents=True)
        write_tiny_documents(documents)
    return Settings(data_dir=folder / "data", documents=(documents,), rate_limit=0)


def build_tiny(settings: Settings) -> Assistant:
    """Return a real assistant, with the slow parts exchanged while it is built."""
    with (
        patch.object(bootstrap, "build_embedder", lambda name: HashEmbedder()),
        patch.object(bootstrap, "ChromaIndexes", lambda url: MemoryIndexes()),
        patch.object(bootstrap, "load_calibration", lambda: TINY_CALIBRATION),
    ):
        return bootstrap.build(settings)


if __name__ == "__main__":
    chosen = tiny_settings(Path(sys.argv[1]))
    app = create_app(build_tiny(chosen), chosen)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
