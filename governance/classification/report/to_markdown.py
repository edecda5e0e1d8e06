"""A document as Markdown with tables, everything that a person wrote escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from governance.classification.report.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
    Table,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$^])")
_STARTS_BLOCK = re.compile(r"^([-+=:]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])")


def to_markdown(document: Document) -> str:
    """Return the document as Markdown, ending in a line break."""
    parts = [f"# {escape(document.title)}", _opening(document.subtitle)]
    parts += [_block(block) for block in document.blocks]
    parts += ["---", _opening(document.footer)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    r"""Return `text` so that Markdown shows it letter by letter in the middle of a line.

    >>> print(escape("a|b <script> si_base"))
    a\|b \<script\> si\_base
    """
    text = _SPECIAL.sub(r"\\\1", text)
    # An address written by anybody must not become a link of an official document.
    return _ADDRESS.sub(r"\1\\", text)


def _opening(text: str) -> str:
    """Return `text` for the start of a line, where a dash or a number would open a list."""
    return _STARTS_BLOCK.sub(
        lambda start: f"{start[1]}\\" if start[1].isdigit() else f"\\{start[1]}", escape(text)
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(text, lead):
            return f"**{escape(lead)}** {escape(text)}".rstrip() if lead else _opening(text)
        case Bullets(items, numbered):
            return _list(items, numbered)
        case Notice(title, text, _, items):
            lines = [f"**{escape(title)}.** {escape(text)}"]
            lines += ["", *_list(items).splitlines()] if items else []
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case Table():
            return _table(block)


def _list(items: Iterable[str], numbered: bool = False) -> str:
    return "\n".join(
        f"{f'{number}.' if numbered else '-'} {_opening(item)}"
        for number, item in enumerate(items, 1)
    )


def _table(table: Table) -> str:
    lines = [table.header, ("---",) * len(table.header), *table.rows]
    escaped = [line if number == 1 else map(escape, line) for number, line in enumerate(lines)]
    rows = "\n".join(f"| {' | '.join(cells)} |" for cells in escaped)
    return f"**{escape(table.caption)}**\n\n{rows}"
