"""How text is read for matching: folding, words, stems, sentences.

Both sides of every comparison (what people write, what documents say) go through the same
functions, so that accents, capitals and endings never cost an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

STOPWORDS = frozenset(
    """
    a al ante asi aun aunque bajo bien cada como con contra cual cuales cualquier cuando cuanto
    cuanta cuantos cuantas de del desde donde dos e el ella ellas ellos en entre era eran es esa
    esas ese eso esos esta estaba estamos estan estar estas este esto estos estoy fue fueron ha
    habia han has hasta hay he hemos hola la las le les lo los mas me mi mis mucho muy nada ni no
    nos nosotros nuestra nuestro nuestras nuestros o os otra otro para pero por porque pues q que
    quien quienes se sea segun ser si sido sin sobre solo son soy su sus tal tambien tan te tengo
    tenemos ti tiene tienen toda todas todo todos tras tu tus u un una unas uno unos usted ustedes
    va vamos voy y ya yo x xq pq pa tb d k puede pueden puedo podemos podria hacer hace hago
    saber quiero quisiera necesito favor gracias buenas buenos dias tardes noches wenas
    """.split()
)
"""Words that say nothing about the topic, folded. Kept small: «sin», «con» rarely decide alone."""

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*", re.UNICODE)
_STEMMER = Stemmer.Stemmer("spanish")


def fold(text: str) -> str:
    """Return `text` in lower case and without diacritics (ñ becomes n, as people type it).

    >>> fold("¿Cuándo es la RENDICIÓN del año?")
    '¿cuando es la rendicion del ano?'
    """
    if text.isascii():
        return text.lower()
    # Twice: some signs hold capitals («🄐» is «(A)»), some capitals become two signs («İ»).
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words and numbers of `text`, in order; thousands dots are dropped.

    >>> words("Tope: $2.500.000 por año")
    ['tope', '2500000', 'por', 'ano']
    """
    return [_plain_number(word) for word in _WORD.findall(fold(text))]


def _plain_number(word: str) -> str:
    return re.sub(r"[.](?=\d{3}(?:\D|$))", "", word) if word[0].isdigit() else word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Spanish stem (Snowball) of a folded word."""
    return str(_STEMMER.stemWord(word))


def stem_all(words: Iterable[str]) -> list[str]:
    """Return the stems of many folded words, faster than one by one."""
    return list(_STEMMER.stemWords(list(words)))


def content_words(text: str) -> list[str]:
    """Return the folded words of `text` that carry meaning, in order."""
    return [w for w in words(text) if w not in STOPWORDS and (len(w) > 1 or w.isdigit())]


def terms(text: str) -> list[str]:
    """Return the stems of the content words: what the lexical index stores and looks up."""
    return [stem(w) for w in content_words(text)]


@dataclass(frozen=True)
class Unit:
    """The smallest thing that may be shown: a whole sentence or a whole list item."""

    text: str
    is_list_item: bool = False


_ABBREVIATION = re.compile(
    r"(?:\b(?:art|arts|inc|núm|num|n|nº|p|pág|ej|etc|sr|sra|srta|dr|dra|res|ex|av|pje|depto"
    r"|hrs|máx|mín|aprox|vs|fig|ee|uu|d|s|c|a|st|gral|prof|ing|min|vol|ed|cap)|\b[a-zà-ÿ])$",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[.!?…]+[»”\"')\]]*(?:\[\d+\])*\s+(?=[«“\"'(¿¡\[]*[A-ZÁÉÍÓÚÑÜ0-9])")
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)]|[a-z]\))\s+")


def sentences(text: str) -> list[Unit]:
    r"""Split `text` into whole sentences and list items, in order; no character is lost.

    Line breaks inside a paragraph are spaces (as in Markdown and in PDF text); a line that opens
    with a bullet starts an item.

    >>> [u.text for u in sentences("Rige el art. 5. Dura 8 meses.\n- uno\n- dos")]
    ['Rige el art. 5.', 'Dura 8 meses.', 'uno', 'dos']
    """
    units: list[Unit] = []
    paragraph: list[str] = []
    item: list[str] | None = None

    def close() -> None:
        nonlocal item
        if item is not None:
            if whole := " ".join(item).strip():
                units.append(Unit(whole, is_list_item=True))
            item = None
        if paragraph:
            units.extend(Unit(s) for s in _split(" ".join(paragraph)))
            paragraph.clear()

    for line in text.splitlines():
        stripped = line.strip()
        if not stripped:
            close()
        elif _BULLET.match(line):
            close()
            item = [_BULLET.sub("", line).strip()]
        elif item is not None and line[:1].isspace():
            item.append(stripped)
        else:
            if item is not None:
                close()
            paragraph.append(stripped)
    close()
    return units


def _split(paragraph: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for match in _BOUNDARY.finditer(paragraph):
        before = paragraph[start : match.start()]
        if match.group().startswith(".") and _ABBREVIATION.search(before.rsplit(" ", 1)[-1]):
            continue
        pieces.append(paragraph[start : match.end()].strip())
        start = match.end()
    rest = paragraph[start:].strip()
    return [*pieces, rest] if rest else pieces
