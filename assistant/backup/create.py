"""Making a backup while the service records."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from assistant.accounts import installation_key
from assistant.backup import postgresql, sqlite
from assistant.backup.archive import measure, write_archive
from assistant.backup.errors import BackupError
from assistant.backup.manifest import DATABASE, DOCUMENTS, KEYS, Kind, Manifest
from assistant.backup.sealing import SHORTEST_PASSPHRASE
from assistant.database import build_engine, reading
from assistant.desk.contacts import keys as contact_keys
from assistant.log_key import key_file
from assistant.settings import Settings
from governance.log.chain import Head
from governance.log.decision_log import DecisionLog


def create(
    settings: Settings, file: Path, now: datetime, passphrase: str = "", with_keys: bool = False
) -> Manifest:
    """Write a backup of this installation to `file`, and return what it holds.

    The keys are left out unless they are asked for, because whoever has them and the database reads
    the contacts and can sign the log; then it must be sealed.

    Raises:
        BackupError: it cannot be made as it was asked for.
        DatabaseError: the database cannot be read.
        OSError: it cannot be written; nothing was left.
    """
    if with_keys and not passphrase:
        raise BackupError(
            "Las claves solo se respaldan cifradas: quien tenga el archivo leería los contactos y "
            "podría firmar el registro. Agrega --encrypt."
        )
    if passphrase and len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupError(f"La clave es muy corta: usa al menos {SHORTEST_PASSPHRASE} caracteres.")
    engine = build_engine(settings.database, must_exist=True)
    kind: Kind = "sqlite" if engine.dialect.name == "sqlite" else "postgresql"
    try:
        with beside(settings.data_dir, "respaldando") as folder:
            copied = folder / DATABASE
            step, head = _copy_database(engine, copied)
            sources = {DATABASE: copied, **documents(settings)}
            if with_keys:
                sources |= {KEYS + name: place for name, place in keys(settings).items()}
            parts = tuple(measure(name, place) for name, place in sources.items())
            manifest = Manifest(now, version("asistente-gore"), step, kind, head, parts)
            write_archive(file, manifest, sources.__getitem__, passphrase)
            return manifest
    finally:
        engine.dispose()


def documents(settings: Settings) -> dict[str, Path]:
    """Return the documents that this installation published, by their name in a backup."""
    folder = settings.own_documents
    files = sorted(place for place in folder.rglob("*") if place.is_file())
    return {DOCUMENTS + place.relative_to(folder).as_posix(): place for place in files}


def key_places(settings: Settings) -> dict[str, Path]:
    """Return where each key of the installation is kept, whether it was made or not."""
    return {
        contact_keys.FILE_NAME: settings.data_dir / contact_keys.FILE_NAME,
        installation_key.NAME: settings.data_dir / installation_key.NAME,
        "log.key": key_file(settings),
    }


def keys(settings: Settings) -> dict[str, Path]:
    """Return the keys of the installation that were made."""
    return {name: place for name, place in key_places(settings).items() if place.is_file()}


def _copy_database(engine: Engine, copied: Path) -> tuple[str, Head]:
    """Copy one moment of the database, and return its step and the head of its log."""
    if engine.dialect.name != "sqlite":
        with reading(engine) as connection:
            postgresql.dump(engine, connection, copied)
            return _read(connection)
    sqlite.copy(Path(str(engine.url.database)), copied)
    whole = build_engine(f"sqlite:///{copied}", must_exist=True)
    try:
        with reading(whole) as connection:
            return _read(connection)
    finally:
        whole.dispose()
        sqlite.settle(copied)


def _read(connection: Connection) -> tuple[str, Head]:
    step = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    head = DecisionLog().head(connection)
    return str(step), Head(head.sequence, head.hash)


@contextmanager
def beside(data_dir: Path, name: str) -> Iterator[Path]:
    """Give a folder inside of that of the data, only for its owner and gone afterwards.

    What is copied on the way is as private as what it is copied from, and lies nowhere else.
    """
    folder = Path(tempfile.mkdtemp(dir=data_dir, prefix=f".{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
