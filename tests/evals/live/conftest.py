"""An installation on each database, with the real redactor."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.redaction import Redactor
from tests.evals.live.place import Place
from tests.governance import stores

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


@pytest.fixture
def place(engine: Engine, tmp_path: Path, real_redactor: Redactor) -> Place:
    return Place(engine, tmp_path / "quality", real_redactor)


@pytest.fixture
def small_place(sqlite_engine: Engine, tmp_path: Path, real_redactor: Redactor) -> Place:
    """Where the kind of database makes no difference."""
    return Place(sqlite_engine, tmp_path / "quality", real_redactor)
