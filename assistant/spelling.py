"""What somebody meant to write when they write by ear or in a hurry: «kiero», «m tiene», «bibir».

Only the rules that guard a life read this, besides the words as they were written: the spelling of
somebody in danger must not decide whether they are heard.
"""

from __future__ import annotations

import re

_STRETCHED = re.compile(r"([a-z])\1{2,}|([aeiou])\2+|([bdfgjkmpqstvxyz])\3+")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        (r"k(?=[ei])", "qu"),
        (r"k", "c"),
        (r"\bm\b", "me"),
        (r"\bq\b", "que"),
        (r"\bd\b", "de"),
        (r"\bs\b", "se"),
        (r"\b(?:x|p)q\b", "porque"),
        (r"\bxfa\b", "por favor"),
        (r"\bpa\b", "para"),
        (r"\bpal\b", "para el"),
        (r"\bna\b", "nada"),
        (r"\bnu\b", "no"),
        (r"\bt(oy|amos|aba|ay)\b", r"est\1"),
        (r"\b(?:ta|sta)\b", "esta"),
        (r"\b(?:stan)\b", "estan"),
        (r"\b[bv]o[iy]\b", "voy"),
        (r"\b(?:hai|ai)\b", "hay"),
        (r"\baora\b", "ahora"),
        (r"\b(erman|ij[oa]|ubier|ospital|erid|oras?\b|ac(?:e|er|en)\b|ombre|umo\b)", r"h\1"),
        (r"\bas(er|iendo|en)\b", r"hac\1"),
        (r"\b[bv]i[bv]", "viv"),
        (r"\bbiol", "viol"),
        (r"\bben(?=eno)", "ven"),
        (r"abu[zc](?=[aeo])", "abus"),
        (r"sui[sz]id", "suicid"),
        (r"nasi(?=[do])", "naci"),
        (r"pareser", "parecer"),
        (r"\by(?=am|or|ev|ega)", "ll"),
    )
)


def respell(folded: str) -> str:
    """Return folded text in the usual spelling, as far as a few habits of writing explain it.

    >>> respell("m kiero moriir"), respell("ermano no kiere bibir")
    ('me quiero morir', 'hermano no quiere vivir')
    """
    text = _STRETCHED.sub(lambda found: next(filter(None, found.groups())), folded)
    for pattern, meant in _RULES:
        text = pattern.sub(meant, text)
    return text
