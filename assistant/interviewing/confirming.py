"""What a person says when their answer is said back to them: right, wrong, or another answer."""

from __future__ import annotations

from assistant.interviewing.choosing import choose
from assistant.interviewing.content import is_filler, words_of
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import No, Reading, Unclear, Yes
from assistant.interviewing.unsettled import find_depends, find_unknown
from assistant.interviewing.words import Words, whole, within
from governance.interview.definition import Question


def confirmed(heard: Heard, question: Question, pending: str | None, words: Words) -> Reading:
    """Return whether the message agrees with `pending`, denies it or answers otherwise."""
    agrees, denies = (
        all(
            whole(patterns, c.text) or (n > 0 and is_filler(c, words))
            for n, c in enumerate(heard.clauses)
        )
        for patterns in (words.affirm, words.deny)
    )
    if agrees or whole(words.submit, heard.text):
        return Yes(heard.original)
    if denies:
        return No(heard.original)
    unknown = find_unknown(heard, words) or find_depends(heard, words)
    if unknown is not None:
        return unknown
    first = heard.clauses[0].text
    opened = whole(words.affirm, first), whole(words.deny, first)
    rest = Heard(heard.original, heard.clauses[any(opened) :], False)
    chosen = choose(rest, question, words, bare=False)
    if chosen is None:
        return _by_opening(heard, opened, question, words)
    if chosen.value != pending:
        return chosen
    return Yes(heard.original) if opened[0] and chosen.sure else chosen


def _by_opening(
    heard: Heard, opened: tuple[bool, bool], question: Question, words: Words
) -> Reading:
    if opened[0]:
        # What follows the yes and is not understood may take it back.
        uneasy = within(words_of(question, words).uneasy, heard.text)
        doubtful = uneasy or any(clause.contrast for clause in heard.clauses)
        return Unclear() if doubtful else Yes(heard.original)
    return No(heard.original) if opened[1] or heard.text.split()[0] == "no" else Unclear()
