"""A backup is whole or it is refused: every byte of it is proved, sealed or not."""

from __future__ import annotations

import gzip
import io
import secrets
import tarfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.backup.archive import measure, peek, read_archive, write_archive
from assistant.backup.errors import BackupError
from assistant.backup.manifest import Manifest
from assistant.backup.sealing import _COST, MAGIC
from governance.log.chain import Head

PASSPHRASE = "una clave de prueba"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key takes long on purpose, and these tests derive hundreds."""
    monkeypatch.setitem(_COST, "n", 2)


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    """Two files, one of them larger than a sealed piece."""
    folder = tmp_path / "origen"
    folder.mkdir()
    (folder / "base").write_bytes(bytes(range(256)) * 9000)
    (folder / "uno.md").write_text("Ñandú\n", encoding="utf-8")
    return {"database": folder / "base", "documents/a/uno.md": folder / "uno.md"}


@pytest.fixture
def manifest(sources: dict[str, Path]) -> Manifest:
    parts = tuple(measure(name, file) for name, file in sources.items())
    return Manifest(NOW, "0.1.0", "0004", "sqlite", Head(3, "a" * 64), parts)


def read(file: Path, into: Path | None = None, passphrase: str = PASSPHRASE) -> Manifest:
    return read_archive(file, lambda: passphrase, into)


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_what_was_kept_comes_back_and_only_its_owner_can_read_it(
    passphrase: str, manifest: Manifest, sources: dict[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / "r"
    write_archive(file, manifest, sources.__getitem__, passphrase)
    assert read(file, tmp_path / "vuelta") == manifest
    for name, source in sources.items():
        assert (tmp_path / "vuelta" / name).read_bytes() == source.read_bytes()
        assert (tmp_path / "vuelta" / name).stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0
    assert ("Ñandú".encode() in gzip_or_raw(file)) is not bool(passphrase)


def gzip_or_raw(file: Path) -> bytes:
    raw = file.read_bytes()
    return raw if raw.startswith(MAGIC) else gzip.decompress(raw)


def test_a_file_that_is_there_is_not_overwritten(
    manifest: Manifest, sources: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "r").write_text("otra cosa")
    with pytest.raises(BackupError, match="ya existe"):
        write_archive(tmp_path / "r", manifest, sources.__getitem__)
    assert (tmp_path / "r").read_text() == "otra cosa"
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(".")] == []


def test_one_that_fails_halfway_leaves_nothing(
    manifest: Manifest, sources: dict[str, Path], tmp_path: Path
) -> None:
    sources["documents/a/uno.md"].unlink()
    with pytest.raises(OSError):
        write_archive(tmp_path / "r", manifest, sources.__getitem__)
    assert [f.name for f in tmp_path.iterdir()] == ["origen"]


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_changed_byte_or_a_cut_end_is_noticed_anywhere(
    passphrase: str, manifest: Manifest, sources: dict[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / "r"
    write_archive(file, manifest, sources.__getitem__, passphrase)
    whole = file.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert _is_refused(file) or not passphrase and read(file) == manifest, "or means the same"
        file.write_bytes(whole[:place])
        with pytest.raises(BackupError):
            read(file)
    file.write_bytes(whole)
    assert read(file) == manifest


def _is_refused(file: Path) -> bool:
    try:
        read(file)
    except BackupError:
        return True
    return False


def test_pieces_of_a_sealed_backup_cannot_be_moved_or_dropped(
    manifest: Manifest, sources: dict[str, Path], tmp_path: Path
) -> None:
    sources["database"].write_bytes(secrets.token_bytes(3 << 20))
    parts = (measure("database", sources["database"]), manifest.parts[1])
    file, size = tmp_path / "r", (1 << 20) + 16
    write_archive(file, replace(manifest, parts=parts), sources.__getitem__, PASSPHRASE)
    whole = file.read_bytes()
    start = whole.index(b"\n", len(MAGIC)) + 1
    head, one, two, rest = (
        whole[:start],
        whole[start : start + size],
        whole[start + size : start + 2 * size],
        whole[start + 2 * size :],
    )
    for false in (head + two + one + rest, head + one + rest, head + one + two):
        file.write_bytes(false)
        with pytest.raises(BackupError):
            read(file)


def test_another_passphrase_opens_nothing(
    manifest: Manifest, sources: dict[str, Path], tmp_path: Path
) -> None:
    write_archive(tmp_path / "r", manifest, sources.__getitem__, PASSPHRASE)
    with pytest.raises(BackupError, match="la clave no es la suya"):
        read(tmp_path / "r", passphrase="otra clave larga")


@pytest.mark.parametrize("name", ["documents/../../fuera", "/etc/passwd", "otro", "documents/./x"])
def test_a_backup_that_names_a_place_outside_is_refused(
    name: str, manifest: Manifest, tmp_path: Path, sources: dict[str, Path]
) -> None:
    false = replace(manifest, parts=(replace(manifest.parts[1], name=name),))
    write_archive(tmp_path / "r", false, lambda _: sources["documents/a/uno.md"])
    with pytest.raises(BackupError, match="no debe tener"):
        read(tmp_path / "r", tmp_path / "vuelta")
    assert not (tmp_path / "vuelta").exists()


def test_a_link_or_a_file_that_was_not_declared_is_refused(
    manifest: Manifest, tmp_path: Path
) -> None:
    for kind in (tarfile.SYMTYPE, tarfile.REGTYPE):
        with gzip.open(tmp_path / "r", "wb") as packed:
            with tarfile.open(fileobj=packed, mode="w|") as tar:
                content = manifest.write()
                first = tarfile.TarInfo("manifest.json")
                first.size = len(content)
                tar.addfile(first, io.BytesIO(content))
                other = tarfile.TarInfo("database" if kind == tarfile.SYMTYPE else "documents/z")
                other.type, other.linkname = kind, "/etc/passwd"
                tar.addfile(other)
        with pytest.raises(BackupError, match="no declara"):
            read(tmp_path / "r", tmp_path / "vuelta")


@pytest.mark.parametrize("content", [b"", b"una carta", gzip.compress(b"una carta"), MAGIC + b"x"])
def test_a_file_that_is_no_backup_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(content)
    with pytest.raises(BackupError, match="no es un respaldo"):
        read(tmp_path / "r")


def test_a_backup_of_a_newer_program_is_left_alone(
    manifest: Manifest, sources: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.backup.manifest.FORMAT", 2)
    write_archive(tmp_path / "r", manifest, sources.__getitem__)
    monkeypatch.undo()
    with pytest.raises(BackupError, match="más nueva"):
        peek(tmp_path / "r")
