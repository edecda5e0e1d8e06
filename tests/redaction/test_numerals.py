from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.redaction.text import build_text

from .spellings import cardinal

FIGURES = {
    "nueve ocho siete": "9 8 7",
    "noventa y ocho, setenta y seis": "98 76",
    "doce millones trescientos cuarenta y cinco mil seiscientos setenta y ocho guion cinco": (
        "12345678-5"
    ),
    "12 millones 345 mil 678 raya k": "12345678-k",
    "uno dos punto tres": "1 2.3",
    "doble siete triple 5": "77 555",
    "más cincuenta y seis nueve": "+56 9",
    "treintaicinco sinco": "35 5",
    "mil novecientos ochenta": "1980",
    "9 8765 432l": "9 8765 4321",
    "12.345.67O-l": "12.345.670-1",
    "nueve once mil gracias": "9 11 mil gracias",
}
AS_WRITTEN = """
un club de la comuna
doce millones de pesos
dos mil personas
1000l de agua
el 1o de mayo
hola
""".strip().splitlines()


@pytest.mark.parametrize(("said", "figures"), FIGURES.items())
def test_numbers_in_words_are_read_in_figures(said: str, figures: str) -> None:
    read = build_text(said).figures
    assert read and read[0].folded == figures


@pytest.mark.parametrize("said", AS_WRITTEN)
def test_articles_round_amounts_and_units_stay_as_they_are(said: str) -> None:
    read = build_text(said).figures
    assert read is None or read[0].plain == build_text(said).folded


@given(number=st.integers(4, 99_999_999).filter(lambda n: n < 1000 or n % 1000))
@settings(max_examples=200, deadline=None)
def test_any_number_that_is_said_is_read(number: int) -> None:
    read = build_text(cardinal(number)).figures
    assert read and read[0].plain == str(number)


@given(text=st.text(alphabet="uno dostrescuatro ymil.-,0123456789olké", max_size=40))
@settings(max_examples=200, deadline=None)
def test_every_figure_comes_from_a_stretch_of_the_text(text: str) -> None:
    seen = build_text(text)
    if seen.figures is None:
        return
    figures, places = seen.figures
    assert len(places) == len(figures.plain)
    assert all(0 <= start < end <= len(seen.plain) for start, end in places)
    assert list(places) == sorted(places)
