"""The file of a backup: a compressed tar, sealed with a passphrase if one is given.

It is written beside its place and put there when it is whole; nobody but its owner can read it.
"""

from __future__ import annotations

import gzip
import io
import os
import secrets
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO, cast

from assistant.backup.errors import BackupError
from assistant.backup.manifest import NAME, Manifest, Part, read_manifest
from assistant.backup.sealing import MAGIC, Sealing, Unsealing
from governance.moments import stamp

_LEVEL = 3
"""How hard gzip tries: most of what it can gain, at disk speed."""

_MOST_MANIFEST = 64 << 20

_BROKEN = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError)
"""What the libraries say of a file that is not as they would have written it."""

Passphrase = Callable[[], str]
"""Asks for the passphrase, and is asked only if one is needed."""


def measure(name: str, file: Path) -> Part:
    """Return what the manifest says of a file."""
    with file.open("rb") as opened:
        digest = sha256()
        while piece := opened.read(1 << 20):
            digest.update(piece)
        return Part(name, opened.tell(), digest.hexdigest())


def write_archive(
    file: Path, manifest: Manifest, sources: Callable[[str], Path], passphrase: str = ""
) -> None:
    """Write the backup that `manifest` describes; `sources` says where each part is.

    Raises:
        BackupError: there is a file of that name already.
        OSError: it cannot be written; nothing was left.
    """
    with _whole(file) as opened:
        sealed = Sealing(opened, passphrase, stamp(manifest.at)) if passphrase else None
        target = cast(BinaryIO, sealed or opened)
        with gzip.GzipFile("", "wb", _LEVEL, target, mtime=0) as packed:
            with tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                _add(tar, NAME, io.BytesIO(content := manifest.write()), len(content))
                for part in manifest.parts:
                    with sources(part.name).open("rb") as source:
                        _add(tar, part.name, source, part.size)
        if sealed is not None:
            sealed.finish()


def read_archive(file: Path, passphrase: Passphrase, into: Path | None) -> Manifest:
    """Return what a backup says of itself once every part proved to be as it says.

    The parts are left under the folder `into`, if one is given.

    Raises:
        BackupError: it is no backup of ours, or it was changed or cut, or the passphrase is wrong.
    """
    try:
        with _opened(file, passphrase) as tar:
            members = iter(tar)
            manifest = _manifest(tar, next(members, None))
            waiting = {part.name: part for part in manifest.parts}
            for member in members:
                part = waiting.pop(member.name, None)
                content = tar.extractfile(member) if member.isreg() else None
                if part is None or content is None:
                    raise BackupError(f"{file}: trae archivos que no declara. No se tocó nada.")
                _take(content, part, into)
    except _BROKEN:
        raise BackupError(
            f"{file}: no es un respaldo del asistente, o quedó cortado o dañado. Usa otro."
        ) from None
    if waiting:
        raise BackupError(f"{file}: le faltan archivos. Usa otro respaldo.")
    return manifest


def peek(file: Path) -> Manifest:
    """Return what a backup that is not sealed says of itself, unproved.

    Raises:
        BackupError: it is no such backup.
    """
    try:
        with gzip.open(file) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            return _manifest(tar, next(iter(tar), None))
    except _BROKEN:
        raise BackupError(f"{file}: no es un respaldo del asistente.") from None


@contextmanager
def _opened(file: Path, passphrase: Passphrase) -> Iterator[tarfile.TarFile]:
    with file.open("rb") as opened:
        is_sealed = opened.read(len(MAGIC)) == MAGIC
        opened.seek(0)
        plain = Unsealing(opened, passphrase()) if is_sealed else opened
        with gzip.GzipFile(fileobj=cast(BinaryIO, plain), mode="rb") as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                yield tar
            while packed.read(1 << 20):  # to the end: there the last piece proves itself
                pass


def _manifest(tar: tarfile.TarFile, first: tarfile.TarInfo | None) -> Manifest:
    is_ours = first is not None and first.name == NAME and first.size <= _MOST_MANIFEST
    content = tar.extractfile(first) if first is not None and is_ours and first.isreg() else None
    if content is None:
        raise BackupError("El archivo no es un respaldo del asistente.")
    return read_manifest(content.read())


def _take(content: IO[bytes], part: Part, into: Path | None) -> None:
    place = into / part.name if into else Path(os.devnull)
    if into:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = sha256(), 0
    handle = os.open(place, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as out:
        while piece := content.read(1 << 20):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
        if into:
            out.flush()
            os.fsync(out.fileno())
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise BackupError(f"«{part.name}» no es como se respaldó: el archivo se dañó. Usa otro.")


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, source)


@contextmanager
def _whole(file: Path) -> Iterator[BinaryIO]:
    """Give a file that takes its place when it is whole, and not if there is one already."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        os.link(beside, file)
    except FileExistsError:
        raise BackupError(f"{file}: ya existe. Elige otro nombre; no se tocó.") from None
    finally:
        beside.unlink()
