"""How sure the search is: a probability, and zero without evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.confidence import (
    OFFICIAL,
    OURS,
    Calibration,
    Fit,
    evidence_features,
    load_calibration,
)
from tests.assistant.evidence import a_passage, evidence_of

SCORES = st.lists(st.floats(-1, 1.2, allow_nan=False), min_size=1, max_size=9)


def test_without_evidence_nothing_is_sure() -> None:
    assert load_calibration().probability([]) == 0


@given(SCORES, st.booleans())
def test_it_is_a_probability_whatever_was_found(scores: list[float], is_ours: bool) -> None:
    passage = a_passage(questions=("cuánto",) if is_ours else ())
    found = [evidence_of(passage, score) for score in sorted(scores, reverse=True)]
    assert 0 <= load_calibration().probability(found) <= 1
    assert set(evidence_features(found)) >= set(OFFICIAL) | set(OURS)


def test_a_fit_adds_up_what_it_weighs() -> None:
    fit = Fit(features=("a",), means=(1.0,), scales=(2.0,), weights=(3.0,), bias=0.0)
    assert fit.probability({"a": 1.0}) == 0.5
    assert fit.probability({"a": 3.0}) > 0.9
    assert fit.probability({"a": 1e9}) <= 1 and fit.probability({"a": -1e9}) >= 0


def test_a_calibration_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        Calibration.model_validate({**load_calibration().model_dump(), "otra": 1})
