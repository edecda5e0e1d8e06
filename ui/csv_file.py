"""Tables as CSV files that a spreadsheet opens well and cannot be tricked by."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from starlette.responses import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With one of these at its beginning, a spreadsheet takes a text for a formula and runs it."""


def csv_response(filename: str, head: Sequence[str], lines: Iterable[Sequence[object]]) -> Response:
    """Return a table as a file; a cell without a value is empty."""
    out = StringIO()
    # Every cell in quotes: where the comma is decimal, spreadsheets divide at semicolons.
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in line] for line in lines)
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "Cache-Control": "no-store",
    }
    # The mark at the beginning is what tells Excel that accents are UTF-8.
    return Response(f"\ufeff{out.getvalue()}", 200, headers, "text/csv; charset=utf-8")


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
