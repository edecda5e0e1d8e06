"""How the queue is shown: who waits, what is mine, what others attend, and what a search found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from assistant.desk.alerts import WhoWaits
from assistant.desk.desk import SHORTEST_WHY
from assistant.desk.queue import QueueItem
from governance.registers.days import day_in_chile, written
from ui.forms import hidden
from ui.panel.case_words import CLOSE_REASONS, CRISIS, REASONS, ago, state_words, waiting_words
from ui.panel.live_part import Part
from ui.panel.sessions import StaffSession

CASES = "/panel/casos"
MOST_WORDS = 200
"""Characters of the last words that a list shows."""
LONGEST_SEARCH = 200


def queue_parts(
    items: Sequence[QueueItem], who: WhoWaits, session: StaffSession, now: datetime
) -> tuple[Part, ...]:
    """Return the queue as it stands, in its parts."""
    me = session.official
    waiting = [i for i in items if i.case.state == "waiting"]
    mine = [i for i in items if i.case.state == "attended" and i.case.owner == me.id]
    others = [i for i in items if i.case.state == "attended" and i.case.owner != me.id]
    lists = (
        _section("espera", "En espera", waiting, session, now, "Nadie espera."),
        _section("mios", "Mis casos", mine, session, now, "No atiendes a nadie."),
        _section("otros", "De otras personas", others, session, now, "Nadie más atiende ahora."),
    )
    return (Part("cuantos", f"<p>{waiting_words(who)}.</p>"), Part("lista", "".join(lists)))


def queue_page(parts: Iterable[Part], session: StaffSession, words: str) -> str:
    """Return the page of the queue."""
    first, *rest = (part.placed for part in parts)
    return f"<h1>Casos</h1>{words}{first}{search_form(session)}{''.join(rest)}"


def search_page(
    found: Sequence[QueueItem] | None, typed: str, session: StaffSession, now: datetime, words: str
) -> str:
    """Return what a search found; None when it was not made."""
    shown = ""
    if found is not None:
        shown = _section("hallados", "Encontrados", found, session, now, "Nada coincide.")
    return (
        f'<p class="volver"><a href="{CASES}">Volver a los casos</a></p>'
        f"<h1>Buscar casos</h1>{words}{search_form(session, typed)}{shown}"
    )


def search_form(session: StaffSession, typed: str = "") -> str:
    """Return the form to search; nothing of what is typed goes in an address."""
    return (
        f'<form method="post" action="{CASES}/buscar" role="search" class="buscar">'
        f"{hidden({'csrf': session.csrf})}"
        '<p><label for="buscar">Buscar por número, folio, día (2026-11-21) o palabras</label>'
        f'<input type="search" id="buscar" name="buscar" value="{escape(typed)}" required '
        f'maxlength="{LONGEST_SEARCH}" autocomplete="off"></p><p><button>Buscar</button></p></form>'
    )


def why_form(number: int, session: StaffSession, typed: str = "") -> str:
    """Return the form that asks why somebody needs to read what was said in a closed case."""
    field = f"motivo-leer-{number}"
    return (
        f'<form method="post" action="{CASES}/{number}/leer">{hidden({"csrf": session.csrf})}'
        f'<p><label for="{field}">Para qué necesitas leer la conversación (queda registrado, '
        f'con tu cargo)</label><textarea id="{field}" name="motivo_leer" rows="2" required '
        f'minlength="{SHORTEST_WHY}" maxlength="1000">{escape(typed)}</textarea></p>'
        '<p><button class="otro">Leer la conversación</button></p></form>'
    )


def take_form(number: int, session: StaffSession) -> str:
    """Return the button that takes a case."""
    return (
        f'<form method="post" action="{CASES}/{number}/tomar">{hidden({"csrf": session.csrf})}'
        f'<p><button id="tomar-{number}">Tomar<span class="solo-lector"> el caso {number}</span>'
        "</button></p></form>"
    )


def _section(
    id_: str,
    title: str,
    found: Sequence[QueueItem],
    session: StaffSession,
    now: datetime,
    nothing: str,
) -> str:
    items = "".join(_item(item, session, now) for item in found)
    shown = f'<ul class="casos">{items}</ul>' if items else f"<p>{nothing}</p>"
    return (
        f'<section aria-labelledby="titulo-{id_}"><h2 id="titulo-{id_}" tabindex="-1">{title} '
        f"({len(found)})</h2>{shown}</section>"
    )


def _item(item: QueueItem, session: StaffSession, now: datetime) -> str:
    case = item.case
    if case.state == "closed":
        return _closed(item, session)
    since = ago(case.waiting_since, now)
    facts = [f"En espera desde {since}"]
    if case.state == "attended":
        facts = [f"Pidió atención {since}", state_words(case, item.owner)]
    if item.has_contact:
        facts.append("Dejó un contacto")
    if case.state == "attended":
        facts.append("Le toca a la persona" if item.is_answered else "Falta responderle")
    if case.reopened:
        facts.append("Reabierto")
    crisis = " crisis" if case.is_crisis else ""
    return (
        f'<li class="caso{crisis}"><h3>{_link(case.number)}{_reason(item)}</h3>'
        f"<p>{escape(' · '.join(facts))}</p>{_last_words(item.last_words)}"
        f"{take_form(case.number, session) if case.state == 'waiting' else ''}</li>"
    )


def _closed(item: QueueItem, session: StaffSession) -> str:
    case = item.case
    assert case.closed_at is not None and case.close_reason is not None, "a closed case has both"
    days = f"{written(day_in_chile(case.opened_at))} al {written(day_in_chile(case.closed_at))}"
    return (
        f'<li class="caso"><h3>{_link(case.number)} Cerrado</h3><p>Del {days} · '
        f"{REASONS[case.reason]} · {CLOSE_REASONS[case.close_reason]}</p><details>"
        f"<summary>Leer la conversación del caso {case.number}</summary>"
        f"{why_form(case.number, session)}</details></li>"
    )


def _link(number: int) -> str:
    return f'<a id="caso-{number}" href="{CASES}/{number}">Caso {number}</a>'


def _reason(item: QueueItem) -> str:
    if item.case.is_crisis:
        return f' <strong class="urgente">{CRISIS}: va primero</strong>'
    return f" {REASONS[item.case.reason]}"


def _last_words(text: str) -> str:
    cut = text if len(text) <= MOST_WORDS else text[:MOST_WORDS].rstrip() + "…"
    return f"<blockquote>{escape(cut)}</blockquote>" if cut else ""
