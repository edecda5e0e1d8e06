"""Whether a sentence gives to one what the passage gives to another."""

from __future__ import annotations

from collections.abc import Sequence

from evals.scorers.support.pieces import Piece, content_of, has, pieces, topic_of
from evals.scorers.support.tokens import Token, same

NEAR = 3
"""Content words on each side of a figure that say what it counts."""


def foreign(claim: Sequence[Token], passage: Sequence[Token]) -> tuple[str, ...]:
    """Return words that the sentence takes from a piece of the passage about something else.

    A piece of the sentence may join several pieces of the passage only if it also says what each
    of them speaks of: «la alta, en 72 horas» may not come from «los críticos se resuelven en 72
    horas y los de severidad alta en 7 días», because it does not speak of «los críticos».
    """
    there = pieces(passage)
    topics = [topic_of(there, i) for i in range(len(there))]
    found: list[str] = []
    for piece in pieces(claim):
        content = content_of(piece)
        found += [t.word for t in content if t.is_number and _is_of_another(t, content, there)]
        held = [(t, {i for i, p in enumerate(there) if has(p, t)}) for t in content]
        homes = [places for _, places in held if places]
        if not homes or set.intersection(*homes):
            continue
        fitting = {i for i, topic in enumerate(topics) if _speaks_of(content, *topic)}
        found += [t.word for t, places in held if places and not fitting & places]
    return tuple(dict.fromkeys(found))


def offered(claim: Sequence[Token], passage: Sequence[Token]) -> tuple[str, ...]:
    """Return the words that the sentence adds with «y» and the passage offers with «o»."""
    options = _after(passage, "o")
    return tuple(
        t.word for t in _after(claim, "y") if any(same(t.stem, option.stem) for option in options)
    )


def _speaks_of(
    content: Sequence[Token], opening: Sequence[Token], subject: Sequence[Token]
) -> bool:
    goes_on = not subject or any(has(content, t) for t in subject)
    return goes_on and all(has(content, t) for t in opening)


def _is_of_another(number: Token, content: Sequence[Token], there: Sequence[Piece]) -> bool:
    """Whether the words around a figure are rather those of a sentence with another figure."""
    at = list(content).index(number)
    near = [t for t in content[max(at - NEAR, 0) : at + NEAR + 1] if not t.is_number]
    numbered = [_sentence(p, there) for p in there if any(t.is_number for t in p)]
    homes = [s for s in numbered if has(s, number)]
    rivals = [s for s in numbered if not has(s, number)]
    return bool(homes) and all(
        any(_only(near, rival, home) > _only(near, home, rival) for rival in rivals)
        for home in homes
    )


def _only(near: Sequence[Token], here: Sequence[Token], other: Sequence[Token]) -> int:
    return sum(has(here, t) and not has(other, t) for t in near)


def _sentence(piece: Piece, there: Sequence[Piece]) -> list[Token]:
    return [t for p in there if p[0].sentence == piece[0].sentence for t in p]


def _after(words: Sequence[Token], link: str) -> list[Token]:
    """Return the content word that follows each `link`, if one is near."""
    found = []
    for i, token in enumerate(words):
        if token.word == link:
            found += content_of(words[i + 1 : i + 4])[:1]
    return found
