"""Encryption of a backup with a passphrase, a piece at a time.

The key comes from the passphrase with scrypt (RFC 7914) and a salt of the file's own. Each piece is
sealed with AES-256-GCM under its number and whether it is the last, as in the STREAM construction
(Hoang, Reyhanitabar, Rogaway and Vizár, 2015): pieces that are changed, moved or cut off are
noticed, and nothing of a false piece is given out.
"""

from __future__ import annotations

import io
import json
import os
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assistant.backup.errors import BackupError

MAGIC = b"asistente-respaldo-cifrado 1\n"
SHORTEST_PASSPHRASE = 12
_PIECE = 1 << 20
_TAG = 16
_SALT = 16
_COST = {"n": 1 << 15, "r": 8, "p": 1}


class Sealing(io.RawIOBase):
    """Writes what it is given to a file, sealed; the end is written when it is closed."""

    def __init__(self, target: BinaryIO, passphrase: str, at: str) -> None:
        """Write the header: when the backup was made, which is no secret, and the salt."""
        salt = secrets.token_bytes(_SALT)
        header = json.dumps({"at": at, "salt": salt.hex()}).encode() + b"\n"
        target.write(MAGIC + header)
        self._target, self._header = target, MAGIC + header
        self._box = AESGCM(_derive(passphrase, salt))
        self._rest, self._number = bytearray(), 0

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take `data`; full pieces are sealed at once."""
        self._rest += data
        while len(self._rest) > _PIECE:  # the last piece, full or not, is left for the end
            self._seal(bytes(self._rest[:_PIECE]), is_last=False)
            del self._rest[:_PIECE]
        return len(data)

    def finish(self) -> None:
        """Seal the last piece: without it, whoever reads knows that the file was cut."""
        self._seal(bytes(self._rest), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last)
        self._target.write(self._box.encrypt(nonce, piece, self._header))
        self._number += 1


class Unsealing(io.RawIOBase):
    """Reads what `Sealing` wrote, piece by proved piece."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        """Read the header of a file that begins with `MAGIC`.

        Raises:
            BackupError: it is not one.
        """
        header = read_header(source)
        self._source = source
        self._header = MAGIC + header
        self._box = AESGCM(_derive(passphrase, bytes.fromhex(json.loads(header)["salt"])))
        self._next = source.read(_PIECE + _TAG)
        self._rest, self._number = b"", 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Give what comes next.

        Raises:
            BackupError: the passphrase is another, or the file was changed or cut.
        """
        if not self._rest and self._next:
            self._rest = self._open()
        given = self._rest[: len(buffer)]
        buffer[: len(given)] = given
        self._rest = self._rest[len(given) :]
        return len(given)

    def _open(self) -> bytes:
        piece, self._next = self._next, self._source.read(_PIECE + _TAG)
        try:
            opened = self._box.decrypt(_nonce(self._number, not self._next), piece, self._header)
        except InvalidTag:
            raise BackupError(
                "No se puede abrir el respaldo: la clave no es la suya, o el archivo fue alterado "
                "o quedó cortado. Revisa la clave; si es la correcta, usa otro respaldo."
            ) from None
        self._number += 1
        return opened


def read_header(source: BinaryIO) -> bytes:
    """Return the line after `MAGIC`, and leave `source` where the sealed pieces begin.

    Raises:
        BackupError: it is not a sealed backup.
    """
    source.seek(len(MAGIC), os.SEEK_SET)
    header = source.readline(1024)
    try:
        values = json.loads(header)
        is_ours = len(bytes.fromhex(values["salt"])) == _SALT and isinstance(values["at"], str)
    except (ValueError, TypeError, KeyError):
        is_ours = False
    if not is_ours:
        raise BackupError("El archivo no es un respaldo del asistente, o su comienzo se dañó.")
    return header


def _derive(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_COST).derive(passphrase.encode())


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
