"""Putting a backup back: proved before it takes its place, and without what was over since.

On SQLite all is done to a copy, which takes the place of the database at the end. On a server the
database itself is written, and is as it was if anything fails. What was there is kept aside.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, make_url

from assistant.backup import postgresql, sqlite
from assistant.backup.archive import Passphrase, read_archive
from assistant.backup.create import beside, key_places
from assistant.backup.errors import BackupError
from assistant.backup.manifest import DATABASE, DOCUMENTS, KEYS, Manifest
from assistant.backup.swap import swap
from assistant.database import build_engine, migrate, reading
from assistant.log_key import build_log, find_keys
from assistant.purging import Purge, Purged
from assistant.settings import Settings
from governance.log.chain import Verification

BuildPurge = Callable[[Settings, Engine], Purge]


@dataclass(frozen=True)
class Restored:
    """What was put back. `purged` is None where the log was altered: evidence is not erased."""

    manifest: Manifest
    verification: Verification
    purged: Purged | None
    aside: tuple[str, ...]
    """Where what was there before is kept: a folder, a schema, or nothing."""
    missing_keys: tuple[str, ...]


@dataclass(frozen=True)
class Restore:
    """Puts backups in the place of the records of an installation, which must not be in use."""

    settings: Settings
    build_purge: BuildPurge
    replaces: bool = False
    """Whether records that are there may be set aside."""

    def run(self, file: Path, passphrase: Passphrase, now: datetime) -> Restored:
        """Put `file` back.

        Raises:
            BackupError: it cannot be read or put back, or there is something there already.
            SettingsError: the log is signed, and its key is neither here nor in the backup.
            DatabaseError: the database cannot be used.
            OSError: the folder of the data cannot be written.
        """
        self.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with beside(self.settings.data_dir, "restaurando") as folder:
            manifest = read_archive(file, passphrase, folder)
            self._check_kind(manifest)
            new = self._new_files(folder)
            self._check_free(new)
            aside = f"{postgresql.ASIDE}{now.astimezone(UTC):%Y%m%d_%H%M%S}"
            if manifest.kind == "sqlite":
                verification, purged, kept = self._into_file(folder, manifest, now)
                new[folder / DATABASE] = self._database_file
            else:
                verification, purged, kept = self._into_server(folder, manifest, aside, now)
            old = self.settings.data_dir / aside
            if swap(tuple(new.items()), old):
                kept = (*kept, str(old))
            shutil.rmtree(self.settings.index_dir, ignore_errors=True)  # built again from the rest
        places = key_places(self.settings)
        missing = tuple(name for name, place in places.items() if not place.is_file())
        return Restored(manifest, verification, purged, kept, missing)

    @property
    def _database_file(self) -> Path:
        return Path(str(make_url(self.settings.database).database))

    def _check_kind(self, manifest: Manifest) -> None:
        is_file = make_url(self.settings.database).get_backend_name() == "sqlite"
        if is_file != (manifest.kind == "sqlite"):
            raise BackupError(
                f"El respaldo es de {manifest.kind}, y esta instalación usa otra base. Corrige "
                "ASISTENTE_DATABASE_URL y repite."
            )

    def _new_files(self, folder: Path) -> dict[Path, Path]:
        """Return the files of the backup that are not here yet, and the place of each."""
        found = {}
        if (folder / DOCUMENTS).exists() or self.settings.own_documents.exists():
            (folder / DOCUMENTS).mkdir(exist_ok=True)
            found[folder / DOCUMENTS] = self.settings.own_documents
        for name, place in key_places(self.settings).items():
            given = folder / KEYS / name
            is_same = given.exists() and place.exists() and given.read_bytes() == place.read_bytes()
            if given.exists() and not is_same:
                found[given] = place
        return found

    def _check_free(self, new: dict[Path, Path]) -> None:
        taken = [place for place in new.values() if place.is_file() or _has_files(place)]
        if make_url(self.settings.database).get_backend_name() == "sqlite":
            sqlite.check_alone(self._database_file)
            taken += [self._database_file] if self._database_file.exists() else []
        else:
            engine = build_engine(self.settings.database)
            try:
                postgresql.check_alone(engine)
                is_taken = not postgresql.is_empty(engine)
            finally:
                engine.dispose()
            taken += [Path("PostgreSQL")] if is_taken else []
        if taken and not self.replaces:
            named = ", ".join(str(place) for place in taken)
            raise BackupError(
                f"Ya hay datos aquí ({named}) y no se tocaron. Con --replace se apartan, sin "
                "borrarlos, y el respaldo toma su lugar."
            )

    def _into_file(
        self, folder: Path, manifest: Manifest, now: datetime
    ) -> tuple[Verification, Purged | None, tuple[str, ...]]:
        engine = build_engine(f"sqlite:///{folder / DATABASE}", must_exist=True)
        try:
            return (*self._prove(engine, folder, manifest, now), ())
        finally:
            engine.dispose()
            sqlite.settle(folder / DATABASE)

    def _into_server(
        self, folder: Path, manifest: Manifest, aside: str, now: datetime
    ) -> tuple[Verification, Purged | None, tuple[str, ...]]:
        engine = build_engine(self.settings.database)
        try:
            with postgresql.replaced(engine, folder / DATABASE, aside):
                proved = self._prove(engine, folder, manifest, now)
            was_empty = postgresql.drop_if_empty(engine, aside)
            return (*proved, () if was_empty else (f"PostgreSQL: {aside}",))
        finally:
            engine.dispose()

    def _prove(
        self, engine: Engine, folder: Path, manifest: Manifest, now: datetime
    ) -> tuple[Verification, Purged | None]:
        """Bring the restored database to this program's shape, prove its log, purge it."""
        settings = self.settings
        if (key := folder / KEYS / "log.key").exists():
            settings = settings.model_copy(update={"log_key": str(key)})
        migrate(engine)
        log = build_log(settings, engine)
        with reading(engine) as connection:
            found = log.verify(connection, [manifest.head], find_keys(settings))
        if not found.is_intact:
            return found, None
        # The backup stays as it is: a wrong clock loses nothing here.
        purged = self.build_purge(settings, engine).run(now, is_clock_sure=True)
        return found, purged


def _has_files(place: Path) -> bool:
    return place.is_dir() and any(place.iterdir())
