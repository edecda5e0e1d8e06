"""The words of the page of a case: how it stands, how it ended, how each turn ended, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from assistant.desk.cases import CloseReason
from assistant.desk.citizen import Followed
from assistant.desk.requests import RequestKind, RequestState
from assistant.settings import CHILE
from assistant.turn import Outcome

_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()

CLOSED: Mapping[CloseReason, str] = MappingProxyType(
    {
        "resolved": "Quien te atendió lo dio por resuelto.",
        "sent_elsewhere": "Quien te atendió te indicó dónde seguir.",
        "no_answer": "Quien te atendió no tuvo más respuestas tuyas.",
        "duplicate": "Seguía en otro caso tuyo.",
        "not_ours": "Es algo que no ve esta institución.",
        "handed_back": "Quien te atendió te dejó de nuevo con el asistente.",
        "withdrawn": "Dijiste que ya no necesitabas a una persona.",
        "deleted": "La conversación se borró, como lo pediste.",
    }
)
"""Why a case was closed, for the person whose case it is."""

ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        Outcome.ANSWERED: "Respondió con documentos.",
        Outcome.ANSWERED_PARTIALLY: "Respondió una parte, con documentos.",
        Outcome.CLARIFIED: "Te pidió precisar la pregunta.",
        Outcome.SMALL_TALK: "Conversación, sin consulta.",
        Outcome.ABOUT_ASSISTANT: "Te contó sobre sí mismo.",
        Outcome.INTERVIEW: "Pregunta de una entrevista.",
        Outcome.ABSTAINED_NO_EVIDENCE: "No respondió: no estaba en sus documentos.",
        Outcome.ABSTAINED_UNSUPPORTED: "No respondió: no pudo comprobarlo.",
        Outcome.DECLINED_OUT_OF_SCOPE: "No respondió: no era de su tema.",
        Outcome.DECLINED_UNSAFE: "No respondió: era algo que no puede hacer.",
        Outcome.HANDED_OFF_REQUESTED: "Pasó a una persona, porque lo pediste.",
        Outcome.HANDED_OFF_PERSONAL_CASE: "Pasó a una persona: era sobre tu propio caso.",
        Outcome.HANDED_OFF_CRISIS: "Te dio las líneas de ayuda y avisó a una persona.",
        Outcome.ATTENDED: "No respondió: te atendía una persona.",
        Outcome.SUSPENDED: "No respondió: estaba suspendido.",
        Outcome.FAILED: "Falló y no respondió.",
    }
)
"""How each turn ended, as the person sees it."""

REQUESTS: Mapping[RequestKind, str] = MappingProxyType(
    {
        "access": "Saber todo lo que guardan de este caso",
        "rectification": "Corregir algo que quedó mal",
        "deletion": "Borrar la conversación",
        "opposition": "Que no usen lo que conversé",
        "portability": "Llevar mis datos a otro lugar",
        "review": "Que una persona revise las respuestas",
    }
)
REQUESTS_MEAN: Mapping[RequestKind, str] = MappingProxyType(
    {
        "access": "Lo que ves en esta página ya puedes descargarlo. Pide esto si quieres saber "
        "algo más, como las notas internas.",
        "rectification": "Di qué está mal y cómo debe decir. Lo ya registrado no se puede cambiar: "
        "se agrega la corrección.",
        "deletion": "Se borra lo que se conversó y tu contacto. El registro de decisiones se "
        "conserva hasta que venza su plazo (un año), porque lo manda la política de IA: no tiene "
        "tus datos personales.",
        "opposition": "Por ejemplo, que no sirva para mejorar las respuestas.",
        "portability": "La copia en JSON de esta página ya sirve para eso. Pide esto si necesitas "
        "otro formato.",
        "review": "Una persona lee lo que te respondió el asistente y te dice si estaba bien.",
    }
)
"""What happens if it is accepted, for whoever asks."""
ANSWERS: Mapping[RequestState, str] = MappingProxyType(
    {"pending": "En trámite", "accepted": "Aceptada", "rejected": "Rechazada"}
)


def state_in_words(followed: Followed, post: str, is_active: bool) -> str:
    """Return how a case stands; `post` is of who attends, `is_active` if the assistant answers."""
    case = followed.case
    if case.state == "attended":
        who = f" ({post})" if post else ""
        return f"Te atiende una persona{who}. El asistente no interviene."
    if case.state == "waiting":
        silent = "Mientras tanto responde el asistente." if is_active else ""
        return " ".join(
            filter(None, ("Esperas a una persona.", followed.handoff.expectation, silent))
        )
    why = CLOSED[case.close_reason] if case.close_reason else ""
    when = f"Tu caso se cerró el {moment_in_words(case.closed_at)}." if case.closed_at else ""
    return " ".join(filter(None, (when, why)))


def moment_in_words(at: datetime) -> str:
    """Return a moment as a clock in Chile shows it.

    >>> from datetime import UTC
    >>> moment_in_words(datetime(2026, 11, 22, 12, 5, tzinfo=UTC))
    '22 de noviembre de 2026, 09:05'
    """
    return f"{day_in_words(at)}, {at.astimezone(CHILE):%H:%M}"


def day_in_words(at: datetime) -> str:
    """Return the day of a moment in Chile."""
    local = at.astimezone(CHILE)
    return f"{local.day} de {_MONTHS[local.month - 1]} de {local.year}"
