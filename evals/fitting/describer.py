"""Fit what descriptions teach: `python -m evals.fitting.describer`.

One logistic regression (scikit-learn) for each question, over the hashed n-grams of
`assistant.ngrams`; a question that a description does not settle has a label of its own. Writes
`assistant/describe/learned.npz` with the digest of the descriptions, so that a test notices when it
is stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
import typer
from sklearn.linear_model import LogisticRegression

from assistant.describe.learned import LEARNED_FILE, NOT_SETTLED
from assistant.ngrams import DIMENSIONS, ngrams

CASES = Path(__file__).parent.with_name("cases")
FILES = ("descripciones.jsonl", "descripciones_entrenar.jsonl")
QUESTIONS = ("P0", "P1", "P2", "P3", "P4", "P5")

STRENGTH = 10.0
"""Inverse of the regularisation (C of scikit-learn)."""


def examples_digest() -> str:
    """Return the digest that ties the fitted weights to their descriptions."""
    return hashlib.sha256(b"".join((CASES / f).read_bytes() for f in FILES)).hexdigest()[:16]


def load_examples() -> list[tuple[str, dict[str, str]]]:
    """Return every labelled description: its text and the facts that it settles."""
    lines = [line for f in FILES for line in (CASES / f).read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(row["text"], row["facts"]) for row in rows]


def features(texts: Sequence[str]) -> sp.csr_matrix:
    """Return the hashed n-grams of each text, a row each."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        numbers, weights = ngrams(text)
        rows += [row] * len(numbers)
        columns += numbers.tolist()
        values += weights.tolist()
    return sp.csr_matrix((values, (rows, columns)), shape=(len(texts), DIMENSIONS))


def main() -> None:
    """Fit and write the weights."""
    examples = load_examples()
    seen = features([text for text, _ in examples])
    written: dict[str, Any] = {
        "questions": np.array(QUESTIONS),
        "examples": np.array(examples_digest()),
    }
    for name in QUESTIONS:
        labels = [facts.get(name, NOT_SETTLED) for _, facts in examples]
        model = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
        model.fit(seen, labels)
        written[f"{name}_labels"] = model.classes_.astype(str)
        written[f"{name}_weights"] = model.coef_.astype(np.float16)
        written[f"{name}_bias"] = model.intercept_.astype(np.float32)
    np.savez_compressed(LEARNED_FILE, **written)
    print(f"{LEARNED_FILE.name}: {len(examples)} descripciones")


if __name__ == "__main__":
    typer.run(main)
