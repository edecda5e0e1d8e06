from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.describe.reading import read

VOCABULARY = frozenset({"decision", "subsidio", "postulantes", "postulante"})


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Decisión", "decision"),
        ("q decide pa los demas", "que decide para los demas"),
        ("una desicion", "una decision"),
        ("el subcidio", "el subsidio"),
        ("los postulates", "los postulantes"),
        ("postularon", "postularon"),
        ("es un chat no más, y ya", "es un chat solo  , y ya"),
    ],
)
def test_hurried_writing_is_read_as_if_it_were_careful(written: str, plain: str) -> None:
    assert read(written, VOCABULARY).plain == plain


def test_a_quote_is_what_the_person_wrote_and_not_what_was_read() -> None:
    reading = read("Ojo: la DESICIÓN es del sistema.", VOCABULARY)
    start = reading.plain.index("decision")
    assert reading.quote(start, start + len("decision")) == "DESICIÓN"


@given(st.text(max_size=200), st.integers(0, 250), st.integers(0, 250))
def test_whatever_is_quoted_stands_in_the_text(text: str, start: int, length: int) -> None:
    reading = read(text, VOCABULARY)
    end = min(start + length, len(reading.plain))
    assert reading.quote(start, end) in text


@given(st.text(max_size=200))
def test_every_letter_read_has_its_place_in_the_text(text: str) -> None:
    reading = read(text, VOCABULARY)
    assert len(reading.plain) == len(reading.starts) == len(reading.ends)
