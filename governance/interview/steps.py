"""How an interview goes on: what follows from an answer, from what sustains it, from going back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from governance.interview.definition import Counter, InterviewDefinition, Question
from governance.interview.flow import active, next_question, subject
from governance.interview.state import Answer, Interview, Pending
from governance.interview.values import check_value


class MoveError(Exception):
    """Raised when a move is not possible now; the message, in Spanish, is for the person."""


@dataclass(frozen=True)
class Author:
    """Who makes a move, and when."""

    by: str
    at: datetime


def go_on(definition: InterviewDefinition, interview: Interview) -> Interview:
    """Return the interview at its next question without an answer, or in review."""
    question = next_question(definition, interview)
    if question is None:
        return replace(interview, stage="reviewing", current=None, pending=None)
    return ask(definition, interview, question.id)


def ask(definition: InterviewDefinition, interview: Interview, question_id: str) -> Interview:
    """Return the interview asking that question, or confirming what was suggested for it."""
    suggested = interview.suggestions.get(question_id)
    answered = question_id in active(definition, interview)
    if suggested is None or suggested.rejected or answered:
        return replace(interview, stage="asking", current=question_id, pending=None)
    pending = Pending(question_id, suggested.value, suggested.phrase, "suggested")
    return replace(interview, stage="confirming", current=question_id, pending=pending)


def pending(
    definition: InterviewDefinition, interview: Interview, value: str, phrase: str
) -> Pending:
    """Return `value` as an answer to the question being asked, still to be settled.

    Raises:
        MoveError: nothing is being asked, or the question cannot have that value.
    """
    question = current(definition, interview)
    problem = check_value(question, value)
    if problem is not None:
        raise MoveError(problem)
    return Pending(question.id, value.strip(), phrase)


def settle(
    definition: InterviewDefinition, interview: Interview, pending: Pending, author: Author
) -> Interview:
    """Return the interview with the answer recorded, or meeting its counter-question first.

    An answer that already stands with the same value met its counter-question before: what
    sustains it, or its being due, is kept.
    """
    standing = active(definition, interview).get(pending.question)
    if standing is not None and standing.value == pending.value:
        answer = answer_of(pending, author, standing.evidence, standing.evidence_pending)
        return record(definition, interview, pending.question, answer)
    if counter_of(definition, pending) is not None:
        return replace(interview, stage="countering", pending=pending)
    return record(definition, interview, pending.question, answer_of(pending, author))


def accept(definition: InterviewDefinition, interview: Interview, author: Author) -> Interview:
    """Return the interview with what was waiting for a yes, or the reopened answer left alone."""
    if interview.stage == "confirming" and interview.pending is not None:
        return settle(definition, interview, interview.pending, author)
    if interview.stage == "asking" and interview.current in active(definition, interview):
        return go_on(definition, interview)
    raise MoveError("No hay nada que confirmar ahora. Responde la pregunta con tus palabras.")


def dont_know(
    definition: InterviewDefinition,
    interview: Interview,
    phrase: str,
    ask_whom: str | None,
    author: Author,
) -> Interview:
    """Return the interview with the question answered as unknown."""
    question = current(definition, interview)
    if not question.can_be_skipped:
        raise MoveError("Esta respuesta hace falta para seguir. Cuéntalo aunque sea en breve.")
    answer = Answer(None, phrase, author.by, author.at, ask_whom=ask_whom)
    return record(definition, interview, question.id, answer)


def current(definition: InterviewDefinition, interview: Interview) -> Question:
    """Return the question being asked.

    Raises:
        MoveError: everything was answered and is being reviewed.
    """
    if interview.current is None:
        raise MoveError(
            "Ya respondiste todo. Escribe «confirmar» para enviar o «cambiar» y qué respuesta."
        )
    return definition.question(interview.current)


def record(
    definition: InterviewDefinition, interview: Interview, question_id: str, answer: Answer
) -> Interview:
    """Return the interview with that answer, going on to what follows."""
    answer = replace(answer, about=subject(definition, interview, question_id))
    recorded = replace(
        interview,
        answers={**interview.answers, question_id: answer},
        trail=(*interview.trail, question_id),
        replaced=(*interview.replaced, interview.answers.get(question_id)),
    )
    return go_on(definition, recorded)


def answer_of(
    pending: Pending, author: Author, evidence: str | None = None, evidence_pending: bool = False
) -> Answer:
    """Return the answer that was waiting, now given by `author`."""
    return Answer(
        value=pending.value,
        phrase=pending.phrase,
        by=author.by,
        at=author.at,
        evidence=evidence,
        evidence_pending=evidence_pending,
        origin=pending.origin,
    )


def counter_of(definition: InterviewDefinition, pending: Pending) -> Counter | None:
    """Return the counter-question that the answer meets, if it meets one."""
    option = definition.question(pending.question).option(pending.value)
    return None if option is None else option.counter
