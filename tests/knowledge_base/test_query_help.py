"""How people write: abbreviations, chilenismos, typos and follow-ups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge_base.query_help import Glossary, Speller, load_glossary, sound
from knowledge_base.text import fold, words

VOCABULARY = {"vigencia": 9, "rendicion": 7, "personalidad": 5, "postulacion": 8, "certificado": 6}


@pytest.fixture
def speller(spanish: frozenset[str]) -> Speller:
    return Speller(VOCABULARY, spanish)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("vijencia", "vigencia"),
        ("bijensia", "vigencia"),
        ("rendisión", "rendicion"),
        ("rendicoin", "rendicion"),
        ("postulasion", "postulacion"),
        ("sertificado", "certificado"),
        ("certficado", "certificado"),
        ("personaliad", "personalidad"),
    ],
)
def test_a_typo_is_read_as_the_word_of_the_knowledge_base(
    speller: Speller, written: str, meant: str
) -> None:
    assert speller.correct(fold(written)) == meant


@pytest.mark.parametrize(
    "word", ["vigencia", "casa", "audiencia", "que", "abc", "rut", "xyzw", "2026"]
)
def test_a_word_that_is_right_or_unknown_stays(speller: Speller, word: str) -> None:
    assert speller.correct(word) == word


def test_only_what_is_wrong_in_a_text_is_changed(speller: Speller) -> None:
    assert speller.correct_text("¿La Vijencia caduca?") == "¿la vigencia caduca?"
    assert speller.correct_text("¿La vigencia caduca?") == "¿La vigencia caduca?"


@given(st.text("abcdefghijklmnñopqrstuvwxyz áéí¿?.,0123456789", max_size=60))
def test_correcting_twice_changes_nothing_more(text: str) -> None:
    speller = Speller(VOCABULARY, frozenset())
    once = speller.correct_text(text)
    assert speller.correct_text(once) == once
    assert len(words(once)) == len(words(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("asta", "hasta"),
        ("kiero", "quiero"),
        ("serbicio", "servicio"),
        ("lluvia", "yuvia"),
        ("zapato", "sapato"),
    ],
)
def test_words_that_sound_the_same_meet(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("la JJVV puede?", "junta de vecinos"),
        ("kiero saber asta kuando", "quiero saber hasta cuando"),
        ("xq no", "por que no"),
        ("la muni", "municipalidad"),
    ],
)
def test_abbreviations_are_written_out(glossary: Glossary, written: str, said: str) -> None:
    assert said in glossary.expand(written)


def test_a_part_of_a_word_is_not_an_abbreviation(glossary: Glossary) -> None:
    assert glossary.expand("la comunidad paga") == "la comunidad paga"


def test_words_that_mean_the_same_are_one_to_the_search(glossary: Glossary) -> None:
    for group in glossary.iguales:
        found = {tuple(glossary.terms(word)) for word in group if len(glossary.terms(word)) == 1}
        assert len(found) <= 1, group


@pytest.mark.parametrize(
    ("previous", "follow_up", "complete"),
    [
        (
            "cuánto es el máximo para cultura",
            "¿y para deporte?",
            "cuanto es el maximo para deporte",
        ),
        ("cuánto es el máximo para cultura", "¿y el plazo?", None),
        ("cuánto dan", "¿y para deporte?", None),
    ],
)
def test_a_follow_up_names_another_of_its_kind(
    glossary: Glossary, previous: str, follow_up: str, complete: str | None
) -> None:
    assert glossary.swap_family(previous, follow_up) == complete


def test_an_unknown_key_in_the_glossary_is_refused() -> None:
    with pytest.raises(ValidationError):
        Glossary.model_validate({"escribe": {}, "iguales": [], "familias": {}, "otra": {}})


def test_what_is_written_in_the_glossary_is_folded(glossary: Glossary) -> None:
    """A key with an accent or a capital would never be found."""
    assert [k for k in glossary.escribe if k != fold(k)] == []
    wordings = [w for kind in glossary.familias.values() for ws in kind.values() for w in ws]
    assert [w for w in wordings if w != fold(w)] == []
    assert load_glossary() == glossary
