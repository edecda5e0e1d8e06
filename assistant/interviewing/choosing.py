"""Which answer of a question a message gives, and how sure a careful listener would be.

The law that everything here keeps: an answer that lowers the level is sure only when every clause
of the message is understood and speaks for it. One word for a more cautious answer outweighs any
number for a milder one.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.interviewing.content import (
    Evidence,
    evidence_in,
    is_filler,
    is_lowering,
    most_cautious,
    quoted_whole,
    words_of,
)
from assistant.interviewing.hearing import Clause, Heard
from assistant.interviewing.meanings import Chose
from assistant.interviewing.pointing import find_pointed
from assistant.interviewing.words import Words, whole, within
from governance.interview.definition import Question

_LONG = 20
"""Words beyond which a message that opens with neither yes nor no is said back."""


@dataclass(frozen=True)
class _Opening:
    """The answer that the first words give as a yes or a no; `alone` when they are a clause."""

    value: str
    alone: bool


def choose(heard: Heard, question: Question, words: Words, *, bare: bool = True) -> Chose | None:
    """Return the answer that `heard` gives to `question`, or None.

    Without `bare`, a yes or a no alone is no answer: it is about something else.
    """
    if not heard.clauses:
        return None
    quoted = quoted_whole(heard, question, words)
    if quoted is not None:
        return Chose(quoted, heard.original, True)
    pointed = find_pointed(heard, question, words)
    found = evidence_in(heard, question, words)
    opener = _opening(heard, question, words)
    raising = {e.value for e in found if not is_lowering(question, e.value)}
    if pointed and not (is_lowering(question, pointed.value) and raising):
        return pointed
    said = opener.value if opener and opener.alone else None
    if raising:
        return _raise(heard, question, words, found, raising, said)
    if found:
        return _lower(heard, question, words, found, said)
    return _bare(heard, question, words, opener) if opener and bare else None


def choose_from_content(heard: Heard, question: Question, words: Words) -> Chose | None:
    """Return the answer with the most duties that the words speak for, whatever they open with."""
    found = evidence_in(heard, question, words)
    raising = {e.value for e in found if not is_lowering(question, e.value)}
    return _raise(heard, question, words, found, raising, None) if raising else None


def _opening(heard: Heard, question: Question, words: Words) -> _Opening | None:
    first = heard.clauses[0].text
    affirms, denies = whole(words.affirm, first), whole(words.deny, first)
    word = first.split()[0]
    affirmed = affirms or (not denies and word in {"sí", "si", "claro", "obvio"})
    if not affirmed and not denies and word != "no":
        return None
    value = meant(question, words, affirmed)
    return _Opening(value, affirms or denies) if value else None


def meant(question: Question, words: Words, affirmed: bool) -> str | None:
    """Return the answer that a bare yes or no stands for in `question`."""
    own = words_of(question, words)
    value = own.affirm if affirmed else own.deny
    value = value or ("si" if affirmed else "no")
    return value if question.option(value) else None


def _raise(
    heard: Heard,
    question: Question,
    words: Words,
    found: list[Evidence],
    raising: set[str],
    opener: str | None,
) -> Chose:
    value = most_cautious(question, words, raising)
    agreed = opener in (None, value) and {e.value for e in found} == {value}
    plain = any(e.plain for e in found if e.value == value)
    clear = opener == value or (plain and heard.size <= _LONG)
    sure = agreed and clear and not within(words.hedge, heard.text)
    return Chose(value, _phrase(heard, found, value), sure)


def _lower(
    heard: Heard,
    question: Question,
    words: Words,
    found: list[Evidence],
    opener: str | None,
) -> Chose:
    lowering = {e.value for e in found}
    value = most_cautious(question, words, lowering)
    if opener is not None and opener != value and not is_lowering(question, opener):
        if not words_of(question, words).affirm_doubtful:
            return Chose(opener, heard.original, False)
    covered = {e.clause for e in found if e.plain and e.covers and e.value == value}
    known = all(
        number in covered or _agrees(clause, value, question, words) or is_filler(clause, words)
        for number, clause in enumerate(heard.clauses)
    )
    alone = lowering == {value} and not any(c.contrast for c in heard.clauses[1:])
    quoted = _is_quoted(heard, found, value)
    sure = known and (alone or quoted) and not _is_doubtful(heard, question, words)
    return Chose(value, _phrase(heard, found, value), sure)


def _is_doubtful(heard: Heard, question: Question, words: Words) -> bool:
    uneasy = words_of(question, words).uneasy
    return bool(within(words.hedge, heard.text) or within(uneasy, heard.text))


def _is_quoted(heard: Heard, found: list[Evidence], value: str) -> bool:
    """Whether the contrast is the answer's own («sí, pero son auxiliares»)."""
    last = len(heard.clauses) - 1
    return last <= 1 and any(
        e.value == value and e.plain and e.covers and e.clause == last for e in found
    )


def _bare(heard: Heard, question: Question, words: Words, opener: _Opening) -> Chose:
    value = opener.value
    both = {meant(question, words, True), meant(question, words, False)}
    other = next(iter(both - {value, None}), None)
    if other is not None and any(_takes_back(c, opener, question, words) for c in heard.clauses):
        return Chose(most_cautious(question, words, {value, other}), heard.original, False)
    rest = [
        clause
        for clause in heard.clauses
        if not _agrees(clause, value, question, words) and not is_filler(clause, words)
    ]
    sure = not within(words.hedge, heard.text)
    if is_lowering(question, value):
        sure = sure and not rest
    elif any(clause.contrast for clause in heard.clauses):
        sure = False
    own = words_of(question, words)
    if own.affirm_doubtful and value == own.affirm:
        sure = False
    return Chose(value, heard.original, sure)


def _takes_back(clause: Clause, opener: _Opening, question: Question, words: Words) -> bool:
    """Whether a clause ends in the opposite of how the message opened («no, digo sí»)."""
    last = clause.words[-1].plain
    affirmed = meant(question, words, affirmed=True) == opener.value
    return last == ("no" if affirmed else "sí") and len(clause.words) < 5


def _agrees(clause: Clause, value: str, question: Question, words: Words) -> bool:
    """Whether a clause is a bare yes or no that stands for `value`, or leaves room for it."""
    if whole(words.deny, clause.text):
        return meant(question, words, affirmed=False) == value
    if not whole(words.affirm, clause.text):
        return False
    return meant(question, words, True) == value or words_of(question, words).affirm_doubtful


def _phrase(heard: Heard, found: list[Evidence], value: str) -> str:
    numbers = {e.clause for e in found if e.value == value}
    spoken = [w for n in sorted(numbers) for w in heard.clauses[n].words]
    return heard.original[spoken[0].start : spoken[-1].end] if spoken else heard.original
