"""The first check of what a person writes: is it text that can be worked with?

Control characters and hidden Unicode (tags, bidirectional overrides, zero-width, fillers) are
dropped before anything reads the text: they carry instructions that a person cannot see
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

_DRAWS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0e\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Letters, marks and variation selectors that no screen shows."""

_INSIDE_EMOJI = re.compile("[\u200d\ufe0f]+")


def clean(text: str) -> str:
    r"""Return `text` without control characters and hidden Unicode, in NFC, spaces tidied.

    >>> clean("ho\u200bla\x00  mun\u202edo")
    'hola mundo'
    """
    lines = _DRAWS_NOTHING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    visible = "".join(
        c
        for c in lines
        if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    joined = _INSIDE_EMOJI.sub(_of_emoji, unicodedata.normalize("NFC", visible))
    # Again: a letter and its accent may have been told apart by what was just dropped.
    spaced = re.sub(r"[ \t\xa0]+", " ", unicodedata.normalize("NFC", joined))
    return re.sub(r"\n{3,}", "\n\n", spaced).strip()


def _of_emoji(found: re.Match[str]) -> str:
    """Return what a run of joiners and emoji selectors keeps: one of each, inside emoji only."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if not _is_emoji(before):
        return ""
    style = "\ufe0f" if "\ufe0f" in found.group() else ""
    return style + ("\u200d" if "\u200d" in found.group() and _is_emoji(after) else "")


def _is_emoji(character: str) -> bool:
    return bool(character) and unicodedata.category(character) in {"So", "Sk"}


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
