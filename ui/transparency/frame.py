"""The frame of these pages: skip link, the pages beside it, and tables that a phone can read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import escape
from types import MappingProxyType

from governance.registers.days import CHILE, written
from ui.pages import page

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "/transparencia": "Qué es",
        "/transparencia/ficha": "Ficha",
        "/transparencia/catalogo": "Catálogo",
        "/transparencia/registro": "Qué se guarda",
        "/transparencia/cifras": "Cifras",
        "/transparencia/reclamos": "Reclamos",
        "/accesibilidad": "Accesibilidad",
    }
)


class Html(str):
    """Text that is HTML already: everything else is escaped."""


@dataclass(frozen=True)
class Sheet:
    """Something served: a page or a file. With a `filename`, the browser keeps it."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    filename: str = ""

    @cached_property
    def etag(self) -> str:
        """What changes when the content does (RFC 9110, 8.8.3)."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def sheet(path: str, title: str, parts: Iterable[str], institution: str) -> Sheet:
    """Return a page; `parts` are HTML already."""
    links = "\n".join(
        f'<li><a href="{address}"{_current(address == path)}>{escape(name)}</a></li>'
        for address, name in PAGES.items()
    )
    body = "\n".join(
        [
            '<a class="saltar" href="#contenido">Saltar al contenido</a>',
            f'<nav class="paginas" aria-label="Transparencia"><ul>\n{links}\n</ul></nav>',
            '<div id="contenido" class="abierto" tabindex="-1">',
            f"<h1>{escape(title)}</h1>",
            *filter(None, parts),
            "</div>",
            '<p class="volver"><a href="/">Ir al asistente</a> · '
            '<a href="/simple">Ir a la versión simple</a></p>',
        ]
    )
    return Sheet(bytes(page(f"{title} · Transparencia", body, institution).body))


def section(anchor: str, title: str, *parts: str) -> str:
    """Return a part of a page with its title."""
    inside = "\n".join(filter(None, parts))
    return (
        f'<section id="{anchor}" aria-labelledby="t-{anchor}">\n'
        f'<h2 id="t-{anchor}">{escape(title)}</h2>\n{inside}\n</section>'
    )


def paragraph(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{shown(text)}</p>"


def notice(text: str) -> str:
    """Return what must not be missed."""
    return f'<p class="aviso">{shown(text)}</p>'


def items(texts: Iterable[str]) -> str:
    """Return a list."""
    lines = "\n".join(f"<li>{shown(text)}</li>" for text in texts)
    return f"<ul>\n{lines}\n</ul>" if lines else ""


def terms(pairs: Iterable[tuple[str, str]]) -> str:
    """Return names with what they are."""
    lines = "\n".join(f"<dt>{shown(k)}</dt><dd>{shown(v)}</dd>" for k, v in pairs if v)
    return f"<dl>\n{lines}\n</dl>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column names its row; on a phone each row is a list."""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "\n".join(_row(head, row) for row in rows)
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{names}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"
    )


def link(address: str, words: str) -> Html:
    """Return a link."""
    return Html(f'<a href="{escape(address)}">{escape(words)}</a>')


def shown(text: str) -> str:
    """Return a text as HTML."""
    return text if isinstance(text, Html) else escape(text)


def moment(at: datetime) -> str:
    """Return when something was read, for a clock on a Chilean wall.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 21, 15, 5, tzinfo=UTC))
    '21/11/2026 a las 12:05'
    """
    local = at.astimezone(CHILE)
    return f"{written(local.date())} a las {local:%H:%M}"


def _row(head: Sequence[str], row: Sequence[str]) -> str:
    first, *rest = (
        f' data-columna="{escape(name)}">{shown(text)}'
        for name, text in zip(head, row, strict=True)
    )
    cells = "".join(f"<td{cell}</td>" for cell in rest)
    return f'<tr><th scope="row"{first}</th>{cells}</tr>'


def _current(is_here: bool) -> str:
    return ' aria-current="page"' if is_here else ""
