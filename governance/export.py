"""The log as a file: JSON lines that anybody can verify, with no database and no secret.

Each line is one entry in canonical JSON, its content included as it was hashed; the last line is
the head, so that a file that was cut short is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from governance.canonical import CanonicalError, canonical
from governance.chain import Entry, Head, Verification
from governance.chain_walk import ChainWalk

_CONTENT, _AFTER_CONTENT = '"content":', ',"content_hash":"'


def write_entry(entry: Entry) -> str:
    """Return the line of an entry, its content byte by byte as it was hashed."""
    header = canonical({**entry._asdict(), "content": None})
    content = "null" if entry.content is None else entry.content
    return header.replace(f"{_CONTENT}null", _CONTENT + content, 1)


def write_head(head: Head) -> str:
    """Return the last line of an export."""
    return canonical({"head": head._asdict()})


def check_lines(lines: Iterable[str], published: Iterable[Head] = ()) -> Verification:
    """Return everything that is wrong in an exported log."""
    walk = ChainWalk(frozenset(published))
    head: Head | None = None
    for number, line in enumerate(lines, start=1):
        line = line.removesuffix("\n")
        if head is not None:
            walk.step_unreadable(f"línea {number}: sobra, está después de la cabeza")
        elif line.startswith('{"head":'):
            head = _read_head(line)
            if head is None:
                walk.step_unreadable(f"línea {number}: no es una cabeza bien escrita")
        elif (entry := _read_entry(line)) is None:
            walk.step_unreadable(f"línea {number}: no es un asiento bien escrito")
        else:
            walk.step(entry)
    return walk.finish(head)


def _read_entry(line: str) -> Entry | None:
    """Return the entry of a line, or None unless it is written exactly as we would."""
    start, found, rest = line.partition(_CONTENT)
    content, found_end, end = rest.rpartition(_AFTER_CONTENT)
    if not (found and found_end):
        return None
    try:
        header = json.loads(f"{start}{_CONTENT}null{_AFTER_CONTENT}{end}")
        entry = Entry(**{**header, "content": None if content == "null" else content})
        is_ours = isinstance(entry.sequence, int) and write_entry(entry) == line
    except (ValueError, TypeError, CanonicalError):
        return None
    return entry if is_ours else None


def _read_head(line: str) -> Head | None:
    try:
        head = Head(**json.loads(line)["head"])
        is_ours = isinstance(head.sequence, int) and write_head(head) == line
    except (ValueError, TypeError, KeyError, CanonicalError):
        return None
    return head if is_ours else None
