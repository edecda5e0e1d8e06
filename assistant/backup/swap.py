"""Files that take the place of others, all of them or none; what was there is kept aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from assistant.backup.sqlite import SIDES


def swap(pairs: Sequence[tuple[Path, Path]], aside: Path) -> bool:
    """Move each new file or folder to its place, and return whether something was there before.

    What was there is moved to the folder `aside`, which is made if it is needed.

    Raises:
        OSError: one cannot be moved; everything is as it was.
    """
    done: list[tuple[Path, Path]] = []
    try:
        for _, place in pairs:
            for old in (place, *(place.with_name(place.name + side) for side in SIDES)):
                if old.exists():
                    aside.mkdir(mode=0o700, exist_ok=True)
                    _move(old, aside / old.name, done)
        for new, place in pairs:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _move(new, place, done)
    except OSError:
        for source, target in reversed(done):
            shutil.move(target, source)
        raise
    for folder in {place.parent for _, place in pairs}:
        _keep(folder)
    return aside.exists()


def _move(source: Path, target: Path, done: list[tuple[Path, Path]]) -> None:
    shutil.move(source, target)
    done.append((source, target))


def _keep(folder: Path) -> None:
    """Have the new names survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
