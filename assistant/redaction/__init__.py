"""Masking of personal data, the first step of every turn.

`build_redactor()` once per process, then `redact(text)` for each message: it returns a strict form
for whatever is stored or leaves the process, and a precise form for retrieval. What it looks for is
in `recognizers/`, one small file for each kind; the words that tell names from the rest are in
`lexicon/`. It masks what it recognizes and promises no anonymity.
"""

from __future__ import annotations

from .model import Entity, Kind, Redaction, RedactionError
from .published import Published
from .redactor import Redactor, nothing_is_public
from .talks import Talks

__all__ = [
    "Entity",
    "Kind",
    "Published",
    "Redaction",
    "RedactionError",
    "Redactor",
    "Talks",
    "build_redactor",
    "nothing_is_public",
]


def build_redactor(published: tuple[str, ...] = ()) -> Redactor:
    """Return a redactor with every recognizer, which leaves the `published` contact points.

    It takes a second or two and touches no network.
    """
    from .presidio import build_analyzer  # a second and a half of imports, paid by who redacts

    return Redactor(build_analyzer(), Published(published))
