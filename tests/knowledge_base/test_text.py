"""How text is read: folding, words, sentences; and the laws that hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge_base.text import content_words, fold, sentences, stem, terms, words

TEXT = st.text(st.characters(codec="utf-8"))
PROSE = st.lists(
    st.sampled_from(
        [
            "El plazo ",
            "art. 5",
            ". ",
            "? ",
            "…",
            "\n",
            "\n\n",
            "Ñuble",
            "$2.500.000",
            " 30 ",
            "EE.UU.",
            "(ver bases)",
            "www.goredenuble.cl",
            " hasta",
            ", ",
            "no",
            ": ",
            "¿Cuándo",
        ]
    )
).map("".join)
LIST_LINES = st.lists(
    st.sampled_from(["- uno", "* dos", "  sigue", "", "Texto.", "Más texto", "• tres"])
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TEXT)
@example("𝐃𝐄𝐑𝐈𝐕𝐀𝐑")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_words_are_never_empty_and_have_no_space(text: str) -> None:
    assert all(word and not re.search(r"\s", word) for word in words(text))


@given(PROSE)
def test_splitting_prose_loses_no_text(text: str) -> None:
    assert squeezed("".join(u.text for u in sentences(text))) == squeezed(text)


@given(LIST_LINES)
def test_splitting_a_list_loses_nothing_but_its_bullets(lines: list[str]) -> None:
    text = "\n".join(lines)
    shown = squeezed("".join(u.text for u in sentences(text)))
    assert shown == squeezed(re.sub(r"^[-*•] ", "", text, flags=re.MULTILINE))


@given(TEXT)
def test_no_piece_is_empty(text: str) -> None:
    assert all(u.text.strip() for u in sentences(text))


def test_an_item_with_nothing_in_it_is_not_shown() -> None:
    assert sentences("Se pide:\n- \n- Certificado.\n")[1:] == sentences("- Certificado.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Uno. Dos.", ["Uno.", "Dos."]),
        ("Según el art. 5 de la Ley. Rige hoy.", ["Según el art. 5 de la Ley.", "Rige hoy."]),
        ("El tope es $2.500.000. Otro tope.", ["El tope es $2.500.000.", "Otro tope."]),
        ("Cierra a las 17:00 hrs. del viernes.", ["Cierra a las 17:00 hrs. del viernes."]),
        ("¿Quién? ¡Todos! Listo…", ["¿Quién?", "¡Todos!", "Listo…"]),
        ("Línea que\nsigue abajo. Fin.", ["Línea que sigue abajo.", "Fin."]),
        ("- uno\n  sigue\n- dos", ["uno sigue", "dos"]),
        ("1. uno\n2. dos", ["uno", "dos"]),
        ("Ve a www.goredenuble.cl. Gracias.", ["Ve a www.goredenuble.cl.", "Gracias."]),
        ("La Sra. Ministra firma. Punto.", ["La Sra. Ministra firma.", "Punto."]),
        ("", []),
    ],
)
def test_sentences_are_whole(text: str, expected: list[str]) -> None:
    assert [u.text for u in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tope: $2.500.000", ["tope", "2500000"]),
        ("3,5 UF", ["3,5", "uf"]),
        ("Ñuñoa año", ["nunoa", "ano"]),
        ("12.345.678-5", ["12345678", "5"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("postulación", "postulaciones"), ("Rendición", "rendicion"), ("certificados", "certificado")],
)
def test_endings_and_accents_do_not_matter(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_words_that_say_nothing_are_left_out() -> None:
    assert content_words("¿Qué es lo que hay que hacer para la rendición?") == ["rendicion"]
    assert terms("y a de la") == []


def test_a_stem_is_remembered_the_same() -> None:
    assert stem("postular") == stem("postular")
