"""What an interview has so far, in words: each answer that counts and what is still pending."""

from __future__ import annotations

from governance.interview.definition import InterviewDefinition, Question
from governance.interview.flow import active
from governance.interview.state import Answer, Interview
from governance.interview.texts import Texts, load_texts

LONGEST_QUOTE = 160
"""Characters of a person's words shown in a summary; the record keeps them whole."""


def summary(
    definition: InterviewDefinition, interview: Interview, texts: Texts | None = None
) -> str:
    """Return the answers that count as a Markdown list, each with the words it came from."""
    texts = texts or load_texts()
    counting = active(definition, interview)
    if not counting:
        return texts.summary_empty
    return "\n".join(
        _line(definition.question(question_id), answer, texts)
        for question_id, answer in counting.items()
    )


def tasks(
    definition: InterviewDefinition, interview: Interview, texts: Texts | None = None
) -> tuple[str, ...]:
    """Return what is still to be found out or brought, a line each."""
    texts = texts or load_texts()
    lines = (
        _task(definition.question(question_id), answer, texts)
        for question_id, answer in active(definition, interview).items()
    )
    return tuple(line for line in lines if line is not None)


def label(question: Question, value: str | None, texts: Texts | None = None) -> str:
    """Return how a value of the question is called before a person."""
    if value is None:
        texts = texts or load_texts()
        return texts.skipped_label if question.optional else texts.unknown_label
    option = question.option(value)
    return quote(value) if option is None else option.label


def quote(words: str) -> str:
    """Return a person's words in one line, cut between words when they are too many.

    >>> quote("sí,   la jefa lo ve")
    'sí, la jefa lo ve'
    """
    line = " ".join(words.split())
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"


def _line(question: Question, answer: Answer, texts: Texts) -> str:
    line = texts.summary_answer.format(
        title=question.title, label=label(question, answer.value, texts).rstrip(".")
    )
    if answer.phrase and question.kind != "text":
        source = texts.summary_phrase if answer.origin == "said" else texts.summary_suggested
        line += source.format(phrase=quote(answer.phrase))
    if answer.evidence:
        line += texts.summary_evidence.format(evidence=quote(answer.evidence))
    return line


def _task(question: Question, answer: Answer, texts: Texts) -> str | None:
    if answer.value is not None:
        if not answer.evidence_pending:
            return None
        return texts.task_evidence.format(
            title=question.title, label=label(question, answer.value, texts)
        )
    if question.optional:
        return None
    if answer.evidence_pending:
        return texts.task_unsupported.format(title=question.title)
    if answer.ask_whom:
        return texts.task_ask_whom.format(title=question.title, whom=quote(answer.ask_whom))
    return texts.task_unknown.format(title=question.title)
