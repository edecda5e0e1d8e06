"""The search of a long message: the whole, and what it asks where the whole is not sure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from assistant.confidence import Calibration, Fit
from assistant.retrieve import Retrieve
from assistant.turn import Turn
from knowledge_base.model import Evidence
from tests.assistant.evidence import a_passage, evidence_of

WHOLE, PART = "me manda mi nieta, cuánto dan", "cuánto dan"
FIT = Fit(features=("score",), means=(0.5,), scales=(0.05,), weights=(1.0,), bias=0.0)
CALIBRATION = Calibration(official=FIT, ours=FIT, threshold=0.2, sure=0.6, fitted_on="test")
ABOUT, OTHER = a_passage(name="uno"), a_passage(name="dos")


@dataclass
class FakeRetriever:
    """Answers texts with what it was told to."""

    answers: dict[str, tuple[Evidence, ...]]
    asked: list[str] = field(default_factory=list)

    def read(self, text: str) -> str:
        self.asked.append(text)
        return text

    def search(self, query: str, audience: str, day: date) -> tuple[Evidence, ...]:
        return self.answers[query]


def found(
    whole: tuple[Evidence, ...], part: tuple[Evidence, ...], asks: str = PART
) -> tuple[tuple[Evidence, ...], list[str]]:
    retriever = FakeRetriever({WHOLE: whole, PART: part})
    step = Retrieve(lambda: retriever, CALIBRATION, lambda: date(2026, 1, 2))  # type: ignore[arg-type, return-value]
    turn = Turn("c", "ciudadania", "web", "", query=WHOLE, questions=(WHOLE,), asks=asks)
    return step(turn).evidence[0], retriever.asked


def test_a_sure_whole_is_searched_once() -> None:
    whole = (evidence_of(ABOUT, 0.6),)
    assert found(whole, ()) == (whole, [WHOLE])


def test_a_message_with_no_story_is_searched_once() -> None:
    whole = (evidence_of(ABOUT, 0.3),)
    assert found(whole, (), asks="") == (whole, [WHOLE])


def test_what_is_asked_counts_where_the_whole_shows_nothing() -> None:
    part = (evidence_of(ABOUT, 0.48),)
    assert found((evidence_of(ABOUT, 0.4),), part) == (part, [WHOLE, PART])


@pytest.mark.parametrize(("score", "counts"), [(0.51, False), (0.6, True)])
def test_what_is_asked_displaces_something_shown_only_if_it_is_sure(
    score: float, counts: bool
) -> None:
    whole, part = (evidence_of(ABOUT, 0.5), evidence_of(OTHER, 0.4)), (evidence_of(OTHER, score),)
    assert (found(whole, part)[0] == part) is counts


def test_what_is_asked_is_not_about_what_the_whole_did_not_find() -> None:
    whole = (evidence_of(ABOUT, 0.4),)
    assert found(whole, (evidence_of(OTHER, 0.9),))[0] == whole
