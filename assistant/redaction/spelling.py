"""Words as they sound and words one letter away, to know a name or a word that is misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SOUNDS = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"ch", "x"),
        (r"ph", "f"),
        (r"h", ""),
        (r"^(?:x|j|y|ll)(?=[aeiou])|^g(?=[eiy])", "y"),
        (r"x$", "s"),
        (r"ll|y|j|g(?=[ei])", "y"),
        (r"gu(?=[ei])", "g"),
        (r"[qkc]u(?=[eiy])|q|k|c(?![eiy])", "k"),
        (r"c|z", "s"),
        (r"v|w", "b"),
        (r"y(?![aeiou])", "i"),
        (r"m(?=[bpv])", "n"),
        (r"(.)\1+", r"\1"),
    )
)
_LETTERS = "abdefgiklmnoprstuxy"
"""What is left of the alphabet in a sound."""


def sound(word: str) -> str:
    """Return how a folded word sounds in Chile, letters that sound alike being one.

    >>> sound("sepulbeda") == sound("sepulveda"), sound("jessica") == sound("yesica")
    (True, True)
    """
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    return word


def one_letter_away(heard: str) -> Iterator[str]:
    """Yield each sound that has one letter less, one more, or one changed or swapped.

    >>> "gilermo" in one_letter_away("gilelmo")
    True
    """
    for i in range(len(heard) + 1):
        head, tail = heard[:i], heard[i:]
        yield from (head + letter + tail for letter in _LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
