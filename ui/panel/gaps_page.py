"""How the gaps of the knowledge base are shown: the list, and one with the draft of its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.desk.gaps.check import MAX_TEXT, Findings
from assistant.desk.gaps.courtesy import plain_question
from assistant.desk.gaps.desk import MAX_REASON
from assistant.desk.gaps.draft import LONGEST_TITLE, Draft
from assistant.desk.gaps.groups import GapGroup
from assistant.desk.gaps.shelf import Published
from governance.registers.days import day_in_chile, written
from ui.forms import hidden
from ui.pages import to_html
from ui.panel.systems_page import table

GAPS = "/panel/vacios"
DONE: Mapping[str, str] = {
    "publicada": "La respuesta quedó publicada: el asistente ya la usa.",
    "descartado": "El vacío quedó descartado.",
    "retirada": "La respuesta quedó retirada: el asistente ya no la usa, y lo que respondía vuelve "
    "a la lista de vacíos.",
}
"""What is told after each act, by the word that travels in the address."""


def list_page(
    groups: Sequence[GapGroup], published: Sequence[Published], csrf: str, words: str
) -> str:
    """Return what people had to answer, and what was published; with `csrf`, it can be undone."""
    rows = (
        (
            f'<a href="{GAPS}/{group.id}">{escape(plain_question(group.gaps[0].question))}</a>',
            str(len(group.gaps)),
            written(day_in_chile(group.last)),
        )
        for group in groups
    )
    waiting = (
        table("Preguntas, las más repetidas primero", ("Pregunta", "Casos", "Última"), rows)
        if groups
        else "<p>Nada por ahora.</p>"
    )
    shown = "".join(f"<li>{_published(one, csrf)}</li>" for one in published)
    return (
        f"<h1>Vacíos de la base de conocimiento</h1>{words}<p>Lo que el asistente no supo y una "
        "persona respondió. No aparecen los casos personales ni las crisis.</p>"
        f"{waiting}"
        '<section id="publicadas"><h2>Respuestas publicadas desde aquí</h2>'
        f"{f'<ul>{shown}</ul>' if shown else '<p>Ninguna todavía.</p>'}</section>"
    )


def group_page(
    group: GapGroup,
    draft: Draft,
    found: Findings,
    caveats: Mapping[str, str],
    csrf: str,
    problems: Sequence[str],
    reason: str,
) -> str:
    """Return one gap; with `csrf`, the forms to publish its answer or to dismiss it."""
    said = "".join(
        f"<li><p>{written(day_in_chile(gap.at))}. Caso {gap.case_number}: "
        f"«{escape(gap.question)}»</p><blockquote>{to_html(gap.answer)}</blockquote></li>"
        for gap in group.gaps
    )
    count = f"{len(group.gaps)} caso{'s' if len(group.gaps) != 1 else ''}"
    forms = _approve(group, draft, found, caveats, csrf) + _dismiss(group, csrf, reason)
    alone = "<p>Publicar o descartar le corresponde al rol «responsable».</p>"
    return (
        f"<h1>{escape(draft.title) or 'Sin título'}</h1>{_alert(problems)}"
        f'<section id="dicho"><h2>Lo que se preguntó y se respondió ({count})</h2>'
        f"<ul>{said}</ul></section>{forms if csrf else alone}"
        f'<p><a href="{GAPS}">Ver los vacíos</a></p>'
    )


def _published(one: Published, csrf: str) -> str:
    until = f" Vale hasta el {written(one.valid_until)}." if one.valid_until else ""
    link = f'<a href="/fuentes/{escape(one.document_id)}">{escape(one.title)}</a>.'
    if not csrf:
        return f"<p>{link}{until}</p>"
    field = f"motivo-{escape(one.document_id)}"
    return (
        f'<p>{link}{until}</p><form method="post" action="{GAPS}/retirar">'
        f"{hidden({'csrf': csrf, 'documento': one.document_id})}"
        f'<p><label for="{field}">Por qué se retira</label>'
        f'<input id="{field}" name="motivo" maxlength="{MAX_REASON}" required></p>'
        '<p><button class="otro">Retirar</button></p></form>'
    )


def _approve(
    group: GapGroup, draft: Draft, found: Findings, caveats: Mapping[str, str], csrf: str
) -> str:
    until = draft.valid_until.isoformat() if draft.valid_until else ""
    options = "".join(
        f'<option value="{escape(key)}"{" selected" if key == draft.caveat else ""}>'
        f"{escape(text)}</option>"
        for key, text in caveats.items()
    )
    asked = escape("\n".join(draft.questions))
    return (
        '<section id="publicar"><h2>Publicar la respuesta</h2><p>Es un borrador: corrígelo antes. '
        "Cada frase debe entenderse sola, y la primera debe responder.</p>"
        f"{_warn('Por corregir', found.errors)}{_warn('Sería mejor', found.notes)}"
        f'<form method="post" action="{GAPS}/{group.id}/aprobar">{_carried(group, csrf)}'
        f'<p><label for="titulo">Título</label><input id="titulo" name="titulo" required '
        f'maxlength="{LONGEST_TITLE}" value="{escape(draft.title)}"></p>'
        f'<p><label for="respuesta">Respuesta</label><textarea id="respuesta" name="respuesta" '
        f'rows="8" maxlength="{MAX_TEXT}" required>{escape(draft.text)}</textarea></p>'
        '<p><label for="preguntas">Formas de preguntar, una por línea</label>'
        f'<textarea id="preguntas" name="preguntas" rows="6" required>{asked}</textarea></p>'
        '<p><label for="aviso">Aviso que acompaña la respuesta</label>'
        f'<select id="aviso" name="aviso"><option value="">Ninguno</option>{options}</select></p>'
        '<p><label for="hasta">Vale hasta</label>'
        f'<input type="date" id="hasta" name="hasta" value="{until}" required></p>'
        f"{_figures(found.figures)}<p><button>Publicar</button></p></form></section>"
    )


def _figures(figures: Sequence[str]) -> str:
    tick = (
        '<p><label for="revisado">¿Comparaste las cifras con su fuente?</label>'
        '<select id="revisado" name="revisado"><option value="">Todavía no</option>'
        '<option value="si">Sí, las revisé</option></select></p>'
    )
    return f"{_warn('Revisa estas cifras y nombres', figures)}{tick}" if figures else ""


def _dismiss(group: GapGroup, csrf: str, reason: str) -> str:
    return (
        '<section id="descartar"><h2>Descartar</h2><p>Si no sirve para otras personas, o ya está '
        "en la base.</p>"
        f'<form method="post" action="{GAPS}/{group.id}/descartar">{_carried(group, csrf)}'
        '<p><label for="motivo">Por qué</label><textarea id="motivo" name="motivo" rows="2" '
        f'maxlength="{MAX_REASON}" required>{escape(reason)}</textarea></p>'
        '<p><button class="otro">Descartar</button></p></form></section>'
    )


def _carried(group: GapGroup, csrf: str) -> str:
    return hidden({"csrf": csrf, "casos": " ".join(map(str, group.numbers))})


def _alert(problems: Sequence[str]) -> str:
    return f'<div class="aviso" role="alert">{_items(problems)}</div>' if problems else ""


def _warn(title: str, lines: Sequence[str]) -> str:
    return f'<div class="aviso"><p>{escape(title)}:</p>{_items(lines)}</div>' if lines else ""


def _items(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
