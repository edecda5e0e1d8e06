"""How easy a Spanish text is to read, by an accepted index and what it means.

Perspicuity of Szigriszt-Pazos (1993): 206.835 − 62.3 · syllables/words − words/sentences, read on
the INFLESZ scale (Barrio-Cantalejo et al. 2008): under 40 very hard, 40–55 somewhat hard, 55–65
normal, 65–80 rather easy, over 80 very easy.
"""

from __future__ import annotations

import re

from knowledge_base.text import sentences

NORMAL = 55.0
"""From here on a text is «normal»: what a newspaper for everybody writes."""

FEWEST_WORDS = 20
"""A shorter text has too few sentences for the index to say anything."""

_WORD = re.compile(r"[^\W\d_]+")
_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")
_NUCLEUS = re.compile(r"uy\b|[iuüy]?[aeoáéó][iuüy]?(?![aeoáéíóú])|[iuüy]?[aeoáéó]|[íú]|[iuü]+|y\b")


def syllables(word: str) -> int:
    """Return how many syllables a Spanish word has, by its vowels.

    Two open vowels, or a stressed closed one, are two syllables; an unstressed closed vowel joins
    its neighbour (RAE, Ortografía 2010, II.2).

    >>> [syllables(w) for w in ("ley", "organización", "amigo", "día", "teatro", "quien", "ciudad")]
    [1, 5, 3, 2, 3, 1, 2]
    """
    return max(1, len(_NUCLEUS.findall(_SILENT_U.sub("", word.lower()))))


def perspicuity(text: str) -> float | None:
    """Return the index of Szigriszt-Pazos; None when the text is too short to tell.

    Addresses and figures are left out: nobody reads them by syllables. A list item is a sentence.
    """
    bare = re.sub(r"(?:https?://|www\.)\S+|\S+@\S+|/\S+/\S+", " ", text)
    units = [u.text for u in sentences(bare)]
    words = [w for unit in units for w in _WORD.findall(unit)]
    told = [unit for unit in units if _WORD.search(unit)]
    if len(words) < FEWEST_WORDS:
        return None
    return 206.835 - 62.3 * sum(map(syllables, words)) / len(words) - len(words) / len(told)
