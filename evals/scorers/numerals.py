"""Numbers in words, in figures: «dos millones quinientos mil», «20 mil» and «la cuarta parte».

Written apart from the assistant's own reader on purpose: a mistake there must not hide itself here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SMALL = {
    word: n
    for n, word in enumerate(
        (
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
            "quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos "
            "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
        ).split()
    )
}
_SMALL |= {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21, "cien": 100, "ciento": 100}
_SMALL |= {
    word: (n + 3) * 10
    for n, word in enumerate("treinta cuarenta cincuenta sesenta setenta ochenta noventa".split())
}
_SMALL |= {
    f"{stem}ient{gender}s": n * 100
    for stem, n in {"dosc": 2, "tresc": 3, "cuatroc": 4, "quin": 5, "seisc": 6}.items()
    for gender in "oa"
}
_SMALL |= {
    f"{stem}cient{gender}s": n * 100
    for stem, n in {"sete": 7, "ocho": 8, "nove": 9}.items()
    for gender in "oa"
}
_ARTICLES = frozenset({"un", "una", "uno"})
_MILLIONS = frozenset({"millon", "millones"})
_FRACTIONS = (
    (re.compile(r"\bdecima parte\b"), "10 %"),
    (re.compile(r"\bquinta parte\b"), "20 %"),
    (re.compile(r"\bcuarta parte\b"), "25 %"),
    (re.compile(r"\bla mitad\b"), "el 50 %"),
    (re.compile(r"\bamb[oa]s\b"), "los 2"),
)
_ONE = re.compile(
    r"\bun[oa]?(?= (?:ano|mes|dia|semana|hora|minuto|metro|kilo|litro|uf|utm|por ciento)\b)"
)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?!\d|\.\d)")


def in_figures(folded: str) -> str:
    """Return a folded text with its numbers in figures and without thousands dots.

    «Un», «una» and «uno» stay unless a unit follows: they are articles far more often than numbers.

    >>> in_figures("dos millones quinientos mil, treinta y un dias, 20 mil y $1.800")
    '2500000, 31 dias, 20000 y $1800'
    >>> in_figures("la cuarta parte de una hora")
    'la 25 % de 1 hora'
    """
    folded = _THOUSANDS.sub(lambda m: m.group().replace(".", ""), folded)
    tokens = list(_WORD.finditer(folded))
    written, position, i = "", 0, 0
    while i < len(tokens):
        value, used = _read(_phrase(folded, tokens[i : i + 12]))
        if used:
            last = tokens[i + used - 1]
            written += folded[position : tokens[i].start()] + value
            position = last.end()
        i += used or 1
    written += folded[position:]
    written = _ONE.sub("1", written)
    for pattern, figures in _FRACTIONS:
        written = pattern.sub(figures, written)
    return written


def _phrase(folded: str, tokens: Sequence[re.Match[str]]) -> list[str]:
    """Return the first words of `tokens`, as far as only blanks part them."""
    words = [tokens[0].group()]
    for before, after in zip(tokens, tokens[1:], strict=False):
        if not folded[before.end() : after.start()].isspace():
            break
        words.append(after.group())
    return words


def _read(words: list[str]) -> tuple[str, int]:
    """Return the figure that `words` begin with and how many of them say it, 0 if none does."""
    total = current = 0.0
    used = 0
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        scales = following == "mil" or following in _MILLIONS
        if word in _SMALL:
            value = _SMALL[word]
            linked = i > 0 and words[i - 1] == "y" and used
            if word in _ARTICLES and not (scales or linked) or not _fits(current, value):
                break
            current, used = current + value, i + 1
        elif word[0].isdigit() and scales and not current and (not used or total):
            current, used = float(word.replace(",", ".")) if word.count(".") < 2 else 0.0, i + 1
        elif word == "mil" and current < 1000:
            current, used = (current or 1) * 1000, i + 1
        elif word in _MILLIONS and current and not total:
            total, current, used = current * 1_000_000, 0.0, i + 1
        elif word == "y" and used == i and 20 <= current % 100 <= 90 and current % 10 == 0:
            if not 0 < _SMALL.get(following, 0) < 10:
                break
        else:
            break
    return f"{total + current:.0f}", used


def _fits(current: float, value: int) -> bool:
    """Whether `value` may follow what was read of the same number: tens after hundreds."""
    if not current:
        return True
    room = next((size for size in (10, 100, 1000) if current % size), 1000)
    return value < room // 10 or not current % 1000
