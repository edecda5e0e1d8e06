"""How what staff did is shown: a form to choose which acts, and a table of them by pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

from assistant.desk.measures.board import Activity, Wanted
from governance.log.event import Event
from governance.registers.days import CHILE
from ui.panel.activity_words import STAFF_KINDS, kind_words, reason_words, shown_text, who_words
from ui.panel.systems_page import table

ACTIVITY = "/panel/actividad"


def activity_page(found: Activity, wanted: Wanted) -> str:
    """Return a page of acts, and the form to choose which."""
    posts = {official.id: official.name for official in found.officials}
    head = ("Momento", "Acto", "Quién", "Caso", "Detalle")
    rows = (
        (
            f"{event.at.astimezone(CHILE):%d/%m/%Y %H:%M:%S}",
            escape(kind_words(event.kind)),
            escape(who_words(event.by, posts)),
            str(event.case or "—"),
            escape(_detail(event, posts)) or "—",
        )
        for event in found.events
    )
    acts = (
        table("Actos, el último primero", head, rows)
        if found.events
        else "<p>No hay actos que mostrar. Cambia lo que pides arriba.</p>"
    )
    return (
        "<h1>Actividad</h1><p>Lo que hicieron los funcionarios, según el registro. No se muestra "
        "lo que se escribió en las conversaciones. Leer esta página también queda registrado.</p>"
        f"{_form(found, wanted)}{acts}{_pages(found, wanted)}"
    )


def _detail(event: Event, posts: Mapping[str, str]) -> str:
    to = f"a {who_words(event.to, posts)}" if event.to else ""
    return " · ".join(filter(None, (reason_words(event.reason), to, shown_text(event))))


def _form(found: Activity, wanted: Wanted) -> str:
    acts = ((kind, kind_words(kind)) for kind in STAFF_KINDS)
    posts = ((one.id, f"{one.id}, {one.name}") for one in found.officials)
    day = wanted.day.isoformat() if wanted.day else ""
    return (
        f'<form method="get" action="{ACTIVITY}"><p><label for="acto">Acto</label>'
        f'<select id="acto" name="acto">{_options(acts, wanted.kind or "")}</select></p>'
        '<p><label for="cargo">Cargo</label>'
        f'<select id="cargo" name="cargo">{_options(posts, wanted.official)}</select></p>'
        '<p><label for="dia">Día</label>'
        f'<input type="date" id="dia" name="dia" value="{day}"></p>'
        f'<p><button>Mostrar</button> <a href="{ACTIVITY}.csv?{_query(wanted)}">'
        "Descargar CSV</a></p></form>"
    )


def _options(choices: Iterable[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(words)}</option>"
        for value, words in [("", "Todos"), *choices]
    )


def _pages(found: Activity, wanted: Wanted) -> str:
    links = []
    if wanted.page > 1:
        links.append(f'<a href="{ACTIVITY}?{_query(wanted, wanted.page - 1)}">Más nuevos</a>')
    if found.has_more:
        links.append(f'<a href="{ACTIVITY}?{_query(wanted, wanted.page + 1)}">Más antiguos</a>')
    return f'<nav aria-label="Páginas"><p>{" ".join(links)}</p></nav>' if links else ""


def _query(wanted: Wanted, page: int = 1) -> str:
    asked = {
        "acto": wanted.kind or "",
        "cargo": wanted.official,
        "dia": wanted.day.isoformat() if wanted.day else "",
        "pagina": str(page) if page > 1 else "",
    }
    return escape(urlencode({name: value for name, value in asked.items() if value}))
