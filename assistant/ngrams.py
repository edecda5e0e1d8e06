"""A message as a bag of words and of pieces of words, hashed: robust to how people spell.

Pieces of two to five letters inside word borders (McNamee & Mayfield 2004, «Character n-gram
tokenization for European languages») survive typos, missing accents and endings.
"""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge_base.text import words

DIMENSIONS = 1 << 15
_PIECES = range(2, 6)


def ngrams(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the features of a text: their numbers in [0, `DIMENSIONS`) and their weights.

    Weights are 1 + log(count); words and pieces are each normalised to length 1, so that a long
    message weighs as much as a short one.
    """
    tokens = words(text)
    whole = Counter(tokens)
    whole.update(f"{a} {b}" for a, b in zip(tokens, tokens[1:], strict=False))
    pieces: Counter[str] = Counter()
    for token in tokens:
        bordered = f" {token} "
        for size in _PIECES:
            pieces.update(bordered[i : i + size] for i in range(len(bordered) - size + 1))
    numbers: list[int] = []
    weights: list[NDArray[np.float32]] = []
    for mark, counts in (("w", whole), ("c", pieces)):
        if not counts:
            continue
        values = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        weights.append((values / np.linalg.norm(values)).astype(np.float32))
        numbers += [crc32(f"{mark}{gram}".encode()) % DIMENSIONS for gram in counts]
    if not weights:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    return np.array(numbers, np.int64), np.concatenate(weights)
