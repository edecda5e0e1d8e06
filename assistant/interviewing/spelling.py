"""Whether a message is speech at all, or keys hit at random («asdf qwer zxcv»)."""

from __future__ import annotations

import re

from knowledge_base.text import STOPWORDS, content_words

# A syllable of Spanish, with the consonants that may open and close it.
_ONSET = r"(?:qu|gu|ch|ll|rr|ps|[bcfgpt][lr]|dr|[bcdfghjklmnñpqrstvwxyz])?"
_VOWELS = r"[aeiouyü]{1,3}"
_CODA = r"(?:[bdnr]s|[bcdfglmnprstxzykj])?"
_WORD = re.compile(rf"(?:{_ONSET}{_VOWELS}{_CODA})+")
_LETTERS = 4
"""Shorter words may be acronyms (RUT, DIPIR is longer and can be read aloud)."""
_READABLE = 2 / 3


def is_speech(text: str) -> bool:
    """Whether plain words can be read aloud and at least one of them is a common one.

    >>> is_speech("lo usa la bodega"), is_speech("asdf qwer zxcv")
    (True, False)
    """
    said = content_words(text)
    readable = [w for w in said if len(w) < _LETTERS or w.isdigit() or _WORD.fullmatch(w)]
    common = any(word in STOPWORDS for word in text.split())
    return common and len(readable) >= _READABLE * len(said)
