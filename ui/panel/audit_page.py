"""How the log is asked for: why, of which days, and what comes in the file."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from assistant.desk.desk import MAX_REPLY, SHORTEST_WHY
from ui.forms import hidden
from ui.panel.sessions import StaffSession

AUDIT = "/panel/auditoria"


def audit_page(session: StaffSession, words: str, typed: Mapping[str, str]) -> str:
    """Return the form to take an export of the log, with what was typed before."""
    return (
        f"<h1>Auditoría</h1>{words}<p>Descarga el registro de decisiones en un archivo ZIP: el "
        "registro completo, que se puede comprobar sin este servidor; dos tablas para leerlo; y "
        "una guía. Lo que escribieron las personas va sin sus datos personales.</p>"
        "<p>Antes de entregarlo queda registrado quién lo pidió y para qué. Prepararlo puede "
        "demorar varios minutos: espera sin volver a apretar el botón.</p>"
        f'<form method="post" action="{AUDIT}">{hidden({"csrf": session.csrf})}'
        '<p><label for="motivo">¿Para qué lo necesitas? Una frase</label>'
        f'<textarea id="motivo" name="motivo" rows="3" required minlength="{SHORTEST_WHY}" '
        f'maxlength="{MAX_REPLY}">{escape(typed.get("motivo", ""))}</textarea></p>'
        "<fieldset><legend>Días de las tablas (el registro va siempre completo)</legend>"
        f"{_day('desde', 'Desde (opcional)', typed)}{_day('hasta', 'Hasta (opcional)', typed)}"
        "</fieldset><p><button>Descargar</button></p></form>"
    )


def _day(name: str, label: str, typed: Mapping[str, str]) -> str:
    return (
        f'<p><label for="{name}">{label}</label><input type="date" id="{name}" name="{name}" '
        f'value="{escape(typed.get(name, "")[:10])}"></p>'
    )
