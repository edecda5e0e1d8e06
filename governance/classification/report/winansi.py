"""Text for the fonts that every PDF reader has, which know the letters of western Europe."""

from __future__ import annotations

import unicodedata

_WRITTEN = {"→": "->", "←": "<-", "≥": ">=", "≤": "<=", "≠": "distinto de", "✓": "sí", "✗": "no"}
_ENCODING = "cp1252"


def winansi(text: str) -> str:
    """Return `text` in letters that the standard fonts have, losing nothing in silence.

    A letter with a mark that they lack loses the mark; anything else is written as its code, so
    that an auditor can tell which character was there.

    >>> winansi("Ñuble «–» mapuḻ ✓ Ж")
    'Ñuble «–» mapul sí [U+0416]'
    """
    if _encodes(text):
        return text
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if _encodes(letter):
        return letter
    plain = _WRITTEN.get(letter) or "".join(
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    )
    return plain if plain and _encodes(plain) else f"[U+{ord(letter):04X}]"


def _encodes(text: str) -> bool:
    return text.encode(_ENCODING, "ignore").decode(_ENCODING) == text
