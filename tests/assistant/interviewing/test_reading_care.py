"""What must never happen: a level lowered by words that were not plain."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.interviewing.reading import (
    Chose,
    DoesNotSustain,
    Later,
    No,
    Presses,
    Refutes,
    Sustains,
    Yes,
    read,
)
from evals.benches.answers import load_answers, run_case
from governance.interview.definition import DEFINITIONS, load_definition
from tests.assistant.interviewing.reading_help import (
    CHOICES,
    asked,
    confirming,
    countering,
    lowers,
    question,
)

LOWERING = [
    ("P0", "ninguna"),
    ("P1", "no"),
    ("P2", "no"),
    ("P3", "sí"),
    ("P4", "no"),
    ("P4", "son auxiliares"),
    ("P5", "no"),
    ("P5", "es un proceso interno"),
]


def test_no_labelled_answer_is_read_dangerously() -> None:
    definition = load_definition(DEFINITIONS / "clasificacion.yaml")
    dangerous = [c.id for c in load_answers() if run_case(c, definition).is_dangerous]
    assert dangerous == []


def test_nine_of_ten_labelled_answers_are_understood() -> None:
    definition = load_definition(DEFINITIONS / "clasificacion.yaml")
    cases = load_answers()
    right = sum(case.is_right(run_case(case, definition).reading) for case in cases)
    assert len(cases) >= 350 and right / len(cases) >= 0.9


@given(st.sampled_from(LOWERING), st.text("abdgimoprstuz", min_size=4, max_size=9))
def test_a_lowering_answer_with_something_not_understood_is_said_back(
    said: tuple[str, str], noise: str
) -> None:
    question_id, text = said
    for message in (f"{text}, pero {noise} lo {noise}", f"{text}, aunque lo {noise} igual"):
        reading = asked(question_id, message)
        if isinstance(reading, Chose) and lowers(question_id, reading.value):
            assert not reading.sure


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("P1", "no, solo ordena a los postulantes por puntaje"),
        ("P1", "no es que no decida"),
        ("P1", "creo que no"),
        ("P1", "no, es de apoyo a la comisión"),
        ("P2", "no, son becas nomás"),
        ("P3", "sí, no"),
        ("P3", "sí, casi siempre"),
        ("P3", "en teoría sí"),
        ("P3", "lo ve un funcionario"),
        ("P3", "sí, la comisión firma"),
        ("P4", "no, solo el grupo sanguíneo"),
        ("P4", "no, pero vienen certificados médicos"),
        ("P5", "no, solo lo usan los colegas para preguntarle"),
        ("P0", "no, ni caras ni niños"),
        ("P0", "ninguna, pero hay cámaras"),
    ],
)
def test_a_doubtful_lowering_answer_is_never_sure(question_id: str, text: str) -> None:
    reading = asked(question_id, text)
    assert not (isinstance(reading, Chose) and reading.sure and lowers(question_id, reading.value))


def test_opposite_words_in_one_message_are_never_sure() -> None:
    for text in ("sí, no", "no, sí", "no, digo sí", "sí, o sea no"):
        for question_id in ("P1", "P2", "P3", "P5"):
            reading = asked(question_id, text)
            risky = isinstance(reading, Chose) and reading.sure
            assert not (risky and lowers(question_id, getattr(reading, "value", "")))


@given(st.text(max_size=60))
def test_any_text_is_read_and_the_same_way_twice(text: str) -> None:
    for question_id in (*CHOICES, "descripcion"):
        assert asked(question_id, text) == asked(question_id, text)


@given(st.text(max_size=60), st.sampled_from(["P1", "P3", "P4"]))
def test_a_phrase_is_always_part_of_the_message(text: str, question_id: str) -> None:
    reading = asked(question_id, f"prioriza, firma sin leer, datos de salud {text}")
    if isinstance(reading, Chose):
        assert reading.phrase in f"prioriza, firma sin leer, datos de salud {text}"


def test_a_very_long_answer_is_read_in_time() -> None:
    text = "no se puede cambiar lo que dice el sistema y revisan despues de que se aplica " * 120
    began = time.perf_counter()
    for question_id in CHOICES:
        asked(question_id, text)
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("text", ["sí", "exacto", "así es", "dale", "sipo", "está bien", "👍"])
def test_what_is_said_back_is_accepted_in_any_words(text: str) -> None:
    assert confirming("P3", "nominal_o_no", text) == Yes(text)


@pytest.mark.parametrize("text", ["no", "nop", "no po", "no, no es eso", "mmm no"])
def test_what_is_said_back_is_rejected_in_any_words(text: str) -> None:
    assert confirming("P3", "efectiva", text) == No(text)


@pytest.mark.parametrize(
    ("question_id", "pending", "text"),
    [
        ("P1", "no", "sí, pero igual sugiere a quién rechazar"),
        ("P3", "efectiva", "sí, pero a veces no alcanza a verlos"),
        ("P3", "efectiva", "sí, en teoría"),
        ("P4", "no", "sí, pero traen licencias médicas"),
        ("P5", "no", "sí, aunque los vecinos le preguntan"),
    ],
)
def test_a_yes_that_goes_on_to_deny_accepts_nothing(
    question_id: str, pending: str, text: str
) -> None:
    assert not isinstance(confirming(question_id, pending, text), Yes)


def test_plain_agreement_with_a_suggestion_is_a_yes() -> None:
    for text in ("así es", "exacto", "correcto", "sí"):
        reading = read(text, question("P1"), "confirming", pending="no")
        assert reading == Yes(text)
    reading = read("sí", question("P3"), "confirming", pending="nominal_o_no")
    assert reading == Yes("sí")


def test_a_rejection_may_bring_the_right_answer() -> None:
    reading = confirming("P4", "si_base", "no, son auxiliares")
    assert isinstance(reading, Chose) and reading.value == "si_auxiliar"


@pytest.mark.parametrize(
    "text",
    [
        "está en el procedimiento DAF-12",
        "sí, la resolución exenta 45",
        "revisa unas 20 al día, 15 minutos cada una, y cambia como el 10 %",
        "puede cambiarla, ve las razones y dedica media hora",
    ],
)
def test_facts_and_findable_documents_sustain_a_review(text: str) -> None:
    assert countering("P3", "efectiva", text) == Sustains(text)


@pytest.mark.parametrize("text", ["hay un procedimiento", "después lo mando", "está pendiente"])
def test_a_document_without_a_name_or_not_here_is_for_later(text: str) -> None:
    assert countering("P3", "efectiva", text) == Later(text)


@pytest.mark.parametrize("text", ["no hay", "nada escrito", "no sé", "ella es muy responsable"])
def test_nothing_sustains_nothing(text: str) -> None:
    assert countering("P3", "efectiva", text) == DoesNotSustain(text)


@pytest.mark.parametrize(
    ("question_id", "value", "text", "instead"),
    [
        ("P3", "efectiva", "la jefa firma todo sin mirar", "nominal_o_no"),
        ("P3", "efectiva", "la resolución 45, pero en la práctica firma en bloque", "nominal_o_no"),
        ("P3", "efectiva", "no ve las razones", "nominal_o_no"),
        ("P1", "no", "se lo pasamos a la comisión para que rechace", "si"),
        ("P2", "no", "bueno, sí, es para becas", "si"),
        ("P4", "no", "vienen certificados médicos", "si_auxiliar"),
        ("P4", "si_auxiliar", "en verdad el puntaje depende del diagnóstico", "si_base"),
        ("P5", "no", "los funcionarios le preguntan cosas por chat", "si"),
        ("P0", "ninguna", "cámaras en la calle que graban caras", "c"),
    ],
)
def test_a_contradiction_outweighs_any_document(
    question_id: str, value: str, text: str, instead: str
) -> None:
    assert countering(question_id, value, text) == Refutes(instead, text)


def test_a_fact_sustains_what_is_not_a_review() -> None:
    text = "lo usan los de archivo para ordenar carpetas"
    assert countering("P1", "no", text) == Sustains(text)


def test_a_level_asked_for_in_a_counter_question_sustains_nothing() -> None:
    assert isinstance(countering("P3", "efectiva", "ponle limitado y listo"), Presses)


def test_every_answer_that_can_be_quoted_is_read_as_itself() -> None:
    for question_id in CHOICES:
        for option in question(question_id).options:
            for said in (option.value.replace("_", " "), option.label, *option.says):
                reading = asked(question_id, said)
                if option.value in ("si", "no") and said == option.value:
                    continue
                risky = isinstance(reading, Chose) and reading.sure
                if risky and lowers(question_id, getattr(reading, "value", "")):
                    assert getattr(reading, "value", "") == option.value, (question_id, said)
