"""Bank accounts (by what is said around the number) and IBAN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of, digits, is_amount
from ..text import Text

_BANK = (
    r"(?:banco\s?(?:de[l]?\s)?"
    + any_of(
        """estado chile bci santander itau falabella ripley security bice scotiabank consorcio
        internacional edwards credichile"""
    )
    + "|"
    + any_of(
        r"bancoestado bci santander scotiabank itau coopeuch mercado\s?pago tenpo mach tapp prex"
    )
    + ")"
)
_ACCOUNT = any_of(r"cuentas? ctas? cta\.?\s?cte chequera libreta cuentarut")
_FILLER = any_of(
    rf"""[\s:,.#\-()] n[°ºro]{{1,2}}\.? num(?:ero)?\.? nro\.? no\. es la el del? mi su nuestra en al
    con y tipo rut estado corriente cte\.? vista ahorros? bancaria personal chequera electronica
    banco {_BANK.replace(" ", "")}"""
)
_NUMBER = r"(?<![\w$.,])(?P<number>\d(?:[ .\-]?\d){4,19}(?:-[\dk])?)(?!\w|[.,]\d)"
_PATTERNS = (
    re.compile(rf"\b{_ACCOUNT}\b\.?{_FILLER}{{0,14}}?{_NUMBER}"),
    re.compile(rf"\b{_BANK}\b{_FILLER}{{0,10}}?{_NUMBER}"),
    re.compile(
        r"\b(?:transfer|deposit)\w*\b"
        r"(?:\s(?:a|al|en|me|la|el|mi|lo|plata|dinero|cuenta|numero|n°|:)){0,5}\s"
        r"(?<![\w$.,])(?P<number>\d(?:[ .\-]?\d){7,19})(?!\w|[.,]\d)"
    ),
)
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?:[ \-]?[a-z0-9]{4}){2,7}(?:[ \-]?[a-z0-9]{1,3})?(?!\w)")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D?){2,}$")


def find(text: Text) -> Iterator[Finding]:
    """Yield the numbers of bank accounts."""
    folded = text.folded
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span("number")
            if not is_amount(folded, start, end) and not _is_round(match["number"]):
                yield Finding(Kind.ACCOUNT, start, end, 0.85)
    for match in _IBAN.finditer(folded):
        if is_iban(match[0]):
            yield Finding(Kind.ACCOUNT, match.start(), match.end(), 1.0)


def is_iban(written: str) -> bool:
    """Whether `written` is an IBAN with the right check digits (ISO 13616, modulo 97).

    >>> is_iban("ES91 2100 0418 4502 0005 1332")
    True
    """
    compact = re.sub(r"[ \-]", "", written).lower()
    if not 15 <= len(compact) <= 34:
        return False
    rearranged = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in rearranged)) % 97 == 1


def _is_round(number: str) -> bool:
    """Whether the number looks like an amount or a list of years rather than an account."""
    return digits(number).endswith("0000") or bool(_YEARS.match(number))
