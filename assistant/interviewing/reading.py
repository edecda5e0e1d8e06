"""What an official means by what they write in an interview.

Rules over plain words, no model: the same message is always read the same way, and why can be
seen. A describer may be given for long answers; what it suggests is never sure. No reading sets a
level, and none that would lower it is sure unless the whole message is understood.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.interviewing.answering import Describer, answered
from assistant.interviewing.confirming import confirmed
from assistant.interviewing.content import is_filler, is_lowering
from assistant.interviewing.hearing import Heard, hear
from assistant.interviewing.meanings import (
    Aside,
    Asks,
    Chose,
    Depends,
    DoesNotSustain,
    Later,
    No,
    Presses,
    Reading,
    Refutes,
    Sustains,
    Unclear,
    Unknown,
    Wants,
    WantsChange,
    Wrote,
    Yes,
)
from assistant.interviewing.mixed import find_told
from assistant.interviewing.sustaining import weigh
from assistant.interviewing.wishes import (
    find_pressure,
    find_question,
    find_wish,
    without_pressure,
)
from assistant.interviewing.words import Words, load_words, whole
from assistant.interviewing.writing import free
from governance.interview.definition import Counter, Question
from governance.interview.state import Stage

__all__ = [
    "Aside",
    "Asks",
    "Chose",
    "Depends",
    "Describer",
    "DoesNotSustain",
    "Later",
    "No",
    "Presses",
    "Reading",
    "Refutes",
    "Sustains",
    "Unclear",
    "Unknown",
    "Wants",
    "WantsChange",
    "Wrote",
    "Yes",
    "read",
]


_FACT = 5
"""Words of the shortest fact that counts when it comes together with pressing for a level."""


def read(
    text: str,
    question: Question | None,
    stage: Stage,
    counter: Counter | None = None,
    describer: Describer | None = None,
    *,
    pending: str | None = None,
) -> Reading:
    """Return what `text` means at this point of the interview.

    `question` is the one being asked, None while reviewing. `counter` is the counter-question
    being answered and `pending` the answer being said back, when there is one.
    """
    words = load_words()
    heard = hear(text, words)
    if not heard.clauses:
        return Unclear()
    if question is not None and question.kind != "choice" and stage == "asking":
        return free(heard, question, words)
    if stage == "reviewing" or question is None:
        return _reviewed(heard, words)
    asked = find_question(heard, question, words)
    wished = find_wish(heard, words)
    if wished == Wants("keep") and stage != "asking":
        wished = None
    if wished is not None and not isinstance(asked, Asks):
        return wished
    pressed = find_pressure(heard, words)
    if pressed is not None and not isinstance(asked, Asks):
        return _pressed(heard, pressed, question, stage, counter, pending, words)
    if asked is not None:
        checks = isinstance(asked, Aside) or asked == Asks("help")
        told = find_told(heard, question, stage, counter, words) if checks else None
        return told or asked
    if stage == "countering":
        return weigh(heard, question, counter, words)
    if stage == "confirming":
        return confirmed(heard, question, pending, words)
    return answered(heard, question, words, describer)


def _pressed(
    heard: Heard,
    pressed: Presses,
    question: Question,
    stage: Stage,
    counter: Counter | None,
    pending: str | None,
    words: Words,
) -> Reading:
    """Return what is said besides asking for a level; a milder answer is then never sure."""
    told = without_pressure(heard, words)
    if told is None:
        return pressed
    if stage == "countering":
        weighed = weigh(told, question, counter, words)
        # «Pero si es interno, déjalo en bajo» presses with a reason; it brings no fact.
        is_fact = isinstance(weighed, Sustains) and told.size >= _FACT
        return weighed if is_fact or isinstance(weighed, Refutes | Later) else pressed
    if stage == "confirming":
        said = confirmed(told, question, pending, words)
    else:
        said = answered(told, question, words, None)
    match said:
        case Chose(value):
            return replace(said, sure=said.sure and not is_lowering(question, value))
        case No() | Unknown() | Depends():
            return said
        case Yes() if pending is not None and not is_lowering(question, pending):
            return said
    return pressed


def _reviewed(heard: Heard, words: Words) -> Reading:
    submits = [whole((*words.submit, *words.affirm), clause.text) for clause in heard.clauses]
    fillers = [is_filler(clause, words) for clause in heard.clauses]
    if any(submits) and all(s or f for s, f in zip(submits, fillers, strict=True)):
        return Wants("submit")
    for what in ("summary", "progress", "help", "why", "example"):
        if whole(words.asks[what], heard.text):
            return Asks(what)
    wished = find_wish(heard, words) or find_pressure(heard, words)
    if wished is not None:
        return wished
    return Aside(heard.original) if heard.is_question else Unclear()
