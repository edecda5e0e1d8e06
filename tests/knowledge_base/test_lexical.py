"""Words that match: scores, coverage, and what a text lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.lexical import LexicalIndex

TEXTS = [["plaz", "rend", "cuent"], ["plaz", "postul"], ["mont", "deport", "maxim", "mont"]]
TERMS = st.sampled_from(["plaz", "rend", "cuent", "postul", "mont", "deport", "maxim", "nada"])


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def test_the_text_that_says_more_of_the_question_scores_more(index: LexicalIndex) -> None:
    scores = index.scores(["plaz", "rend"])
    assert scores is not None
    assert scores[0] > scores[1] > scores[2] == 0


def test_words_that_no_text_has_find_nothing(index: LexicalIndex) -> None:
    assert index.scores(["astronaut"]) is None
    assert index.scores([]) is None


def test_an_unknown_word_lowers_the_score(index: LexicalIndex) -> None:
    alone, with_unknown = index.scores(["mont"]), index.scores(["mont", "astronaut"])
    assert alone is not None and with_unknown is not None
    assert 0 < with_unknown[2] < alone[2]


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    nothing: list[list[list[str]]] = [[], [[]]]
    for texts in nothing:
        empty = LexicalIndex.build(texts)
        assert empty.scores(["plaz"]) is None
        assert empty.coverage(["plaz"], {"plaz"}) == 1
        assert empty.missing(["plaz"], set()) >= 0
    empty.save(tmp_path / "empty")
    assert LexicalIndex.load(tmp_path / "empty").scores(["plaz"]) is None


def test_what_is_saved_is_what_is_loaded(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    before, after = index.scores(["plaz", "mont"]), loaded.scores(["plaz", "mont"])
    assert before is not None and after is not None
    assert np.allclose(before, after)
    assert loaded.vocabulary == index.vocabulary


@given(st.lists(TERMS, unique=True, min_size=1), st.sets(TERMS))
def test_shares_stay_between_nothing_and_all(terms: list[str], text: set[str]) -> None:
    index = LexicalIndex.build(TEXTS)
    assert 0 <= index.coverage(terms, text) <= 1 + 1e-6
    assert 0 <= index.missing(terms, text) <= 1 + 1e-6
    if set(terms) <= text:
        assert index.coverage(terms, text) == pytest.approx(1)
        assert index.missing(terms, text) == 0
    scores = index.scores(terms)
    assert scores is None or bool(((scores >= 0) & (scores <= 1 + 1e-6)).all())
