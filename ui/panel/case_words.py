"""How cases are told in words: why they wait, how they stand, what happened to them, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import chain

from assistant.conversations import Message
from assistant.desk.alerts import WhoWaits
from assistant.desk.cases import ASSISTANT, PERSON, Case, CaseEvent, CloseReason, Reason
from assistant.desk.notices.letters import in_words
from assistant.desk.requests import RequestKind, RequestState
from governance.log.event import EventKind
from governance.registers.days import CHILE
from governance.registers.officials import Official

CRISIS = "CRISIS"
REASONS: Mapping[Reason, str] = {
    "crisis": CRISIS,
    "personal_case": "Pregunta por su propio caso",
    "unanswered": "El asistente no supo",
    "requested": "Lo pidió",
}
CLOSE_REASONS: Mapping[CloseReason, str] = {
    "resolved": "Resuelto",
    "sent_elsewhere": "Se le indicó otro lugar",
    "no_answer": "La persona no respondió",
    "duplicate": "Es lo mismo que otro caso",
    "not_ours": "No le corresponde al Gobierno Regional",
    "handed_back": "Vuelve con el asistente",
    "withdrawn": "La persona ya no lo necesita",
    "deleted": "La persona pidió que se borrara",
}
REQUESTS: Mapping[RequestKind, str] = {
    "access": "saber todo lo que se guarda de su caso",
    "rectification": "que se corrija algo de lo registrado",
    "deletion": "que se borre su conversación",
    "opposition": "que no se use lo que conversó",
    "portability": "llevarse sus datos en otro formato",
    "review": "que una persona revise lo que respondió el asistente",
}
ANSWERS: Mapping[RequestState, str] = {
    "pending": "Pendiente",
    "accepted": "Aceptada",
    "rejected": "Rechazada",
}
_EVENTS: Mapping[EventKind, str] = {
    "asked": "Se pidió una persona",
    "taken": "Se tomó el caso",
    "noted": "Nota interna (la persona no la ve)",
    "transferred": "Se pasó el caso",
    "released": "Se devolvió a la fila",
    "closed": "Se cerró el caso",
    "reopened": "Se reabrió el caso",
    "resumed": "Siguió con el asistente mientras espera",
    "contact_left": "Se dejó un contacto",
    "contact_seen": "Se vio el contacto",
    "contact_erased": "Se borró el contacto",
    "closed_read": "Se leyó la conversación con una justificación",
    "request_made": "Se hizo una solicitud",
    "request_extended": "Se prorrogó el plazo de la solicitud",
    "request_resolved": "Se respondió la solicitud",
    "protocol_shown": "Se mostró el protocolo de crisis",
}
_CODES: Mapping[str, str] = dict(
    chain(REASONS.items(), CLOSE_REASONS.items(), REQUESTS.items(), ANSWERS.items())
)


def state_words(case: Case, owner: str) -> str:
    """Return how a case stands; `owner` is the post of who attends it."""
    if case.state == "attended":
        return f"Lo atiende {owner or case.owner}"
    return "En espera" if case.state == "waiting" else "Cerrado"


def waiting_words(who: WhoWaits) -> str:
    """Return how many wait.

    >>> waiting_words(WhoWaits((4, 7), 1))
    'Hay 2 personas esperando (1 en CRISIS)'
    """
    many = len(who.numbers)
    if not many:
        return "Nadie espera"
    said = "1 persona espera" if many == 1 else f"Hay {many} personas esperando"
    return f"{said} ({who.in_crisis} en {CRISIS})" if who.in_crisis else said


def ago(since: datetime, now: datetime) -> str:
    """Return how long ago something was."""
    return f"hace {in_words(max(now - since, timedelta()))}"


def moment(at: datetime, now: datetime) -> str:
    """Return when something was, for a clock on a Chilean wall; without the date if it is today.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 21, 15, tzinfo=UTC)
    >>> moment(noon, noon), moment(noon, noon.replace(day=23))
    ('12:00', '21/11/2026 12:00')
    """
    local = at.astimezone(CHILE)
    is_today = local.date() == now.astimezone(CHILE).date()
    return f"{local:%H:%M}" if is_today else f"{local:%d/%m/%Y %H:%M}"


def speaker(message: Message, reader: Official, posts: Mapping[str, str]) -> str:
    """Return who speaks, said so that nobody takes a program for a person.

    Messages know the post and not its id: two posts with the same name are not told apart.
    """
    if message.role == "official":
        is_mine = message.author == reader.name and list(posts.values()).count(reader.name) == 1
        return "Tú" if is_mine else message.author or "Una persona"
    if message.role == "person":
        return "Persona"
    return "Asistente (IA)" if message.role == "assistant" else "Aviso del sistema"


def actor(by: str, reader: Official, posts: Mapping[str, str]) -> str:
    """Return who did something."""
    if by == reader.id:
        return f"{reader.name} (tú)"
    return {PERSON: "la persona", ASSISTANT: "el sistema"}.get(by) or posts.get(by, by)


def event_words(event: CaseEvent, posts: Mapping[str, str]) -> tuple[str, str]:
    """Return what happened, and the words that go with it."""
    codes, said = [], event.text.split(" · ") if event.text else []
    while said and event.kind != "noted" and (said[0] in _CODES or said[0] in posts):
        code = said.pop(0)
        codes.append(_CODES.get(code) or f"a {posts[code]}")
    what = _EVENTS.get(event.kind, event.kind)
    return ": ".join(filter(None, (what, ", ".join(codes)))), " · ".join(said)
