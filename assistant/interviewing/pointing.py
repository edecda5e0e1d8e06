"""Answers pointed at by their letter, their number or their place: «la 2», «la última»."""

from __future__ import annotations

from assistant.interviewing.content import is_lowering
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import Chose
from assistant.interviewing.words import Words, compiled, within
from governance.interview.definition import Question


def find_pointed(heard: Heard, question: Question, words: Words) -> Chose | None:
    """Return the answer that is pointed at by its letter, number or place."""
    names = "|".join(words.marks)
    # The message, or one of its clauses when it names what it points at.
    pattern = compiled(tuple(p.replace("{mark}", names) for p in words.mark))
    texts = [heard.text, *(c.text for c in heard.clauses if len(c.words) > 1)]
    match = next((m for m in map(pattern.fullmatch, texts) if m), None)
    if match is None:
        return None
    name = next(g for g in match.groups() if g in words.marks)
    lettered = question.option("a") is not None
    if match.string == name and name.isalpha() and not lettered:
        return None
    value = _at(question, name, words.marks[name])
    if value is None:
        return None
    # A place in a list is easy to miscount: an answer that lowers the level is said back.
    several = match.re.groups and len(set(match.string.split()) & set(words.marks)) > 1
    doubtful = several or within(words.hedge, heard.text) or is_lowering(question, value)
    return Chose(value, heard.original, not doubtful)


def _at(question: Question, name: str, place: int) -> str | None:
    if question.option(name):
        return name
    if place > len(question.options):
        return None
    return question.options[place - 1 if place > 0 else place].value
