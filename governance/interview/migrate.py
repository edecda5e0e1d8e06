"""A paused interview meets a newer definition: what still holds is kept, the rest is reported."""

from __future__ import annotations

from dataclasses import dataclass, replace

from governance.interview.definition import InterviewDefinition
from governance.interview.state import Answer, Interview, Suggested
from governance.interview.steps import go_on
from governance.interview.summary import quote
from governance.interview.texts import Texts, load_texts
from governance.interview.values import check_value


@dataclass(frozen=True)
class Lost:
    """An answer that the newer definition does not take as it was, and the question's name."""

    question: str
    title: str
    phrase: str


@dataclass(frozen=True)
class Migration:
    """The interview on the newer definition, and what happened to its answers.

    `dropped` answers have no place any more. `asked_again` ones now meet a counter-question that
    they never met: they come back as suggestions to be confirmed.
    """

    interview: Interview
    dropped: tuple[Lost, ...] = ()
    asked_again: tuple[Lost, ...] = ()

    def text(self, texts: Texts | None = None) -> str:
        """Return what to tell the person, or nothing when every answer was kept."""
        texts = texts or load_texts()
        lines = [
            form.format(title=lost.title, phrase=quote(lost.phrase))
            for form, all_lost in (
                (texts.changed_dropped, self.dropped),
                (texts.changed_asked_again, self.asked_again),
            )
            for lost in all_lost
        ]
        return "\n".join((texts.changed_definition, "", *lines)) if lines else ""


def migrate(definition: InterviewDefinition, interview: Interview) -> Migration:
    """Return the interview carried to `definition`.

    It goes on at the first question without an answer; a confirmation or a counter-question left
    halfway is asked from the start. What was submitted or cancelled stays as it was.

    Raises:
        ValueError: the definition is of another interview.
    """
    if definition.id != interview.definition_id:
        raise ValueError(f"{definition.id!r} is not {interview.definition_id!r}")
    if interview.is_over or definition.digest == interview.definition_digest:
        return Migration(interview)
    kept: dict[str, Answer] = {}
    suggestions = {q: s for q, s in interview.suggestions.items() if _fits(definition, q, s.value)}
    dropped: list[Lost] = []
    again: list[Lost] = []
    for question_id, answer in interview.answers.items():
        question = definition.find_question(question_id)
        lost = Lost(question_id, question.title if question else question_id, answer.phrase)
        if not _fits(definition, question_id, answer.value):
            dropped.append(lost)
        elif answer.value is not None and _is_unmet(definition, question_id, answer):
            again.append(lost)
            suggestions[question_id] = Suggested(answer.value, answer.phrase)
        else:
            kept[question_id] = answer
    trail, replaced = _retrace(definition, interview, kept)
    moved = replace(
        interview,
        definition_digest=definition.digest,
        answers=kept,
        suggestions=suggestions,
        trail=trail,
        replaced=replaced,
        pending=None,
    )
    return Migration(go_on(definition, moved), tuple(dropped), tuple(again))


def _fits(definition: InterviewDefinition, question_id: str, value: str | None) -> bool:
    question = definition.find_question(question_id)
    if question is None:
        return False
    return question.can_be_skipped if value is None else check_value(question, value) is None


def _is_unmet(definition: InterviewDefinition, question_id: str, answer: Answer) -> bool:
    option = definition.question(question_id).option(answer.value)
    met = answer.evidence is not None or answer.evidence_pending
    return option is not None and option.counter is not None and not met


def _retrace(
    definition: InterviewDefinition, interview: Interview, kept: dict[str, Answer]
) -> tuple[tuple[str, ...], tuple[Answer | None, ...]]:
    """Return the steps back through the answers kept: one each, the last that was taken."""
    order = [question for question in dict.fromkeys(reversed(interview.trail)) if question in kept]
    return tuple(reversed(order)), (None,) * len(order)
