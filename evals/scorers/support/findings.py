"""In what a sentence departs from its passage: every difference that the check weighs."""

from __future__ import annotations

from dataclasses import dataclass

from evals.scorers.hard_facts import hard_facts
from evals.scorers.numerals import in_figures
from evals.scorers.support import telling
from evals.scorers.support.alignment import Aligned, align
from evals.scorers.support.contrast import foreign, offered
from evals.scorers.support.literal import changed_figures
from evals.scorers.support.negation import denied, opposed, unanswered
from evals.scorers.support.pieces import best_piece, content_of, has, pieces, text_of
from evals.scorers.support.tokens import Token
from knowledge_base.text import fold


@dataclass(frozen=True)
class Findings:
    """The words to blame for each difference; none where there is no difference."""

    alien: tuple[str, ...]
    """Figures, dates and addresses that the passage lacks."""
    changed: tuple[str, ...]
    """Figures that replace another in a copied sentence."""
    foreign: tuple[str, ...]
    """Words that the passage says of something else."""
    denied: tuple[str, ...]
    """Words denied by one and not by the other."""
    widened: tuple[str, ...]
    """«Todos», «siempre», «solo», where the passage has none."""
    duty: bool
    """It says «debe» where the passage does not."""
    leave: bool
    """It says «debe» where the passage says «puede»."""
    bounds: tuple[str, ...]
    """Figures that are a floor in one and a ceiling in the other."""
    offered: tuple[str, ...]
    """Words joined by «y» that the passage joins by «o»."""
    dropped: tuple[str, ...]
    """Conditions of the passage that it leaves out."""
    strange: tuple[str, ...]
    """Words that are nowhere in the passage."""
    run: int
    """How many of those come in a row."""
    tail: int
    """How many of those end the sentence."""
    missing: float
    """Share of its content words that the window lacks."""
    window: str
    """Where the passage is nearest."""


def compare(claim: str, passage: str) -> Findings:
    """Return every difference between a sentence and its passage."""
    seen = align(claim, passage)
    said, there = in_figures(fold(claim)), in_figures(fold(seen.text))
    flags = [not has(seen.passage, t) for t in seen.content]
    duty = telling.is_duty(said) and not telling.is_duty(there)
    return Findings(
        alien=tuple(sorted(hard_facts(claim) - hard_facts(passage))),
        changed=changed_figures(claim, passage),
        foreign=foreign(seen.claim, seen.passage),
        denied=tuple(dict.fromkeys((*denied(seen), *opposed(seen), *unanswered(seen)))),
        widened=_widened(seen),
        duty=duty,
        leave=duty and telling.is_leave(there),
        bounds=telling.crossed_bounds(said, there),
        offered=offered(seen.claim, seen.passage),
        dropped=_dropped(seen),
        strange=tuple(
            t.word for t, is_strange in zip(seen.content, flags, strict=True) if is_strange
        ),
        run=_longest(flags),
        tail=len(flags) if all(flags) else flags[::-1].index(False),
        missing=1 - len(seen.pairs) / max(len(seen.content), 1),
        window=seen.text,
    )


def _longest(flags: list[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def _widened(seen: Aligned) -> tuple[str, ...]:
    """Return the quantifiers that the place in the passage lacks, piece by piece."""
    there = pieces(seen.window)
    found: set[str] = set()
    for piece in pieces(seen.claim):
        own = best_piece(content_of(piece), there)
        found |= set(telling.widened(text_of(piece), text_of(own)))
    return tuple(sorted(found))


def _dropped(seen: Aligned) -> tuple[str, ...]:
    """Return the conditions of what the sentence takes from the passage that it leaves out.

    A condition counts when most of its clause is not told and something beside it is.
    """
    clauses: dict[int, list[Token]] = {}
    for token in seen.window:
        clauses.setdefault(token.clause, []).append(token)
    parts = list(clauses.values())
    told = [[has(seen.claim, t) for t in content_of(part)] for part in parts]
    said = text_of(seen.claim)
    found: list[str] = []
    for i, part in enumerate(parts):
        beside = [
            told[j]
            for j in (i - 1, i, i + 1)
            if 0 <= j < len(parts) and parts[j][0].sentence == part[0].sentence
        ]
        if any(map(any, beside)) and sum(told[i]) < 0.5 * len(told[i]):
            found += [words for words in telling.conditions(text_of(part)) if words not in said]
    return tuple(found)
