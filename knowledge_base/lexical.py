"""The lexical index: BM25 (bm25s, Lucene variant) over Spanish stems, accent-insensitive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75


class LexicalIndex:
    """BM25 scores of a fixed list of texts, relative to the best that a question could reach."""

    def __init__(
        self, vocabulary: dict[str, int], idf: NDArray[np.float32], bm25: bm25s.BM25 | None
    ) -> None:
        """Use parts that `build` or `load` made."""
        self.vocabulary = vocabulary
        self._idf = idf
        self._bm25 = bm25

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]]) -> LexicalIndex:
        """Return the index of `texts`, each a list of stems."""
        frequencies = Counter(term for text in texts for term in set(text))
        vocabulary = {term: number for number, term in enumerate(sorted(frequencies))}
        counts = np.array([frequencies[t] for t in vocabulary], dtype=np.float32)
        idf = np.log(1 + (len(texts) - counts + 0.5) / (counts + 0.5)).astype(np.float32)
        if not vocabulary:
            return cls({}, idf, None)
        bm25 = bm25s.BM25(k1=K1, b=B, method="lucene", dtype="float32")
        ids = [[vocabulary[t] for t in text] for text in texts]
        bm25.index((ids, vocabulary), show_progress=False)
        return cls(vocabulary, idf, bm25)

    def save(self, folder: Path) -> None:
        """Write the index under `folder`."""
        folder.mkdir(parents=True)
        (folder / "vocabulary.json").write_text(json.dumps(list(self.vocabulary)), encoding="utf-8")
        np.save(folder / "idf.npy", self._idf)
        if self._bm25 is not None:
            self._bm25.save(str(folder / "bm25"), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Return the index that `save` wrote."""
        terms = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        bm25 = bm25s.BM25.load(str(folder / "bm25")) if terms else None
        return cls({t: n for n, t in enumerate(terms)}, np.load(folder / "idf.npy"), bm25)

    def scores(self, terms: Iterable[str]) -> NDArray[np.float32] | None:
        """Return a score in [0, 1] for each text, or None when no term is known.

        1 would be every term of the question, known or not, as often as BM25 rewards it.
        """
        unique = list(dict.fromkeys(terms))
        ids = [self.vocabulary[t] for t in unique if t in self.vocabulary]
        if not ids or self._bm25 is None:
            return None
        best = sum(self.idf(t) for t in unique)
        raw = self._bm25.get_scores_from_ids(ids)
        return np.asarray(raw / best, dtype=np.float32)

    def idf(self, term: str) -> float:
        """Return how much a term says; one that no text has says as much as the rarest."""
        number = self.vocabulary.get(term)
        if number is None:
            return float(self._idf.max()) if len(self._idf) else 1.0
        return float(self._idf[number])

    def missing(self, terms: Sequence[str], text: AbstractSet[str]) -> float:
        """Return how much the most telling term that `text` lacks says, in [0, 1]."""
        rarest = float(self._idf.max()) if len(self._idf) else 1.0
        return max((self.idf(t) for t in terms if t not in text), default=0.0) / rarest

    def coverage(self, terms: Sequence[str], text: AbstractSet[str]) -> float:
        """Return the share of what the question says (by idf) that `text` also says."""
        total = sum(self.idf(t) for t in terms)
        return sum(self.idf(t) for t in terms if t in text) / total if total else 0.0
