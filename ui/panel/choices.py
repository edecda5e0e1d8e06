"""The answers that a person may press instead of writing, for an interview as it stands.

A button says what is written on it, as if the person had typed it: the conversation reads the
same whichever way it was answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.interviewing.session import InterviewView

NEW, RESUME = "Quiero clasificar un sistema nuevo", "Retomar"
YES, NO = "Sí, es así", "No es así"
LATER, NOTHING = "Después lo mando", "No hay respaldo"
UNKNOWN, WHY, EXAMPLE = "No sé", "¿Por qué me preguntas esto?", "Dame un ejemplo"
BACK, PAUSE, SUBMIT, SUMMARY = "Volver", "Pausar", "Confirmar", "Resumen"

MOST_ANSWERS, MOST_HELPS = 8, 5
"""More answers than these are left to be written."""


@dataclass(frozen=True)
class Choices:
    """What can be pressed: `answers` move the interview, `helps` ask about it."""

    answers: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()


def choices(interview: InterviewView | None) -> Choices:
    """Return what can be pressed now; nothing where there is no interview."""
    if interview is None or interview.status == "cancelada":
        return Choices()
    if interview.status == "terminada":
        return Choices(answers=(NEW,))
    if interview.status == "en_pausa":
        return Choices(answers=(f"{RESUME} {interview.code}",))
    if interview.stage == "reviewing":
        return Choices((SUBMIT,), (SUMMARY, BACK, PAUSE))
    if interview.stage == "confirming":
        return Choices((YES, NO), (UNKNOWN, WHY, EXAMPLE, BACK, PAUSE))
    if interview.stage == "countering":
        return Choices((LATER, NOTHING), (WHY, EXAMPLE, BACK, PAUSE))
    labels = tuple(label for _, label in interview.options)
    answers = labels if len(labels) <= MOST_ANSWERS else ()
    return Choices(answers, (UNKNOWN, WHY, EXAMPLE, BACK, PAUSE))


def progress(interview: InterviewView | None) -> str:
    """Return how far an interview is, and the code to go on with it another day.

    The levels are not told here: seen before the end, they would teach what to answer.
    """
    if interview is None:
        return ""
    if interview.status == "terminada":
        far = "terminada"
    elif interview.status == "cancelada":
        far = "cancelada"
    elif interview.status == "en_pausa":
        far = "en pausa, todo guardado"
    elif interview.stage == "reviewing":
        far = "falta tu confirmación"
    else:
        far = f"van {interview.answered} de {interview.answered + interview.remaining}"
    return f"**{interview.code}** · {far}"
