"""The chain of entries: how one is bound to the one before, and how to find out that it was not.

Each entry keeps the hash of the one before it, the hash of its own content, and its own hash over
both and over its place, moment and retention class. The content can be erased when its time is
over: its hash stays, and the chain still verifies. A purge is itself an entry that names what it
erased, so that content which is missing without one was destroyed, not purged.

`chain_walk` is the other half: it finds out what was done to a chain.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from json.encoder import encode_basestring as _quoted
from typing import Literal, NamedTuple

from governance.canonical import sha256

GENESIS = "0" * 64
"""What the first entry keeps as the hash of the one before."""

EntryKind = Literal[
    "decision",
    "event",
    "purge_proof",
    "level_set",
    "hold_placed",
    "hold_released",
    "key_set",
]
ProblemKind = Literal[
    "changed",
    "removed",
    "inserted",
    "moved",
    "erased",
    "kept",
    "bad_proof",
    "head",
    "signature",
]
Signatures = Literal["absent", "unchecked", "own", "key"]
"""Whether the log is signed and with what that was checked: nothing, keys that the export itself
brings (which prove no more than the export does), or keys that whoever verifies gave."""


class Entry(NamedTuple):
    """One link of the chain, as stored. `content` is None once purged."""

    sequence: int
    decision_id: str
    kind: str
    at: str
    retention: str
    schema: int
    previous_hash: str
    content_hash: str
    hash: str
    content: str | None


class Head(NamedTuple):
    """The last link: whoever keeps a copy of it elsewhere can prove that no later one is false."""

    sequence: int
    hash: str


_write_other = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

EMPTY = Head(0, GENESIS)


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was written, and which entry it concerns."""

    kind: ProblemKind
    sequence: int
    message: str


@dataclass(frozen=True)
class Verification:
    """What a walk along the whole chain found."""

    entries: int
    purged: int
    head: Head | None
    problems: tuple[Problem, ...]
    omitted: int = 0
    signatures: Signatures = "absent"
    signed_days: int = 0

    @property
    def is_intact(self) -> bool:
        """Whether every entry is there, in its place and as it was written."""
        return not self.problems


def plain(value: object) -> str:
    """Return a field as canonical JSON: texts and integers, and at once.

    What somebody put in their place is written as JSON may, which never verifies.
    """
    if type(value) is str:
        return _quoted(value)
    return repr(value) if type(value) is int else _write_other(value)


def link_hash(entry: Entry, sequence: int | None = None) -> str:
    """Return the hash that binds an entry; `sequence` asks what it would be in another place."""
    place = entry.sequence if sequence is None else sequence
    return sha256(  # in canonical order (RFC 8785)
        f'{{"at":{plain(entry.at)},"content_hash":{plain(entry.content_hash)},'
        f'"decision_id":{plain(entry.decision_id)},"kind":{plain(entry.kind)},'
        f'"previous_hash":{plain(entry.previous_hash)},"retention":{plain(entry.retention)},'
        f'"schema":{plain(entry.schema)},"sequence":{plain(place)}}}'
    )
