"""What officials mean: the ways they say yes, no, I do not know, and everything but an answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.interviewing.reading import (
    Aside,
    Asks,
    Chose,
    Depends,
    Presses,
    Reading,
    Unclear,
    Unknown,
    Wants,
    WantsChange,
    Wrote,
    read,
)
from governance.interview.definition import Question
from tests.assistant.interviewing.reading_help import asked, question


@pytest.mark.parametrize(
    "text", ["sí", "sipo", "SI", "siii", "obvio", "claro que sí", "dale", "s", "👍", "yes"]
)
def test_a_yes_in_any_words_is_a_sure_yes(text: str) -> None:
    assert asked("P1", text) == Chose("si", text, sure=True)


@pytest.mark.parametrize(
    "text", ["no", "nop", "nopo", "NOOO", "para nada", "nunca", "claro que no", "n", "👎"]
)
def test_a_bare_no_is_a_sure_no(text: str) -> None:
    assert asked("P1", text) == Chose("no", text, sure=True)


@pytest.mark.parametrize(
    ("question_id", "text", "value"),
    [
        ("P1", "prioriza a los postulantes", "si"),
        ("P1", "priorisa las solisitudes", "si"),
        ("P2", "es por los subsidios habitacionales", "si"),
        ("P3", "lo aplica el sistema altiro", "nominal_o_no"),
        ("P3", "sí, pero la jefa firma todo sin leer", "nominal_o_no"),
        ("P3", "sí, pero lo rebisan después de que se notifica", "nominal_o_no"),
        ("P4", "usa el diagnóstico para priorizar", "si_base"),
        ("P4", "queda en la ficha pero no pesa en el resultado", "si_auxiliar"),
        ("P5", "conversa con la gente por whatsapp", "si"),
        ("P0", "reconoce caras en la plaza", "c"),
        ("P0", "usa datos de niños sin permiso de los papás", "e"),
    ],
)
def test_content_decides_whatever_the_first_word(question_id: str, text: str, value: str) -> None:
    reading = asked(question_id, text)
    assert isinstance(reading, Chose) and reading.value == value


def test_the_phrase_is_the_part_of_the_message_that_says_it() -> None:
    reading = asked("P3", "sí, pero la jefa firma todo sin leer")
    assert isinstance(reading, Chose) and reading.phrase == "pero la jefa firma todo sin leer"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("la 2", "b"),
        ("opción b", "b"),
        ("la segunda", "b"),
        ("C", "c"),
        ("ninguna de esas", "ninguna"),
    ],
)
def test_an_answer_can_be_pointed_at(text: str, value: str) -> None:
    reading = asked("P0", text)
    assert isinstance(reading, Chose) and (reading.value, reading.sure) == (value, True)


def test_an_answer_that_does_not_exist_is_not_invented() -> None:
    assert asked("P1", "la quinta") == Unclear()


def test_a_letter_means_nothing_where_the_answers_have_no_letters() -> None:
    assert asked("P5", "b") == Unclear()


@pytest.mark.parametrize("text", ["no sé", "ni idea", "no cacho", "nose po", "lo desconozco", "🤷"])
def test_not_knowing_is_understood(text: str) -> None:
    assert asked("P1", text) == Unknown(text)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("eso lo ve informática", "informática"),
        ("habría que preguntarle a la DAF", "DAF"),
        ("Lo sabe el Proveedor.", "Proveedor"),
        ("no sé, pregúntale al Jefe de TI", "Jefe de TI"),
        ("eso lo sabe [PERSONA_1]", "[PERSONA_1]"),
    ],
)
def test_who_would_know_is_kept_as_it_was_written(text: str, whom: str) -> None:
    assert asked("P3", text) == Unknown(text, whom)


@pytest.mark.parametrize("text", ["depende", "a veces sí, a veces no", "más o menos", "sí y no"])
def test_sometimes_is_neither_yes_nor_no(text: str) -> None:
    assert asked("P1", text) == Depends(text)


def test_no_se_aplica_is_not_no_lo_sé() -> None:
    reading = asked("P3", "no se revisa nada")
    assert isinstance(reading, Chose) and reading.value == "nominal_o_no"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("¿por qué me preguntas esto?", "why"),
        ("y eso pa qué", "why"),
        ("no entiendo la pregunta", "help"),
        ("¿cuenta si solo recomienda?", "help"),
        ("dame un ejemplo", "example"),
        ("no entiendo, dame un ejemplo", "example"),
        ("como qué", "example"),
        ("¿qué llevamos?", "summary"),
        ("¿cuánto falta?", "progress"),
    ],
)
def test_a_doubt_about_the_question_is_help(text: str, what: str) -> None:
    reading = asked("P1", text)
    assert isinstance(reading, Asks) and reading.what == what


@pytest.mark.parametrize("text", ["¿qué es una EIPD?", "¿y cuánto dura la retención de logs?"])
def test_a_question_about_something_else_is_an_aside(text: str) -> None:
    assert asked("P1", text) == Aside(text)


def test_the_same_question_is_help_where_it_is_what_is_being_asked() -> None:
    assert asked("P4", "¿qué es un dato sensible?") == Asks("help")
    assert isinstance(asked("P1", "¿qué es un dato sensible?"), Aside)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("volver", "back"),
        ("me equivoqué en la anterior", "back"),
        ("sigamos mañana", "pause"),
        ("lo dejo hasta aquí por hoy", "pause"),
        ("olvídalo, no quiero clasificar nada", "cancel"),
        ("cancela, no quiero clasificar nada", "cancel"),
        ("retomemos la clasificación", "resume"),
        ("empecemos de nuevo", "restart"),
    ],
)
def test_people_steer_the_interview_in_their_words(text: str, wish: str) -> None:
    reading = asked("P3", text)
    assert isinstance(reading, Wants) and reading.what == wish


@pytest.mark.parametrize(
    ("text", "question_id"),
    [
        ("cambia la P3", "P3"),
        ("quiero corregir la pregunta 1", "P1"),
        ("en la de datos sensibles me equivoqué", "P4"),
        ("corrige el nombre", "nombre"),
    ],
)
def test_an_earlier_answer_is_changed_by_number_or_matter(text: str, question_id: str) -> None:
    assert asked("P5", text) == WantsChange(question_id)


@pytest.mark.parametrize(
    "text",
    [
        "ponle riesgo bajo no más",
        "déjalo en limitado",
        "para qué tanta pregunta, es bajo",
        "No, ponle bajo no más",
        "el jefe quiere que salga bajo",
    ],
)
@pytest.mark.parametrize("question_id", ["P0", "P1", "P2", "P3", "P4", "P5"])
def test_asking_for_a_level_answers_nothing(question_id: str, text: str) -> None:
    assert asked(question_id, text) == Presses(text)


@pytest.mark.parametrize("text", ["", "   ", "...", "asdfgh", "hola", "🙈", "jajaja", "9999999"])
def test_what_says_nothing_is_unclear(text: str) -> None:
    assert asked("P2", text) == Unclear()


def test_a_description_that_holds_an_order_is_still_a_description() -> None:
    text = "cancela los permisos vencidos y pausa los pagos"
    assert asked("descripcion", text) == Wrote(text)
    assert asked("nombre", "Volver a Casa") == Wrote("Volver a Casa")


def test_who_is_in_charge_is_an_answer_where_a_unit_is_asked_for() -> None:
    assert asked("unidad", "eso lo lleva la DAF") == Wrote("eso lo lleva la DAF")
    assert asked("unidad", "lo sabe el proveedor") == Unknown("lo sabe el proveedor", "proveedor")


def test_a_free_question_still_takes_help_pause_and_not_knowing() -> None:
    assert asked("descripcion", "dame un ejemplo") == Asks("example")
    assert asked("responsable", "pausa") == Wants("pause")
    assert asked("responsable", "ni idea") == Unknown("ni idea")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "partió el 5 de marzo de 2026", "2026-03-05"),
        ("date", "05/03/2026", "2026-03-05"),
        ("date", "el 31/02/2026", "el 31/02/2026"),
        ("date", "en marzo", "en marzo"),
        ("number", "unos 1.200 casos", "1200"),
        ("number", "2,5", "2.5"),
        ("number", "entre 3 y 5", "entre 3 y 5"),
    ],
)
def test_dates_and_numbers_are_written_as_the_interview_keeps_them(
    kind: str, text: str, value: str
) -> None:
    plain = Question.model_validate(
        {
            "id": "x",
            "title": "x",
            "ask": "x",
            "why": "x",
            "example": "x",
            "kind": kind,
            "group": "x",
        }
    )
    assert read(text, plain, "asking") == Wrote(value)


@pytest.mark.parametrize("text", ["confirmo", "está todo bien, envíalo", "sí, todo correcto"])
def test_what_was_reviewed_is_submitted_only_while_reviewing(text: str) -> None:
    assert read(text, None, "reviewing") == Wants("submit")
    assert asked("P1", text) != Wants("submit")


@pytest.mark.parametrize("text", ["no confirmo", "todavía no lo envíes", "sí, pero falta algo"])
def test_a_doubt_while_reviewing_submits_nothing(text: str) -> None:
    assert read(text, None, "reviewing") == Unclear()


@dataclass(frozen=True)
class _Suggested:
    question: str
    value: str
    phrase: str


@dataclass(frozen=True)
class _Described:
    suggestions: tuple[_Suggested, ...]


class _Describer:
    def describe(self, text: str, /) -> _Described:
        return _Described((_Suggested("P2", "no", "la pintura"),))


def test_what_a_describer_suggests_is_said_back() -> None:
    text = "ahí va viendo lo de la pintura del pasillo"
    reading: Reading = read(text, question("P2"), "asking", describer=_Describer())
    assert reading == Chose("no", "la pintura", sure=False)
    assert read(text, question("P1"), "asking", describer=_Describer()) == Unclear()
