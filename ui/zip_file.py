"""A file that was made for one person, handed over a piece at a time and gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse

_PIECE = 1 << 18


def export_name(day: date) -> str:
    """Return what the export of a day is called.

    >>> export_name(date(2026, 3, 2))
    'auditoria-2026-03-02.zip'
    """
    return f"auditoria-{day.isoformat()}.zip"


def zip_response(file: BinaryIO, name: str) -> StreamingResponse:
    """Return a ZIP file, which is closed when it was sent or nobody wants it any more."""
    file.seek(0, 2)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(file.tell()),
        "Cache-Control": "no-store",
    }
    file.seek(0)
    closing = BackgroundTask(file.close)
    return StreamingResponse(_pieces(file), 200, headers, "application/zip", closing)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
