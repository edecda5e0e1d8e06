"""A SQLite database, copied whole while others write, and put in the place of another."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from assistant.backup.errors import BackupError
from assistant.database import PATIENCE_S, DatabaseDamaged

SIDES = ("-wal", "-shm", "-journal")
"""What belongs to a database besides its file, which may lack what was last written."""


def copy(source: Path, target: Path) -> None:
    """Copy one moment of `source` to `target`, one file that needs no journal.

    Writers go on meanwhile: SQLite's own backup reads one moment, and in WAL mode nobody waits.

    Raises:
        DatabaseDamaged: the copy is not a whole database.
        sqlite3.Error: it could not be read or written.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source, timeout=PATIENCE_S)) as live:
        with closing(sqlite3.connect(target)) as kept:
            live.backup(kept)
            check(kept, source)
    settle(target)


def settle(file: Path) -> None:
    """Leave everything of a database in its file, without a journal beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def check(connection: sqlite3.Connection, where: Path) -> None:
    """Look at every page.

    Raises:
        DatabaseDamaged: one is not as it should be.
    """
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise DatabaseDamaged(f"{where}: la base está dañada. Restaura un respaldo anterior.")


def check_alone(file: Path) -> None:
    """Notice whoever else has the database of `file` open; its journal is written into it.

    Raises:
        BackupError: somebody has.
    """
    if not file.exists():
        return
    with closing(sqlite3.connect(file, timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise BackupError(
                f"{file}: alguien la usa. Detén el asistente y todo lo que la tenga abierta, y "
                "repite. No se tocó nada."
            ) from None
        except sqlite3.DatabaseError:
            pass  # it is damaged, which is why a backup is being put back
