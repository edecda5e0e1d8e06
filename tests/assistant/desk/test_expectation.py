"""What whoever waits is told: honest, short, and never a promise that nobody made."""

from __future__ import annotations

import re

import pytest

from assistant.desk.expectation import expectation
from assistant.desk.words import WORDS_FILE, desk_words
from tests.assistant.desk.test_hours import chile, hours

OPEN, CLOSED = chile("2026-11-23 10:00"), chile("2026-11-20 18:00")


def test_inside_the_hours_it_says_the_place_and_until_when_they_attend() -> None:
    assert expectation(1, OPEN, hours(), False) == (
        "Eres la primera persona en la fila. Ahora se atiende, hasta las 13:00. "
        "Puedes dejar un teléfono o un correo, o volver con tu folio."
    )
    assert expectation(3, OPEN, hours(), False).startswith("Eres la persona número 3 en la fila.")


def test_outside_the_hours_it_says_from_when_somebody_can_read_it() -> None:
    said = expectation(2, CLOSED, hours(), False)
    assert said.startswith(
        "Ahora está cerrado. Una persona podrá leer tu conversación "
        "desde el lunes 23 de noviembre a las 08:30."
    )
    assert "fila" not in said


def test_a_holiday_and_an_extra_closed_day_are_named() -> None:
    assert "Hoy es feriado: Navidad." in expectation(1, chile("2026-12-25 10:00"), hours(), False)
    moving = hours(closed=[{"day": "2026-11-23", "reason": "mudanza"}])
    assert "Hoy no se atiende: mudanza." in expectation(1, OPEN, moving, False)
    without = expectation(1, OPEN, hours(closed=["2026-11-23"]), False)
    assert without.startswith("Ahora está cerrado. Una persona")


def test_hours_that_nobody_verified_are_never_told() -> None:
    for at in (OPEN, CLOSED):
        said = expectation(4, at, hours(verified=False), False)
        assert said.startswith(
            "Eres la persona número 4 en la fila. El horario de atención no está confirmado: "
            "no puedo prometerte cuándo te contestarán."
        )
        assert not re.search(r"\d\d:\d\d|noviembre|cerrado", said)


def test_who_never_opens_promises_nothing() -> None:
    weeks = hours(weekly={"lunes": [["08:00", "09:00"]]}, closed=_mondays())
    assert "no puedo prometerte" in expectation(1, CLOSED, weeks, False)


def _mondays() -> list[str]:
    return [f"2026-11-{day}" for day in (23, 30)] + [
        *(f"2026-12-{day:02}" for day in (7, 14, 21, 28)),
        *(f"2027-01-{day:02}" for day in (4, 11, 18)),
    ]


def test_who_left_a_contact_is_not_asked_for_it_nor_promised_a_call() -> None:
    said = expectation(1, OPEN, hours(), True)
    assert "Quien te atienda puede usar el contacto que dejaste" in said
    assert "Puedes dejar" not in said


@pytest.mark.parametrize("has_contact", [True, False])
def test_where_to_come_back_is_said_when_it_is_known(has_contact: bool) -> None:
    said = expectation(1, OPEN, hours(), has_contact, address="https://gore.example/caso")
    assert said.endswith("volver con tu folio en https://gore.example/caso.")


def test_who_is_in_crisis_is_given_no_place_and_no_time_to_wait_for() -> None:
    for at in (OPEN, CLOSED):
        said = expectation(1, at, hours(), False, is_crisis=True)
        assert said == desk_words().text("crisis")
        assert not re.search(r"\d|fila", said)


def test_no_word_of_the_desk_promises_a_wait_or_an_act() -> None:
    promised = r"\bminutos\b|te (llamar|contestar|responder|escribir)(á|emos|án)\b(?!\.)"
    assert not re.search(promised, WORDS_FILE.read_text(encoding="utf-8").split("\n\n")[0])
