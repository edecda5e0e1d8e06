"""The words for an interview as it stands: what to show so that the person can go on."""

from __future__ import annotations

from dataclasses import dataclass

from governance.interview.definition import Counter, InterviewDefinition, Option, Question
from governance.interview.flow import Progress, active, progress, visible
from governance.interview.state import Answer, Interview, Pending, Stage
from governance.interview.summary import label, quote, summary, tasks
from governance.interview.texts import Texts, load_texts

YES_NO = 3
"""Answers of the longest question that people answer with yes or no."""


@dataclass(frozen=True)
class Prompt:
    """What to show: the text in Markdown, and apart what an interface may want to draw."""

    text: str
    question_id: str | None
    options: tuple[Option, ...]
    stage: Stage
    progress: Progress


def prompt(
    definition: InterviewDefinition, interview: Interview, texts: Texts | None = None
) -> Prompt:
    """Return the words for the interview as it stands."""
    texts = texts or load_texts()
    question = None
    if interview.current is not None and not interview.is_over:
        question = definition.question(interview.current)
    offers = interview.stage in ("asking", "confirming") and not interview.paused
    return Prompt(
        text=_text(definition, interview, question, texts),
        question_id=None if question is None else question.id,
        options=question.options if question is not None and offers else (),
        stage=interview.stage,
        progress=progress(definition, interview),
    )


def _text(
    definition: InterviewDefinition,
    interview: Interview,
    question: Question | None,
    texts: Texts,
) -> str:
    if interview.stage == "submitted":
        return definition.done
    if interview.stage == "cancelled":
        return texts.cancelled
    if interview.paused:
        return texts.paused
    if question is None:
        return _reviewing(definition, interview, texts)
    pending = interview.pending
    if pending is not None and interview.stage == "countering":
        return _countering(question, pending, texts)
    parts = [_head(definition, interview, question, texts)]
    if pending is not None and pending.origin == "said":
        parts.append(_confirming(question, pending, texts.confirm_said, texts))
    elif pending is not None:
        confirming = _confirming(question, pending, texts.confirm_suggested, texts)
        # Where the answers are yes and no, a list of them beside «¿lo anoto así?» would leave open
        # which of the two questions a «sí» answers.
        listed = _options(question, texts) if len(question.options) > YES_NO else []
        parts += [question.ask, *listed, confirming]
    else:
        parts += _asking(question, active(definition, interview).get(question.id), texts)
    if not interview.trail and not interview.answers and interview.stage == "asking":
        parts.insert(0, definition.intro)
    return "\n\n".join(parts)


def _head(
    definition: InterviewDefinition, interview: Interview, question: Question, texts: Texts
) -> str:
    head = f"**{question.title}**" + (f" · {question.reference}" if question.reference else "")
    if question.id in active(
        definition, interview
    ):  # reopened to change it: it is not one more to go
        return head
    done = progress(definition, interview)
    if done.remaining == 1:
        return f"{head} · {texts.last_question}"
    far = texts.progress.format(answered=done.answered, remaining=done.remaining)
    return f"{head} · {far}"


def _asking(question: Question, standing: Answer | None, texts: Texts) -> list[str]:
    parts = [question.ask, *_options(question, texts)]
    if question.max_words is not None:
        parts.append(texts.max_words.format(words=question.max_words))
    if question.optional:
        parts.append(texts.optional)
    if standing is not None:
        parts.append(texts.standing.format(label=label(question, standing.value, texts)))
    return parts


def _options(question: Question, texts: Texts) -> list[str]:
    if not question.options:
        return []
    lines = [f"- **{option.label}**: {option.means}" for option in question.options]
    if question.can_be_skipped:
        lines.append(texts.unknown_option)
    return ["\n".join(lines)]


def _confirming(question: Question, pending: Pending, text: str, texts: Texts) -> str:
    option = question.option(pending.value)
    return text.format(
        label=label(question, pending.value, texts),
        means=option.means if option else "",
        phrase=quote(pending.phrase),
    )


def _countering(question: Question, pending: Pending, texts: Texts) -> str:
    option = question.option(pending.value)
    counter = None if option is None else option.counter
    assert counter is not None, "only an option with a counter-question is countered"
    accepts = "\n".join(f"- {example}" for example in counter.accepts)
    return "\n\n".join(
        (
            texts.counter_head.format(label=label(question, pending.value, texts)),
            counter.ask,
            f"{texts.counter_accepts}\n{accepts}",
            _without_support(counter, texts),
        )
    )


def _without_support(counter: Counter, texts: Texts) -> str:
    if counter.needed_now:
        return texts.counter_needed_now
    return texts.counter_pending if counter.unsupported is None else texts.counter_unknown


def _reviewing(definition: InterviewDefinition, interview: Interview, texts: Texts) -> str:
    parts = [definition.review, summary(definition, interview, texts)]
    pending = tasks(definition, interview, texts)
    if pending:
        parts.append("\n".join((texts.tasks_head, *pending)))
    titles = [question.title.split(",")[0] for question in visible(definition, interview)]
    parts.append(texts.review_help.format(title=min(titles, key=len)))
    return "\n\n".join(parts)
