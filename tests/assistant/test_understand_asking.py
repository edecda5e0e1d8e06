"""The question in a message: told apart from courtesy, from a story and from capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asking import asking_part, without_courtesy, without_presentation
from assistant.turn import Turn
from assistant.understand import Understand
from knowledge_base.query_help import Glossary


def understood(glossary: Glossary, text: str) -> Turn:
    return Understand(glossary)(Turn("c", "ciudadania", "web", "", query=text))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Muy buenas tardes, joven. ¿Hasta cuándo se rinde?", "¿Hasta cuándo se rinde?"),
        ("Perdone la lesera, ¿cuánto dan para trajes?", "¿cuánto dan para trajes?"),
        ("¿Se puede arrendar un bus? Desde ya muchas gracias", "¿Se puede arrendar un bus?"),
        ("oiga, cuánto dan para trajes, señorita", "cuánto dan para trajes"),
        ("Disculpe, ¿un bus, caballero, se puede arrendar?", "¿un bus, se puede arrendar?"),
        ("¿Se rinde en pesos, por favor? Quedo atenta a su respuesta", "¿Se rinde en pesos?"),
    ],
)
def test_courtesy_is_set_aside(text: str, question: str) -> None:
    assert without_courtesy(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "¿Los jóvenes de 15 años pueden postular?",
        "¿Puede postular el club Amigos del Libro?",
        "¿Quién es la encargada de la caja vecina?",
        "gracias",
        "por favor",
    ],
)
def test_a_question_without_courtesy_stays_as_it_is(text: str) -> None:
    assert without_courtesy(text) == text


@given(st.text(max_size=120))
def test_something_is_always_left_of_a_message(text: str) -> None:
    assert bool(without_courtesy(text).strip()) == bool(text.strip())


def test_a_masked_presentation_is_set_aside() -> None:
    assert without_presentation("Buenas, soy don [NOMBRE_1]. quiero un bus") == "quiero un bus"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "En la sede somos pocas y hace frío. ¿Cuánto dan para comprar estufas?",
            "¿Cuánto dan para comprar estufas?",
        ),
        (
            "me gustaría que me dijera cuánto se paga al chofer del bus",
            "cuánto se paga al chofer del bus",
        ),
        (
            "me mandó la tesorera a preguntar, cuánto dan para el bus",
            "cuánto dan para el bus",
        ),
        (
            "¿Hasta qué día se entrega la rendición? Es que vivo lejos y la micro pasa poco",
            "¿Hasta qué día se entrega la rendición?",
        ),
    ],
)
def test_what_is_asked_is_told_apart_from_its_story(text: str, part: str) -> None:
    assert asking_part(text) == part


@pytest.mark.parametrize(
    "text",
    [
        "¿Quién puede postular?",
        "¿Qué documentos debe presentar una junta de vecinos para postular?",
        "Para el fondo de cultura, ¿cuántos meses dura la ejecución del proyecto?",
        "Nos sobraron unas lucas del bus que arrendamos. ¿Qué hacemos con eso?",
        "¿Quién puede informar a la ciudadanía sobre el riesgo de un sistema?",
    ],
)
def test_what_needs_its_context_has_no_part_apart(text: str) -> None:
    assert asking_part(text) == ""


def test_capitals_are_read_as_small_letters(glossary: Glossary) -> None:
    turn = understood(glossary, "CUANTO DAN PARA CULTURA A [NOMBRE_1] ESTE AÑO")
    assert turn.questions == ("cuanto dan para cultura a   este año",)


@pytest.mark.parametrize("text", ["SISREC", "FNDR ÑUBLE", "¿Qué es el SISREC de la CGR?"])
def test_acronyms_keep_their_capitals(glossary: Glossary, text: str) -> None:
    (question,) = understood(glossary, text).questions
    assert question == text.rstrip("?")


def test_context_does_not_make_another_question(glossary: Glossary) -> None:
    turn = understood(
        glossary, "Mire, acá nadie sabe y hay que viajar. ¿Cuánto se demora la evaluación?"
    )
    assert len(turn.questions) == 1 and turn.asks == "¿Cuánto se demora la evaluación?"


def test_the_router_reads_the_message_with_its_courtesy(glossary: Glossary) -> None:
    turn = understood(glossary, "¿cuánto se demora la evaluación, por favor?")
    assert turn.questions == ("¿cuánto se demora la evaluación",)
    assert turn.said == ("¿cuánto se demora la evaluación, por favor",)
