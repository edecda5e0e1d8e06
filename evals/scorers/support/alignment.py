"""Where a passage says what a sentence says: the best window, and which word answers to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.scorers.support.tokens import Token, read, same
from knowledge_base.text import sentences

WIDEST = 3
"""Sentences of a window."""
WIDER_COST = 0.04
"""Share of words that one more sentence must add."""


@dataclass(frozen=True)
class Aligned:
    """A sentence beside the part of its passage that is nearest to it."""

    claim: tuple[Token, ...]
    window: tuple[Token, ...]
    text: str
    """The window as it is written."""
    passage: tuple[Token, ...]
    pairs: tuple[tuple[Token, Token], ...]
    """Content words of the sentence, in order, with the word of the window that answers."""
    in_order: int
    """How many of them come in the same order in both."""

    @property
    def content(self) -> list[Token]:
        """The words of the sentence that say something."""
        return [t for t in self.claim if t.is_content]


def align(claim: str, passage: str) -> Aligned:
    """Return the sentence with its best window: most of its words in fewest sentences."""
    said, there = read(claim), read(passage)
    units = [unit.text for unit in sentences(passage)] or [passage]
    content = [t for t in said if t.is_content]
    best, most = (0, 1), -1.0
    for start in range(len(units)):
        for end in range(start + 1, min(start + WIDEST, len(units)) + 1):
            inside = [t for t in there if start <= t.sentence < end]
            covered = sum(any(same(t.stem, u.stem) for u in inside) for t in content)
            value = covered / max(len(content), 1) - WIDER_COST * (end - start - 1)
            if value > most:
                best, most = (start, end), value
    window = tuple(t for t in there if best[0] <= t.sentence < best[1])
    return Aligned(
        claim=said,
        window=window,
        text=" ".join(units[best[0] : best[1]]),
        passage=there,
        pairs=_pairs(content, window),
        in_order=_in_order(content, [t for t in window if t.is_content]),
    )


def _pairs(content: Sequence[Token], window: Sequence[Token]) -> tuple[tuple[Token, Token], ...]:
    """Pair each word with the place that goes on from the one before, or the nearest to it."""
    found, last = [], -1
    for token in content:
        places = [i for i, u in enumerate(window) if same(token.stem, u.stem)]
        if places:
            last = min(places, key=lambda i: (abs(i - last - 1), i))
            found.append((token, window[last]))
    return tuple(found)


def _in_order(a: Sequence[Token], b: Sequence[Token]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        previous = 0
        for j, y in enumerate(b, start=1):
            kept = row[j]
            row[j] = previous + 1 if same(x.stem, y.stem) else max(row[j], row[j - 1])
            previous = kept
    return row[-1]
