"""A document as one HTML page: it asks nobody for anything, prints well and can be heard."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from governance.classification.report.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
    Table,
)

_STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff;
  max-width: 62rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin-bottom: .25rem; }
h2 { font-size: 1.25rem; border-bottom: 2px solid #1f4e79; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin-top: 1.5rem; }
.aviso, .alto, .nota { border-left: .4rem solid #1f4e79; background: #eef4fa;
  padding: .5rem 1rem; margin: 1rem 0; }
.aviso p, .alto p, .nota p { margin: .25rem 0; }
.aviso { border-color: #8a5a00; background: #fff6e0; }
.alto { border-color: #a4001d; background: #fdecee; }
.tabla { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left;
  vertical-align: top; min-width: 5rem; }
thead th { background: #e6ecf2; }
tbody th { font-weight: 600; }
footer { margin-top: 2rem; border-top: 1px solid #767676; font-size: .85rem; }
@page { size: letter; margin: 18mm; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; }
  thead { display: table-header-group; } h2, h3, caption { break-after: avoid; }
  tr, .aviso, .alto, .nota { break-inside: avoid; } .tabla { overflow: visible; } }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(document: Document) -> str:
    """Return the document as a self-contained page in Spanish of Chile."""
    body = "\n".join(_block(block) for block in document.blocks)
    return f"""<!DOCTYPE html>
<html lang="es-CL">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{escape(document.title)}</h1>
<p>{escape(document.subtitle)}</p>
</header>
<main>
{body}
</main>
<footer><p>{escape(document.footer)}</p></footer>
</body>
</html>
"""


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text, lead):
            return f"<p>{f'<strong>{escape(lead)}</strong> ' if lead else ''}{escape(text)}</p>"
        case Bullets(items, numbered):
            return _list(items, "ol" if numbered else "ul")
        case Notice(title, text, tone, items):
            inside = f"<p><strong>{escape(title)}.</strong> {escape(text)}</p>"
            inside += _list(items, "ul") if items else ""
            return f'<div class="{tone}" role="note">{inside}</div>'
        case Table():
            return _table(block)


def _list(items: Iterable[str], tag: str) -> str:
    return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{tag}>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in table.rows
    )
    caption = escape(table.caption)
    sizes = "".join(f'<col style="width:{100 * w // sum(table.widths)}%">' for w in table.widths)
    return (
        # A wide table scrolls by itself; to scroll with the keyboard it must take the focus.
        f'<div class="tabla" role="region" tabindex="0" aria-label="{caption}">\n'
        f"<table>\n<caption>{caption}</caption>\n<colgroup>{sizes}</colgroup>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )
