"""Tables write what must be masked between «», so that a case reads like a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.redaction.model import Finding
from assistant.redaction.text import Text, build_text

Find = Callable[[Text], Iterable[Finding]]


def values(marked: str) -> tuple[str, list[str]]:
    """Return the message without marks, and the values marked in it."""
    return re.sub("[«»]", "", marked), re.findall("«(.*?)»", marked)


def found(find: Find, message: str) -> list[str]:
    """Return the stretches that a recognizer finds, the widest of those that overlap."""
    text = build_text(message)
    spans = sorted({text.original(f.start, f.end) for f in find(text)}, key=lambda s: (s[0], -s[1]))
    widest: list[tuple[int, int]] = []
    for start, end in spans:
        if widest and start < widest[-1][1]:
            widest[-1] = (widest[-1][0], max(end, widest[-1][1]))
        else:
            widest.append((start, end))
    return [message[start:end] for start, end in widest]
