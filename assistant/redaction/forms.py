"""How Spanish words are formed: what a verb form, a plural or a diminutive comes from.

The language's dictionary holds base forms only, and its stemmer leaves out many forms of verbs.
Everything here reads folded words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VERB = re.compile(
    r"(..+?)(?:a(?:bamos|ban?|bas|ndo|ran?|remos|rian?|ron|ste|mos)"
    r"|i?er(?:an?|on|emos|ian?)|i(?:endo|ste|mos|amos|an?|as|ran?|rian?))"
)
_JOINED = re.compile(r"(.+[aei]r)(?:me|te|se|nos|les?|los?|las?)")
_DERIVED = re.compile(
    r"(?:cion|ciones|mente|ori[ao]s?|onal|onales|iv[ao]s?|dad|dades|ismo|istas?|bles?|grafia"
    r"|log(?:[oa]s?|i[ac]|ic[oa]s?)|isim[oa]s?|ad[oa]s?|ador(?:[ea]s?)?|mientos?|ware|ing)$"
)
_PLURAL = re.compile(r"e?s$")
_DIMINUTIVE = re.compile(r"(?<=[a-z]{3})c?it[ao]s?$")


def infinitives(word: str) -> Iterator[str]:
    """Yield the infinitives that a word may be a form of.

    >>> "gustar" in infinitives("gustaria"), list(infinitives("llamarle"))
    (True, ['llamar'])
    """
    if form := _VERB.fullmatch(word):
        yield from (form[1] + end for end in ("ar", "er", "ir"))
    if joined := _JOINED.fullmatch(word):
        yield joined[1]


def is_derived(word: str) -> bool:
    """Whether a word ends as those that come from another one, which names hardly do.

    >>> is_derived("conversacional"), is_derived("kowalczyk")
    (True, False)
    """
    return bool(_DERIVED.search(word))


def singular(word: str) -> str:
    """Return what a word would be without the ending of a plural.

    >>> singular("hortensias")
    'hortensia'
    """
    return _PLURAL.sub("", word)


def whole_names(word: str) -> Iterator[str]:
    """Yield the names that a word may be the diminutive of.

    >>> "yasna" in whole_names("yasnita")
    True
    """
    root = _DIMINUTIVE.sub("", word)
    if root != word:
        yield from (root + end for end in ("", "a", "o", "e", "os"))
