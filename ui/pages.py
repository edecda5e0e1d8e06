"""The plain pages: no script, one small style sheet, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from starlette.responses import HTMLResponse

from ui.assets import version_of

_PAGE = """<!doctype html>
<html lang="es-CL">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css?v={version}">
</head>
<body>
<header><p>{institution}</p></header>
<main>
{body}
</main>
</body>
</html>
"""


def page(title: str, body: str, institution: str = "", status: int = 200) -> HTMLResponse:
    """Return a page; `body` is HTML already, the rest is escaped."""
    return HTMLResponse(
        _PAGE.format(
            title=escape(title),
            institution=escape(institution),
            body=body,
            version=version_of("page.css"),
        ),
        status,
        {"Cache-Control": "no-cache"},
    )


def words_page(status: int, title: str, text: str, institution: str = "") -> HTMLResponse:
    """Return a page that says what happened and how to go on."""
    body = (
        f'<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n<p><a href="/">Ir al asistente</a></p>'
    )
    return page(title, body, institution, status)


def to_html(text: str) -> str:
    r"""Return light Markdown (paragraphs and «- » lists) as HTML, everything else escaped.

    >>> to_html("Hola:\n- <b>uno</b>\n- dos")
    '<p>Hola:</p>\n<ul>\n<li>&lt;b&gt;uno&lt;/b&gt;</li>\n<li>dos</li>\n</ul>'
    """
    blocks: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        lines = (line.strip() for line in paragraph.splitlines())
        for is_list, group in groupby((x for x in lines if x), lambda x: x.startswith("- ")):
            found = list(group)
            blocks.append(_list(found) if is_list else f"<p>{'<br>'.join(map(escape, found))}</p>")
    return "\n".join(blocks)


def _list(lines: Iterable[str]) -> str:
    items = "\n".join(f"<li>{escape(line[2:])}</li>" for line in lines)
    return f"<ul>\n{items}\n</ul>"
