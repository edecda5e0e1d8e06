"""The first check of what a person writes: is it text that can be worked with?

Control characters and hidden Unicode (tags, bidirectional overrides, zero-width) are dropped
before anything reads the text: they carry instructions that a person cannot see
(Unicode TR36 and TR39), and split identifiers so that redaction would miss them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal


class InputError(Exception):
    """What a person sent cannot be a question; raised with a title and a remedy in Spanish."""

    def __init__(self, kind: Literal["empty", "too_long"], detail: str) -> None:
        """Say what is wrong (`kind`) and what to do (`detail`)."""
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


_KEPT = {"\n", "\t", "\u200d"}
"""The zero-width joiner stays only inside emoji; see `clean`."""


def clean(text: str) -> str:
    r"""Return `text` without control characters and hidden Unicode, in NFC, spaces tidied.

    >>> clean("ho\u200bla\x00  mun\u202edo")
    'hola mundo'
    """
    visible = "".join(
        c
        for c in text
        if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    joined = re.sub(r"(?<=\w)\u200d|\u200d(?=\w)", "", unicodedata.normalize("NFC", visible))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t\xa0]+", " ", joined)).strip()


def check_text(text: str, max_chars: int) -> str:
    """Return the cleaned text of a question.

    Raises:
        InputError: nothing is left to read, or it is longer than `max_chars`.
    """
    if len(text) > max_chars:
        raise InputError(
            "too_long",
            f"Tu mensaje tiene {len(text)} caracteres y el máximo es {max_chars}. "
            "Escríbelo más corto o envíalo en partes.",
        )
    cleaned = clean(text)
    if not cleaned:
        raise InputError(
            "empty",
            "Tu mensaje llegó vacío. Escribe tu pregunta, por ejemplo: ¿quién puede postular?",
        )
    return cleaned
