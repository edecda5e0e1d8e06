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
    return _walk(definition, interview)[0]


def active(definition: InterviewDefinition, interview: Interview) -> dict[str, Answer]:
    """Return the answers that count: those of open questions, in the order of the questions."""
    return _walk(definition, interview)[1]


def values(definition: InterviewDefinition, interview: Interview) -> dict[str, str]:
    """Return the answers that count as question -> value, with `no_se` for what is not known."""
    return {
        question: value_of(answer) for question, answer in active(definition, interview).items()
    }


def next_question(definition: InterviewDefinition, interview: Interview) -> Question | None:
    """Return the first open question without an answer that counts, or None if all have one."""
    shown, counting = _walk(definition, interview)
    return next((question for question in shown if question.id not in counting), None)


def is_group_complete(definition: InterviewDefinition, interview: Interview, group: str) -> bool:
    """Whether every open question of the group has an answer, «no sé» included.

    Raises:
        KeyError: no question belongs to that group.
    """
    if all(question.group != group for question in definition.questions):
        raise KeyError(group)
    shown, counting = _walk(definition, interview)
    return all(question.id in counting for question in shown if question.group == group)


def subject(
    definition: InterviewDefinition, interview: Interview, question_id: str
) -> tuple[str, ...]:
    """Return the values, as they stand, of the questions that this one is about."""
    return _subject(definition.question(question_id), values(definition, interview))


def value_of(answer: Answer) -> str:
    """Return the value of an answer, `no_se` when it is not known."""
    return UNKNOWN if answer.value is None else answer.value


def progress(definition: InterviewDefinition, interview: Interview) -> Progress:
    """Return how many open questions are answered and how many may still come at most."""
    counting = active(definition, interview)
    possible: dict[str, str | None] = {}  # the value, or None while it is not answered
    for question in definition.questions:
        if _is_offered(question, interview) and _may_be_met(question, possible):
            answer = counting.get(question.id)
            possible[question.id] = None if answer is None else value_of(answer)
    remaining = sum(value is None for value in possible.values())
    return Progress(answered=len(counting), remaining=remaining)


def _walk(
    definition: InterviewDefinition, interview: Interview
) -> tuple[tuple[Question, ...], dict[str, Answer]]:
    """Return the open questions and the answers that count, each following from those before."""
    shown: list[Question] = []
    counting: dict[str, Answer] = {}
    values: dict[str, str] = {}
    for question in definition.questions:
        if not _is_offered(question, interview) or not _is_met(question, values):
            continue
        shown.append(question)
        answer = interview.answers.get(question.id)
        if answer is not None and answer.about == _subject(question, values):
            counting[question.id] = answer
            values[question.id] = value_of(answer)
    return tuple(shown), counting


def _subject(question: Question, values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(name, "") for name in question.about)


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
