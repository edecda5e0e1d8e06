"""Orders to the interview: going back to a question, keeping an answer, leaving, starting again."""

from __future__ import annotations

import pytest

from assistant.interviewing.reading import (
    Chose,
    Presses,
    Reading,
    Unclear,
    Wants,
    WantsChange,
    Wrote,
    read,
)
from tests.assistant.interviewing.reading_help import asked, confirming, countering


def _everywhere(text: str) -> list[Reading]:
    return [
        asked("P2", text),
        confirming("P2", "no", text),
        countering("P2", "no", text),
        read(text, None, "reviewing"),
    ]


@pytest.mark.parametrize(
    ("text", "question_id", "rest"),
    [
        (
            "oye me equivoqué en P0, sí reconoce caras en la plaza",
            "P0",
            "sí reconoce caras en la plaza",
        ),
        ("me equivoqué en la P1, es no", "P1", "no"),
        ("cambia P4 a que sí, pesan", "P4", "sí, pesan"),
        ("la embarré en la p3, no revisa nadie", "P3", "no revisa nadie"),
        ("oye la P1 está mala, sí prioriza", "P1", "sí prioriza"),
        ("en P4 puse que no y es sí", "P4", "sí"),
        ("la P3 quiero cambiarla a no", "P3", "no"),
        ("me equivoqué, la P1 es sí", "P1", "sí"),
        ("corrige la P1 por favor", "P1", ""),
        ("perdón, puse mal la P1", "P1", ""),
    ],
)
def test_a_change_is_heard_at_every_stage_with_its_new_answer(
    text: str, question_id: str, rest: str
) -> None:
    assert _everywhere(text) == [WantsChange(question_id, rest)] * 4


def test_a_long_new_answer_is_kept_whole() -> None:
    answer = (
        "prioriza postulantes a becas de educación superior según su puntaje y rechaza a los "
        "que no llegan al corte"
    )
    assert asked("P2", f"cambia P1: {answer}") == WantsChange("P1", answer)


@pytest.mark.parametrize(
    "text",
    [
        "puede cambiar la decisión y tiene 10 minutos",
        "cambia 3 de cada 10 casos",
        "la analista corrige 2 al día y ve las razones",
    ],
)
def test_a_reviewer_who_changes_decisions_changes_no_answer(text: str) -> None:
    assert not isinstance(countering("P3", "efectiva", text), WantsChange)


@pytest.mark.parametrize(
    "text",
    [
        "corrige los datos sensibles de las fichas",
        "cambia la decisión de multas cuando el reclamo llega",
        "Ayuda a corregir la descripción de los cargos",
    ],
)
def test_a_description_of_what_is_changed_is_written_down(text: str) -> None:
    assert asked("descripcion", text) == Wrote(text)


@pytest.mark.parametrize(
    "text", ["déjala igual", "déjalo así", "igual no más", "no, déjala", "la misma de antes"]
)
def test_an_answer_is_kept_where_it_is_asked_again(text: str) -> None:
    assert asked("P1", text) == asked("nombre", text) == Wants("keep")
    assert confirming("P1", "no", text) != Wants("keep")


@pytest.mark.parametrize("text", ["empecemos de nuevo", "me arrepentí, partamos de cero"])
def test_starting_again_is_not_leaving(text: str) -> None:
    assert _everywhere(text) == [Wants("restart")] * 4


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("cancela nomas", Wants("cancel")),
        ("cancela, no quiero na", Wants("cancel")),
        ("no quiero seguir con esto, es injusto", Wants("cancel")),
        ("me equivoqué en la anterior", Wants("back")),
        ("no po, ese no es el nombre! me equivoqué en la anterior", Wants("back")),
        ("esto es una lata", Unclear()),
    ],
)
def test_orders_are_heard_where_free_words_are_asked_for(text: str, reading: Reading) -> None:
    for question_id in ("nombre", "unidad", "responsable", "proveedor", "descripcion"):
        assert asked(question_id, text) == reading


def test_a_level_asked_for_is_no_name_and_leaves_the_name() -> None:
    pressing = "ponle riesgo limitado no más, si es un piloto"
    assert asked("nombre", pressing) == Presses(pressing)
    assert asked("nombre", "Vigía, ponle riesgo bajo") == Wrote("Vigía")


def test_a_bare_yes_or_no_is_no_name() -> None:
    for text in ("si", "sí", "no", "ok", "no po"):
        assert asked("nombre", text) == asked("descripcion", text) == Unclear()
    assert asked("proveedor", "sí") == Unclear()
    assert asked("proveedor", "no") == Wrote("no"), "«¿hay un proveedor?» takes a no"


@pytest.mark.parametrize("text", ["Cancela Horas", "Pausa Activa", "No más filas", "Sí Postulo"])
def test_a_name_that_holds_an_order_is_a_name(text: str) -> None:
    assert asked("nombre", text) == Wrote(text)


def test_pressing_keeps_the_answer_that_comes_with_it() -> None:
    reading = asked("P0", "ninguna de esas po, ponle riesgo bajo")
    assert reading == Chose("ninguna", "ninguna de esas po", sure=False)
    reading = asked("P1", "prioriza becas, ponle riesgo bajo")
    assert reading == Chose("si", "prioriza becas", sure=True)


@pytest.mark.parametrize("text", ["sí, ponle bajo", "sí, pero igual es riesgo bajo"])
def test_pressing_confirms_nothing(text: str) -> None:
    assert confirming("P1", "no", text) == Presses(text)
