"""Tables as CSV files that a browser downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.responses import Response

from assistant.sheets import sheet_lines


def csv_response(filename: str, head: Sequence[str], lines: Iterable[Sequence[object]]) -> Response:
    """Return a table as a file; a cell without a value is empty."""
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "Cache-Control": "no-store",
    }
    return Response("".join(sheet_lines(head, lines)), 200, headers, "text/csv; charset=utf-8")
