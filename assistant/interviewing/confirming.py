"""What a person says when their answer is said back to them: right, wrong, or another answer."""

from __future__ import annotations

from dataclasses import replace

from assistant.interviewing.choosing import choose, meant
from assistant.interviewing.content import is_filler, labelled, quoted_whole, words_of
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import Chose, No, Reading, Unclear, Yes
from assistant.interviewing.unsettled import find_depends, find_unknown
from assistant.interviewing.words import Words, compiled, whole, within
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
    label = labelled(heard, question, words)
    if label is not None:
        return Yes(heard.original) if label == pending else Chose(label, heard.original, True)
    unknown = find_unknown(heard, words) or find_depends(heard, words)
    if unknown is not None:
        return unknown
    if _says_again(heard, question, pending, words):
        return Yes(heard.original)
    first = next((c.text for c in heard.clauses if not is_filler(c, words)), heard.clauses[0].text)
    opened = whole(words.affirm, first), whole(words.deny, first)
    rest = Heard(heard.original, heard.clauses[any(opened) :], False)
    chosen = choose(rest, question, words, bare=False)
    if chosen is None:
        return _by_opening(heard, opened, question, words)
    if opened[1] or first.split()[0] == "no":
        return _after_no(heard, opened[1], chosen, question, pending, words)
    if chosen.value != pending:
        return chosen
    return Yes(heard.original) if opened[0] and chosen.sure else chosen


def _after_no(
    heard: Heard,
    denied: bool,
    chosen: Chose,
    question: Question,
    pending: str | None,
    words: Words,
) -> Reading:
    """Return what a message that opens with «no» means: never, surely, what was said back."""
    if chosen.value == pending:
        # «No decide nada» may say a pending No again; «no, …» takes it back.
        return No(heard.original) if denied or not _is_denial(question, pending, words) else _unsure(chosen)
    exact = quoted_whole(heard, question, words) == chosen.value
    return chosen if exact else _unsure(chosen)


def _unsure(chosen: Chose) -> Chose:
    return replace(chosen, sure=False)


def _is_denial(question: Question, value: str | None, words: Words) -> bool:
    """Whether `value` is what a bare no means."""
    return value is not None and meant(question, words, affirmed=False) == value


def _says_again(heard: Heard, question: Question, pending: str | None, words: Words) -> bool:
    """Whether it agrees and says what is pending in plain words («obvio que no decide»)."""
    agreed, said = False, []
    for clause in heard.clauses:
        if clause.contrast:
            return False
        text = clause.text
        while (opening := compiled(words.agreeing).match(text)) is not None:
            agreed, text = True, text[opening.end() :].lstrip()
        if text and not whole(words.filler, text):
            said.append(text)
    plain = tuple(
        pattern.removesuffix("( .*)?")
        for cue in words_of(question, words).cues
        if cue.plain and cue.value == pending
        for pattern in cue.match
    )
    return agreed and bool(said) and all(whole(plain, text) for text in said)


def _by_opening(
    heard: Heard, opened: tuple[bool, bool], question: Question, words: Words
) -> Reading:
    if opened[0]:
        # What follows the yes and is not understood may take it back.
        uneasy = within(words_of(question, words).uneasy, heard.text)
        doubtful = uneasy or any(clause.contrast for clause in heard.clauses)
        return Unclear() if doubtful else Yes(heard.original)
    return No(heard.original) if opened[1] or heard.text.split()[0] == "no" else Unclear()
