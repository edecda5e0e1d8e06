"""Choose how near two gaps must be to be the same one: `python -m evals.benches.gaps`.

Reads `evals/cases/vacios_pares.jsonl` (synthetic questions and answers, by group) and prints, for
each threshold, the pairwise precision and recall of the groups that `assistant.desk.gaps.groups`
makes. The threshold is chosen on the half marked `ajuste`; the half marked `control` says what it
is worth.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import typer

from assistant.desk.gaps.finding import Gap
from assistant.desk.gaps.groups import THRESHOLD, group_gaps
from assistant.settings import load_settings
from knowledge_base.embeddings import Embedder, build_embedder

PAIRS_FILE = Path(__file__).parent.with_name("cases") / "vacios_pares.jsonl"
_ANY_DAY = datetime(2026, 11, 21, tzinfo=UTC)


def load_pairs(use: str, path: Path = PAIRS_FILE) -> tuple[list[Gap], list[str]]:
    """Return the gaps of one half, and the group of each."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = [row for row in rows if row["use"] == use]
    gaps = [Gap(n, row["question"], row["answer"], _ANY_DAY) for n, row in enumerate(chosen)]
    return gaps, [row["group"] for row in chosen]


def measure(
    gaps: list[Gap], labels: list[str], embedder: Embedder, threshold: float
) -> tuple[float, float]:
    """Return the pairwise precision and recall of the groups."""
    found = group_gaps(gaps, embedder, threshold)
    joined = {pair for group in found for pair in combinations(group.numbers, 2)}
    same = {(a, b) for a, b in combinations(range(len(gaps)), 2) if labels[a] == labels[b]}
    right = len(joined & same)
    return (right / len(joined) if joined else 1.0), right / len(same)


def main() -> None:
    """Print the curve of both halves."""
    embedder = build_embedder(load_settings().embeddings)
    halves = [load_pairs("ajuste"), load_pairs("control")]
    print("umbral   ajuste: precisión  recuerdo   control: precisión  recuerdo")
    for threshold in np.arange(0.80, 0.921, 0.01):
        (p1, r1), (p2, r2) = (measure(*half, embedder, float(threshold)) for half in halves)
        mark = " <- en uso" if abs(threshold - THRESHOLD) < 1e-6 else ""
        print(f"{threshold:6.2f}{p1:19.2f}{r1:10.2f}{p2:21.2f}{r2:10.2f}{mark}")


if __name__ == "__main__":
    typer.run(main)
