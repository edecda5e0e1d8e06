"""The environment of the peers that this program does not bring: made when asked, kept, pinned."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

PINS = Path(__file__).with_name("peers.txt")
_STAMP = ".installed"


class EnvironmentUnavailable(Exception):
    """The packages of a peer cannot be installed; raised with why and what to do, in Spanish."""


def ensure_environment(folder: Path, pins: Path = PINS) -> Path:
    """Return the Python of the environment in `folder`, made anew unless it is as `pins` say.

    Raises:
        EnvironmentUnavailable: uv is not here, or the packages cannot be fetched.
    """
    python, stamp = folder / "bin" / "python", folder / _STAMP
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    if python.exists() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return python
    stamp.unlink(missing_ok=True)
    _uv("venv", "--clear", "--python", sys.executable, str(folder))
    _uv("pip", "sync", "--compile-bytecode", "--python", str(python), str(pins))
    stamp.write_text(wanted, encoding="ascii")
    return python


def _uv(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "uv", *words], capture_output=True, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["sin más detalle"]
        raise EnvironmentUnavailable(
            f"no se pudo instalar lo de {PINS.name} ({last[0].strip()}). Hace falta uv, que trae "
            "`make setup`, y llegar al índice de paquetes de Python."
        )
