"""An export as one ZIP file, written a piece at a time: a year of log does not fit in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection

from assistant.desk.audit.cover import Cover, Written, manifest_text
from assistant.desk.audit.guide import guide_text
from assistant.desk.audit.schema import schema_text
from assistant.desk.audit.sheets import decision_sheet, event_sheet
from governance.log.chain import Verification
from governance.log.decision_log import DecisionLog, verify_export
from governance.log.signing import write_public_pem
from governance.registers.days import CHILE

VERIFIER = Path(__file__).with_name("verificar.py")
LOG, DECISIONS, EVENTS = "registro.jsonl", "decisiones.csv", "eventos.csv"
DAYS, KEY = "cabezas.jsonl", "clave-publica.pem"


def write_archive(
    out: BinaryIO, connection: Connection, log: DecisionLog, cover: Cover
) -> Verification:
    """Return what verifying the log found, having written the export of it to `out`.

    The log is always whole, so that anybody can verify it; only the tables are of some days. What
    is wrong in it is written in the manifest, and keeps nobody from having it.

    Raises:
        LogDamaged: the head of the log is gone.
    """
    archive = Archive(out, cover.at)
    with archive.member(LOG) as write:
        keys = log.key.keys if log.key else None
        found = verify_export(_passed_on(log.export(connection), write), keys=keys)
    archive.add(DECISIONS, decision_sheet(connection, cover.period))
    archive.add(EVENTS, event_sheet(connection, cover.period))
    if log.key is not None:
        archive.add(DAYS, (f"{day.line()}\n" for day in log.signed_days(connection)))
        archive.add(KEY, map(write_public_pem, log.key.keys.keys))
    archive.add("esquema.json", [schema_text()])
    archive.add(VERIFIER.name, [VERIFIER.read_text(encoding="utf-8")])
    archive.add("LEEME.md", [guide_text(cover, found)])
    archive.add("manifiesto.json", [manifest_text(cover, archive.files, found)])
    archive.close()
    return found


class Archive:
    """A ZIP file being written; `files` is what it holds so far."""

    def __init__(self, out: BinaryIO, at: datetime) -> None:
        """Write to `out`, dating every file `at`."""
        self.files: dict[str, Written] = {}
        self._zip = ZipFile(out, "w", ZIP_DEFLATED)
        self._date = at.astimezone(CHILE).timetuple()[:6]

    def add(self, name: str, pieces: Iterable[str]) -> None:
        """Write a file, piece by piece."""
        with self.member(name) as write:
            for piece in pieces:
                write(piece)

    @contextmanager
    def member(self, name: str) -> Iterator[_Writer]:
        """Give what writes to a file of the archive, until the end of the `with`."""
        info = ZipInfo(name, self._date)
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as member:
            writer = _Writer(member)
            yield writer
        self.files[name] = Written(writer.digest.hexdigest(), writer.bytes)

    def close(self) -> None:
        """Write the index of the archive, without which it is none."""
        self._zip.close()


class _Writer:
    """Writes text to a file of the archive, and keeps count of it."""

    def __init__(self, member: IO[bytes]) -> None:
        self.digest = hashlib.sha256()
        self.bytes = 0
        self._member = member

    def __call__(self, text: str) -> None:
        data = text.encode()
        self.digest.update(data)
        self.bytes += len(data)
        self._member.write(data)


def _passed_on(lines: Iterable[str], write: _Writer) -> Iterator[str]:
    for line in lines:
        write(f"{line}\n")
        yield line
