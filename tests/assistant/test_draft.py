"""Drafts: whole sentences, in their own order, short enough to be read on a phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import MAX_WORDS, SLACK_WORDS, Compose, ExtractiveComposer
from assistant.turn import Label, Outcome
from knowledge_base.text import sentences, words
from tests.assistant.evidence import a_passage, a_turn, evidence_of
from tests.fakes import TINY_CALIBRATION

COMPOSER = ExtractiveComposer()
STEP = Compose(COMPOSER, TINY_CALIBRATION)
LONG = " ".join(f"La oración número {n} dice algo sobre el plazo de rendición." for n in range(40))


def test_nothing_found_nothing_drafted() -> None:
    assert COMPOSER.compose("¿cuánto?", []) is None


def test_a_short_section_of_ours_is_shown_whole_and_in_order() -> None:
    draft = COMPOSER.compose("¿cuánto?", [evidence_of(a_passage())])
    assert draft
    assert [s.text for s in draft.sentences] == [
        "El tope de Deporte es $3.100.000.",
        "No se pagan multas.",
    ]


@pytest.mark.parametrize("questions", [(), ("cuánto",)])
def test_of_a_long_passage_a_few_whole_sentences_are_shown_in_order(
    questions: tuple[str, ...],
) -> None:
    passage = a_passage(LONG, questions=questions)
    draft = COMPOSER.compose("¿cuándo?", [evidence_of(passage)])
    assert draft and 1 <= len(draft.sentences) <= 3
    order = [s.text for s in sentences(LONG)]
    shown = [order.index(s.text) for s in draft.sentences]
    assert shown == sorted(shown)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_a_draft_is_never_longer_than_a_phone_shows(lengths: list[int]) -> None:
    text = " ".join(f"Palabra {'de ' * (n - 1)}fin." for n in lengths)
    draft = COMPOSER.compose("¿qué?", [evidence_of(a_passage(text, questions=()))])
    assert draft
    assert sum(len(words(s.text)) for s in draft.sentences) <= MAX_WORDS + SLACK_WORDS
    whole = {u.text for u in sentences(text)}
    assert all(s.text in whole for s in draft.sentences)


def test_a_second_section_is_shown_only_when_it_is_about_as_near() -> None:
    first, second = a_passage(), a_passage("El de Cultura es $2.700.000.", "cultura")
    near = COMPOSER.compose("¿?", [evidence_of(first, 0.9), evidence_of(second, 0.89)])
    far = COMPOSER.compose("¿?", [evidence_of(first, 0.9), evidence_of(second, 0.8)])
    assert near and far
    assert {s.passage.id for s in near.sentences} == {"d#deporte", "d#cultura"}
    assert {s.passage.id for s in far.sentences} == {"d#deporte"}


def test_below_the_threshold_nothing_is_drafted() -> None:
    turn = STEP(a_turn((evidence_of(a_passage(), 0.3),)))
    assert turn.drafts == () and turn.outcome == Outcome.ABSTAINED_NO_EVIDENCE


def test_between_threshold_and_sure_it_is_drafted_as_the_nearest() -> None:
    assert STEP(a_turn((evidence_of(a_passage(), 0.42),))).drafts[0].is_nearest
    assert not STEP(a_turn((evidence_of(a_passage(), 0.9),))).drafts[0].is_nearest


@pytest.mark.parametrize(
    ("label", "outcome"),
    [
        (None, Outcome.ABSTAINED_NO_EVIDENCE),
        (Label.PERSONAL_CASE, Outcome.HANDED_OFF_PERSONAL_CASE),
        (Label.OUT_OF_SCOPE, Outcome.DECLINED_OUT_OF_SCOPE),
        (Label.PREDICTION, Outcome.DECLINED_OUT_OF_SCOPE),
    ],
)
def test_when_nothing_can_be_said_the_label_says_why(label: Label | None, outcome: Outcome) -> None:
    assert STEP(a_turn((), label=label)).outcome == outcome


def test_a_how_much_that_meets_no_figure_is_not_the_answer() -> None:
    passage = a_passage("El monto se publica en las bases del concurso.")
    turn = STEP(a_turn((evidence_of(passage),), questions=("¿cuánto financian?",)))
    assert turn.drafts[0].is_nearest


def test_each_question_gets_a_draft_of_its_own() -> None:
    one, two = a_passage(), a_passage("Se rinde en 30 días.", "rendir")
    turn = STEP(a_turn((evidence_of(one),), (evidence_of(two),)))
    assert [d.sentences[0].passage.id for d in turn.drafts] == ["d#deporte", "d#rendir"]
