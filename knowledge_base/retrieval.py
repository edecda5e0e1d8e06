"""Search: meaning and words together.

Candidates come from the vector store and from BM25; each is then scored exactly. What is fused are
scores, not ranks: cosines of the whole passage, of its best sentence and of its best two sentences
in a row, and BM25 relative to the best that the question could reach. On XQuAD-es this puts the
right paragraph first more often than rank fusion (README, «Medidas»). The ways people ask for a
section (`preguntas`) count as one more reading of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge_base.embeddings import Embedder, Vectors
from knowledge_base.index import Index
from knowledge_base.model import Evidence, Passage, ScoredSentence
from knowledge_base.query_help import Glossary, Speller
from knowledge_base.text import content_words, words

CANDIDATE_UNITS = 80
CANDIDATE_LEXICAL = 20


@dataclass(frozen=True)
class Weights:
    """How the parts of a score add up; chosen on our own cases and XQuAD-es (evals)."""

    passage: float = 0.35
    sentence: float = 0.35
    window: float = 0.30
    lexical: float = 0.15
    question: float = 0.5
    """Share of the way from the passage's own meaning to that of its nearest way of asking."""


@dataclass(frozen=True)
class Query:
    """A question as the search reads it."""

    text: str
    terms: tuple[str, ...]
    vector: Vectors


@dataclass
class Retriever:
    """Finds the passages that may answer a question, in one version of the knowledge base."""

    index: Index
    embedder: Embedder
    glossary: Glossary
    spanish: frozenset[str]
    weights: Weights = Weights()
    _speller: Speller = field(init=False)

    def __post_init__(self) -> None:
        """Learn the vocabulary that typos are corrected to."""
        self._speller = Speller(self.index.vocabulary, self.spanish)

    def read(self, question: str) -> Query:
        """Return the question with abbreviations written out and typos corrected."""
        expanded = self.glossary.expand(question)
        corrected = self._speller.correct_text(expanded)
        text = question if _same_words(question, corrected) else corrected
        vector = self.embedder.queries([text])[0]
        return Query(text, tuple(dict.fromkeys(self.glossary.terms(corrected))), vector)

    def search(self, query: Query, audience: str, day: date, k: int = 8) -> tuple[Evidence, ...]:
        """Return up to `k` passages for `audience` in force on `day`, best first."""
        lexical = self._lexical(query.terms, audience)
        numbers = self._candidates(query, audience, lexical)
        found = [
            self._evidence(number, query, lexical.get(number, 0.0), audience)
            for number in numbers
            if self.index.passages[number].is_in_force(day)
        ]
        return tuple(sorted(found, key=lambda e: -e.score)[:k])

    def passage(self, passage_id: str) -> Passage | None:
        """Return a passage of this version by id."""
        return next((p for p in self.index.passages if p.id == passage_id), None)

    def mentions(self, text: str) -> bool:
        """Whether every word of `text` is in the vocabulary of the knowledge base."""
        found = content_words(text)
        return bool(found) and all(word in self.index.vocabulary for word in found)

    def _lexical(self, terms: Sequence[str], audience: str) -> dict[int, float]:
        scores = self.index.lexical[audience].scores(terms)
        if scores is None:
            return {}
        ids = self.index.lexical_ids[audience]
        return {ids[n]: float(scores[n]) for n in np.flatnonzero(scores)}

    def _candidates(self, query: Query, audience: str, lexical: dict[int, float]) -> list[int]:
        units = self.index.nearest.nearest(audience, query.vector, CANDIDATE_UNITS)
        by_meaning = [self.index.units[n].passage for n in units]
        by_words = sorted(lexical, key=lambda n: -lexical[n])[:CANDIDATE_LEXICAL]
        return list(dict.fromkeys([*by_meaning, *by_words]))

    def _evidence(self, number: int, query: Query, lexical: float, audience: str) -> Evidence:
        w = self.weights
        passage = self.index.passages[number]
        units = self.index.by_passage[number]
        scores = self.index.vectors[list(units)] @ query.vector
        kinds = [self.index.units[n].kind for n in units]
        said = [i for i, kind in enumerate(kinds) if kind == "sentence"]
        asked = [float(scores[i]) for i, kind in enumerate(kinds) if kind == "question"]
        dense = float(scores[kinds.index("passage")])
        best_sentence = float(max((scores[i] for i in said), default=dense))
        window = _best_window(
            self.index.vectors[[units[i] for i in said]], query.vector, best_sentence
        )
        meaning = w.passage * dense + w.sentence * best_sentence + w.window * window
        best_question = max(asked, default=0.0)
        if best_question > meaning:
            meaning += w.question * (best_question - meaning)
        return Evidence(
            passage=passage,
            score=meaning + w.lexical * lexical,
            dense=dense,
            best_sentence=best_sentence,
            best_question=best_question,
            lexical=lexical,
            coverage=self.index.lexical[audience].coverage(query.terms, self.index.terms[number]),
            missing=self.index.lexical[audience].missing(query.terms, self.index.terms[number]),
            sentences=tuple(
                ScoredSentence(
                    text=unit.text,
                    score=float(scores[i]),
                    position=position,
                    coverage=self.index.lexical[audience].coverage(query.terms, unit.terms),
                    is_list_item=unit.is_list_item,
                )
                for position, i in enumerate(said)
                for unit in (self.index.units[units[i]],)
            ),
        )


def _best_window(vectors: Vectors, query: Vectors, alone: float) -> float:
    """Return the best cosine of two sentences in a row (their mean vector)."""
    if len(vectors) < 2:
        return alone
    pairs: NDArray[np.float32] = vectors[:-1] + vectors[1:]
    return float(np.max((pairs @ query) / np.linalg.norm(pairs, axis=1)))


def _same_words(question: str, corrected: str) -> bool:
    return words(question) == words(corrected)
