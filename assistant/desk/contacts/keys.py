"""The keys that seal contacts: those of the configuration or, without any, one in a file.

Each is 32 random bytes written in base64. The first one seals; the others only open what was sealed
before the keys were changed.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant.key_file import write_once
from assistant.settings import Settings, SettingsError

KEY_BYTES = 32
FILE_NAME = "contact.key"


class ContactKeys(Protocol):
    """Where the keys are."""

    def read(self) -> tuple[bytes, ...]:
        """Return the keys there are, the one that seals first; none before the first contact."""
        ...

    def ready(self) -> bytes:
        """Return the key that seals, made now if there is none."""
        ...

    def is_exposed(self) -> bool:
        """Return whether other users of this machine can read them where we keep them."""
        ...


@dataclass(frozen=True)
class ConfiguredKeys:
    """The keys of the configuration, at least one."""

    keys: tuple[bytes, ...] = field(repr=False)

    def read(self) -> tuple[bytes, ...]:
        """Return them all."""
        return self.keys

    def ready(self) -> bytes:
        """Return the first."""
        return self.keys[0]

    def is_exposed(self) -> bool:
        """Return that they cannot: whoever configured them keeps them."""
        return False


@dataclass(frozen=True)
class KeyInFile:
    """One key in a file that only this installation can read, made at its first use."""

    file: Path

    def read(self) -> tuple[bytes, ...]:
        """Return the key of the file, or none while there is no file.

        Raises:
            SettingsError: the file holds no key.
        """
        try:
            text = self.file.read_text(encoding="ascii")
        except FileNotFoundError:
            return ()
        except UnicodeDecodeError:
            text = ""
        return (_read_key(text, str(self.file)),)

    def ready(self) -> bytes:
        """Return the key of the file, made now if there is none."""
        if not self.file.exists():
            write_once(self.file, _write_key(secrets.token_bytes(KEY_BYTES)))
        return self.read()[0]

    def is_exposed(self) -> bool:
        """Return whether the file is there and not for its owner alone."""
        return self.file.exists() and bool(self.file.stat().st_mode & 0o077)


def build_keys(settings: Settings) -> ContactKeys:
    """Return the keys of `settings`.

    Raises:
        SettingsError: one of the configured keys is not a key; it is not repeated.
    """
    texts = settings.contact_keys.get_secret_value().split(",")
    if texts == [""]:
        return KeyInFile(settings.data_dir / FILE_NAME)
    where = "ASISTENTE_CONTACT_KEYS"
    return ConfiguredKeys(
        tuple(_read_key(text, f"{where} ({n})") for n, text in enumerate(texts, start=1))
    )


def _write_key(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def _read_key(text: str, where: str) -> bytes:
    text = text.strip().rstrip("=")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"{where}: no es una clave de contactos. Son {KEY_BYTES} bytes al azar en base64, como "
            "los que da «python3 -c 'import secrets; print(secrets.token_urlsafe(32))'». Varias "
            "van separadas por comas. Si la tenías, restáurala de un respaldo: docs/atencion.md."
        )
    return key
