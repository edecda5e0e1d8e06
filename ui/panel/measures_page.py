"""How the measures are shown: the figures in tables, and the plots with their figures in words."""

from __future__ import annotations

from html import escape
from itertools import groupby

from assistant.desk.measures.measuring import WINDOWS, Measures, Window
from ui.forms import notice
from ui.measures.rows import rows
from ui.measures.series import PLOTS, in_words
from ui.measures.words import spoken
from ui.panel.case_words import moment
from ui.panel.systems_page import table

MEASURES = "/panel/medidas"
_NOTHING = "Todavía no hay datos para este gráfico."
_UNCONFIRMED = (
    "El horario de atención está sin confirmar: las esperas «en horario de atención» usan un "
    "horario supuesto."
)
_TITLES = {
    "derivaciones": "Personas derivadas",
    "espera": "Espera hasta el primer mensaje humano",
    "respondidas": "Lo que respondió solo el asistente",
    "cierres": "Cierres y resoluciones",
}


def measures_page(found: Measures, days: Window, has_true_hours: bool) -> str:
    """Return the page of a window; it says so if nobody confirmed the office hours."""
    links = "".join(f"<li>{_window(one, days)}</li>" for one in WINDOWS)
    groups = "".join(
        table(group, ("Medida", "Valor"), ((escape(row.name), escape(spoken(row))) for row in of))
        for group, of in groupby(rows(found), key=lambda row: row.group)
    )
    files = " ".join(
        f'<a href="{MEASURES}.{form}?dias={days}">{form.upper()}</a>' for form in ("csv", "json")
    )
    return (
        "<h1>Medidas</h1><p>Salen del registro de decisiones y de atención, de los últimos "
        f"{days} días, hasta el {moment(found.now, found.since)}. «Entre» dice el intervalo de "
        "confianza de 95 %. Donde hay pocos casos, dice que faltan datos.</p>"
        f"{'' if has_true_hours else notice(_UNCONFIRMED)}"
        f'<nav aria-label="Plazo"><ul>{links}</ul></nav>'
        f"<section><h2>Cifras</h2>{groups}<p>Descargar: {files}</p></section>"
        + "".join(_plot(name, found, days) for name in PLOTS)
    )


def _plot(name: str, found: Measures, days: Window) -> str:
    said = in_words(name, found)
    shown = (
        f'<img role="img" src="{MEASURES}/{name}.svg?dias={days}" width="760" height="380" '
        f'loading="lazy" alt="{escape(said)}">'
        if said
        else f"<p>{_NOTHING}</p>"
    )
    return f'<section id="{name}"><h2>{_TITLES[name]}</h2>{shown}</section>'


def _window(one: Window, days: Window) -> str:
    if one == days:
        return f'<strong aria-current="page">{one} días</strong>'
    return f'<a href="{MEASURES}?dias={one}">{one} días</a>'
