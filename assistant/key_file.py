"""A file with a secret of the installation: made once, whole, and readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_once(file: Path, content: str) -> None:
    """Write `content`, unless the file is there: of several processes at once, the first one wins.

    Raises:
        OSError: the folder does not take it; nothing was left half written.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(whole, file)  # it appears whole, and only if nobody made one first
        _keep(file.parent)
    except FileExistsError:
        pass
    finally:
        whole.unlink()


def _keep(folder: Path) -> None:
    """Have the name of a new file survive a power cut: what it seals must stay readable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
