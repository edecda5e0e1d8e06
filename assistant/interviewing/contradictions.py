"""What an official says in passing, held against what they answer.

Optimistic self-assessment is how risk tools fail: the grave fact is told while answering something
else, and nobody sets it beside the tick that lowers the level. Here every message is read for
graver facts about the other questions. For one not asked yet it is a suggestion; for one already
answered more mildly it is said back. A mild answer that goes against something the person said, and
that nothing sustains, stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.describe.description import Description
from governance.interview.definition import InterviewDefinition, Question
from governance.interview.flow import active, visible
from governance.interview.state import Interview, Pending, Suggested
from knowledge_base.text import content_words

LEAST_WORDS = 4
"""Words that say something in a message worth reading for more than its own question."""


@dataclass(frozen=True)
class Overheard:
    """Graver facts in a message about questions other than the one it answers."""

    facts: Mapping[str, Suggested]


def is_worth_reading(text: str) -> bool:
    """Whether a message says enough to hold more than its own answer."""
    return len(set(content_words(text))) >= LEAST_WORDS


def overhear(
    definition: InterviewDefinition, description: Description, group: str, answering: str | None
) -> Overheard:
    """Return the facts in words (not those that are only likely) that lower no level."""
    found = {}
    for suggestion in description.suggestions:
        question = definition.find_question(suggestion.question)
        if question is None or question.id == answering or question.group != group:
            continue
        if suggestion.source == "cues" and lowers_nothing(question, suggestion.value):
            found[question.id] = Suggested(suggestion.value, suggestion.phrase)
    return Overheard(found)


def lowers_nothing(question: Question, value: str | None) -> bool:
    """Whether an answer is one that meets no counter-question: it makes nothing milder."""
    option = question.option(value)
    return option is not None and option.counter is None


def remember(
    definition: InterviewDefinition, interview: Interview, heard: Overheard
) -> tuple[Interview, str | None]:
    """Return the interview with what was overheard, and the question it contradicts, if any.

    The contradicted question is opened with the graver answer to be confirmed. What was said back
    once and refused is not said back again.
    """
    suggestions = dict(interview.suggestions)
    answers = active(definition, interview)
    against: str | None = None
    for name, fact in heard.facts.items():
        known = suggestions.get(name)
        if known is not None and (known.value == fact.value or not known.rejected):
            continue
        answer = answers.get(name)
        question = definition.question(name)
        if answer is None:
            suggestions[name] = fact
        elif (
            against is None
            and answer.value != fact.value
            and not lowers_nothing(question, answer.value)
            and question in visible(definition, interview)
        ):
            against = name
            suggestions[name] = fact
    remembered = replace(interview, suggestions=suggestions)
    asked = interview.current or ""
    if against is None or interview.stage == "countering":
        kept = replace(interview, suggestions=_unasked(suggestions, answers))
        if interview.stage == "asking" and asked not in answers and asked in heard.facts:
            return _said_back(kept, asked), None
        return kept, None
    return _said_back(remembered, against), against


def _said_back(interview: Interview, name: str) -> Interview:
    """Return the interview asking whether the suggestion for `name` is so."""
    fact = interview.suggestions[name]
    if fact.rejected:
        return interview
    pending = Pending(name, fact.value, fact.phrase, "suggested")
    return replace(interview, stage="confirming", current=name, pending=pending)


def refused(definition: InterviewDefinition, interview: Interview) -> Interview:
    """Return the interview remembering that a graver reading of their words was refused.

    What was only made out of an answer was doubtful, and they said so: it is forgotten, unless it
    is about a prohibited use.
    """
    pending = interview.pending
    if pending is None:
        return interview
    question = definition.question(pending.question)
    was_told = pending.origin == "suggested" or question.grave
    if not was_told or not lowers_nothing(question, pending.value):
        return interview
    kept = Suggested(pending.value, pending.phrase, rejected=True)
    return replace(interview, suggestions={**interview.suggestions, pending.question: kept})


def contested(
    definition: InterviewDefinition, interview: Interview, name: str | None
) -> Suggested | None:
    """Return the graver fact, told and refused, that a mild answer to `name` goes against."""
    said = interview.suggestions.get(name or "")
    if said is None or not said.rejected or name is None:
        return None
    return said if lowers_nothing(definition.question(name), said.value) else None


def _unasked(
    suggestions: Mapping[str, Suggested], answers: Mapping[str, object]
) -> dict[str, Suggested]:
    """Return the suggestions without those of answered questions that were never said back."""
    return {q: s for q, s in suggestions.items() if q not in answers or s.rejected}
