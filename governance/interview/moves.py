"""What a person does in an interview, and the interview that follows.

`apply` is a pure function: the same moves give the same interview, whoever replays them. Three
promises hold whatever the order of the moves: only what was confirmed is an answer, an answer that
lowers the level meets its counter-question before it counts, and not knowing never blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from governance.interview import countering, revisiting, steps, suggesting
from governance.interview.definition import InterviewDefinition
from governance.interview.state import Interview, Suggested
from governance.interview.steps import MoveError

__all__ = [
    "Accept",
    "Back",
    "Cancel",
    "Change",
    "DontKnow",
    "EvidenceLater",
    "Move",
    "MoveError",
    "NotSustained",
    "Pause",
    "Propose",
    "Reject",
    "Resume",
    "Say",
    "Submit",
    "Suggest",
    "Sustain",
    "apply",
    "start",
]


@dataclass(frozen=True)
class Say:
    """They answered, and it is plain what."""

    value: str
    phrase: str


@dataclass(frozen=True)
class Propose:
    """They seem to have answered this: to be confirmed."""

    value: str
    phrase: str


@dataclass(frozen=True)
class Accept:
    """Yes, that is what I mean; or, on a question reopened to change it, leave it as it is."""


@dataclass(frozen=True)
class Reject:
    """No, that is not what I mean."""


@dataclass(frozen=True)
class Sustain:
    """They gave the fact or document that sustains the answer.

    With `question`, it is the evidence that an earlier answer was still waiting for.
    """

    evidence: str
    question: str | None = None


@dataclass(frozen=True)
class NotSustained:
    """Nothing sustains the answer."""

    phrase: str


@dataclass(frozen=True)
class EvidenceLater:
    """Something sustains the answer and they will bring it later."""

    phrase: str


@dataclass(frozen=True)
class DontKnow:
    """They do not know; `ask_whom` says who would."""

    phrase: str
    ask_whom: str | None = None


@dataclass(frozen=True)
class Back:
    """Undo the last answer, or leave what is being asked halfway."""


@dataclass(frozen=True)
class Change:
    """Open a question again. Its answer stands until another takes its place."""

    question: str


@dataclass(frozen=True)
class Pause:
    """Stop here for now."""


@dataclass(frozen=True)
class Resume:
    """Go on where it stopped."""


@dataclass(frozen=True)
class Cancel:
    """Give the interview up for good."""


@dataclass(frozen=True)
class Submit:
    """Hand in what was reviewed."""


@dataclass(frozen=True)
class Suggest:
    """A description suggests these answers; those of answered questions are left alone."""

    suggestions: Mapping[str, Suggested]


Move = (
    Say
    | Propose
    | Accept
    | Reject
    | Sustain
    | NotSustained
    | EvidenceLater
    | DontKnow
    | Back
    | Change
    | Pause
    | Resume
    | Cancel
    | Submit
    | Suggest
)


def start(definition: InterviewDefinition) -> Interview:
    """Return a new interview that asks its first question."""
    return steps.go_on(definition, Interview(definition.id, definition.digest))


def apply(
    definition: InterviewDefinition, interview: Interview, move: Move, by: str, at: datetime
) -> Interview:
    """Return the interview after `move`, made by the user `by` at that moment.

    Raises:
        MoveError: the move is not possible now; the message tells the person what is.
        ValueError: the moment has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an answer needs a moment with a time zone")
    _check_open(definition, interview, move)
    author = steps.Author(by, at)
    match move:
        case Say(value, phrase):
            pending = steps.pending(definition, interview, value, phrase)
            return steps.settle(definition, interview, pending, author)
        case Propose(value, phrase):
            pending = steps.pending(definition, interview, value, phrase)
            return replace(interview, stage="confirming", pending=pending)
        case Accept():
            return steps.accept(definition, interview, author)
        case Reject():
            return suggesting.reject(interview)
        case Sustain(evidence, question):
            if question is not None:
                return countering.add_evidence(interview, question, evidence)
            return countering.sustain(definition, interview, evidence, author)
        case NotSustained(phrase):
            return countering.not_sustained(definition, interview, phrase, author)
        case EvidenceLater(phrase):
            return countering.evidence_later(definition, interview, phrase, author)
        case DontKnow(phrase, ask_whom):
            return steps.dont_know(definition, interview, phrase, ask_whom, author)
        case Back():
            return revisiting.back(definition, interview)
        case Change(question):
            return revisiting.change(definition, interview, question)
        case Suggest(suggestions):
            return suggesting.suggest(definition, interview, suggestions)
        case _:
            return _turn_page(interview, move)


def _check_open(definition: InterviewDefinition, interview: Interview, move: Move) -> None:
    if interview.is_over:
        done = "se envió" if interview.stage == "submitted" else "se canceló"
        raise MoveError(f"Esta entrevista ya {done} y no admite cambios. Empieza una nueva.")
    if interview.definition_digest != definition.digest:
        raise MoveError(
            "Las preguntas cambiaron desde que empezaste. Retoma la entrevista para ver cuáles "
            "de tus respuestas siguen sirviendo."
        )
    if interview.paused and not isinstance(move, Resume | Cancel):
        raise MoveError("La entrevista está en pausa. Escribe «retomar» para seguir.")


def _turn_page(interview: Interview, move: Pause | Resume | Cancel | Submit) -> Interview:
    match move:
        case Pause():
            return replace(interview, paused=True)
        case Resume():
            if not interview.paused:
                raise MoveError("La entrevista no está en pausa. Sigue donde ibas.")
            return replace(interview, paused=False)
        case Cancel():
            return replace(interview, stage="cancelled", paused=False, current=None, pending=None)
        case Submit():
            if interview.stage != "reviewing":
                raise MoveError(
                    "Todavía no se puede enviar: primero responde lo que falta y revisa el resumen."
                )
            return replace(interview, stage="submitted")
