"""Whether a sentence denies what its passage says, or says what it denies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evals.scorers.support.alignment import Aligned
from evals.scorers.support.pieces import best_piece, content_of, has, pieces, text_of
from evals.scorers.support.tokens import NEGATIONS, Token, contraries, same

_IMPLICIT = re.compile(
    r"\b(?:prohib\w+|imped\w+|exent\w+|excl\w+|rechaz\w+|fuera|perd\w+|pierd\w+|inhabil\w+|aun"
    r"|impag\w+|incumpl\w+|incomplet\w+|invalid\w+|insuficien\w+|deja\w*|caduc\w+|venc\w+|falta\w*|negad\w+|deneg\w+|inadmisib\w+|solo|unicamente)\b"
)
"""Words that deny without a «no»."""


def denied(seen: Aligned) -> tuple[str, ...]:
    """Return the words that one denies and the other does not.

    What a «no» denies is the first word that says something after it. It is compared with the same
    word of the piece of the passage that shares most with that piece of the sentence, or anywhere
    near.
    """
    there = pieces(seen.window)
    found: list[str] = []
    for piece in pieces(seen.claim):
        own = best_piece(content_of(piece), there)
        for head in _heads(piece):
            twins = _twins(own, head) or _twins(seen.window, head)
            if twins and not any(t.is_negated for t in twins) and not _implicit(own, piece):
                found.append(head.word)
    for piece in there:
        for head in _heads(piece):
            twins = _twins(seen.claim, head)
            shared = sum(has(seen.claim, t) for t in piece if t.is_content and t.is_negated)
            if shared > 1 and twins and not any(t.is_negated for t in twins):
                if not _implicit(seen.claim, piece):
                    found.append(twins[0].word)
    return tuple(dict.fromkeys(found))


def unanswered(seen: Aligned) -> tuple[str, ...]:
    """Return what the sentence denies where its window denies nothing, in any word."""
    if any(t.word in NEGATIONS for t in seen.window) or _implicit(seen.window, seen.claim):
        return ()
    return tuple(head.word for head in _heads(seen.claim))


def opposed(seen: Aligned) -> tuple[str, ...]:
    """Return the words whose contrary the window says in their place, both affirmed or both not."""
    found = []
    for pair in contraries():
        for mine, other in (pair, pair[::-1]):
            said = [t for t in seen.claim if t.stem == mine]
            there = [t for t in seen.window if t.stem == other]
            is_shared = any(t.stem == other for t in seen.claim)
            is_shared = is_shared or any(t.stem == mine for t in seen.passage)
            if said and there and not is_shared and said[0].is_negated == there[0].is_negated:
                found.append(said[0].word)
    return tuple(found)


def _twins(piece: Sequence[Token], head: Token) -> list[Token]:
    return [t for t in piece if t.is_content and same(t.stem, head.stem)]


def _implicit(piece: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether it denies in words that the other does not share."""
    own = [t for t in piece if not any(same(t.stem, u.stem) for u in other)]
    return bool(_IMPLICIT.search(text_of(own)))


def _heads(piece: Sequence[Token]) -> list[Token]:
    """Return the first content word after each negation."""
    heads = []
    for i, token in enumerate(piece):
        if token.word in NEGATIONS:
            heads += content_of(piece[i + 1 :])[:1]
    return heads
