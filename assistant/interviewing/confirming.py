"""What a person says when their answer is said back to them: right, wrong, or another answer."""

from __future__ import annotations

from dataclasses import replace

from assistant.interviewing.choosing import choose, meant
from assistant.interviewing.content import is_filler, labelled, phrases, words_of
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
    if opened[1] or _opens_with_no(heard, words):
        return _after_no(heard, opened[1], chosen, question, pending, words)
    if chosen.value != pending:
        return chosen
    return Yes(heard.original) if opened[0] and chosen.sure else chosen


def _opens_with_no(heard: Heard, words: Words) -> bool:
    """Whether «no» is the first word that is not an interjection («uy no, decide…»)."""
    skipped = (*words.filler, *words.contrast, "uy", "ay", "ups", "si es que", "que")
    return next((w for w in heard.text.split() if not whole(skipped, w)), "") == "no"


def _after_no(
    heard: Heard,
    denied: bool,
    chosen: Chose,
    question: Question,
    pending: str | None,
    words: Words,
) -> Reading:
    """Return what a message that opens with «no» means: never, surely, what was said back."""
    exact = whole(words_of(question, words).quoted.get(chosen.value, ()), heard.text)
    if chosen.value == pending and not exact:
        # «No decide nada» may say a pending No again; «no, …» takes it back.
        again = not denied and _is_denial(question, pending, words)
        return _unsure(chosen) if again else No(heard.original)
    return chosen if exact and chosen.value != pending else _unsure(chosen)


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
    option = question.option(pending or "")
    quoted = set(phrases(option, words)) if option else set()
    return agreed and bool(said) and all(whole(plain, t) or t in quoted for t in said)


def _by_opening(
    heard: Heard, opened: tuple[bool, bool], question: Question, words: Words
) -> Reading:
    if opened[0]:
        # What follows the yes and is not understood may take it back.
        uneasy = within(words_of(question, words).uneasy, heard.text)
        doubtful = uneasy or any(
            clause.contrast or whole(words.deny, clause.text) for clause in heard.clauses
        )
        return Unclear() if doubtful else Yes(heard.original)
    return No(heard.original) if opened[1] or _opens_with_no(heard, words) else Unclear()
