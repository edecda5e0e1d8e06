"""Free words, dates and numbers as the interview keeps them: 2026-03-31 and a decimal point."""

from __future__ import annotations

import re
from datetime import date

from governance.interview.definition import Kind
from knowledge_base.text import fold

_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_WORDED = re.compile(
    rf"\b(\d{{1,2}})[°º]?\s+(?:de\s+)?({'|'.join(_MONTHS)})\s+(?:del?\s+)?(\d{{4}})\b"
)
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])|-?\d+(?:[.,]\d+)?")


def written(text: str, kind: Kind) -> str:
    """Return `text` as the value of a question of that kind, unchanged when it is not one.

    >>> written("desde el 5 de marzo de 2026", "date")
    '2026-03-05'
    >>> written("unos 1.200 casos", "number")
    '1200'
    """
    if kind == "date":
        return _date(fold(text)) or text.strip()
    if kind == "number":
        return _number(text) or text.strip()
    return text.strip()


def _date(text: str) -> str | None:
    iso, numeric, worded = _ISO.search(text), _NUMERIC.search(text), _WORDED.search(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
        if numeric:
            return date(int(numeric[3]), int(numeric[2]), int(numeric[1])).isoformat()
        if worded:
            month = _MONTHS.index(worded[2]) + 1
            return date(int(worded[3]), month, int(worded[1])).isoformat()
    except ValueError:
        return None
    return None


def _number(text: str) -> str | None:
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    number: str = found[0]
    if "," in number or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", number):
        number = number.replace(".", "").replace(",", ".")
    return number
