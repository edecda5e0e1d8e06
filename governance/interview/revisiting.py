"""Going back over what was answered: undoing the last answer, opening any of them again."""

from __future__ import annotations

from dataclasses import replace

from governance.interview.definition import InterviewDefinition
from governance.interview.flow import active, visible
from governance.interview.state import Interview
from governance.interview.steps import MoveError, ask, go_on


def back(definition: InterviewDefinition, interview: Interview) -> Interview:
    """Return the interview before the last answer, or before what is halfway."""
    pending = interview.pending
    if pending is not None and (pending.origin == "said" or interview.stage == "countering"):
        return ask(definition, interview, pending.question)
    if interview.stage == "asking" and interview.current in active(definition, interview):
        return go_on(definition, interview)
    if not interview.trail:
        raise MoveError("Esta es la primera pregunta: no hay una anterior.")
    *trail, question_id = interview.trail
    *replaced, before = interview.replaced
    answers = dict(interview.answers)
    del answers[question_id]
    if before is not None:
        answers[question_id] = before
    undone = replace(interview, answers=answers, trail=tuple(trail), replaced=tuple(replaced))
    return ask(definition, undone, question_id)


def change(definition: InterviewDefinition, interview: Interview, question_id: str) -> Interview:
    """Return the interview asking that question again, its answer standing meanwhile."""
    question = definition.find_question(question_id)
    if question is None:
        raise MoveError(f"No hay una pregunta «{question_id}». Mira los nombres en el resumen.")
    if question not in visible(definition, interview):
        raise MoveError(
            f"«{question.title}» no se pregunta con las respuestas que llevas. "
            "Cambia antes la respuesta de la que depende."
        )
    return ask(definition, interview, question_id)
