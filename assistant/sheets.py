"""Rows for spreadsheets: a sheet opens well and cannot be tricked by what somebody wrote.

A cell that begins like a formula is run by the spreadsheet that opens it (CSV injection, OWASP):
an apostrophe before it keeps it a text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"
"""At the beginning of a file, it tells Excel that accents are UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With one of these at its beginning, a spreadsheet takes a text for a formula and runs it."""


def sheet_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a table as the lines of a CSV file, the byte order mark first.

    A cell without a value is empty. Every cell is in quotes: where the comma is decimal,
    spreadsheets divide at semicolons.
    """
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    out.write(BYTE_ORDER_MARK)
    writer.writerow(head)
    for row in rows:
        yield _taken(out)
        writer.writerow([safe_cell(cell) for cell in row])
    yield _taken(out)


def safe_cell(cell: object) -> object:
    """Return a cell that no spreadsheet runs.

    >>> safe_cell("=1+1"), safe_cell(" @SUM(A1)"), safe_cell(-3), safe_cell("Hola")
    ("'=1+1", "' @SUM(A1)", -3, 'Hola')
    """
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def one_line(text: str) -> str:
    r"""Return a text without line breaks or signs that no spreadsheet shows, so a row is one.

    >>> one_line("Sí.\n\nHasta\x00 marzo")
    'Sí. ⏎ Hasta marzo'
    """
    shown = " ⏎ ".join(filter(None, (line.strip() for line in text.splitlines())))
    return shown if shown.isprintable() else "".join(c for c in shown if c.isprintable())


def _taken(out: StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
