"""What sustains an answer that lowers the level, and what only looks like it."""

from __future__ import annotations

import pytest

from assistant.interviewing.reading import DoesNotSustain, Later, Refutes, Sustains
from tests.assistant.interviewing.reading_help import countering


@pytest.mark.parametrize(
    ("question_id", "value", "text"),
    [
        ("P0", "ninguna", "fotos del pavimento, sin personas, en vialidad"),
        ("P1", "no", "el bodeguero"),
        ("P1", "no", "el borrador lo usa el abogado, lo corrige y lo firma la jefatura"),
        ("P2", "no", "un toldo"),
        ("P4", "no", "asunto, texto"),
        ("P4", "no", "currículo y certificado de título"),
        ("P4", "no", "El remitente, el asunto y el texto del correo, sin los adjuntos."),
        ("P5", "no", "bandeja de entrada"),
        ("P5", "no", "la ejecutiva ve una lista en pantalla"),
    ],
)
def test_naming_what_was_asked_for_is_a_fact(question_id: str, value: str, text: str) -> None:
    assert countering(question_id, value, text) == Sustains(text)


@pytest.mark.parametrize(
    ("question_id", "value", "text"),
    [
        ("P1", "no", "no decide nada"),
        ("P1", "no", "ya te dije que no decide"),
        ("P1", "no", "la comisión"),
        ("P1", "no", "la analista llama a los mejores"),
        ("P4", "no", "lo de siempre"),
        ("P4", "no", "nada raro, lo normal"),
        ("P4", "no", "nombres, rut y partido"),
        ("P4", "no", "solo el rut, las fotos no las miramos"),
        ("P5", "no", "no interactúa"),
        ("P5", "no", "es un proceso interno"),
        ("P4", "no", "ninguno de esos datos"),
        ("P5", "no", "un panel con sugerencias"),
        ("P0", "ninguna", "fotos de la plaza"),
        ("P0", "ninguna", "nombres de la lista de curso"),
        ("P3", "efectiva", "la jefa"),
        ("P3", "efectiva", "tres minutos y cambia ninguna"),
    ],
)
def test_empty_or_uneasy_words_sustain_nothing(question_id: str, value: str, text: str) -> None:
    assert not isinstance(countering(question_id, value, text), Sustains)


def test_words_that_name_nothing_are_understood_as_no_support() -> None:
    for text in ("lo de siempre", "nada raro, lo normal", "cosas de la oficina"):
        assert countering("P4", "no", text) == DoesNotSustain(text)


def test_the_facts_of_a_review_are_told_in_words() -> None:
    text = (
        "La analista abre cada formulario, ve por qué lo marcó, se demora diez minutos y "
        "desmarca uno de cada ocho sin pedir permiso."
    )
    assert countering("P3", "efectiva", text) == Sustains(text)


def test_a_change_that_needs_a_permit_is_no_authority() -> None:
    text = "puede cambiarla con autorización de la jefa, diez minutos"
    assert countering("P3", "efectiva", text) == Refutes("nominal_o_no", text)


def test_university_students_are_not_children() -> None:
    for text in (
        "notas y RUT de estudiantes universitarios",
        "nombre y RUT de estudiantes (mayores de edad)",
    ):
        assert countering("P0", "ninguna", text) == Sustains(text)
    for text in (
        "estudiantes universitarios y escolares",
        "alumnos de básica y sus apoderados mayores de edad",
        "datos de los cabros del liceo",
    ):
        assert countering("P0", "ninguna", text) == Refutes("e", text)


def test_a_photo_is_harmless_by_what_it_shows() -> None:
    road, person = "fotos del camino y su ubicación", "fotos del postulante y su ubicación"
    assert countering("P4", "no", road) == Sustains(road)
    assert countering("P4", "no", person) == Later(person)
