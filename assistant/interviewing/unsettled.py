"""Answers that settle nothing and still count: not knowing, and «depende»."""

from __future__ import annotations

from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import Depends, Unknown
from assistant.interviewing.words import Words, compiled, whole


def find_unknown(heard: Heard, words: Words) -> Unknown | None:
    """Return that they do not know, and who would in their own words."""
    said = any(whole(words.unknown, clause.text) for clause in heard.clauses)
    said = said or whole(words.unknown, heard.text)
    whom = _whom(heard, (*words.whom, *words.whom_after) if said else words.whom)
    if whom is None and not said:
        return None
    return Unknown(heard.original, whom)


def _whom(heard: Heard, patterns: tuple[str, ...]) -> str | None:
    position = 0
    for clause in heard.clauses:
        match = compiled(patterns).fullmatch(clause.text)
        if match:
            group = next(n for n, g in enumerate(match.groups(), 1) if g)
            start, end = match.span(group)
            return heard.verbatim(position + start, position + end)
        position += len(clause.text) + 1
    return None


def find_depends(heard: Heard, words: Words) -> Depends | None:
    """Return that it is sometimes so and sometimes not."""
    texts = [heard.text, *(clause.text for clause in heard.clauses)]
    if any(whole(words.depends, text) for text in texts):
        return Depends(heard.original)
    return None


def settled(heard: Heard, words: Words) -> Heard:
    """Return what is left of the message without the clauses that only say they do not know."""
    idle = (*words.unknown, *words.whom)
    known = tuple(clause for clause in heard.clauses if not whole(idle, clause.text))
    return Heard(heard.original, known, heard.is_question)
