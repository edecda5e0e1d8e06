"""Any sentence-transformers model, by name or path (extra `sentence-transformers`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge_base.embeddings import EmbeddingError, Vectors


class SentenceTransformerEmbedder:
    """Adapter of sentence-transformers; e5 models get the prefixes that they were trained with."""

    def __init__(self, name: str) -> None:
        """Load the model named `name`, a hub name or a folder."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EmbeddingError(
                f"Para usar «{name}» instala el extra: "
                "pip install 'asistente-gore[sentence-transformers]'."
            ) from error
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise EmbeddingError(
                f"El modelo «{name}» no se puede cargar: {error}. "
                "Sin red, indica la carpeta del modelo."
            ) from error
        self.name = f"sentence-transformers/{name}"
        self._prefixes = ("query: ", "passage: ") if "e5" in name.lower() else ("", "")

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what people ask."""
        return self._embed(texts, self._prefixes[0])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what documents say."""
        return self._embed(texts, self._prefixes[1])

    def _embed(self, texts: Sequence[str], prefix: str) -> Vectors:
        if not texts:
            return np.empty((0, self._model.get_sentence_embedding_dimension() or 0), np.float32)
        vectors = self._model.encode(
            [prefix + text for text in texts], normalize_embeddings=True, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)
