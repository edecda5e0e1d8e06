"""The whole way, on both databases: back up while somebody writes, lose everything, put it back."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from assistant.backup.archive import peek, read_archive
from assistant.backup.prune import prune
from assistant.conversations import Conversations
from assistant.database import build_engine, reading, writing
from assistant.log_key import build_log
from assistant.settings import Settings
from governance.log.decision_log import DecisionLog
from governance.moments import utc_now
from tests.governance import stores
from tests.governance.stores import a_decision, drop_guards
from ui.cli.backup import app

PASSPHRASE = "una clave de prueba"

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


@dataclass
class Installation:
    """One installation in the hands of the test, its commands included."""

    settings: Settings
    folder: Path
    acknowledged: list[str] = field(default_factory=list)

    def run(self, *arguments: object, **more: object) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], **more)  # type: ignore[arg-type]

    def report(self, *arguments: object, **more: object) -> dict[str, object]:
        result = self.run(*arguments, "--json", **more)
        assert result.exit_code == 0, result.output
        found: dict[str, object] = json.loads(result.stdout)
        return found

    def open(self) -> tuple[Engine, DecisionLog]:
        engine = build_engine(self.settings.database)
        return engine, build_log(self.settings, engine)

    def append(self, count: int = 1, days_ago: float = 0) -> None:
        engine, log = self.open()
        for _ in range(count):
            with writing(engine) as connection:
                at = utc_now() - timedelta(days=days_ago)
                entry = log.append(connection, a_decision(at=at))
            self.acknowledged.append(entry)
        engine.dispose()

    def write_until(self, stop: Event) -> None:
        while not stop.is_set():
            self.append()

    def entries(self) -> set[str]:
        engine, log = self.open()
        with reading(engine) as connection:
            assert log.verify(connection).is_intact
            found = {entry.decision_id for entry in log.decisions(connection)}
        engine.dispose()
        return found

    def lose_everything(self) -> None:
        if self.settings.database_url:
            engine = build_engine(self.settings.database)
            with writing(engine) as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
            engine.dispose()
        for place in self.settings.data_dir.iterdir():
            if place.name != "log.key":
                shutil.rmtree(place) if place.is_dir() else place.unlink()


@pytest.fixture
def here(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    data = tmp_path / "data"
    data.mkdir()
    values = {"ASISTENTE_DATA_DIR": str(data)}
    if engine.dialect.name == "sqlite":
        engine.dispose()
        shutil.move(str(engine.url.database), data / "asistente.db")
    else:
        values["ASISTENTE_DATABASE_URL"] = engine.url.render_as_string(hide_password=False)
        engine.dispose()
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    (data / "documents").mkdir()
    (data / "documents" / "propio.md").write_text("Publicado aquí.\n", encoding="utf-8")
    yield Installation(Settings(), tmp_path)


@pytest.fixture
def busy(here: Installation) -> Iterator[Callable[[], None]]:
    """Somebody writes all the time, until told to stop."""
    stop = Event()
    writer = Thread(target=here.write_until, args=(stop,))
    writer.start()

    def end() -> None:
        stop.set()
        writer.join(30)

    yield end
    end()


def test_a_backup_made_while_somebody_writes_brings_everything_back(
    here: Installation, busy: Callable[[], None]
) -> None:
    while len(here.acknowledged) < 5:
        pass
    before = set(here.acknowledged)
    file = here.folder / "uno.respaldo"
    made = here.report("create", file)
    busy()
    assert file.stat().st_mode & 0o077 == 0 and made["keys"] is False
    here.lose_everything()
    done = here.report("restore", file)
    assert done["intact"] and done["aside"] == []
    assert before <= here.entries() <= set(here.acknowledged)
    own = here.settings.own_documents / "propio.md"
    assert own.read_text(encoding="utf-8") == "Publicado aquí.\n"
    here.append(3)
    assert set(here.acknowledged[-3:]) <= here.entries(), "it goes on where it was"


def test_nothing_is_overwritten_unless_asked_and_then_it_is_kept_aside(here: Installation) -> None:
    here.append(2)
    file = here.folder / "uno.respaldo"
    here.report("create", file)
    here.append(1)
    refused = here.run("restore", file)
    assert (refused.exit_code, "Ya hay datos aquí" in refused.output) == (2, True)
    assert len(here.entries()) == 3
    done = here.report("restore", file, "--replace")
    assert len(here.entries()) == 2 and done["aside"]
    aside = str(done["aside"])
    if here.settings.database_url:
        engine = build_engine(here.settings.database)
        with reading(engine) as connection:
            schema = re.findall(r"anterior_\w+", aside)[0]
            kept = text(f"SELECT count(*) FROM {schema}.decision_log")
            assert connection.execute(kept).scalar_one() == 3
        engine.dispose()
        again = here.folder / "dos.respaldo"
        here.report("create", again)
        read_archive(again, str, here.folder / "abierto")
        assert schema.encode() not in (here.folder / "abierto" / "database").read_bytes()
    else:
        (folder,) = re.findall(r"/[^']+/anterior_\w+", aside)
        with sqlite3.connect(Path(folder) / "asistente.db") as old:
            assert old.execute("SELECT count(*) FROM decision_log").fetchone() == (3,)


def test_what_was_over_since_the_backup_does_not_come_back(here: Installation) -> None:
    here.append(2, days_ago=370)
    here.append(1)
    engine, log = here.open()
    old = Conversations(clock=lambda: utc_now() - timedelta(days=370))
    with writing(engine) as connection:
        talk = old.create(connection, "ciudadania", "web").id
        old.add(connection, talk, "person", "hola")
    engine.dispose()
    file = here.folder / "uno.respaldo"
    here.report("create", file)
    here.lose_everything()
    assert here.report("restore", file)["purged"] == 2
    engine, _ = here.open()
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 0
    engine.dispose()


def test_a_backup_of_an_altered_log_is_restored_as_evidence(here: Installation) -> None:
    here.append(3)
    engine, _ = here.open()
    drop_guards(engine)
    with writing(engine) as connection:
        connection.execute(text("UPDATE decision_log SET content = '{}' WHERE sequence = 2"))
    engine.dispose()
    here.run("create", here.folder / "uno.respaldo")
    here.lose_everything()
    result = here.run("restore", here.folder / "uno.respaldo")
    assert result.exit_code == 1 and "EL REGISTRO FUE ALTERADO" in result.output


def test_without_the_key_that_signed_nothing_is_touched(here: Installation) -> None:
    here.append(1)
    file = here.folder / "uno.respaldo"
    here.report("create", file)
    here.lose_everything()
    key = here.settings.data_dir / "log.key"
    kept = key.read_bytes()
    key.unlink()
    refused = here.run("restore", file)
    assert (refused.exit_code, "log.key" in refused.output) == (2, True)
    assert not [f for f in here.settings.data_dir.iterdir() if f.name != "documents"]
    key.write_bytes(kept)
    assert here.report("restore", file)["intact"]


def test_a_sealed_backup_may_hold_the_keys_and_a_plain_one_may_not(here: Installation) -> None:
    here.append(1)
    file, secret = here.folder / "uno.respaldo", here.folder / "clave"
    refused = here.run("create", file, "--with-keys")
    assert (refused.exit_code, "--encrypt" in refused.output) == (2, True)
    assert not file.exists()
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    made = here.report("create", file, "--with-keys", "--passphrase-file", secret)
    assert made["keys"] and made["encrypted"]
    key = here.settings.data_dir / "log.key"
    kept = key.read_bytes()
    assert kept not in file.read_bytes()
    here.lose_everything()
    key.unlink()
    done = here.report("restore", file, "--passphrase-file", "-", input=PASSPHRASE)
    assert done["intact"] and key.read_bytes() == kept
    assert key.stat().st_mode & 0o077 == 0
    here.append(1)


def test_a_short_passphrase_is_refused(here: Installation) -> None:
    secret = here.folder / "clave"
    secret.write_text("corta", encoding="utf-8")
    refused = here.run("create", here.folder / "uno.respaldo", "--passphrase-file", secret)
    assert (refused.exit_code, "al menos 12" in refused.output) == (2, True)


def test_while_somebody_has_the_database_open_it_is_not_replaced(here: Installation) -> None:
    here.append(1)
    file = here.folder / "uno.respaldo"
    here.report("create", file)
    engine, _ = here.open()
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        refused = here.run("restore", file, "--replace")
    engine.dispose()
    assert (refused.exit_code, "Detén el asistente" in refused.output) == (2, True)
    assert here.report("restore", file, "--replace")["intact"]


def test_a_backup_into_a_folder_is_named_by_its_moment_and_checked(here: Installation) -> None:
    here.append(1)
    (here.folder / "respaldos").mkdir()
    made = here.report("create", here.folder / "respaldos")
    (file,) = (here.folder / "respaldos").iterdir()
    assert made["file"] == str(file) and file.suffix == ".respaldo"
    assert here.report("check", file)["head"] == made["head"]
    file.write_bytes(file.read_bytes()[:-20])
    assert here.run("check", file).exit_code == 2


def test_old_backups_are_deleted_by_their_own_date_and_nothing_else(here: Installation) -> None:
    here.append(1)
    folder, secret = here.folder / "respaldos", here.folder / "clave"
    folder.mkdir()
    secret.write_text(PASSPHRASE, encoding="utf-8")
    here.report("create", folder / "plano")
    here.report("create", folder / "cifrado", "--passphrase-file", secret)
    (folder / "otra.txt").write_text("una carta")
    (folder / "enlace").symlink_to(folder / "plano")
    os.utime(folder / "plano", (0, 0))  # a copy may be younger or older than what it holds
    assert here.report("prune", folder)["deleted"] == []
    made = peek(folder / "plano").at
    done = prune(folder, made + timedelta(days=31), 30)
    assert {f.name for f in done.deleted} == {"plano", "cifrado"} and done.left == ()
    assert (folder / "otra.txt").exists()
    assert here.run("prune", folder).exit_code == 1, "none is left"


def test_what_is_missing_is_said(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    assert here.run("restore", here.folder / "no-hay").exit_code == 2
    if here.settings.database_url:
        here.append(1)
        monkeypatch.setenv("PATH", str(here.folder))
        refused = here.run("create", here.folder / "uno.respaldo")
        assert (refused.exit_code, "pg_dump" in refused.output) == (2, True)
        assert not (here.folder / "uno.respaldo").exists()
