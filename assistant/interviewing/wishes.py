"""What a message asks of the interview instead of answering: help, going back, a level.

These are whole messages, so that an answer that happens to hold «cancela» or «ejemplo» stays an
answer.
"""

from __future__ import annotations

from typing import cast

from assistant.interviewing.content import is_filler, words_of
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import (
    Aside,
    Asks,
    Help,
    Presses,
    Reading,
    Wants,
    WantsChange,
    Wish,
)
from assistant.interviewing.words import Words, compiled, whole, within
from governance.interview.definition import Question

_LONGEST = 14
"""Words of the longest message that may be a wish; people who want to leave are brief."""


def find_wish(heard: Heard, words: Words) -> Reading | None:
    """Return what the person wants of the interview, if the message says so."""
    if heard.size > _LONGEST:
        return None
    changed = find_change(heard, words)
    if changed is not None:
        return changed
    for wish, patterns in words.wants.items():
        clauses = [clause for clause in heard.clauses if not is_filler(clause, words)]
        said = clauses and all(_wishes(patterns, clause.text, words) for clause in clauses)
        if said or _wishes(patterns, heard.text, words):
            return Wants(cast(Wish, wish))
    return None


def _wishes(patterns: tuple[str, ...], text: str, words: Words) -> bool:
    """Whether `text` is a wish, also after what people say before it («sabes qué, mejor»)."""
    opening = compiled(words.before_wish).match(text)
    rest = text[opening.end() :].lstrip() if opening else ""
    return whole(patterns, text) or bool(rest and _wishes(patterns, rest, words))


def find_change(heard: Heard, words: Words) -> WantsChange | None:
    """Return the question that they want to answer again, by its number or its matter."""
    for patterns in (words.change, words.change_after):
        match = compiled(patterns).fullmatch(heard.text)
        if match is None:
            continue
        target = next(group for group in match.groups() if group)
        question = _named(target, words)
        if question is not None:
            return WantsChange(question)
    return None


def _named(target: str, words: Words) -> str | None:
    number = compiled((r"(?:(?:mi|la|a|en|de|respuesta|pregunta|numero|n) )*p? ?([0-5])(?: .*)?",))
    match = number.fullmatch(target)
    if match:
        return f"P{next(g for g in match.groups() if g)}"
    for question, own in words.questions.items():
        prefix = r"(?:(?:mi|la|el|a|en|de|del|respuesta|pregunta|lo|los|las|sobre) )*"
        named = tuple(rf"{prefix}(?:{name})(?: .*)?" for name in own.named)
        if named and whole(named, target):
            return question
    return None


def find_pressure(heard: Heard, words: Words) -> Presses | None:
    """Return the words that ask for a level, if some clause does and nothing else is meant."""
    if within(words.presses_unless, heard.text):
        return None
    for clause in heard.clauses:
        if whole(words.presses, clause.text):
            return Presses(heard.original)
    return None


def find_question(heard: Heard, question: Question, words: Words) -> Reading | None:
    """Return what is being asked, if the message is a question.

    Whether something counts, or what a word of the question means, is help with this question;
    any other question is for the knowledge base.
    """
    if heard.size <= _LONGEST:
        asked = [_asked(clause.text, words) for clause in heard.clauses]
        # «No entiendo, dame un ejemplo»: the last thing asked is what they want.
        last = asked[-1] if asked and all(asked) else _asked(heard.text, words)
        if last is not None:
            return Asks(last)
    if not heard.is_question or not heard.clauses:
        return None
    for what, patterns in words.asks_anywhere.items():
        if within(patterns, heard.text):
            return Asks(cast(Help, what))
    return _about(heard, question, words)


def _asked(text: str, words: Words) -> Help | None:
    for what, patterns in words.asks.items():
        if whole(patterns, text):
            return cast(Help, what)
    return None


def _about(heard: Heard, question: Question, words: Words) -> Asks | Aside:
    opens = any(_is_interrogative(clause.text, words) for clause in heard.clauses)
    own = words_of(question, words).topics
    if (not opens and within(words.whether, heard.text)) or within(own, heard.text):
        return Asks("help")
    return Aside(heard.original)


def find_unmarked_question(heard: Heard, question: Question, words: Words) -> Reading | None:
    """Return the question behind a message without «?» that opens like one."""
    if heard.clauses and _is_interrogative(heard.text, words) and heard.size > 2:
        return _about(heard, question, words)
    return None


def _is_interrogative(text: str, words: Words) -> bool:
    patterns = tuple(f"{pattern} .*" for pattern in words.interrogative)
    return whole(patterns, text)
