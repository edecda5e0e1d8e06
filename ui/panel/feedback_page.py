"""How what people think of the answers is shown: the figures, a form to choose, and each one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

from assistant.desk.feedback.counts import WEEKS, Summary
from assistant.desk.feedback.desk import Opinions
from assistant.desk.feedback.opinions import Opinion, Wanted
from assistant.desk.measures.shares import Share
from assistant.desk.permissions import Action, may
from governance.moments import stamp
from governance.registers.days import CHILE, written
from ui.feedback.words import REASONS, rating_words
from ui.forms import hidden
from ui.measures.rows import Row
from ui.measures.words import spoken
from ui.pages import to_html
from ui.panel.case_pieces import sources
from ui.panel.cases_page import CASES
from ui.panel.sessions import StaffSession
from ui.panel.systems_page import table
from ui.panel.web import FEEDBACK

USEFUL: Mapping[str, bool] = {"si": True, "no": False}
_USEFUL_WORDS = (("si", "Le sirvió"), ("no", "No le sirvió"))
_STATE_WORDS = (("pendientes", "Sin revisar"),)


def feedback_page(
    found: Opinions, summary: Summary, wanted: Wanted, session: StaffSession, words: str
) -> str:
    """Return a page of opinions, newest first, with the figures and the form to choose which."""
    unread = f"<p>Sin revisar: {session.unread}.</p>" if session.unread else ""
    shown = "".join(_opinion(one, wanted, session) for one in found.found)
    nothing = "<p>No hay opiniones que mostrar. Cambia lo que pides arriba.</p>"
    return (
        f"<h1>Opiniones sobre las respuestas</h1>{words}<p>Lo que las personas contestan cuando el "
        "asistente pregunta «¿te sirvió?», con la pregunta y la respuesta, sin datos personales. "
        "Quien opina sabe que queda guardado para este equipo y que por aquí no se le contesta. Lo "
        'que no se supo responder se corrige en <a href="/panel/vacios">Vacíos</a> o en los '
        "documentos.</p>"
        f"{unread}{_figures(summary)}"
        f'<section id="opiniones" class="casos"><h2>Una por una</h2>{_form(wanted)}'
        f"{shown or nothing}{_pages(found, wanted)}</section>"
    )


def query(wanted: Wanted, page: int = 1) -> Mapping[str, str]:
    """Return what an address says to ask for the same."""
    useful = next((text for text, value in USEFUL.items() if value == wanted.is_useful), "")
    asked = {
        "sirvio": useful,
        "motivo": wanted.reason or "",
        "estado": "pendientes" if wanted.is_unread else "",
        "pagina": str(page) if page > 1 else "",
    }
    return {name: value for name, value in asked.items() if value}


def _figures(summary: Summary) -> str:
    totals = summary.totals
    weeks = (
        (written(week), str(share.part), str(share.whole - share.part), _share(share))
        for week, share in sorted(summary.weeks.items(), reverse=True)
    )
    reasons = [(words, totals.share_of(reason)) for reason, words in REASONS.items()]
    reasons.append(("Sin decir por qué", totals.without_reason))
    by_reason = ((escape(words), str(share.part), _share(share)) for words, share in reasons)
    head = ("Semana del lunes", "Le sirvió", "No le sirvió", "Proporción a la que le sirvió")
    by_week = table("Por semana, la última primero", head, weeks) if summary.weeks else ""
    return (
        f'<section id="cifras"><h2>Últimas {WEEKS} semanas</h2>'
        f"<p>Le sirvió: {_share(totals.share)}.</p>{by_week}"
        f"{table('Por qué no sirvió', ('Motivo', 'Opiniones', 'Proporción'), by_reason)}"
        "<p>«Entre» dice el intervalo de confianza de 95 %. Opina quien quiere: no representa a "
        "todas las personas que preguntan. Lo que se borra con su conversación sale de las "
        "cifras.</p></section>"
    )


def _share(share: Share) -> str:
    low, high = share.interval or (None, None)
    return escape(spoken(Row("", "", share.value, "proporción", low, high, share.whole)))


def _opinion(one: Opinion, wanted: Wanted, session: StaffSession) -> str:
    rating = one.rating
    name = f"opinion-{rating.message_id}"
    comment = (
        f"<p>Comentario:</p><blockquote>{escape(rating.comment)}</blockquote>"
        if rating.comment
        else ""
    )
    who = "Funcionario" if one.audience == "funcionarios" else "Ciudadanía"
    case = _case(one, session)
    question = one.question or "Sin pregunta guardada."
    return (
        f'<article class="caso" aria-labelledby="{name}"><h3 id="{name}">'
        f"{escape(rating_words(rating.is_useful, rating.reason))}</h3>"
        f"<p>{rating.at.astimezone(CHILE):%d/%m/%Y %H:%M}. {who}.</p>{comment}"
        f"<p>Pregunta:</p><blockquote>{escape(question)}</blockquote>"
        f"<details><summary>Ver la respuesta y sus fuentes"
        f'<span class="solo-lector"> a «{escape(question[:80])}»</span></summary>'
        f"{to_html(one.answer)}{sources(one.citations)}</details>"
        f"<p>{case}Asiento del registro: {escape(rating.decision_id)}.</p>"
        f"{_review(one, wanted, session)}</article>"
    )


def _case(one: Opinion, session: StaffSession) -> str:
    if not one.case_number:
        return ""
    said, who = f"Caso {one.case_number}", session.official
    may_open = may(who, Action.ATTEND) or may(who, Action.READ_CLOSED)
    return f'<a href="{CASES}/{one.case_number}">{said}</a>. ' if may_open else f"{said}. "


def _review(one: Opinion, wanted: Wanted, session: StaffSession) -> str:
    rating = one.rating
    if rating.reviewed_at is not None:
        when = f"{rating.reviewed_at.astimezone(CHILE):%d/%m/%Y %H:%M}"
        return f"<p>Revisada por {escape(one.reviewer)}, {when}.</p>"
    asked = escape(urlencode(query(wanted, wanted.page)))
    carried = {"csrf": session.csrf, "mensaje": rating.message_id, "dicha": stamp(rating.at)}
    return (
        f'<form method="post" action="{FEEDBACK}{f"?{asked}" if asked else ""}">'
        f'{hidden(carried)}<button class="otro">Marcar como revisada<span class="solo-lector">, '
        f"la de «{escape(one.question[:80])}»</span></button></form>"
    )


def _form(wanted: Wanted) -> str:
    asked = query(wanted)
    link = escape(urlencode(asked))
    return (
        f'<form class="filtro" method="get" action="{FEEDBACK}">'
        f"{_select('sirvio', '¿Le sirvió?', _USEFUL_WORDS, asked)}"
        f"{_select('motivo', 'Motivo', REASONS.items(), asked)}"
        f"{_select('estado', 'Estado', _STATE_WORDS, asked)}"
        f'<p><button>Mostrar</button> <a href="{FEEDBACK}.csv{f"?{link}" if link else ""}">'
        "Descargar CSV</a></p></form>"
    )


def _select(
    name: str, label: str, choices: Iterable[tuple[str, str]], asked: Mapping[str, str]
) -> str:
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == asked.get(name, "") else ""}>'
        f"{escape(words)}</option>"
        for value, words in [("", "Cualquiera"), *choices]
    )
    return (
        f'<p><label for="{name}">{label}</label><select id="{name}" name="{name}">{options}'
        "</select></p>"
    )


def _pages(found: Opinions, wanted: Wanted) -> str:
    links = []
    for is_there, page, words in (
        (wanted.page > 1, wanted.page - 1, "Más nuevas"),
        (found.has_more, wanted.page + 1, "Más antiguas"),
    ):
        if is_there:
            address = escape(urlencode(query(wanted, page)))
            links.append(f'<a href="{FEEDBACK}{f"?{address}" if address else ""}">{words}</a>')
    return f'<nav aria-label="Páginas"><p>{" ".join(links)}</p></nav>' if links else ""
