"""A fact with a question about whether it counts; wishes and pressure said on the way."""

from __future__ import annotations

import pytest

from assistant.interviewing.reading import (
    Asks,
    Chose,
    Presses,
    Refutes,
    Sustains,
    Wants,
)
from tests.assistant.interviewing.reading_help import asked, confirming, countering


def test_a_fact_is_kept_when_they_ask_whether_it_counts() -> None:
    text = "sí, lo usa la comisión, ¿eso cuenta?"
    assert asked("P1", text) == Chose("si", text, sure=False)


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("P1", "¿cuenta si solo recomienda?"),
        ("P3", "si lo ve el practicante, ¿sirve?"),
        ("P2", "no, ¿eso cuenta?"),
    ],
)
def test_a_supposed_case_or_a_bare_answer_is_only_a_question(question_id: str, text: str) -> None:
    assert asked(question_id, text) == Asks("help")


def test_a_fact_that_sustains_or_refutes_is_kept_too() -> None:
    told = "ve las razones y le dedica media hora, ¿basta con eso?"
    assert countering("P3", "efectiva", told) == Sustains(told)
    against = "la jefa firma todo, ¿eso sirve?"
    assert countering("P3", "efectiva", against) == Refutes("nominal_o_no", against)


@pytest.mark.parametrize(
    "text",
    [
        "sabes qué, cancela, ya no quiero clasificar nada",
        "mejor olvídalo, no voy a seguir con esto",
        "ya, chao, no sigo con esto",
        "mira, mejor cancelemos, no quiero clasificar na",
    ],
)
def test_leaving_for_good_is_heard_at_every_stage(text: str) -> None:
    assert asked("P1", text) == Wants("cancel")
    assert confirming("P1", "si", text) == Wants("cancel")
    assert countering("P1", "no", text) == Wants("cancel")


def test_an_answer_that_holds_a_wish_is_an_answer() -> None:
    reading = asked("P1", "cancela las horas de quienes no llegan")
    assert not isinstance(reading, Wants)


def test_asking_for_a_level_in_passing_is_pressure() -> None:
    for text in (
        "igual es bajo po",
        "si total es riesgo bajo",
        "en verdad es riesgo bajo, sigamos",
    ):
        assert confirming("P5", "si", text) == Presses(text)


def test_the_sixth_answer_has_a_letter_and_is_said_back() -> None:
    for text in ("f", "la f", "la 6 po"):
        assert asked("P0", text) == Chose("ninguna", text, sure=False)


def test_a_sports_grant_denied_is_not_insisted_on() -> None:
    text = "no, es una beca deportiva"
    assert asked("P2", text) == Chose("no", text, sure=False)
    assert asked("P2", "no, es una beca de estudios") != Chose("no", text, sure=False)
    reading = asked("P2", "no, es una beca de estudios")
    assert isinstance(reading, Chose) and reading.value == "si"
