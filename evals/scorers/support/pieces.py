"""The parts of a text that say one thing each, and what each speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.scorers.support.tokens import Token, same

OPENERS = frozenset(
    "el la los las un una al en para con por cada si cuando quien quienes su sus a de".split()
)
"""Words that open whom or what a piece speaks of; without one its subject goes on from before."""
ITEM = 2
"""Content words of an item of a list, at most."""
_CLITICS = frozenset("lo se le les es son esta estan no ni".split())
_ELLIPSIS = frozenset("el la los las".split())
_ELIDED = frozenset({"de", "del", "que"})
_LINKS = frozenset({"y", "e", "o", "pero"})

Piece = tuple[Token, ...]


def pieces(tokens: Sequence[Token]) -> list[Piece]:
    """Return the parts of a text that say one thing each: clauses, cut also at «y».

    An item of a list belongs to what opens the list, unless it has a determiner of its own: then it
    is a clause that leaves its verb out («y los de riesgo limitado, un año»).
    """
    parts: list[list[Token]] = []
    for token in tokens:
        here = parts[-1] if parts else []
        is_new = not here or here[-1].clause != token.clause
        if is_new or token.word in ("y", "e") and not here[-1].is_number:
            parts.append([])
        parts[-1].append(token)
    joined: list[Piece] = []
    for part in parts:
        if joined and _is_item(part) and joined[-1][-1].sentence == part[0].sentence:
            joined[-1] += tuple(part)
        else:
            joined.append(tuple(part))
    return [piece for piece in joined if content_of(piece)]


def content_of(words: Iterable[Token]) -> list[Token]:
    """Return the words that say something."""
    return [t for t in words if t.is_content]


def has(words: Iterable[Token], token: Token) -> bool:
    """Whether some content word says the same as this one."""
    return any(same(t.stem, token.stem) for t in words if t.is_content)


def best_piece(content: Sequence[Token], there: Sequence[Piece]) -> Piece:
    """Return the piece that shares most words with these, empty if none shares any."""
    shared = [sum(has(p, t) for t in content) for p in there]
    return there[shared.index(max(shared))] if any(shared) else ()


def text_of(words: Iterable[Token]) -> str:
    """Return the words in a row."""
    return " ".join(t.word for t in words)


def topic_of(there: Sequence[Piece], i: int) -> tuple[list[Token], list[Token]]:
    """Return the words that open a piece, and the subject that goes on from before.

    Whoever takes words from it must say all of the first and some of the second.
    """
    content = content_of(there[i])
    if _opens(there[i]):
        return content[: 2 if _is_contrasted(there, i, content[0]) else 1], []
    before = [p for p in there[:i] if p[-1].sentence == there[i][0].sentence]
    if not before:
        return [], []
    return content[:1], content_of(before[0])[:2] if _opens(before[0]) else []


def _is_item(part: Sequence[Token]) -> bool:
    return (
        len(content_of(part)) <= ITEM
        and not any(t.is_number for t in part)
        and not (part[0].word == "y" and _opens(part))
        and not _CLITICS & {t.word for t in part}
    )


def _opens(part: Sequence[Token]) -> bool:
    words = [t.word for t in part if t.word not in _LINKS]
    return bool(words) and words[0] in OPENERS


def _is_contrasted(there: Sequence[Piece], i: int, head: Token) -> bool:
    """Whether other pieces speak of the same kind of thing: «los críticos», «los de alta»."""
    others = [p for p in there if p is not there[i]]
    return any(has(p, head) for p in others) or any(
        p[j].word in _ELLIPSIS and p[j + 1].word in _ELIDED
        for p in others
        for j in range(min(len(p) - 1, 3))
    )
