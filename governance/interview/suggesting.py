"""Answers that a description suggests: offered at their question, counting only once accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from governance.interview.definition import InterviewDefinition
from governance.interview.state import Interview, Suggested
from governance.interview.steps import MoveError, ask, go_on
from governance.interview.values import check_value


def suggest(
    definition: InterviewDefinition, interview: Interview, suggestions: Mapping[str, Suggested]
) -> Interview:
    """Return the interview with the suggestions that its questions without an answer received."""
    for question_id, suggested in suggestions.items():
        question = definition.find_question(question_id)
        if question is None:
            raise MoveError(f"La descripción sugiere «{question_id}», que no es una pregunta.")
        problem = check_value(question, suggested.value)
        if problem is not None:
            raise MoveError(f"La sugerencia para «{question.title}» no sirve. {problem}")
    new = {q: suggested for q, suggested in suggestions.items() if q not in interview.answers}
    merged = replace(interview, suggestions={**interview.suggestions, **new})
    if interview.stage == "reviewing":
        return go_on(definition, merged)
    waiting = interview.pending is None or interview.pending.origin == "suggested"
    if interview.stage in ("asking", "confirming") and interview.current in new and waiting:
        return ask(definition, merged, interview.current)
    return merged


def reject(interview: Interview) -> Interview:
    """Return the interview asking plainly what was misunderstood or wrongly suggested."""
    pending = interview.pending
    if interview.stage != "confirming" or pending is None:
        raise MoveError("No hay nada que rechazar ahora. Responde la pregunta con tus palabras.")
    suggestions = dict(interview.suggestions)
    if pending.origin == "suggested":
        suggestions[pending.question] = replace(suggestions[pending.question], rejected=True)
    return replace(interview, stage="asking", pending=None, suggestions=suggestions)
