"""Which answers the words of a message speak for, clause by clause, whatever it opens with.

A negation turns a cue round inside its clause only. «No es que» and «no … sin que» are two
negations, so they turn it back, and never leave it plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.interviewing.hearing import Clause, Heard, hear
from assistant.interviewing.words import Cue, QuestionWords, Words, compiled, whole, within
from governance.interview.definition import Option, Question

_SCOPE = 7
"""How many words a negation reaches."""
_STOPS = frozenset({"y", "e", "porque", "solo", "sino", "solamente"})
"""Words that a negation does not reach over."""
_CONCORD = frozenset({"no", "nada", "nadie", "ningun", "ninguna", "ninguno", "tampoco", "ni"})
_SET_ASIDE = "_"
_NOTHING = QuestionWords()


@dataclass(frozen=True)
class Evidence:
    """Words that speak for an answer; `covers` when they are about all that their clause says."""

    value: str
    plain: bool
    clause: int
    covers: bool


def words_of(question: Question, words: Words) -> QuestionWords:
    """Return how `question` is answered, empty for a question that has no words of its own."""
    return words.questions.get(question.id, _NOTHING)


def is_lowering(question: Question, value: str) -> bool:
    """Whether an answer lowers the level: it is the one that has a counter-question."""
    option = question.option(value)
    return option is not None and option.counter is not None


def most_cautious(question: Question, words: Words, values: set[str]) -> str:
    """Return the answer of `values` with the most duties."""
    order = words_of(question, words).cautious or tuple(o.value for o in question.options)
    return min(sorted(values), key=lambda v: order.index(v) if v in order else len(order))


def evidence_in(heard: Heard, question: Question, words: Words) -> list[Evidence]:
    """Return all that the message says for any answer of the question."""
    found: list[Evidence] = []
    for number, text in enumerate(without_harmless(heard, question, words)):
        found.extend(_quoted(text, number, question, words))
        for cue in words_of(question, words).cues:
            found.extend(_cued(text, number, cue, heard, words))
    return [e for e in found if question.option(e.value) is not None]


def without_harmless(heard: Heard, question: Question, words: Words) -> list[str]:
    """Return the text of each clause with what only looks like an answer set aside."""
    texts = [clause.text for clause in heard.clauses]
    for harmless in words_of(question, words).harmless:
        if not harmless.along or within(harmless.along, heard.text):
            texts = [compiled(harmless.match).sub(_SET_ASIDE, text) for text in texts]
    return texts


def _cued(text: str, number: int, cue: Cue, heard: Heard, words: Words) -> Iterator[Evidence]:
    if cue.along and not within(cue.along, heard.text):
        return
    if cue.unless and within(cue.unless, heard.text):
        return
    for match in compiled(cue.match).finditer(text):
        turned, doubtful = negation(text[: match.start()], words)
        # «No … nada» and «no … nadie» are one negation, which the cue already holds.
        turned = turned and match.group().split()[0] not in _CONCORD
        value = cue.negated if turned else cue.value
        if value is None:
            continue
        left = text[: match.start()] + text[match.end() :]
        covers = len(left.split()) <= 3
        plain = cue.plain and not doubtful and not turned
        yield Evidence(value, plain, number, covers)


def _quoted(text: str, number: int, question: Question, words: Words) -> Iterator[Evidence]:
    for option in question.options:
        for phrase in phrases(option, words):
            match = within((re.escape(phrase),), text)
            if match is None:
                continue
            turned, doubtful = negation(text[: match.start()], words)
            if not turned:
                left = text[: match.start()] + text[match.end() :]
                yield Evidence(option.value, not doubtful, number, len(left.split()) <= 2)


def quoted_whole(heard: Heard, question: Question, words: Words) -> str | None:
    """Return the answer whose own words are the whole message."""
    text = re.sub(rf"(?: (?:{'|'.join(words.closing)}))+$", "", heard.text)
    for value, patterns in words_of(question, words).quoted.items():
        if whole(patterns, text):
            return value
    for option in question.options:
        if text in phrases(option, words):
            return option.value
    return None


def labelled(heard: Heard, question: Question, words: Words) -> str | None:
    """Return the answer whose label, of more than a word, is the whole message."""
    for option in question.options:
        label = hear(option.label, words)
        if label.size > 1 and label.text == heard.text:
            return option.value
    return None


def refuting(
    heard: Heard, question: Question, refuted_by: dict[str, tuple[str, ...]], words: Words
) -> str | None:
    """Return the answer that the message points at in the words of a counter-question."""
    texts = without_harmless(heard, question, words)
    for value, phrases in refuted_by.items():
        for phrase in phrases:
            plain = hear(phrase, words).text
            for text in texts:
                match = within((re.escape(plain),), text)
                if match and not negation(text[: match.start()], words)[0]:
                    return value
    return None


def phrases(option: Option, words: Words) -> Iterator[str]:
    """Return the plain words by which an answer is quoted."""
    for number, text in enumerate((option.label, *option.says)):
        said, is_label = hear(text, words), number == 0
        if said.size > 1 or not is_label:
            yield said.text
        if is_label:
            yield from (c.text for c in said.clauses[1:] if len(c.words) > 1)


def negation(before: str, words: Words) -> tuple[bool, bool]:
    """Return whether what follows is negated, and whether that is in doubt."""
    reach = before.split()[-_SCOPE:]
    for index in range(len(reach) - 1, -1, -1):
        if reach[index] in _STOPS:
            reach = reach[index + 1 :]
            break
    near = " ".join(reach)
    count = len(within_all(words.negators, near))
    if within(("no (es|sea|digo|significa) que",), near):
        return count < 2, True
    if within(("(no|nada) .*sin que.*",), near):
        return False, True
    return count > 0, False


def within_all(patterns: tuple[str, ...], text: str) -> list[str]:
    """Return every stretch of `text` that one of `patterns` matches."""
    return [m.group() for m in compiled(patterns).finditer(text)]


def is_filler(clause: Clause, words: Words) -> bool:
    """Whether a clause adds nothing to an answer."""
    return whole(words.filler, clause.text)
