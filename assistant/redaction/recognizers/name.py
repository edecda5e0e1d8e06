"""Names of people: known names, words that announce a name, and the language model.

Each source alone errs. Known names miss the rare ones, announcing words («me llamo», «doña») are
often absent, and the small language model takes greetings for people: so its guess counts only
where no word of it is a common one, and scores under `WEAK`.

A name is found in two readings: stretches of words that may be one, each with how surely it is; then
what the sure ones tell of the rest of the message, whose second mention is as personal as the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lexicon import Lexicon
from ..model import Finding, Kind
from ..name_cues import (
    ACTS,
    ADDRESSES,
    ANNOUNCES,
    BEARS_NAME,
    DETERMINER,
    FIRM,
    IS_ENDED,
    IS_PERSON,
    JOINS,
    LABELS,
    LINKS_PERSON,
    LIVES,
    NAMES_A_THING,
    NOT_ALONE,
    ORGANISATION,
    SUGGESTS,
)
from ..text import Text
from ..words import Word, has_case, read_words

_GAP = re.compile(r"(?: {1,2}| ?- ?)$")
_AFTER_INITIAL = re.compile(r"\.? ?$")
_WINDOW = 60
"""Characters before a name in which a cue is looked for."""


@dataclass(frozen=True)
class NameRecognizer:
    """Finds names of people with the words of a lexicon."""

    lexicon: Lexicon

    def find(self, text: Text) -> Iterator[Finding]:
        """Yield every name of the text."""
        words = read_words(text, self.lexicon)
        runs = [(run, _score(run, text)) for run in _runs(words, text)]
        named = [run for run, score in runs if score]
        for run, score in runs:
            if score or (score := _score_beside(run, named, text)):
                yield Finding(Kind.NAME, run[0].start, run[-1].end, score)
        for start, end in text.people:
            inside = [word for word in words if start <= word.start and word.end <= end]
            if _is_plausible(inside, has_case(text.plain)):
                named.append(inside)
                yield Finding(Kind.NAME, inside[0].start, inside[-1].end, 0.45)
        for word in _mentioned_again(words, named):
            yield Finding(Kind.NAME, word.start, word.end, 0.45)


def _runs(words: Sequence[Word], text: Text) -> Iterator[list[Word]]:
    """Yield the longest stretches of neighbouring words that may belong to one name."""
    run: list[Word] = []
    for i, word in enumerate(words):
        if run and not _are_neighbours(run[-1], word, text):
            yield from _trimmed(run)
            run = []
        if _may_belong(word, run, words[i + 1 : i + 4], text):
            run.append(word)
        else:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _are_neighbours(one: Word, other: Word, text: Text) -> bool:
    between = text.plain[one.end : other.start]
    return bool(_GAP.match(between) or (len(one.text) == 1 and _AFTER_INITIAL.match(between)))


def _may_belong(word: Word, run: Sequence[Word], ahead: Sequence[Word], text: Text) -> bool:
    if word.is_place:
        return False
    if word.is_known or (run and word.is_particle):
        return True
    first = run[0] if run else word
    following = ahead[0] if ahead else None
    after_given = any(w.is_given and w.is_sure for w in run) and len(run) < 5
    before_surname = following is not None and following.is_surname and following.is_sure
    if len(word.text) == 1:
        return before_surname and (word.is_capital or word.text not in "aeiouy")
    if word.is_common:
        if word.is_ordinary or len(word.text) < 4:
            return _is_labelled(first, text) and word.is_capital
        if word.is_capital and (_is_labelled(first, text) or _is_announced_name(run, text)):
            return True
        if after_given and run[-1].is_particle:  # «Aurelio de la Maza Villablanca»
            return word.is_capital or before_surname
        if word.is_capital and run and run[-1].is_strange and run[-1].is_capital:
            return True
        # «Camila Madrid»; «juan piña cabrera»
        return after_given and (word.is_capital or _bridges(word, following))
    if word.is_capital or _is_announced(first, text) or _is_labelled(first, text):
        return True
    if after_given:
        return len(word.text) > 3 and not run[-1].is_capital
    if word.is_strange and run and run[-1].is_given and not run[-1].is_ordinary:
        return len(word.text) > 3  # «luz quezzio»
    if len(word.text) > 3 and (before_surname or (word.is_strange and _leads(ahead))):
        return True
    if word.is_strange and following is not None and following.is_surname:
        return not following.is_ordinary
    if word.is_strange and run and run[-1].is_strange:
        return True
    return (word.is_strange or _is_pair(run, following)) and _is_cued(first, text)


def _is_pair(run: Sequence[Word], following: Word | None) -> bool:
    """Whether the word beside is no common one: «soi yorman pirela», though one is like «pirata»."""
    beside = run[-1] if run else following
    return beside is not None and not beside.is_common and not beside.is_place


def _leads(ahead: Sequence[Word]) -> bool:
    """Whether the next word is strange too, or some strange ones and then a sure surname."""
    return bool(ahead) and ahead[0].is_strange and len(ahead[0].text) > 3


def _bridges(word: Word, following: Word | None) -> bool:
    """Whether a common noun stands between a given name and a sure surname, in lower case."""
    sure = following is not None and following.is_surname and following.is_sure
    return sure and not re.search(r"(?:[aei]r|[aei]ndo|o)$", word.text)


def _before(word: Word, text: Text) -> str:
    return text.folded[max(0, word.start - _WINDOW) : word.start]


def _is_announced(word: Word, text: Text) -> bool:
    before = _before(word, text)
    return bool(ANNOUNCES.search(before)) and not NAMES_A_THING.search(before)


def _is_announced_name(run: Sequence[Word], text: Text) -> bool:
    return bool(run) and run[0].is_known and _is_announced(run[0], text)


def _is_labelled(word: Word, text: Text) -> bool:
    return bool(LABELS.search(_before(word, text)))


def _is_cued(word: Word, text: Text) -> bool:
    before = _before(word, text)
    return bool(SUGGESTS.search(before) or ADDRESSES.search(before))


def _trimmed(run: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the run without particles at its ends, if anything is left."""
    solid = [i for i, word in enumerate(run) if not word.is_particle]
    if solid:
        yield list(run[solid[0] : solid[-1] + 1])


