"""Answers said back and counter-questions: what a «no» takes back, what a denial sustains."""

from __future__ import annotations

import pytest

from assistant.interviewing.reading import (
    Asks,
    Chose,
    No,
    Refutes,
    Sustains,
    Unclear,
    Unknown,
    Yes,
)
from assistant.interviewing.spelling import is_speech
from tests.assistant.interviewing.reading_help import (
    CHOICES,
    asked,
    confirming,
    countering,
    question,
)


def test_what_opens_with_no_never_records_what_was_said_back() -> None:
    for question_id in CHOICES:
        for option in question(question_id).options:
            for said in (*option.says, option.means or "eso"):
                for opening in ("no, ", "no po, ", "nop ", "oye no, ", "uy no, ", "pero no, "):
                    reading = confirming(question_id, option.value, f"{opening}{said}")
                    assert not isinstance(reading, Yes), (question_id, opening, said)
                    kept = isinstance(reading, Chose) and reading.value == option.value
                    assert not (kept and getattr(reading, "sure", False)), (opening, said)


def test_an_object_that_is_no_person_is_not_insisted_on() -> None:
    text = "no, decide qué publica en el facebook del GORE, no sobre personas"
    assert confirming("P1", "si", text) == No(text)


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("P1", "sí, obvio que no decide na"),
        ("P1", "claro que no decide"),
        ("P1", "exacto, no decide nada, solo informa"),
        ("P2", "claro que no toca derechos"),
        ("P5", "sí, no conversa con nadie"),
    ],
)
def test_agreeing_with_a_no_in_other_words_is_a_yes(question_id: str, text: str) -> None:
    assert confirming(question_id, "no", text) == Yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "sí, no decide pero igual sugiere",
        "obvio que no decide a quien dar la beca",
        "claro que decide",
        "sí, no",
    ],
)
def test_an_agreement_that_says_more_or_the_opposite_is_no_yes(text: str) -> None:
    assert not isinstance(confirming("P1", "no", text), Yes)


def test_an_exact_label_needs_no_confirmation() -> None:
    assert asked("P0", "ninguna de las cinco") == Chose("ninguna", "ninguna de las cinco", True)
    for text in ("sí, pero solo acompañan", "no, acompañan"):
        assert asked("P4", text) == Chose("si_auxiliar", text, True)
        assert confirming("P4", "si_base", text) == Chose("si_auxiliar", text, True)


def test_not_knowing_is_heard_with_who_does() -> None:
    assert asked("P1", "nop idea") == Unknown("nop idea")
    assert asked("P1", "ni idea po") == Unknown("ni idea po")
    text = "no sé, lo ve informática"
    assert asked("P1", text) == Unknown(text, "informática")
    assert not isinstance(asked("P3", "lo ve un funcionario"), Unknown)


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("P0", "No hay menores ni imágenes. En DIPIR"),
        ("P0", "no hay niños, solo RUT de organizaciones"),
        ("P4", "solo el video, no lee patentes"),
        ("P4", "oferta técnica y económica, certificados de la empresa"),
        ("P2", "quien se adjudica el contrato"),
        ("P1", "lo lee la jefa de Comunicaciones"),
    ],
)
def test_a_denial_of_what_is_feared_or_a_named_thing_sustains(question_id: str, text: str) -> None:
    value = "ninguna" if question_id == "P0" else "no"
    assert countering(question_id, value, text) == Sustains(text)


def test_only_the_facts_sustain_when_a_level_is_asked_for_too() -> None:
    text = "fechas, montos y estado de pago. ponle riesgo bajo no más"
    assert countering("P4", "no", text) == Sustains("fechas, montos y estado de pago")


@pytest.mark.parametrize(
    ("question_id", "text"),
    [
        ("P0", "no hay niños"),
        ("P0", "no guarda caras ni huellas, solo las compara"),
        ("P0", "por ahora no hay niños ni fotos"),
        ("P2", "quién gana el contrato, puede quedar sin trabajo"),
        ("P4", "oferta económica del postulante al subsidio"),
        ("P0", "no hay niños ni caras, creo"),
        ("P0", "sin fotos ni cámaras, pero hace un perfil de vecinos"),
        ("P0", "no identifica caras ni niños salvo los del liceo"),
        ("P0", "no hay menores solos, vienen con sus papás"),
        ("P4", "el video de la gente en la calle, no lee patentes"),
        ("P4", "el video, no lee patentes pero sí caras"),
        ("P4", "certificados de la empresa y del postulante"),
        ("P2", "quién se adjudica el contrato de trabajo"),
        ("P1", "lo lee la jefa de Comunicaciones y con eso resuelve"),
    ],
)
def test_a_denial_that_leaves_something_open_does_not_sustain(question_id: str, text: str) -> None:
    value = "ninguna" if question_id == "P0" else "no"
    assert not isinstance(countering(question_id, value, text), Sustains)


def test_a_summary_written_by_the_system_refutes_that_nobody_reads_it() -> None:
    text = "es un informe en PDF que hace el sistema solito con el resumen escrito"
    assert countering("P5", "no", text) == Refutes("si", text)
    by_people = "los textos escritos por vecinos en la planilla"
    assert not isinstance(countering("P5", "no", by_people), Refutes)


@pytest.mark.parametrize(
    "text",
    [
        "asdf qwer zxcv",
        "lorem ipsum dolor sit amet",
        "qué lata tanta pregunta",
        "pucha que son hartas preguntas",
        "esto me quita tiempo valioso",
        "esto es muy largo y aburrido",
        "ya po, si ya respondí eso, sigamos",
    ],
)
def test_complaints_and_random_keys_sustain_nothing(text: str) -> None:
    for question_id in ("P1", "P2", "P4", "P5"):
        assert countering(question_id, "no", text) == Unclear()
    assert countering("P1", "no", "y ya po, cuantas preguntas mas") == Asks("progress")


def test_speech_is_told_from_random_keys() -> None:
    assert is_speech("lo usa la bodega") and is_speech("la transcripcion de obstaculos")
    assert not is_speech("asdf la qwer zxcv")
