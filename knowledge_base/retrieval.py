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
from typing import NamedTuple

import numpy as np

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


class _Scored(NamedTuple):
    """A candidate and the parts of its score; `said` holds the cosine of each sentence."""

    number: int
    score: float
    dense: float
    best_sentence: float
    best_question: float
    lexical: float
    said: Vectors


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
        scored = [
            self._score(number, query, lexical.get(number, 0.0))
            for number in self._candidates(query, audience, lexical, day, k)
        ]
        scored.sort(key=lambda found: -found.score)
        return tuple(self._evidence(found, query, audience) for found in scored[:k])

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

    def _candidates(
        self, query: Query, audience: str, lexical: dict[int, float], day: date, k: int
    ) -> list[int]:
        """Return passages in force; expired ones are looked past, however many there are."""
        passages = self.index.passages
        wanted = CANDIDATE_UNITS
        while True:
            units = self.index.nearest.nearest(audience, query.vector, wanted)
            numbers = dict.fromkeys(self.index.units[n].passage for n in units)
            by_meaning = [n for n in numbers if passages[n].is_in_force(day)]
            if len(by_meaning) >= k or len(units) < wanted:
                break
            wanted *= 4
        current = [n for n in lexical if passages[n].is_in_force(day)]
        by_words = sorted(current, key=lambda n: -lexical[n])[:CANDIDATE_LEXICAL]
        return list(dict.fromkeys([*by_meaning, *by_words]))

    def _score(self, number: int, query: Query, lexical: float) -> _Scored:
        w = self.weights
        start, sentences, questions = self.index.spans[number]
        cosines = self.index.vectors[start : start + 1 + sentences + questions] @ query.vector
        dense, said, asked = float(cosines[0]), cosines[1 : 1 + sentences], cosines[1 + sentences :]
        best_sentence = float(said.max()) if sentences else dense
        window = best_sentence
        if sentences > 1:
            lengths = self.index.pair_lengths[start + 1 : start + sentences]
            window = float(((said[:-1] + said[1:]) / lengths).max())
        meaning = w.passage * dense + w.sentence * best_sentence + w.window * window
        best_question = float(asked.max()) if questions else 0.0
        if best_question > meaning:
            meaning += w.question * (best_question - meaning)
        score = meaning + w.lexical * lexical
        return _Scored(number, score, dense, best_sentence, best_question, lexical, said)

    def _evidence(self, found: _Scored, query: Query, audience: str) -> Evidence:
        lexical = self.index.lexical[audience]
        start = self.index.spans[found.number].start
        units = self.index.units[start + 1 : start + 1 + len(found.said)]
        return Evidence(
            passage=self.index.passages[found.number],
            score=found.score,
            dense=found.dense,
            best_sentence=found.best_sentence,
            best_question=found.best_question,
            lexical=found.lexical,
            coverage=lexical.coverage(query.terms, self.index.terms[found.number]),
            missing=lexical.missing(query.terms, self.index.terms[found.number]),
            sentences=tuple(
                ScoredSentence(
                    text=unit.text,
                    score=float(cosine),
                    position=position,
                    coverage=lexical.coverage(query.terms, unit.terms),
                    is_list_item=unit.is_list_item,
                )
                for position, (unit, cosine) in enumerate(zip(units, found.said, strict=True))
            ),
        )


def _same_words(question: str, corrected: str) -> bool:
    return words(question) == words(corrected)
