"""The copy that a person takes away, as a file: to be read, or for another program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.responses import Response

from assistant.conversations import Message, Role
from assistant.desk.cases import CaseEvent
from assistant.desk.feedback.rating import Rating
from assistant.desk.own_copy import OwnCopy
from assistant.desk.requests import Request
from governance.log.decision import Decision
from ui.api.copy_models import OwnCopyOut
from ui.case.requests_part import COPY_JSON
from ui.case.words import ANSWERS, ENDINGS, REQUESTS, day_in_words, moment_in_words
from ui.feedback.words import REASONS
from ui.panel.case_words import event_words

_SPEAKERS: Mapping[Role, str] = {
    "person": "Tú",
    "assistant": "Asistente (IA)",
    "system": "Sistema",
    "official": "Una persona de la institución",
}


def copy_response(copy: OwnCopy, action: str) -> Response:
    """Return the file that was asked for; its name has no folio."""
    is_json = action == COPY_JSON
    text = OwnCopyOut.of(copy).model_dump_json(indent=2) if is_json else copy_text(copy)
    name = "copia-de-mi-caso.json" if is_json else "copia-de-mi-caso.txt"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    kind = "application/json" if is_json else "text/plain"
    # The mark at the beginning is what tells old readers that accents are UTF-8.
    return Response(text if is_json else f"\ufeff{text}", 200, headers, f"{kind}; charset=utf-8")


def copy_text(copy: OwnCopy) -> str:
    """Return everything that is kept of a case, to be read."""
    case = copy.case
    parts = [
        _part(
            "COPIA DE TODO LO QUE GUARDAMOS DE TU CASO",
            [
                f"Caso {case.number}, folio {case.folio}. Guárdala: el folio abre tu caso.",
                f"Hecha el {moment_in_words(copy.at)}.",
                f"La conversación se guarda hasta el {day_in_words(copy.kept_until)}.",
                "Tus datos personales no se guardan: en su lugar dice, por ejemplo, [RUT_1].",
                _contact(copy.has_contact),
            ],
        ),
        _part("CONVERSACIÓN", map(_message, copy.messages), "Lo que se conversó ya se borró."),
        _part("REGISTRO DE DECISIONES", map(_decision, copy.decisions), "No hay asientos."),
        _part("QUÉ SE HIZO CON TU CASO", map(_event, copy.events)),
        _part("QUÉ PEDISTE", map(_request, copy.requests), "No has pedido nada."),
        _part("QUÉ OPINASTE", map(_rating, copy.ratings), "No has opinado de las respuestas."),
    ]
    if copy.notes:
        parts.append(f"Hay {copy.notes} notas internas de quienes te atendieron. Puedes pedirlas.")
    return "\n\n".join(parts) + "\n"


def _part(title: str, lines: Iterable[str], nothing: str = "") -> str:
    return "\n".join([title, "", *(list(lines) or [nothing])])


def _contact(has_contact: bool) -> str:
    if not has_contact:
        return "No hay un contacto tuyo guardado."
    return "Dejaste un contacto: va sellado y solo lo abre quien te atiende. No está en esta copia."


def _message(message: Message) -> str:
    who = message.author or _SPEAKERS[message.role]
    return f"[{moment_in_words(message.at)}] {who}:\n{message.text}\n"


def _decision(decision: Decision) -> str:
    sources = "; ".join(f"{c.title}, {c.section}" for c in decision.citations) or "ninguna"
    ending = ENDINGS.get(decision.outcome, decision.outcome)
    return (
        f"[{moment_in_words(decision.at)}] {ending}\nPregunta: {decision.question}\n"
        f"Respuesta: {decision.answer}\nFuentes: {sources}\n"
    )


def _event(event: CaseEvent) -> str:
    what, _ = event_words(event, {})
    return f"[{moment_in_words(event.at)}] {what}"


def _request(request: Request) -> str:
    lines = [
        f"{REQUESTS[request.kind]}: {ANSWERS[request.state].lower()}. Lo pediste el "
        f"{day_in_words(request.asked_at)}. Plazo: {day_in_words(request.answer_by)}, según "
        f"{request.term.in_words()}."
    ]
    if request.text:
        lines.append(f"Explicaste: {request.text}")
    if request.extension:
        lines.append(f"Se alargó el plazo: {request.extension}")
    if request.answer:
        lines.append(f"Respuesta: {request.answer}")
    return "\n".join(lines) + "\n"


def _rating(rating: Rating) -> str:
    said = "Te sirvió" if rating.is_useful else "No te sirvió"
    why = f" ({REASONS[rating.reason]})" if rating.reason else ""
    comment = f" Comentaste: {rating.comment}" if rating.comment else ""
    place = f"la respuesta del asiento {rating.decision_id}"
    return f"[{moment_in_words(rating.at)}] {said} {place}{why}.{comment}"
