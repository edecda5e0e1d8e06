"""Numbers in words, as people say and misspell them: «cuarenta y cinco», «treintaicuatro»."""

from __future__ import annotations

from .patterns import any_of

_BELOW_TEN = "cero uno dos tres cuatro cinco seis siete ocho nueve"
_TEENS = "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve"
_TWENTIES = """veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete
    veintiocho veintinueve"""
_UNITS = {word: n for n, word in enumerate(_BELOW_TEN.split())} | {
    "sero": 0, "un": 1, "una": 1, "sinco": 5, "seiz": 6, "nuebe": 9, "kuatro": 4,
}  # fmt: skip
_TEEN = {word: n for n, word in enumerate(f"{_TEENS} {_TWENTIES}".split(), 10)} | {
    "dies": 10, "onse": 11, "dose": 12, "trese": 13, "catorse": 14, "quinse": 15, "veintiun": 21,
}  # fmt: skip
_TENS = {
    word: n * 10
    for n, word in enumerate(
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(), 2
    )
}
_HUNDREDS = {"cien": 100, "ciento": 100, "quinientos": 500, "setecientos": 700, "novecientos": 900}
_HUNDREDS |= {
    f"{word}{ending}": n * 100
    for ending in ("cientos", "sientos", "ientos")
    for n, word in enumerate(_BELOW_TEN.split())
    if n in (2, 3, 4, 6, 7, 8, 9)
}
_TENS_AND_UNIT = {
    f"{tens}{link}{unit}": n + u
    for tens, n in _TENS.items()
    for link in ("i", "y")
    for unit, u in _UNITS.items()
    if u
}
_SMALL = _UNITS | _TEEN | _TENS_AND_UNIT
_WORDS = _SMALL.keys() | _TENS.keys() | _HUNDREDS.keys() | {"mil", "millon", "millones"}
_ALONE = frozenset({"un", "una"})
"""Articles far more often than numbers: read only before «mil», «millón» or after «y»."""
ANY_WORD = any_of(" ".join(_WORDS - _ALONE))
"""A pattern for any word that says a number by itself."""
NUMBER_WORD = any_of(" ".join(_WORDS - _ALONE - {"mil", "millon", "millones"}))
"""A pattern for any word of a number below a thousand."""


def read_cardinal(words: list[str]) -> tuple[int, int]:
    """Return the number that `words` begin with, and how many of them say it; 0 if none does.

    A round number of thousands is money or people and stays in words.

    >>> read_cardinal(["doce", "mil", "treinta", "y", "tres", "personas"])
    (12033, 5)
    """
    total = position = 0
    for scale in (1_000_000, 1_000):
        value, used = _below_thousand(words[position:], figures=True)
        names = ("millon", "millones") if scale == 1_000_000 else ("mil",)
        rest = words[position + used : position + used + 1]
        if rest and rest[0] in names and (used or names == ("mil",)):
            total += (value if used else 1) * scale
            position += used + 1
    value, used = _below_thousand(words[position:], figures=position > 0)
    total, position = total + value, position + used
    if not position or words[0] in _ALONE and total < 1000 or total >= 1000 and total % 1000 == 0:
        return 0, 0
    return total, position


def _below_thousand(words: list[str], *, figures: bool) -> tuple[int, int]:
    if figures and words and words[0].isdigit() and len(words[0]) <= 3:
        return int(words[0]), 1
    value = used = 0
    if words and words[0] in _HUNDREDS:
        value, used = _HUNDREDS[words[0]], 1
    elif "".join(words[:2]) in _HUNDREDS:
        value, used = _HUNDREDS["".join(words[:2])], 2
    if words[used : used + 1] and words[used] in _TENS:
        value, used = value + _TENS[words[used]], used + 1
        linked = words[used : used + 1] in (["y"], ["i"])
        unit = words[used + linked : used + linked + 1]
        if unit and 0 < _UNITS.get(unit[0], 0) and (linked or unit[0] not in _ALONE):
            value, used = value + _UNITS[unit[0]], used + linked + 1
    elif words[used : used + 1] and words[used] in _SMALL:
        value, used = value + _SMALL[words[used]], used + 1
    return value, used
