from __future__ import annotations

import pytest

from assistant.redaction import Redactor, Talks


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Kept(dict[str, list[str]]):
    """What is kept of each conversation, as the database would have it."""

    def __call__(self, talk: str) -> list[str]:
        return self.setdefault(talk, [])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talks(redactor: Redactor, clock: Clock) -> Talks:
    return Talks(redactor, Kept(), clock)


def said(talks: Talks, *messages: str, talk: str = "a") -> list[str]:
    return [talks.person(talk, message).text for message in messages]


def test_a_person_has_one_placeholder_in_the_whole_conversation(talks: Talks) -> None:
    first, second, third = said(
        talks,
        "Me llamo Rosa Catrileo y la tesorera es Juana Pérez",
        "Juana Pérez no contesta",
        "ROSA CATRILEO firma",
    )
    assert first == "Me llamo [NOMBRE_1] y la tesorera es [NOMBRE_2]"
    assert (second, third) == ("[NOMBRE_2] no contesta", "[NOMBRE_1] firma")


def test_spellings_of_one_identifier_are_one(talks: Talks) -> None:
    assert said(talks, "mi rut es 12.345.678-5", "repito: 123456785")[1] == "repito: [RUT_1]"


def test_the_official_shares_the_placeholders_of_the_person(talks: Talks) -> None:
    said(talks, "Soy Rosa Catrileo, rut 12.345.678-5")
    assert talks.other("a", "Hola Rosa Catrileo") == "Hola [NOMBRE_1]"


def test_conversations_know_nothing_of_each_other(talks: Talks) -> None:
    said(talks, "Me llamo Juana Pérez", "mi rut es")
    other = said(talks, "Me llamo Rosa Catrileo", talk="b")
    assert other == ["Me llamo [NOMBRE_1]"]
    assert said(talks, "Juana Pérez", talk="b") == ["[NOMBRE_2]"]


def test_another_process_gives_out_no_number_that_is_taken(
    redactor: Redactor, clock: Clock
) -> None:
    kept = Kept({"a": ["Me llamo [NOMBRE_1], con [NOMBRE_2]"]})
    assert said(Talks(redactor, kept, clock), "Soy Rosa Catrileo") == ["Soy [NOMBRE_3]"]


@pytest.mark.parametrize(
    ("begins", "goes_on", "secret"),
    [
        ("mi rut es 12.345.", "678-5", "678"),
        ("mi rut es 12.345.678", "-5 y quiero postular", "-5"),
        ("mi rut es", "12345678", "12345678"),
        ("llámeme al 9 8765", "4321 por favor", "4321"),
        ("mi fono es", "87654321", "8765"),
        ("mi correo es juana.perez", "@gmail.com", "gmail"),
        ("mi correo es juana.perez arroba", "gmail punto com", "gmail"),
        ("me llamo", "yasna quilodran", "yasna"),
        ("me llamo rosa", "catrileo", "catrileo"),
        ("mi clave es", "perrito2020", "perrito"),
    ],
)
def test_data_split_over_two_messages_is_masked(
    talks: Talks, begins: str, goes_on: str, secret: str
) -> None:
    assert secret not in said(talks, begins, goes_on)[1]


def test_what_comes_after_a_finished_message_is_read_alone(talks: Talks) -> None:
    question = "¿Cuánto es el tope para 2026?"
    assert said(talks, "Gracias por la ayuda", question)[1] == question


@pytest.mark.parametrize(
    "question",
    ["¿cuál es el plazo?", "son 12 millones de pesos", "la ley 19.862 lo pide", "2026"],
)
def test_a_question_after_a_cue_survives(talks: Talks, question: str) -> None:
    assert said(talks, "quiero saber el monto y", question)[1] == question


def test_nobody_goes_on_with_half_a_number_after_a_long_silence(talks: Talks, clock: Clock) -> None:
    said(talks, "mi código es")
    clock.now += 3600
    assert said(talks, "son 30 personas") == ["son 30 personas"]


def test_saying_the_same_twice_gives_the_same_text(talks: Talks) -> None:
    first, second = said(
        talks, "soy Rosa Catrileo, 12.345.678-5", "soy Rosa Catrileo, 12.345.678-5"
    )
    assert first == second


def test_a_forgotten_conversation_begins_again_after_its_kept_numbers(
    redactor: Redactor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.redaction.talks._REMEMBERED", 1)
    kept = Kept()
    talks = Talks(redactor, kept, clock)
    kept["a"] = said(talks, "Soy Rosa Catrileo")
    said(talks, "Soy Juana Pérez", talk="b")
    assert said(talks, "Soy Rosa Catrileo") == ["Soy [NOMBRE_2]"]


def test_what_was_deleted_is_forgotten(talks: Talks) -> None:
    said(talks, "Soy Rosa Catrileo y la tesorera es Juana Pérez")
    talks.forget("a")
    assert said(talks, "Soy Juana Pérez") == ["Soy [NOMBRE_1]"]


def test_what_is_said_aside_goes_on_with_the_conversation_which_goes_on_after_it(
    talks: Talks,
) -> None:
    said(talks, "mi fono es 9 6123")
    assert "4567" not in talks.aside("a", "4567")
    assert talks.aside("a", "no me sirvió") == "no me sirvió"
    assert "4567" not in said(talks, "4567")[0], "the comment in between changed nothing"
    talks.aside("a", "me llamo")
    assert "Rosa" not in said(talks, "Rosa")[0]
