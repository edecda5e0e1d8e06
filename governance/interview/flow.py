"""Which questions are open, which answers count and how much is left.

An answer counts only while its question is open. Nothing is erased when a question closes: the
answer comes back if the question opens again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from governance.interview.definition import UNKNOWN, InterviewDefinition, Question
from governance.interview.state import Answer, Interview


@dataclass(frozen=True)
class Progress:
    """How far an interview has come: `remaining` is the most that may still be asked."""

    answered: int
    remaining: int


def visible(definition: InterviewDefinition, interview: Interview) -> tuple[Question, ...]:
    """Return the questions that are open with the answers given so far, in order."""
    values: dict[str, str] = {}
    shown: list[Question] = []
    for question in definition.questions:
        if not _is_offered(question, interview) or not _is_met(question, values):
            continue
        shown.append(question)
        if question.id in interview.answers:
            values[question.id] = interview.answers[question.id].value or UNKNOWN
    return tuple(shown)


def is_visible(definition: InterviewDefinition, interview: Interview, question_id: str) -> bool:
    """Whether that question is open."""
    return any(question.id == question_id for question in visible(definition, interview))


def active(definition: InterviewDefinition, interview: Interview) -> dict[str, Answer]:
    """Return the answers that count: those of open questions, in the order of the questions."""
    return {
        question.id: interview.answers[question.id]
        for question in visible(definition, interview)
        if question.id in interview.answers
    }


def values(definition: InterviewDefinition, interview: Interview) -> dict[str, str]:
    """Return the answers that count as question -> value, with `no_se` for what is not known."""
    counting = active(definition, interview)
    return {question: answer.value or UNKNOWN for question, answer in counting.items()}


def next_question(definition: InterviewDefinition, interview: Interview) -> Question | None:
    """Return the first open question without an answer, or None when all have one."""
    shown = visible(definition, interview)
    return next((question for question in shown if question.id not in interview.answers), None)


def is_group_complete(definition: InterviewDefinition, interview: Interview, group: str) -> bool:
    """Whether every open question of the group has an answer, «no sé» included.

    Raises:
        KeyError: no question belongs to that group.
    """
    if all(question.group != group for question in definition.questions):
        raise KeyError(group)
    shown = visible(definition, interview)
    return all(question.id in interview.answers for question in shown if question.group == group)


def progress(definition: InterviewDefinition, interview: Interview) -> Progress:
    """Return how many open questions are answered and how many may still come at most."""
    possible: dict[str, str | None] = {}  # the value, or None while it is not answered
    for question in definition.questions:
        if _is_offered(question, interview) and _may_be_met(question, possible):
            answer = interview.answers.get(question.id)
            possible[question.id] = None if answer is None else answer.value or UNKNOWN
    answered = len(active(definition, interview))
    return Progress(answered, remaining=sum(value is None for value in possible.values()))


def _is_offered(question: Question, interview: Interview) -> bool:
    return (
        not question.ask_if_suggested
        or question.id in interview.suggestions
        or question.id in interview.answers
    )


def _is_met(question: Question, values: Mapping[str, str]) -> bool:
    return not question.ask_if or any(
        all(values.get(name) in allowed for name, allowed in condition.items())
        for condition in question.ask_if
    )


def _may_be_met(question: Question, possible: Mapping[str, str | None]) -> bool:
    return not question.ask_if or any(
        all(
            name in possible and (possible[name] is None or possible[name] in allowed)
            for name, allowed in condition.items()
        )
        for condition in question.ask_if
    )
