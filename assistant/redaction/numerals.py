"""Numbers said in words, as figures: «nueve ocho siete» is a telephone as much as 9 8 7.

People dictate their numbers («doce millones trescientos…», «uno dos punto tres»), write an O for a
zero and an l for a one, or say «guion» instead of writing it. Recognizers that look for numbers
read the message twice: as it is written, and with all that in figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import TYPE_CHECKING

from .cardinals import ANY_WORD, read_cardinal
from .model import Finding
from .patterns import any_of

if TYPE_CHECKING:
    from .text import Text

Find = Callable[["Text"], Iterable[Finding]]

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_SAYS_NUMBER = re.compile(
    rf"\b{ANY_WORD}\b|(?:cero|siete|ocho|nueve){ANY_WORD}|\d[.\-]?[oli]|[oli][.\-]?\d"
)
_SIGNS = (
    (
        re.compile(r"(?<=\d)\s*\b(?:guion(?:cito)?|rayita|raya|menos|slash|barra)\b\s*(?=[\dk])"),
        "-",
    ),
    (re.compile(r"(?<=\d)\s*\b(?:punto|pto)\b\s*(?=\d)"), "."),
    (re.compile(r"(?<=\d)\s*\bcoma\b\s*(?=\d)"), ","),
    (re.compile(r"\bmas\s+(?=5\s?6)"), "+"),
)
_PAUSE = re.compile(r"\s*(?:,|;|-|\.{2,3})\s*")
"""Between two spoken numbers it is a breath, and they are one number."""
_THANKS = re.compile(r"\s(?:gracias|disculpas|perdones|veces)")
_UNITS = "cero uno dos tres cuatro cinco seis siete ocho nueve"
_UNIT = re.compile(any_of(_UNITS))
_REPEATED = re.compile(r"\b(?P<times>doble|triple)\s+(?P<digit>\d)\b")
_HAS_DIGIT = re.compile(r"\d")
_GLUED = re.compile(rf"\b{any_of(_UNITS)}{{2,}}\b")
_LOOKALIKE = re.compile(r"(?<![a-z\d])(?=(?:[oli.\-]*\d){2})[\doli.\-]*[\doli](?![a-z\d])")
_AS_DIGIT = str.maketrans("oli", "011")


@dataclass(frozen=True)
class Piece:
    """What stands in the figures for `text[start:end]`."""

    figures: str
    start: int
    end: int


def of_numbers(find: Find) -> Find:
    """Return `also_in_figures` of a recognizer that finds nothing where there are no digits."""

    def find_if_digits(text: Text) -> Iterable[Finding]:
        return find(text) if _HAS_DIGIT.search(text.plain) else ()

    return also_in_figures(find_if_digits)


def also_in_figures(find: Find) -> Find:
    """Return a recognizer that reads a text as written and with its numbers in figures."""

    @wraps(find)
    def find_both(text: Text) -> Iterator[Finding]:
        yield from find(text)
        if text.figures is None:
            return
        figures, places = text.figures
        for found in find(figures):
            start, end = places[found.start][0], places[found.end - 1][1]
            yield replace(found, start=start, end=end)

    return find_both


def in_figures(folded: str) -> list[Piece] | None:
    """Return the pieces of the text with its numbers in figures, or `None` if it says none.

    >>> "".join(p.figures for p in in_figures("al nueve ocho siete, doce mil tres guion k"))
    'al 9 8 7 12003-k'
    """
    if not _SAYS_NUMBER.search(folded):
        return None
    pieces = _replaced(_spoken(folded), _GLUED, lambda match: _units_apart(match[0]))
    for pattern, figures in _SIGNS:
        pieces = _replaced(pieces, pattern, partial(_sign, figures))
    pieces = _replaced(pieces, _REPEATED, _repeat)
    return _replaced(pieces, _LOOKALIKE, lambda match: _without_lookalikes(match[0]))


def _spoken(folded: str) -> list[Piece]:
    tokens = list(_TOKEN.finditer(folded))
    pieces: list[Piece] = []
    position = i = 0
    while i < len(tokens):
        value, after = read_cardinal(_phrase(folded, tokens[i : i + 16]))
        if not after:
            i += 1
            continue
        start, end = tokens[i].start(), tokens[i + after - 1].end()
        if pieces and _PAUSE.fullmatch(folded, position, start):
            pieces.append(Piece(" ", position, start))
        else:
            pieces += [Piece(folded[k], k, k + 1) for k in range(position, start)]
        pieces.append(Piece(str(value), start, end))
        position, i = end, i + after
    return pieces + [Piece(folded[k], k, k + 1) for k in range(position, len(folded))]


def _phrase(folded: str, tokens: list[re.Match[str]]) -> list[str]:
    """Return the first words of `tokens`, as far as only spaces part them."""
    words = [tokens[0][0]]
    for before, word in zip(tokens, tokens[1:], strict=False):
        is_thanks = word[0] == "mil" and _THANKS.match(folded, word.end())
        if is_thanks or not folded[before.end() : word.start()].isspace():
            break
        words.append(word[0])
    return words


def _replaced(
    pieces: list[Piece], pattern: re.Pattern[str], figures: Callable[[re.Match[str]], str]
) -> list[Piece]:
    """Return the pieces with each match of `pattern` made one piece."""
    places = [i for i, piece in enumerate(pieces) for _ in piece.figures]
    result: list[Piece] = []
    position = 0
    for match in pattern.finditer("".join(piece.figures for piece in pieces)):
        first, last = places[match.start()], places[match.end() - 1]
        if first < position:
            continue
        result += pieces[position:first]
        result.append(Piece(figures(match), pieces[first].start, pieces[last].end))
        position = last + 1
    return result + pieces[position:]


def _sign(figures: str, _: re.Match[str]) -> str:
    return figures


def _units_apart(written: str) -> str:
    """Return the digits of units written as one word.

    >>> _units_apart("nueveochosiete")
    '987'
    """
    return "".join(str(_UNITS.split().index(unit)) for unit in _UNIT.findall(written))


def _repeat(match: re.Match[str]) -> str:
    return match["digit"] * (2 if match["times"] == "doble" else 3)


def _without_lookalikes(written: str) -> str:
    """Return digits for the letters among digits, except an ordinal or a unit at the end."""
    figures = written[:-1]
    if figures.isdigit() and (len(figures) < 3 or written[-2:] == "0l" and len(figures) < 6):
        return written
    return written.translate(_AS_DIGIT)
