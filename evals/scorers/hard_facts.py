"""What may not differ between an answer and its source: numbers, dates, laws, addresses, phones.

Written apart from the assistant's own check on purpose: a mistake there must not hide itself here.
"""

from __future__ import annotations

import re

from evals.scorers.numerals import in_figures
from knowledge_base.text import fold

_MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
).split()
_MONTH = "|".join([*_MONTHS, "setiembre"])
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\"»,;]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?: de ({_MONTH}))? (?:y|al?|o|hasta) (?:el )?)?(\d{{1,2}}) de ({_MONTH})\b"
)
_ALONE = re.compile(rf"\b(?:{_MONTH}|lunes|martes|miercoles|jueves|viernes|sabado|domingo)(?=s?\b)")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")


def hard_facts(text: str) -> set[str]:
    """Return the figures, dates, days and addresses of a text, each in one spelling.

    >>> sorted(hard_facts("Hasta $2.500.000 al 3 de marzo; ver www.ejemplo.cl."))
    ['2500000', '3 de marzo', 'marzo', 'www.ejemplo.cl']
    >>> hard_facts("dos millones y medio") == hard_facts("2.000.000")
    True
    """
    rest = fold(text).replace("**", "")
    found = {m.group().rstrip(".") for m in _ADDRESS.finditer(rest)}
    rest = in_figures(_ADDRESS.sub(" ", rest))
    for match in _DATE.finditer(rest):
        first, of, last, month = match.groups()
        found |= {_date(last, month)} | ({_date(first, of or month)} if first else set())
    found |= {_month(m.group()) for m in _ALONE.finditer(rest)}
    rest = _DATE.sub(" ", rest)
    return found | {_number(m.group()) for m in _NUMBER.finditer(rest)}


def _date(day: str, month: str) -> str:
    return f"{int(day)} de {_month(month)}"


def _month(name: str) -> str:
    return "septiembre" if name == "setiembre" else name


def _number(written: str) -> str:
    return re.sub(r"^0+(?=\d)", "", written)
