"""Bank accounts (by what is said around the number) and IBAN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..numerals import of_numbers
from ..patterns import any_of, digits, is_amount, is_dated, is_of_a_thing, said_after
from ..text import Text

_BANK = (
    r"(?:bco\.?\s?(?:de[l]?\s)?[a-z]+|banco\s?(?:de[l]?\s)?"
    + any_of(
        """estado chile bci santander itau falabella ripley security bice scotiabank consorcio
        internacional edwards credichile credito condell desarrollo bbva corpbanca hsbc btg paris"""
    )
    + "|"
    + any_of(
        r"""banco\s?estado bci santander scotiabank itau coopeuch mercado\s?pago tenpo mach tapp
        prex bice global66 chek copec\s?pay fintual racional los\sheroes caja\slos\sandes dale"""
    )
    + ")"
)
_ACCOUNT = (
    r"(?:cuentas?|ctas?|cta\.?\s?cte|c\.?\s?c(?:te)?\.|chequera|libreta|cuentarut|cta\.?rut|cci|cbu"
    r"|clabe|cvu)"
)
# Words that may stand between «cuenta» and its number, people's names among them.
_FILLER = r"(?:[^\d$\n]|\n(?=\s*(?:n|nro|numero|banco|tipo|cuenta|\d)))"
_NOT_BETWEEN = r"(?!socios|publica|regresiva)"
_NUMBER = (
    r"(?<![\w$])(?<!\d[.,])(?P<number>\d(?:\s?[.\-/]?\s?\d){4,19}(?:\s?-\s?[\dk])?)"
    r"(?![^\W_]|[.,]\d{3}(?!\d)|\s?%)"
)
_NEAR = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_ACCOUNT}\b\s?{_NOT_BETWEEN}{_FILLER}{{0,70}}?{_NUMBER}",
        rf"\b{_BANK}(?![a-z]){_FILLER}{{0,40}}?{_NUMBER}",
        r"\b(?:transfer|transfi|deposit)\w*\b"
        rf"(?:\s(?:a|al|en|me|la|el|mi|lo|plata|dinero|cuenta|numero|n°|:|-)){{0,6}}\s{_NUMBER}",
    )
)
_BEFORE_BANK = re.compile(_NUMBER)
_AFTERWARDS = rf"(?:{_ACCOUNT}|{_BANK})(?![a-z])"
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
_CALLED = re.compile(r"(?:n[°ºro.]{1,3}|numero|rut|vista|cte\.?|corriente|es|:|la)\W{0,3}$")
_MONEY = re.compile(
    r"\b(?:hay|tiene|tenia|tenemos|saldo|monto|total|por|quedan?|fueron|suma\w*|devol\w*|plazo"
    r"|ano|anos|desde|hasta|depositaron|transfirieron|recibi\w*|entregaron|ley|resolucion)"
    r"\W{0,2}(?:\w+\s){0,1}$"
)
_ENDING = re.compile(
    rf"\b(?:{_ACCOUNT}|{_BANK})\b[^\d\n]{{0,40}}?\b(?:termin\w+|acaba|empieza|comienza)\s(?:en|con)\s(?:el\s)?"
    r"(?P<number>\d{3,6})(?!\w)"
)
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?:[ \-]?[a-z0-9]{4}){2,7}(?:[ \-]?[a-z0-9]{1,3})?(?!\w)")
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D{0,3}){2,}$|(?:19|20)\d\d$")


@of_numbers
def find(text: Text) -> Iterator[Finding]:
    """Yield the numbers of bank accounts."""
    folded = text.folded
    for pattern in _NEAR:
        for match in pattern.finditer(folded):
            if not _is_public(folded, match):
                yield Finding(Kind.ACCOUNT, *match.span("number"), 0.85)
    for match in _BEFORE_BANK.finditer(folded):
        if said_after(folded, match.end(), _AFTERWARDS) and not _is_public(folded, match):
            yield Finding(Kind.ACCOUNT, *match.span("number"), 0.8)
    for match in _ENDING.finditer(folded):
        if not _YEARS.match(match["number"]):
            yield Finding(Kind.ACCOUNT, *match.span("number"), 0.85)
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


def _is_public(folded: str, match: re.Match[str]) -> bool:
    """Whether the number is an amount, a date or a law rather than an account."""
    number = match["number"]
    start, end = match.span("number")
    before = folded[max(0, start - 32) : start]
    if digits(number).endswith("0000") or _YEARS.match(number) or is_dated(number):
        return True
    if is_amount(folded, start, end) or is_of_a_thing(folded, start) or _MONEY.search(before):
        return True
    return bool(_AMOUNT.match(number)) and not _CALLED.search(before)
