"""Names of people: known names, words that announce a name, and the language model.

Each source alone errs. Known names miss the rare ones, announcing words («me llamo», «doña») are
often absent, and the small language model takes greetings for people: so its guess counts only
where no word of it is a common one, and scores under `WEAK`.

A name is found in two readings: stretches of words that may be one, each with how surely it is;
then what those tell of the rest, for a second mention is as personal as the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..lexicon import Lexicon
from ..model import Finding, Kind
from ..name_runs import read_runs
from ..name_scores import score_beside, score_of
from ..text import Text
from ..words import Word, has_case, read_words


@dataclass(frozen=True)
class NameRecognizer:
    """Finds names of people with the words of a lexicon."""

    lexicon: Lexicon

    def find(self, text: Text) -> Iterator[Finding]:
        """Yield every name of the text."""
        words = read_words(text, self.lexicon)
        runs = [(run, score_of(run, text)) for run in read_runs(words, text)]
        named = [run for run, score in runs if score]
        for run, score in runs:
            if score or (score := score_beside(run, named, text)):
                yield Finding(Kind.NAME, run[0].start, run[-1].end, score)
        for start, end in text.people if _may_hold_more(words, named, text) else ():
            inside = [word for word in words if start <= word.start and word.end <= end]
            if _is_plausible(inside, has_case(text.plain)):
                named.append(inside)
                yield Finding(Kind.NAME, inside[0].start, inside[-1].end, 0.45)
        for word in _mentioned_again(words, named):
            yield Finding(Kind.NAME, word.start, word.end, 0.45)


def _may_hold_more(words: Sequence[Word], named: Sequence[Sequence[Word]], text: Text) -> bool:
    """Whether the model could say anything that counts: two neighbours that are not yet a name.

    Without such a pair `_is_plausible` refuses whatever the model sees.
    """
    capitals = has_case(text.plain)
    together = [{word.start for word in run} for run in named]
    solid = [word for word in words if not word.is_particle]
    return any(
        _may_be_name(one, capitals)
        and _may_be_name(other, capitals)
        and not any({one.start, other.start} <= run for run in together)
        for one, other in pairwise(solid)
    )


def _may_be_name(word: Word, capitals: bool) -> bool:
    if word.is_place or (word.is_common and not word.is_known):
        return False
    return word.is_capital or not capitals


def _mentioned_again(words: Sequence[Word], named: Sequence[Sequence[Word]]) -> Iterator[Word]:
    """Yield the words that were part of a name elsewhere in the message: the «Pirela» of Yorman.

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
