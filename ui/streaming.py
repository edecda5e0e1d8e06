"""A verified answer, in pieces, so that it can be read as it arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator

PIECES = 3
"""Each piece makes the whole answer some 15 ms later on the page (evals.benches.page overhead)."""


def pieces(text: str, most: int = PIECES) -> list[str]:
    """Return `text` cut between words in at most `most` pieces; joined, they are the text.

    >>> pieces("uno dos tres cuatro", 2)
    ['uno dos ', 'tres cuatro']
    """
    words = re.findall(r"\s*\S+\s*", text) or ([text] if text else [])
    size = -(-len(words) // most) or 1
    return ["".join(words[i : i + size]) for i in range(0, len(words), size)]


def growing(text: str, most: int = PIECES) -> Iterator[str]:
    """Yield the text read so far, piece by piece, without the last one."""
    so_far = ""
    for piece in pieces(text, most)[:-1]:
        so_far += piece
        yield so_far.rstrip()


def accepts_events(accept: str) -> bool:
    """Whether a client asks for server-sent events, at least as much as for JSON.

    >>> accepts_events("text/event-stream"), accepts_events("*/*")
    (True, False)
    >>> accepts_events("text/event-stream;q=0.5, application/json")
    False
    """
    wanted = dict(_quality(part) for part in accept.lower().split(","))
    events = wanted.get("text/event-stream", 0.0)
    return events > 0 and events >= wanted.get("application/json", 0.0)


def _quality(part: str) -> tuple[str, float]:
    name, _, parameters = part.partition(";")
    found = re.search(r"q\s*=\s*([0-9.]{1,5})", parameters)
    try:
        return name.strip(), float(found[1]) if found else 1.0
    except ValueError:
        return name.strip(), 1.0
