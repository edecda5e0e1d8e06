"""How surely a stretch of words is the name of a person, by its words and by what is beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .name_cues import (
    ACTS,
    ADDRESSES,
    BEARS_NAME,
    DETERMINER,
    FIRM,
    IS_ENDED,
    IS_PERSON,
    JOINS,
    LINKS_PERSON,
    LIVES,
    NAMES_A_THING,
    NOT_ALONE,
    ORGANISATION,
    SUGGESTS,
    before_name,
    is_announced,
    is_labelled,
)
from .text import Text
from .words import Word


def score_of(run: Sequence[Word], text: Text) -> float:
    """Return how surely a run of words is a name; 0 means that it is none."""
    before = before_name(run[0], text)
    words = [word for word in run if not word.is_particle]
    sure = sum(word.is_sure for word in words)
    known = sum(word.is_known for word in words)
    strange = sum(word.is_strange for word in words)
    capitals = all(word.is_capital for word in words)
    is_full = words[0].is_given and any(word.is_known for word in words[1:])
    if is_announced(run[0], text) or is_labelled(run[0], text):
        return 0.95
    if len(words) == 1 and (NOT_ALONE.search(before) or NAMES_A_THING.search(before)):
        return 0.0
    suggested = sure or capitals or (known and len(words) > 1)
    if words[0].is_given and not words[0].is_ordinary and ADDRESSES.search(before):
        return 0.9
    if SUGGESTS.search(before):
        if suggested:
            return 0.9 if known else 0.55
        if not any(word.is_common for word in words) and len(words) > 1:
            return 0.55
        if strange or (words[0].is_given and not words[0].is_ordinary and _ends(words, text)):
            return 0.4
    if len(words) == 1 and not words[0].is_given and FIRM.match(text.folded, run[-1].end):
        return 0.0
    if BEARS_NAME.search(before):
        return 0.4 if sure and len(words) > 1 else 0.0
    if not sure and ORGANISATION.search(before):
        return 0.0
    if is_full and (sure or capitals):
        return 0.85
    if sure and known > 1:
        return 0.7
    if is_full and words[-1].is_surname and not DETERMINER.search(before):
        return 0.4
    if any(word.is_given and word.is_sure for word in words):
        return 0.6
    if (sure and (capitals or len(words) > 1)) or (known and capitals and len(words) > 1):
        return 0.4
    if _is_seen_to_be_a_person(words, text):
        return 0.45
    if _is_beyond_lists(words) and not DETERMINER.search(before):
        return 0.4
    if len(words) > 1 or not (words[0].is_given and words[0].is_capital):
        return 0.0
    # «el Nico», «la Cata»
    nickname = not words[0].is_common and re.search(r"\b(?:el|la)\s$", before)
    linked = not words[0].is_ordinary and LINKS_PERSON.search(before)
    linked = linked or (words[0].is_strange and re.search(r"[a-z,] $", before))
    return 0.4 if nickname or linked else 0.0


def _is_beyond_lists(words: Sequence[Word]) -> bool:
    """Whether words, at least one of them in no list, may be somebody's name and surname."""
    if len(words) < 2 or len(words[0].text) < 3 or not any(word.is_strange for word in words):
        return False
    if not (words[0].is_strange or words[0].is_given):
        return False
    return all(word.is_strange or word.is_surname or word.is_capital for word in words[1:])


def _ends(words: Sequence[Word], text: Text) -> bool:
    return bool(IS_ENDED.match(text.folded, words[-1].end))


def _is_seen_to_be_a_person(words: Sequence[Word], text: Text) -> bool:
    """Whether what follows a run of unknown words says that it is somebody."""
    if not any(word.is_strange or word.is_known for word in words):
        return False
    end = words[-1].end
    if len(words) == 1:
        is_likely = words[0].is_strange or (words[0].is_capital and words[0].is_given)
        return is_likely and bool(
            IS_PERSON.match(text.folded, end) or LIVES.match(text.folded, end)
        )
    return bool(IS_PERSON.match(text.folded, end) or ACTS.match(text.folded, end))


def score_beside(run: Sequence[Word], named: Sequence[Sequence[Word]], text: Text) -> float:
    """Return how surely a given name is one because it is joined to another: «Ana y la Paz»."""
    if not run[0].is_given or run[0].is_ordinary:
        return 0.0
    for other in named:
        first, last = (other, run) if other[0].start < run[0].start else (run, other)
        between = text.folded[first[-1].end : last[0].start]
        if len(between) < 24 and JOINS.fullmatch(between):
            return 0.4
    return 0.0
