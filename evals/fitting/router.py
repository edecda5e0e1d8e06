"""Fit the router's classifier on the labelled examples: `python -m evals.fitting.router`.

Multinomial logistic regression (scikit-learn) over the hashed n-grams of `assistant.ngrams`. The
ways people ask for each section of the knowledge base are examples of what it answers. Writes
`assistant/router.npz`, with the digest of the examples, so that a test notices when it is stale.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
import typer
from sklearn.linear_model import LogisticRegression

from assistant.ngrams import DIMENSIONS, ngrams
from assistant.route import CLASSIFIER_FILE, KNOWLEDGE, examples_digest, load_examples
from assistant.settings import load_settings
from knowledge_base.ingest import build_rendering, find_files, read_documents
from knowledge_base.institution import load_institution
from knowledge_base.query_help import load_glossary

KNOWLEDGE_SAMPLE = 2500
"""Ways of asking taken from the knowledge base, so that it does not drown the other labels."""

STRENGTH = 10.0
"""Inverse of the regularisation (C of scikit-learn), chosen on `evals/cases/encaminar.jsonl`."""


def knowledge_questions() -> list[str]:
    """Return every way of asking that the shipped documents give."""
    settings = load_settings()
    rendering = build_rendering(load_institution(settings.institution_file))
    documents = read_documents(find_files(settings.documents), rendering)
    return [q for d in documents for p in d.passages for q in (*p.questions, p.section)]


def main() -> None:
    """Fit and write the classifier."""
    expand = load_glossary().expand
    examples = [(t, label) for label, texts in load_examples().items() for t in texts]
    asked = knowledge_questions()
    chosen = np.random.default_rng(0).choice(
        len(asked), min(KNOWLEDGE_SAMPLE, len(asked)), replace=False
    )
    examples += [(asked[int(n)], KNOWLEDGE) for n in chosen]
    rows, columns, values = [], [], []
    for row, (text, _) in enumerate(examples):
        numbers, weights = ngrams(expand(text))
        rows += [row] * len(numbers)
        columns += numbers.tolist()
        values += weights.tolist()
    features = sp.csr_matrix((values, (rows, columns)), shape=(len(examples), DIMENSIONS))
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(
        features, [label for _, label in examples]
    )
    np.savez_compressed(
        CLASSIFIER_FILE,
        labels=model.classes_.astype(str),
        weights=model.coef_.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        examples=examples_digest(),
    )
    print(f"{CLASSIFIER_FILE.name}: {len(examples)} ejemplos, {len(model.classes_)} etiquetas")


if __name__ == "__main__":
    typer.run(main)
