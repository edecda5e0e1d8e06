"""How the requests of people are shown to the Delegado de Protección de Datos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from assistant.desk.desk import MAX_REPLY
from assistant.desk.notices.requests import SOON_DAYS
from assistant.desk.requests import Request, RequestKind
from governance.registers.days import day_in_chile, written
from ui.forms import hidden
from ui.panel.case_words import ANSWERS, REQUESTS
from ui.panel.cases_page import CASES
from ui.panel.sessions import StaffSession

REQUESTS_AT = "/panel/solicitudes"
_EFFECTS: Mapping[RequestKind, str] = {
    "access": "La persona ya puede ver y descargar lo que se guarda de su caso. Responde lo que "
    "falte, como las notas internas.",
    "rectification": "Lo registrado no se cambia: escribe la corrección en tu respuesta, que queda "
    "junto al caso.",
    "deletion": "Si aceptas, se borran la conversación y el contacto, y eso no se deshace. Quedan "
    "el registro de decisiones, sin datos personales, y el número del caso con sus fechas.",
    "opposition": "Di en tu respuesta qué se dejó de usar y desde cuándo.",
    "portability": "La persona ya puede descargar su copia en JSON. Di en tu respuesta cómo le "
    "entregas otro formato.",
    "review": "Lee la conversación del caso y escribe qué encontraste.",
}


def requests_page(
    found: Sequence[Request],
    session: StaffSession,
    now: datetime,
    words: str,
    typed: Mapping[str, str],
) -> str:
    """Return every request: those that wait, the most urgent first, and then the answered ones."""
    pending = [r for r in found if r.state == "pending"]
    late = sum(r.answer_by < now for r in pending)
    soon = sum(0 <= r.days_left(now) <= SOON_DAYS for r in pending)
    alarm = f": {late} fuera de plazo" if late else ""
    alarm += f"{',' if late else ':'} {soon} con {SOON_DAYS} días o menos" if soon else ""
    waiting = "".join(_pending(r, session, now, typed) for r in pending)
    answered = "".join(_answered(r) for r in reversed(found) if r.state != "pending")
    return (
        f"<h1>Solicitudes de las personas</h1>{words}<p>El plazo corre desde el día en que se "
        "pidió, en días de Chile. La respuesta la lee la persona con su folio.</p>"
        f"<section><h2>Por responder ({len(pending)}){alarm}</h2>"
        f"{_list(waiting, 'Nadie espera una respuesta.')}</section>"
        f"<section><h2>Respondidas</h2>{_list(answered, 'Ninguna todavía.')}</section>"
    )


def time_left(answer_by: datetime, now: datetime) -> str:
    """Return how long there is to answer, in days of the calendar."""
    last = day_in_chile(answer_by)
    days = (last - day_in_chile(now)).days
    if answer_by < now:
        late = "hoy" if days == 0 else "hace 1 día" if days == -1 else f"hace {-days} días"
        return f"FUERA DE PLAZO: venció {late} ({written(last)})"
    left = "vence hoy" if days == 0 else "queda 1 día" if days == 1 else f"quedan {days} días"
    return f"{left[0].upper()}{left[1:]} ({written(last)})"


def _pending(
    request: Request, session: StaffSession, now: datetime, typed: Mapping[str, str]
) -> str:
    is_late = request.answer_by < now
    due = time_left(request.answer_by, now)
    shown = f'<strong class="urgente">{due}</strong>' if is_late else due
    return (
        f'<li class="caso{" crisis" if is_late else ""}"><h3>'
        f'<a href="{CASES}/{request.case_number}">Caso {request.case_number}</a> Pide '
        f"{REQUESTS[request.kind]}</h3><p>{shown} · Pedida el "
        f"{written(day_in_chile(request.asked_at))}</p><p>Rige: "
        f"{escape(request.term.in_words())}.{_extended(request)}</p>{_quote(request.text)}"
        f"{_form(request, session, typed)}</li>"
    )


def _form(request: Request, session: StaffSession, typed: Mapping[str, str]) -> str:
    field = f"respuesta-{request.id}"
    answer = typed.get("respuesta", "") if typed.get("solicitud") == request.id else ""
    accept = "Aceptar y borrar" if request.kind == "deletion" else "Aceptar"
    which = f'<span class="solo-lector"> lo que pide el caso {request.case_number}</span>'
    effect = _EFFECTS[request.kind]
    return (
        f'<form method="post" action="{REQUESTS_AT}">'
        f"{hidden({'csrf': session.csrf, 'solicitud': request.id})}"
        f'<p>{effect}</p><p><label for="{field}">Respuesta para la persona</label>'
        f'<textarea id="{field}" name="respuesta" rows="3" required maxlength="{MAX_REPLY}">'
        f"{escape(answer)}</textarea></p><p>"
        f'<button name="decision" value="aceptar">{accept}{which}</button> '
        f'<button name="decision" value="rechazar" class="otro">Rechazar{which}</button>'
        f"{_extend(request, which)}</p></form>"
    )


def _extend(request: Request, which: str) -> str:
    if not request.extension_days:
        return ""
    days = request.extension_days
    return (
        f' <button name="decision" value="prorrogar" class="otro">Prorrogar {days} días{which}'
        "</button></p><p>Para prorrogar, escribe arriba el motivo: la persona lo lee. "
        "Se puede una sola vez y antes de que venza."
    )


def _extended(request: Request) -> str:
    if request.extended_at is None:
        return ""
    day = written(day_in_chile(request.extended_at))
    return f" Prorrogado el {day}: {escape(request.extension)}"


def _answered(request: Request) -> str:
    assert request.resolved_at is not None, "an answered request has its moment"
    when = written(day_in_chile(request.resolved_at))
    return (
        f'<li class="caso"><h3>Caso {request.case_number}: pidió {REQUESTS[request.kind]}</h3>'
        f"<p>{ANSWERS[request.state]} el {when} por {escape(request.by or '')}</p>"
        f"{_quote(request.text)}{_quote(request.answer)}</li>"
    )


def _quote(text: str) -> str:
    return f"<blockquote>{escape(text)}</blockquote>" if text else ""


def _list(items: str, nothing: str) -> str:
    return f'<ul class="casos">{items}</ul>' if items else f"<p>{nothing}</p>"
