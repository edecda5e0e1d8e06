"""The words of a message, each with what the lexicon knows of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lexicon import Lexicon
from .patterns import any_of
from .text import Text

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_PARTICLES = frozenset("de del la las los san santa da dos do di van von".split())
_SURNAMES = frozenset(
    {("santa", "maria"), ("santa", "cruz"), ("san", "juan"), ("san", "francisco")}
)
_TITLES = frozenset("don dona sr sra srta senor senora senorita".split())
# How Mapuche surnames begin and end: no list holds them all. The ends alone also end other words.
_MAPUCHE_START = re.compile(
    any_of(
        """huen guen calfu callfu catri curi cayu coli cheuque antu anti lemu levi lefi lien linco
        llanc llank lonco mari[lqnc] meli milla nahuel necul nancu paill paine pichi quila quile
        quintu quintr quidel raiman rapi tranam traf treca huaiq huilc huili huinc huina huich manqu
        epul anca ayan colih pilqu reuq conue"""
    )
    + r"[a-z]{2,}$"
)
_MAPUCHE_END = re.compile(
    r"[a-z]{3,}"
    + any_of(
        "laf lef nao queo hual gual huala cura mil vil pan nir leo lao pil cheo huin hueque nanco"
    )
    + "$"
)


@dataclass(frozen=True)
class Word:
    """One word; `text` is folded. `is_capital` is false where capitals mean nothing.

    A common word may still be a surname (Piña, Madrid); an ordinary one never is. A strange word
    is in no list, nor like any common word: a name beyond the lists, or a foreign word. One that is
    also known is one letter away from a name.
    """

    text: str
    start: int
    end: int
    is_given: bool
    is_surname: bool
    is_ambiguous: bool
    is_common: bool
    is_ordinary: bool
    is_strange: bool
    is_capital: bool
    is_place: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it is in a list of names."""
        return self.is_given or self.is_surname

    @property
    def is_sure(self) -> bool:
        """Whether it is a name and nothing else."""
        return self.is_known and not self.is_ambiguous

    @property
    def is_particle(self) -> bool:
        """Whether it may link two words of one name."""
        return self.text in _PARTICLES


def has_case(text: str) -> bool:
    """Whether capitals mean something in `text`: it is neither all lower nor all upper case.

    >>> has_case("hola soy juana"), has_case("HOLA SOY JUANA"), has_case("Hola, soy Juana")
    (False, False, True)
    """
    letters = [character for character in text if character.isalpha()]
    upper = sum(character.isupper() for character in letters)
    return 0 < upper and (upper < 0.6 * len(letters) or len(letters) < 3)


def read_words(text: Text, lexicon: Lexicon) -> list[Word]:
    """Return the words of the text, those of a place marked."""
    capitals = has_case(text.plain)
    words = [
        _word(text, *match.span(), lexicon=lexicon, capitals=capitals)
        for match in _WORD.finditer(text.plain)
    ]
    for first, size in _places(words, lexicon):
        for i in range(first, first + size):
            words[i] = replace(words[i], is_place=True)
    return words


def _word(text: Text, start: int, end: int, *, lexicon: Lexicon, capitals: bool) -> Word:
    folded = text.folded[start:end]
    # No name ends like a verb in the past: «firmó», «propuso» is in the dictionary.
    common = lexicon.is_common(folded) or text.plain[end - 1] in "óÓ"
    name = "-".join(map(lexicon.listed_as, folded.split("-")))
    given, listed = _is_in(name, lexicon.given), _is_in(name, lexicon.surnames)
    by_start = not common and bool(_MAPUCHE_START.match(folded))
    by_end = not common and bool(_MAPUCHE_END.match(folded))
    is_guess = not lexicon.is_surely(folded, name)
    return Word(
        text=folded,
        start=start,
        end=end,
        is_given=given,
        is_surname=listed or by_start or by_end,
        is_ambiguous=name.split("-")[0] in lexicon.ambiguous
        or is_guess
        or (by_end and not (listed or by_start)),
        is_common=common,
        is_ordinary=folded in lexicon.ordinary,
        is_strange=(is_guess or not (given or listed or common)) and lexicon.is_strange(folded),
        is_capital=capitals and text.plain[start].isupper(),
    )


def _is_in(word: str, names: frozenset[str]) -> bool:
    """Whether it is a name: one word of the list, or two joined of which the first is."""
    return word.split("-")[0] in names


def _places(words: Sequence[Word], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return where places begin and how many words they have, the longest of each."""
    longest = max(map(len, lexicon.places))
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(words):
        size = next(
            (
                size
                for size in range(min(longest, len(words) - position), 0, -1)
                if tuple(w.text for w in words[position : position + size]) in lexicon.places
            ),
            0,
        )
        if size and not _is_part_of_name(words, position, size):
            found.append((position, size))
        position += size or 1
    return found


def _is_part_of_name(words: Sequence[Word], position: int, size: int) -> bool:
    """Whether a place is a name here: Juan Pinto, Victoria Soto, María de los Ángeles."""
    first = words[position]
    before = words[position - 1] if position else None
    after = words[position + size] if position + size < len(words) else None
    if before and before.text == "de" and size > 1:
        given = words[position - 2] if position > 1 else None
        return bool(given and given.is_given and first.is_particle)
    if size > 1:  # «Victoria Santa Cruz Leal»
        return bool(
            before and before.is_given and _is_surname_beside(words[position + size - 1], after)
        )
    if first.is_surname and before and before.end + 1 >= first.start - 1:
        if before.text in _TITLES:
            return True
        if before.end + 1 == first.start and (before.is_known or before.is_strange):
            return before.is_strange or before.is_sure or (before.is_capital and before.is_given)
    if first.is_given and after and after.is_particle and position + 3 < len(words):
        after = words[position + 3] if words[position + 2].start == after.end + 1 else after
        return after.is_surname
    return first.is_given and _is_surname_beside(first, after)


def _is_surname_beside(word: Word, after: Word | None) -> bool:
    return bool(after and after.is_surname and word.end + 1 == after.start)
