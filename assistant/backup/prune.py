"""Backups that are too old to be kept: what they hold was to be erased."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from assistant.backup.archive import peek
from assistant.backup.errors import BackupError
from assistant.backup.sealing import MAGIC, read_header
from governance.moments import read_stamp


@dataclass(frozen=True)
class Pruned:
    """The backups that were deleted, and those that are left, oldest first."""

    deleted: tuple[Path, ...]
    left: tuple[Path, ...]


def made_at(file: Path) -> datetime:
    """Return when a backup was made, by what it says itself: copying it changes nothing.

    Raises:
        BackupError: it is no backup of ours.
        OSError: it cannot be read.
    """
    with file.open("rb") as opened:
        if opened.read(len(MAGIC)) != MAGIC:
            return peek(file).at
        try:
            return read_stamp(json.loads(read_header(opened))["at"])
        except ValueError:
            raise BackupError(f"{file}: no es un respaldo del asistente.") from None


def prune(folder: Path, now: datetime, days: int) -> Pruned:
    """Delete the backups of `folder` made more than `days` days ago; nothing else is touched.

    Raises:
        OSError: the folder cannot be read, or one cannot be deleted.
    """
    found: list[tuple[datetime, Path]] = []
    for file in folder.iterdir():
        if file.is_file() and not file.is_symlink():
            try:
                found.append((made_at(file), file))
            except BackupError:
                continue
    before = now - timedelta(days=days)
    deleted = [file for at, file in sorted(found) if at < before]
    for file in deleted:
        file.unlink()
    left = tuple(file for at, file in sorted(found) if at >= before)
    return Pruned(tuple(deleted), left)