def _score(run: Sequence[Word], text: Text) -> float:
    """Return how surely a run of words is a name; 0 means that it is none."""
    before = _before(run[0], text)
    words = [word for word in run if not word.is_particle]
    sure = sum(word.is_sure for word in words)
    known = sum(word.is_known for word in words)
    strange = sum(word.is_strange for word in words)
    capitals = all(word.is_capital for word in words)
    is_full = words[0].is_given and any(word.is_known for word in words[1:])
    if _is_announced(run[0], text) or _is_labelled(run[0], text):
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
    """Whether two words or more may be the name and surname of somebody, though neither is listed."""
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


def _score_beside(run: Sequence[Word], named: Sequence[Sequence[Word]], text: Text) -> float:
    """Return how surely a given name is one because it is joined to another: «Ana y la Paz»."""
    if not run[0].is_given or run[0].is_ordinary:
        return 0.0
    for other in named:
        first, last = (other, run) if other[0].start < run[0].start else (run, other)
        between = text.folded[first[-1].end : last[0].start]
        if len(between) < 24 and JOINS.fullmatch(between):
            return 0.4
    return 0.0


def _mentioned_again(words: Sequence[Word], named: Sequence[Sequence[Word]]) -> Iterator[Word]:
    """Yield the words that were part of a name elsewhere in the message: «Pirela» of «Yorman Pirela».

    A common word must have a capital to be the name again.
    """
    inside = {word.start for run in named for word in run}
    names = {word.text for run in named for word in run if len(word.text) > 2}
    for word in words:
        if word.start in inside or word.text not in names or word.is_particle or word.is_place:
            continue
        if word.is_capital or not (word.is_common or word.is_ambiguous):
            yield word


def _is_plausible(words: Sequence[Word], capitals: bool) -> bool:
    """Whether the model's guess may be a name: no common word, no place, no word alone.

    Each word has a capital, or some word is a known name or all are strange where capitals mean
    nothing.
    """
    solid = [word for word in words if not word.is_particle]
    if any(word.is_place or (word.is_common and not word.is_known) for word in solid):
        return False
    if capitals:
        supported = all(word.is_capital for word in solid)
    else:
        known = any(word.is_known for word in solid)
        supported = known or all(word.is_strange for word in solid)
    return supported and len(solid) > 1 and not all(word.is_ambiguous for word in solid)
