"""The secret of this installation with which accounts are kept: a file that only it can read.

It makes keyed hashes (nobody learns a RUN by trying them all) and seals what a browser carries for
us. Several machines on one database need copies of the same file.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

NAME = "accounts.key"
_BYTES = 32


class KeyFileError(Exception):
    """The file of the key cannot be used; raised with what to do, and never with the key."""


@dataclass(frozen=True)
class InstallationKey:
    """Makes what needs the secret, one derived key for each purpose."""

    secret: bytes = field(repr=False)

    def mark(self, purpose: str, text: str) -> str:
        """Return a keyed hash of `text`, in hexadecimal: the same only here and for `purpose`."""
        return hmac.new(self._of(purpose), text.encode("utf-8", "replace"), sha256).hexdigest()

    def is_mark(self, purpose: str, text: str, given: str) -> bool:
        """Return whether `given` is the keyed hash of `text`."""
        expected = self.mark(purpose, text).encode()
        return hmac.compare_digest(expected, given.encode("utf-8", "replace"))

    def for_sealing(self, purpose: str) -> bytes:
        """Return a key of Fernet."""
        return base64.urlsafe_b64encode(self._of(purpose))

    def _of(self, purpose: str) -> bytes:
        return hmac.new(self.secret, purpose.encode(), sha256).digest()


def load_key(folder: Path) -> InstallationKey:
    """Return the key that is kept in `folder`, made the first time; safe from several processes.

    Raises:
        KeyFileError: the file holds no key.
    """
    file = folder / NAME
    if not file.exists():
        _make(file)
    try:
        secret = bytes.fromhex(file.read_text(encoding="ascii"))
    except ValueError:
        secret = b""
    if len(secret) != _BYTES:
        raise KeyFileError(
            f"{file}: no es una clave. Restaura un respaldo de ese archivo. Si no lo hay, bórralo: "
            "se hará otra, y habrá que vincular de nuevo las identidades («asistente staff link»)."
        )
    return InstallationKey(secret)


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole = file.with_name(f"{NAME}.{secrets.token_hex(8)}")
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(secrets.token_bytes(_BYTES).hex())
            opened.flush()
            os.fsync(opened.fileno())
        os.link(whole, file)  # it appears whole, and only if nobody made one first
    except FileExistsError:
        pass  # another process was faster: theirs is the key
    finally:
        whole.unlink()
