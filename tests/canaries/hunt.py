"""Looking for canaries in bytes, in whatever form they were left there.

A trace is found as written, in other letters, with its signs taken away or changed, escaped for
JSON, HTML or an address, and inside base64.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

from tests.canaries.canary import Canary, folded

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SEPARATORS = re.compile(r"(?<=\d)[^\w]{1,3}(?=\d)")
_WORD = re.compile(r"[a-z0-9]{6,}")
_RUN = re.compile(r"\d{8,}")
_LONGEST = 15
_PLATE = re.compile(r"(?<![a-z0-9])[a-z]{4}[\W_]{0,3}\d{2}(?![a-z0-9])")
_SIGNS = re.compile(r"[\W_]+")


def traces(content: bytes, planted: Sequence[Canary]) -> list[Canary]:
    """Return the canaries of which anything is in `content`."""
    found: dict[Canary, None] = {}
    for view in _views(content):
        text = folded(view)
        # Each word and each number once: logs say the same thing many times.
        words = "\n".join(set(_WORD.findall(text)))
        numbers = "\n".join(_numbers(text) | _numbers(_SEPARATORS.sub("", text)))
        plates = {_SIGNS.sub("", plate) for plate in _PLATE.findall(text)}
        for canary in planted:
            if (
                (canary.digits and canary.digits in numbers)
                or any(mark in words for mark in canary.marks)
                or canary.plate in plates
            ):
                found[canary] = None
    return list(found)


def _numbers(text: str) -> set[str]:
    """Return the numbers that may be somebody's; what is longer is random, and holds any other."""
    return {run for run in _RUN.findall(text) if len(run) <= _LONGEST}


def _views(content: bytes) -> Iterator[str]:
    """Yield a text as it is, and as what would read it again would see it."""
    text = content.decode("utf-8", "replace")
    yield text
    if "%" in text:
        yield unquote_to_bytes(content.replace(b"+", b" ")).decode("utf-8", "replace")
    if "\\u" in text:
        yield _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if "&" in text:
        yield html.unescape(text)
    hidden = b"\n".join(_decoded(content))
    if hidden:
        yield hidden.decode("utf-8", "replace")


def _decoded(content: bytes) -> Iterator[bytes]:
    """Yield what every stretch that may be base64 would be, wherever it began."""
    for match in set(_BASE64.findall(content)):
        stretch = match.replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            part = stretch[start:] + b"=" * (-(len(stretch) - start) % 4)
            with suppress(binascii.Error):  # one character too many for any text
                yield base64.b64decode(part)


def traces_in_files(folders: Iterable[Path], planted: Sequence[Canary]) -> dict[str, list[Canary]]:
    """Return what is in each file under some folders, and in its name."""
    found = {}
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            content = file.read_bytes() if file.is_file() else b""
            if there := traces(content + b"\n" + file.name.encode(), planted):
                found[str(file.relative_to(folder.parent))] = there
    return found


def told(found: Iterable[Canary]) -> list[str]:
    """Return which entries leaked what, without repeating a value."""
    return sorted({f"{canary.entry}: {canary.kind}" for canary in found})
