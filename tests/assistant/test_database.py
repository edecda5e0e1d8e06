import os
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from assistant.conversations import records_metadata
from assistant.database import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseError,
    build_engine,
    migrate,
    reading,
    writing,
)
from assistant.desk.tables import cases
from governance.log.decision_log import DecisionLog
from governance.log.tables import log_metadata
from tests.governance import stores
from tests.governance.stores import a_decision, fork, forks, sqlite_url

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

OURS = set(log_metadata.tables) | set(records_metadata.tables)


def test_the_migrated_tables_are_the_ones_the_code_uses(engine: Engine) -> None:
    def ours_only(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in OURS

    assert cases.name in OURS
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours_only})
        assert compare_metadata(context, [log_metadata, records_metadata]) == []  # type: ignore[arg-type]


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    with writing(engine) as connection:
        DecisionLog().append(connection, a_decision())
    migrate(engine)
    with reading(engine) as connection:
        assert DecisionLog().verify(connection).entries == 1


@forks
def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    def start(url: str) -> None:
        engine = build_engine(url)
        migrate(engine)
        with writing(engine) as connection:
            DecisionLog().append(connection, a_decision())

    url = sqlite_url(tmp_path / "nueva")
    processes = [fork.Process(target=start, args=(url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * 4
    with reading(build_engine(url)) as connection:
        assert DecisionLog().verify(connection).entries == 4


@forks
def test_processes_that_start_at_once_migrate_once_on_a_server(empty_postgres: str) -> None:
    processes = [
        fork.Process(target=lambda: migrate(build_engine(empty_postgres))) for _ in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * 4


@pytest.fixture
def empty_postgres(postgres_template: str):  # type: ignore[no-untyped-def]
    server = postgres_template.rsplit("/", 1)[0] + "/postgres"
    with stores.own_database(server, "template0") as url:
        yield url


def test_the_folder_and_the_file_are_only_for_their_owner(tmp_path: Path) -> None:
    engine = build_engine(sqlite_url(tmp_path / "a" / "b"))
    migrate(engine)
    folder = tmp_path / "a" / "b"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_database_of_a_newer_program_is_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="versión más nueva.*9999"):
        migrate(engine)


def test_a_file_that_is_not_a_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "asistente.db"
    path.write_bytes(b"Esto es una carta, no una base de datos. " * 50)
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged, match="asistente.db: no es una base de datos SQLite"):
        migrate(build_engine(sqlite_url(tmp_path)))
    assert path.read_bytes() == before


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(DatabaseError, match="no se puede crear.*ASISTENTE_DATA_DIR"):
        build_engine(sqlite_url(tmp_path / "data"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DatabaseError, match="permiso"):
        build_engine(sqlite_url(tmp_path))


def test_a_missing_file_is_not_created_when_it_must_exist(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no existe"):
        build_engine(sqlite_url(tmp_path), must_exist=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["", "hola", "sqlite://", "sqlite:///:memory:", "oracle://x/y"])
def test_an_address_that_cannot_be_used_is_said(url: str) -> None:
    with pytest.raises(DatabaseError, match="ASISTENTE_DATABASE_URL"):
        build_engine(url)


def test_a_server_that_does_not_answer_is_said_without_the_password() -> None:
    engine = build_engine("postgresql+psycopg://ana:secreta@127.0.0.1:9/base")
    with pytest.raises(DatabaseBusy, match="no responde") as caught:
        migrate(engine)
    assert "secreta" not in str(caught.value)


def test_a_database_without_our_tables_is_said(tmp_path: Path, empty_engine: Engine) -> None:
    with pytest.raises(DatabaseError, match="no tiene las tablas"), reading(empty_engine) as c:
        DecisionLog().verify(c)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "sqlite":
        return build_engine(sqlite_url(tmp_path))
    return build_engine(request.getfixturevalue("empty_postgres"))


def test_a_full_disk_is_said_and_nothing_is_half_written(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as connection:
        DecisionLog().append(connection, a_decision())
    with pytest.raises(DatabaseError, match="no queda espacio"), writing(sqlite_engine) as c:
        c.exec_driver_sql("PRAGMA max_page_count = 30")
        for _ in range(200):
            DecisionLog().append(c, a_decision(question="larga " * 100))
    sqlite_engine.dispose()
    with reading(sqlite_engine) as connection:
        found = DecisionLog().verify(connection)
    assert (found.is_intact, found.entries) == (True, 1)


def test_a_database_held_by_another_is_said(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.database.PATIENCE_S", 0.05)
    other = sqlite3.connect(str(sqlite_engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with reading(sqlite_engine) as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        connection.rollback()
    with pytest.raises(DatabaseBusy, match="ocupada"), writing(sqlite_engine):
        pass
    other.execute("ROLLBACK")
    with writing(sqlite_engine) as connection:
        DecisionLog().append(connection, a_decision())


def test_an_error_never_shows_what_a_person_wrote(engine: Engine) -> None:
    secret = "mi-rut-es-12345678"
    with pytest.raises(DatabaseError) as caught, writing(engine) as connection:
        connection.execute(
            text("INSERT INTO messages (conversation_id, role, text, at, citations)"
                 " VALUES ('no', 'person', :t, '', '')"), {"t": secret},
        )  # fmt: skip
    chain: BaseException | None = caught.value
    while chain is not None:
        assert secret not in str(chain)
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)


def test_every_writer_waits_for_the_disk(sqlite_engine: Engine) -> None:
    with reading(sqlite_engine) as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_reader_does_not_make_writers_wait(sqlite_engine: Engine) -> None:
    with reading(sqlite_engine) as reader:
        assert DecisionLog().verify(reader).entries == 0
        with writing(sqlite_engine) as connection:
            DecisionLog().append(connection, a_decision())
        assert DecisionLog().verify(reader).entries == 0, "one moment, however long it reads"


def test_a_reader_cannot_write_on_a_server(postgres_engine: Engine) -> None:
    with pytest.raises(DatabaseError), reading(postgres_engine) as connection:
        connection.execute(text("DELETE FROM messages"))


def test_an_old_database_gets_the_steps_it_misses(tmp_path: Path) -> None:
    plain = create_engine(sqlite_url(tmp_path))
    with plain.begin() as connection:
        connection.execute(text("CREATE TABLE otra (id INTEGER)"))
    plain.dispose()
    engine = build_engine(sqlite_url(tmp_path))
    migrate(engine)
    with reading(engine) as connection:
        assert DecisionLog().verify(connection).is_intact
