"""What a message asks of the interview instead of answering: help, going back, a level.

These are whole messages, so that an answer that happens to hold «cancela» or «ejemplo» stays an
answer.
"""

from __future__ import annotations

from typing import cast

from assistant.interviewing.changing import find_change
from assistant.interviewing.content import is_filler, words_of
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import (
    Aside,
    Asks,
    Help,
    Presses,
    Reading,
    Wants,
    Wish,
)
from assistant.interviewing.words import Words, compiled, whole, within
from governance.interview.definition import Question

_LONGEST = 14
"""Words of the longest message that may be a wish; people who want to leave are brief."""


def find_wish(heard: Heard, words: Words) -> Reading | None:
    """Return what the person wants of the interview, if the message says so."""
    changed = find_change(heard, words)
    if changed is not None:
        return changed
    if heard.size > _LONGEST:
        return None
    whole_wish = _wish(heard.text, words)
    if whole_wish is not None:
        return Wants(whole_wish)
    return _wish_beside_complaints(heard, words)


def _wish_beside_complaints(heard: Heard, words: Words) -> Wants | None:
    """Return the wish that is left once fillers, complaints and a first «no» are set aside."""
    idle = (*words.filler, *words.grumbles)
    left = [
        (number, _wish(clause.text, words))
        for number, clause in enumerate(heard.clauses)
        if not (number == 0 and whole(words.deny, clause.text))
    ]
    wishes = [wish for _, wish in left if wish is not None]
    rest = [n for n, wish in left if wish is None and not whole(idle, heard.clauses[n].text)]
    if not wishes or rest or (wishes == ["resume"] and len(left) > 1):
        return None
    # «Me arrepentí, partamos de cero»: who starts again does not leave.
    return Wants("restart" if "restart" in wishes else wishes[-1])


def _wish(text: str, words: Words) -> Wish | None:
    for wish, patterns in words.wants.items():
        if _wishes(patterns, text, words):
            return cast(Wish, wish)
    return None


def _wishes(patterns: tuple[str, ...], text: str, words: Words) -> bool:
    """Whether `text` is a wish, also after what people say before it («sabes qué, mejor»)."""
    opening = compiled(words.before_wish).match(text)
    rest = text[opening.end() :].lstrip() if opening else ""
    return whole(patterns, text) or bool(rest and _wishes(patterns, rest, words))


def find_pressure(heard: Heard, words: Words) -> Presses | None:
    """Return the words that ask for a level, if some clause does."""
    if within(words.presses_unless, heard.text):
        return None
    for clause in heard.clauses:
        if whole(words.presses, clause.text):
            return Presses(heard.original)
    return None


def without_pressure(heard: Heard, words: Words) -> Heard | None:
    """Return what a message that asks for a level says besides, or None when it is only that."""
    idle = (*words.presses, *words.filler, *words.grumbles, *words.affirm, *words.deny)
    told = [clause for clause in heard.clauses if not whole(words.presses, clause.text)]
    if all(whole(idle, clause.text) for clause in told):
        return None
    start, end = told[0].words[0].start, told[-1].words[-1].end
    return Heard(heard.original[start:end], tuple(told), False)


def find_question(heard: Heard, question: Question, words: Words) -> Reading | None:
    """Return what is being asked, if the message is a question.

    Whether something counts, or what a word of the question means, is help with this question;
    any other question is for the knowledge base.
    """
    if heard.size <= _LONGEST:
        said = [clause for clause in heard.clauses if not is_filler(clause, words)]
        asked = [_asked(clause.text, words) for clause in said]
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
