"""A log from before signatures goes on, whole, under the tables of now."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, insert, text

from assistant import migrations
from assistant.database import build_engine, migrate, reading, writing
from assistant.log_key import build_log, find_keys
from assistant.settings import Settings
from governance.log.tables import decision_log
from tests.governance.stores import a_decision, own_database, sqlite_url
from tests.governance.test_chain import HEAD, WHOLE


@pytest.fixture(params=["sqlite", "postgres"])
def old_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as the step before the signatures left it, with entries."""
    if request.param == "sqlite":
        engine = build_engine(sqlite_url(tmp_path))
        _fill(engine)
        yield engine
        engine.dispose()
        return
    template = request.getfixturevalue("postgres_url")
    with own_database(template, "template0") as url:
        engine = build_engine(url)
        _fill(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def postgres_url() -> str:
    url = os.environ.get("TEST_POSTGRES_URL")
    if not url:
        pytest.skip("needs a PostgreSQL server: set TEST_POSTGRES_URL")
    return url


def _fill(engine: Engine) -> None:
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrations.FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
    with engine.begin() as connection:
        for entry in WHOLE:
            connection.execute(insert(decision_log), entry._asdict())
            head = {"sequence": entry.sequence, "hash": entry.hash}
            move = "UPDATE decision_log_head SET sequence = :sequence, hash = :hash"
            connection.execute(text(move), head)


def test_a_log_from_before_is_signed_once_and_goes_on(old_engine: Engine, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    migrate(old_engine)
    log = build_log(settings, old_engine)
    with writing(old_engine) as connection:
        assert log.head(connection) == HEAD
        log.append(connection, a_decision())
    with reading(old_engine) as connection:
        found = log.verify(connection, [HEAD], find_keys(settings))
        days = log.signed_days(connection)
    assert (found.is_intact, found.entries, found.signatures) == (True, 13, "key")
    assert days[0].end == HEAD
