"""Facts that a person tells to sustain an answer: named things, and the kinds that P3 asks for."""

from __future__ import annotations

from assistant.interviewing.content import (
    evidence_in,
    negation,
    quoted_whole,
    without_harmless,
    words_of,
)
from assistant.interviewing.hearing import Heard
from assistant.interviewing.meanings import DoesNotSustain, Later, Reading, Sustains, Unclear
from assistant.interviewing.spelling import is_speech
from assistant.interviewing.words import Words, compiled, whole, within
from governance.interview.definition import Question
from knowledge_base.text import content_words

KINDS = 2
"""Kinds of fact that are needed when a question asks for several."""
_FACT = 3
"""Content words of the shortest statement that can be a fact."""
_SOLID = 2
"""How many of them must name something («cosas» names nothing)."""
_NEAR = 3
"""How many words before a fact may deny it."""
_DENIED = frozenset({"no", "nunca", "nadie", "ni", "jamas", "tampoco"})


def by_facts(heard: Heard, question: Question, value: str | None, words: Words) -> Reading:
    """Return whether one plain fact is told, with the words of the question and of officials."""
    said = content_words(heard.text)
    solid = [word for word in said if not whole(words.hollow, word)]
    told = len(said) >= _FACT and len(solid) >= _SOLID and is_speech(heard.text)
    if told or _names_a_fact(heard, question, value, words):
        # A fact with words that trouble its own answer waits for a person to look at it.
        uneasy = _is_uneasy(heard, question, words)
        return Later(heard.original) if uneasy else Sustains(heard.original)
    if within(words.vague, heard.text):
        return Later(heard.original)
    return DoesNotSustain(heard.original) if said and not solid else Unclear()


def denies_risk(heard: Heard, question: Question, words: Words) -> bool:
    """Whether it says that what the question fears is not there («no hay menores ni imágenes»).

    Two such things are a fact, or one beside what there is («no hay niños, solo el RUT»).
    """
    own = words_of(question, words)
    denied, named = 0, False
    for clause in heard.clauses:
        for match in compiled(own.denials).finditer(clause.text):
            if not negation(clause.text[: match.start()], words)[0]:
                return False
            denied += 1
        named |= any(
            not negation(clause.text[: match.start()], words)[0]
            for match in compiled(own.concrete).finditer(clause.text)
        )
    contrast = any(clause.contrast for clause in heard.clauses)
    doubtful = contrast or within(words.hedge, heard.text) or _is_uneasy(heard, question, words)
    return denied + named >= _SOLID and denied > 0 and not doubtful


def _names_a_fact(heard: Heard, question: Question, value: str | None, words: Words) -> bool:
    """Whether it names what was asked for, beyond saying the answer again («no decide nada»)."""
    told = {
        e.value
        for e in evidence_in(heard, question, words)
        if not within(words.negators, heard.clauses[e.clause].text)
    }
    repeats = quoted_whole(heard, question, words) == value
    if heard.size >= _FACT and value in told and not repeats:
        return True
    return _is_concrete(heard, question, words)


def _is_concrete(heard: Heard, question: Question, words: Words) -> bool:
    """Whether all that it names is what a counter-question asks for («asunto, texto»)."""
    concrete = words_of(question, words).concrete
    named, left = False, []
    for clause, text in zip(heard.clauses, without_harmless(heard, question, words), strict=True):
        found = compiled(concrete).finditer(clause.text)
        named |= any(not negation(clause.text[: m.start()], words)[0] for m in found)
        left += content_words(compiled(concrete).sub(" ", text))
    return named and all(whole((*words.hollow, *words.posts), word) for word in left)


def _is_uneasy(heard: Heard, question: Question, words: Words) -> bool:
    uneasy = compiled(words_of(question, words).uneasy)
    absent = tuple(f"(?:.* )?(?:{pattern})" for pattern in words.absent)
    before = (
        text[: match.start()].strip()
        for text in without_harmless(heard, question, words)
        for match in uneasy.finditer(text)
    )
    return any(not whole(absent, said) or negation(said, words)[1] for said in before)


def by_kinds(heard: Heard, question: Question, words: Words) -> Reading:
    """Return whether enough kinds of fact are told, where a question needs several (P3)."""
    kinds = kinds_told(heard, question, words)
    if kinds >= KINDS:
        return Sustains(heard.original)
    if kinds or within(words.vague, heard.text):
        return Later(heard.original)
    return DoesNotSustain(heard.original) if heard.size > _FACT else Unclear()


def kinds_told(heard: Heard, question: Question, words: Words) -> int:
    """Return how many of the kinds of fact that `question` needs the message tells."""
    kinds = words_of(question, words).facts
    return sum(any(_has(kind, clause.text) for clause in heard.clauses) for kind in kinds)


def _has(kind: tuple[str, ...], text: str) -> bool:
    """Whether a kind of fact is told, and not that it is missing («no cambia ninguna»)."""
    return any(
        not _DENIED & set(text[: match.start()].split()[-_NEAR:])
        for match in compiled(kind).finditer(text)
    )
