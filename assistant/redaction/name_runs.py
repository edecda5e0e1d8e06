"""Which neighbouring words of a message may be one name, before asking whether they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .name_cues import is_announced, is_cued, is_labelled
from .text import Text
from .words import Word

_GAP = re.compile(r"(?: {1,2}| ?- ?)$")
_VERB_LIKE = re.compile(r"(?:[aei]r|[aei]ndo|o)$")
_AFTER_INITIAL = re.compile(r"\.? ?$")


def read_runs(words: Sequence[Word], text: Text) -> Iterator[list[Word]]:
    """Yield the longest stretches of neighbouring words that may belong to one name."""
    run: list[Word] = []
    for i, word in enumerate(words):
        if run and not _are_neighbours(run[-1], word, text):
            yield from _trimmed(run)
            run = []
        following = words[i + 1] if i + 1 < len(words) else None
        if _may_belong(word, run, following, text):
            run.append(word)
        else:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _are_neighbours(one: Word, other: Word, text: Text) -> bool:
    between = text.plain[one.end : other.start]
    return bool(_GAP.match(between) or (len(one.text) == 1 and _AFTER_INITIAL.match(between)))


def _may_belong(word: Word, run: Sequence[Word], following: Word | None, text: Text) -> bool:
    if word.is_place:
        return False
    if word.is_known or (run and word.is_particle):
        return True
    if len(word.text) == 1:
        return _is_sure_surname(following) and (word.is_capital or word.text not in "aeiouy")
    if word.is_common:
        return _common_belongs(word, run, following, text)
    return _unknown_belongs(word, run, following, text)


def _common_belongs(word: Word, run: Sequence[Word], following: Word | None, text: Text) -> bool:
    """Whether a common word is part of a name here: «Camila Madrid», «juan piña cabrera»."""
    filled_in = is_labelled(run[0] if run else word, text)
    if word.is_ordinary or len(word.text) < 4:
        return word.is_capital and filled_in
    if word.is_capital and (filled_in or _is_announced_name(run, text)):
        return True
    if word.is_capital and run and run[-1].is_strange and run[-1].is_capital:
        return True
    if not _has_given(run):
        return False
    if run[-1].is_particle:  # «Aurelio de la Maza Villablanca»
        return word.is_capital or _is_sure_surname(following)
    return word.is_capital or _bridges(word, following)


def _unknown_belongs(word: Word, run: Sequence[Word], following: Word | None, text: Text) -> bool:
    """Whether a word that is in no list is part of a name, by its letters and its neighbours."""
    first = run[0] if run else word
    if word.is_capital or is_announced(first, text) or is_labelled(first, text):
        return True
    is_long = len(word.text) > 3
    if _has_given(run):
        return is_long and not run[-1].is_capital
    if is_long and _is_sure_surname(following):
        return True
    if word.is_strange and _is_among_names(run, following, is_long):
        return True
    return (word.is_strange or _is_pair(run, following)) and is_cued(first, text)


def _is_among_names(run: Sequence[Word], following: Word | None, is_long: bool) -> bool:
    """Whether a strange word stands beside another or beside a name: «luz quezzio»."""
    if run and (run[-1].is_strange or (run[-1].is_given and not run[-1].is_ordinary)):
        return is_long or run[-1].is_strange
    if following is None:
        return False
    is_name = following.is_surname and not following.is_ordinary
    return is_name or (is_long and following.is_strange and len(following.text) > 3)


def _has_given(run: Sequence[Word]) -> bool:
    return len(run) < 5 and any(word.is_given and word.is_sure for word in run)


def _is_sure_surname(word: Word | None) -> bool:
    return word is not None and word.is_surname and word.is_sure


def _is_pair(run: Sequence[Word], following: Word | None) -> bool:
    """Whether the word beside is no common one: «soi yorman pirela»."""
    beside = run[-1] if run else following
    return beside is not None and not beside.is_common and not beside.is_place


def _bridges(word: Word, following: Word | None) -> bool:
    """Whether a common noun stands between a given name and a sure surname, in lower case."""
    return _is_sure_surname(following) and not _VERB_LIKE.search(word.text)


def _trimmed(run: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the run without particles at its ends, if anything is left."""
    solid = [i for i, word in enumerate(run) if not word.is_particle]
    if solid:
        yield list(run[solid[0] : solid[-1] + 1])


def _is_announced_name(run: Sequence[Word], text: Text) -> bool:
    return bool(run) and run[0].is_known and is_announced(run[0], text)
