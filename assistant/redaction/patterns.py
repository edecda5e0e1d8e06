"""The few pieces that several recognizers share: alternatives, digits, amounts and cues."""

from __future__ import annotations

import re
from functools import cache


def any_of(alternatives: str) -> str:
    r"""Return a pattern that matches any of the space-separated patterns, longest first.

    >>> any_of(r"calle av avda\.?")
    '(?:avda\\.?|calle|av)'
    """
    return f"(?:{'|'.join(sorted(alternatives.split(), key=len, reverse=True))})"


MONTHS = any_of(
    r"""ene(?:ro)? feb(?:rero)? mar(?:zo)? abr(?:il)? may(?:o)? jun(?:io)? jul(?:io)? ago(?:sto)?
    sep(?:t|tiembre)? setiembre oct(?:ubre)? nov(?:iembre)? dic(?:iembre)?"""
)
_SMALL_WORDS = (
    r"[\s,;.:()\-]*(?:(?:es|son|ese|esos|este|seria|sera|era|mi|mis|el|la|su|sus|nuestro|numero"
    r"|nro|n°|de|del|fue|al|para|que|corresponde|y)[\s,:]+){0,5}"
)
_MONEY_BEFORE = re.compile(
    r"(?:\$|\b"
    + any_of(
        r"""clp usd pesos (?:monto|tope|valor|presupuesto|total|costo|precio)\b[^\d\n]{0,12}
        cuestan? pedimos pido gastamos suman?"""
    )
    + r")\s*$"
)
_MONEY_AFTER = re.compile(
    r"\s*(?:\.-|,-)?\s*"
    + any_of(
        r"""mil\b(?!\s(?:gracias|disculpas|perdones|veces)) pesos?\b millon mm\b m\$ clp\b uf\b
        utm\b % por\s?ciento hab\. habitantes?\b de\spesos\b"""
    )
)
_PRICED_AFTER = re.compile(r"\s*(?:\.-|,-)?\s*(?:mil(?:lon\w*)?\s)?(?:de\s)?(?:pesos?|clp|mm)\b")
_LUCAS = re.compile(r"\s*lucas?\b")
_MONEY_TALK = (
    r"(?:\$|\b"
    + any_of(
        r"""montos? tope maximo minimo presupuest\w* total\w* saldo\w* costo\w* cuesta\w*
        cost[oa]\b valor precios? gast\w* rendi\w* rindo pid\w+ ped\w+ solicit\w+ adjudic\w*
        financ\w* aport\w* subvencion\w* subsidio pag[aoue]\w* entreg\w* asign\w* recib\w*
        devol\w* reintegr\w* cotiz\w* sueldo gano fondos? recursos sum[ao]\w* millon\w* plata
        dinero pesos clp euros dolares transfir\w* transfer\w* deposit\w* entre hasta desde utm
        uf cifra poblacion habitantes"""
    )
    + r")\b[^\d\n]{0,24}$"
)
_THINGS = (
    r"\b"
    + any_of(
        r"""ley leyes boletin dfl dl ds decreto res resolucion exenta ex oficio ordinario ord bip
        idi codigo cod licitacion factura facturas boleta boletas guia orden id ticket folio
        causa rol certificado registro articulo art isbn acta ingreso expediente sda fndr
        proyecto iniciativa convenio dictamen norma nch version serie lote modelo"""
    )
    + r"\b\W*(?:(?:n|no|nro|num|numero|exenta|ex|la|el|de|del|bip|id|folio|codigo|es)\b\W*){0,3}$"
)
_YEAR_OR_DATE = re.compile(
    r"(?<!\d)(?:(?:[0-2]?\d|3[01])[-/. ](?:0?\d|1[0-2])[-/. ](?:19|20)\d\d"
    r"|(?:19|20)\d\d[-/. ](?:0?\d|1[0-2])[-/. ](?:[0-2]?\d|3[01])"
    r"|(?:19|20)\d\d\D{1,3}(?:19|20)\d\d)(?!\d)"
)


def digits(text: str) -> str:
    """Return only the digits of `text`.

    >>> digits("12.345.678-K")
    '12345678'
    """
    return "".join(character for character in text if character.isdigit())


def is_amount(folded: str, start: int, end: int) -> bool:
    """Whether the number at `folded[start:end]` is money or a measure by what surrounds it.

    >>> is_amount("son 12345678 pesos", 4, 12)
    True
    """
    before, after = folded[max(0, start - 24) : start], folded[end : end + 16]
    if _LUCAS.match(after):  # twenty lucas are money; after a long number he is Lucas
        return len(digits(folded[start:end])) < 5
    return bool(_MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after))


def is_priced(folded: str, start: int, end: int) -> bool:
    """Whether the number itself is written as pesos, whatever is said around it.

    >>> is_priced("el costo, fono 987654321", 15, 24), is_priced("$987654321", 1, 10)
    (False, True)
    """
    return folded[:start].rstrip()[-1:] == "$" or bool(_PRICED_AFTER.match(folded, end))


def said_before(folded: str, start: int, cue: str, within: int = 40) -> bool:
    """Whether `cue` (a pattern) is said in the `within` characters before `start`, same line."""
    line = folded[max(0, start - within) : start].rpartition("\n")[2]
    return bool(_compiled(cue).search(line))


def said_above(folded: str, start: int, cue: str, within: int = 40) -> bool:
    """Like `said_before`, and also on the line above: a form puts the value under its label."""
    near = " ".join(folded[max(0, start - within) : start].split("\n")[-2:])
    return bool(_compiled(cue).search(near))


def said_after(folded: str, end: int, cue: str, within: int = 40) -> bool:
    """Whether what follows begins with `cue` («… es mi rut»), a few small words apart."""
    return bool(_compiled(_SMALL_WORDS + cue).match(folded[end : end + within]))


def is_money_talk(folded: str, start: int, end: int) -> bool:
    """Whether money is spoken of just before the number, or it is an amount by its unit.

    >>> is_money_talk("el club recibió 12345678", 16, 24)
    True
    """
    return is_amount(folded, start, end) or said_before(folded, start, _MONEY_TALK)


def is_of_a_thing(folded: str, start: int) -> bool:
    """Whether the number belongs to a law, a resolution, a project or another public thing.

    >>> is_of_a_thing("codigo bip 40012345", 11)
    True
    """
    return said_before(folded, start, _THINGS)


def is_dated(written: str) -> bool:
    """Whether there is a date, or two years, in what looks like one number.

    >>> is_dated("9-12-2025 10"), is_dated("9 8765 4321")
    (True, False)
    """
    return bool(_YEAR_OR_DATE.search(written))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
