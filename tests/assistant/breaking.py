"""Ways to break what the records live on, and to mend it while the program runs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, event


def file_of(engine: Engine) -> Path:
    """The file of a SQLite database."""
    return Path(str(engine.url.database))


def plainly(engine: Engine, *statements: str) -> None:
    """Run statements as somebody outside of the program would."""
    plain = sqlite3.connect(file_of(engine), isolation_level=None)
    for statement in statements:
        plain.execute(statement).fetchall()
    plain.close()


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """No new page fits in the database, for anybody of this process."""
    engine.dispose()
    plainly(engine, "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM")
    pages = file_of(engine).stat().st_size // 4096

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def without_head(engine: Engine) -> Iterator[None]:
    """The head of the log cannot be found."""
    plainly(engine, "ALTER TABLE decision_log_head RENAME TO gone")
    try:
        yield
    finally:
        plainly(engine, "ALTER TABLE gone RENAME TO decision_log_head")


def tmpfs(folder: Path) -> bool:
    """Mount a disk of two and a half megabytes; False where this is not allowed."""
    if os.geteuid() != 0 or not (mount := shutil.which("mount")):
        return False
    order = [mount, "-t", "tmpfs", "-o", "size=2560k", "tmpfs", str(folder)]
    return subprocess.run(order, capture_output=True).returncode == 0


def unmount(folder: Path) -> None:
    """Take that disk away."""
    subprocess.run(["umount", "--lazy", str(folder)], check=True, capture_output=True)
