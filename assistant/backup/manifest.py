"""What a backup says of itself: when it was made, by which program, and the hash of each part."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Literal

from assistant.backup.errors import BackupError
from governance.log.chain import Head
from governance.moments import read_stamp

NAME = "manifest.json"
DATABASE = "database"
DOCUMENTS = "documents/"
KEYS = "keys/"
FORMAT = 1

Kind = Literal["sqlite", "postgresql"]


@dataclass(frozen=True)
class Part:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The first file of a backup. `head` is where the log was: it must be there after a restore."""

    at: datetime
    program: str
    step: str
    kind: Kind
    head: Head
    parts: tuple[Part, ...]

    @property
    def has_keys(self) -> bool:
        """Whether the keys of the installation are in it."""
        return any(part.name.startswith(KEYS) for part in self.parts)

    def write(self) -> bytes:
        """Return it as it is kept."""
        values = {"format": FORMAT, **asdict(self), "at": self.at.isoformat()}
        values["head"] = self.head._asdict()
        return json.dumps(values, ensure_ascii=False, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest of a backup.

    Raises:
        BackupError: it is not one that this program can read.
    """
    try:
        values: dict[str, Any] = json.loads(content)
        made_for = values.pop("format")
        if isinstance(made_for, int) and made_for > FORMAT:
            raise BackupError(
                "El respaldo es de una versión más nueva del programa. Actualízalo y repite."
            )
        parts = tuple(Part(**part) for part in values.pop("parts"))
        head, at = Head(**values.pop("head")), read_stamp(values.pop("at"))
        found = Manifest(at=at, head=head, parts=parts, **values)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BackupError("El archivo no es un respaldo del asistente.") from None
    if not all(_is_safe(part.name) for part in parts):
        raise BackupError("El respaldo nombra archivos que no debe tener. No se tocó nada.")
    return found


def _is_safe(name: str) -> bool:
    """Return whether a part stays inside the folder where it is put.

    >>> [_is_safe(n) for n in ("database", "documents/a.md", "documents/../x", "/etc/x", "otro")]
    [True, True, False, False, False]
    """
    path = PurePosixPath(name)
    is_ours = name == DATABASE or name.startswith((DOCUMENTS, KEYS))
    return is_ours and str(path) == name and not {"..", ""} & set(path.parts)
