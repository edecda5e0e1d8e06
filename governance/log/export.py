"""The log as a file: JSON lines that anybody can verify, with no database and no secret.

Each line is one entry in canonical JSON, its content included as it was hashed. The signed heads of
the days come first; the last line is the head, so that a file that was cut short is noticed, with
the public keys of the signatures.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from governance.canonical import CanonicalError, canonical
from governance.log.chain import Entry, Head, Verification, plain
from governance.log.chain_walk import ChainWalk
from governance.log.head import LogHead, SignedDay
from governance.log.signature_check import Signed
from governance.log.signing import PublicKeys

_CONTENT, _AFTER_CONTENT = ',"content":', ',"content_hash":'


def write_entry(entry: Entry) -> str:
    """Return the line of an entry, its content byte by byte as it was hashed."""
    content = "null" if entry.content is None else entry.content
    return (  # in canonical order (RFC 8785)
        f'{{"at":{plain(entry.at)}{_CONTENT}{content}{_AFTER_CONTENT}{plain(entry.content_hash)},'
        f'"decision_id":{plain(entry.decision_id)},"hash":{plain(entry.hash)},'
        f'"kind":{plain(entry.kind)},"previous_hash":{plain(entry.previous_hash)},'
        f'"retention":{plain(entry.retention)},"schema":{plain(entry.schema)},'
        f'"sequence":{plain(entry.sequence)}}}'
    )


def write_head(head: LogHead, keys: PublicKeys) -> str:
    """Return the last line of an export, with the keys that check its signatures."""
    if head == LogHead(*head.end):  # neither signed nor of a level: as exports always were
        return canonical({"head": head.end._asdict()})
    return canonical({"head": head._asdict(), "keys": list(keys.keys)})


def check_lines(
    lines: Iterable[str], published: Iterable[Head] = (), keys: PublicKeys | None = None
) -> Verification:
    """Return everything that is wrong in an exported log."""
    walk = ChainWalk(published)
    days: list[SignedDay] = []
    head: LogHead | None = None
    brought = PublicKeys()
    for number, line in enumerate(lines, start=1):
        line = line.removesuffix("\n")
        if head is not None:
            walk.step_unreadable(f"línea {number}: sobra, está después de la cabeza")
        elif line.startswith('{"head":'):
            found = _read_head(line)
            if found is None:
                walk.step_unreadable(f"línea {number}: no es una cabeza bien escrita")
            else:
                head, brought = found
        elif line.startswith('{"signed_day":'):
            day = SignedDay.read(line)
            if day is None or walk.count:
                walk.step_unreadable(f"línea {number}: no es una cabeza firmada bien escrita")
            else:
                days.append(day)
                walk.expect(day.end, f"se firmó como cabeza del {day.day}")
        elif (entry := _read_entry(line)) is None:
            walk.step_unreadable(f"línea {number}: no es un asiento bien escrito")
        else:
            walk.step(entry)
    return walk.finish(head and head.end, Signed(tuple(days), head, keys, brought))


def _read_entry(line: str) -> Entry | None:
    """Return the entry of a line, or None unless it is written exactly as we would."""
    start, found, rest = line.partition(_CONTENT)
    content, found_end, end = rest.rpartition(_AFTER_CONTENT)
    if not (found and found_end):
        return None
    try:
        header = json.loads(f"{start}{_AFTER_CONTENT}{end}")
        entry = Entry(**header, content=None if content == "null" else content)
        is_ours = isinstance(entry.sequence, int) and write_entry(entry) == line
    except (ValueError, TypeError, CanonicalError):
        return None
    return entry if is_ours else None


def _read_head(line: str) -> tuple[LogHead, PublicKeys] | None:
    try:
        said = json.loads(line)
        head, keys = LogHead(**said["head"]), PublicKeys(tuple(said.get("keys", ())))
        is_ours = isinstance(head.sequence, int) and write_head(head, keys) == line
    except (ValueError, TypeError, KeyError, CanonicalError):
        return None
    return (head, keys) if is_ours else None
