from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.describe.clauses import Sentence, sentences


def denied(text: str, word: str) -> bool:
    return Sentence(text, 0).is_denied(text.index(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("no decide nada", "decide"),
        ("sin que nadie revise el caso", "revise"),
        ("no aprueba, rechaza ni prioriza solicitudes", "rechaza"),
        ("no aprueba, rechaza ni prioriza solicitudes", "prioriza"),
        ("ningun beneficio depende de esto", "beneficio"),
        ("en vez de rechazar avisa", "rechazar"),
        ("orden judicial no hay", "orden"),
        ("tampoco evalua postulantes", "evalua"),
    ],
)
def test_a_denial_reaches_what_it_denies(text: str, word: str) -> None:
    assert denied(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("no decide, solo ordena la lista", "ordena"),
        ("no solo informa", "informa"),
        ("no conversa pero rechaza solicitudes", "rechaza"),
        ("descarta a los que no calzan", "descarta"),
        ("los que no llegan al minimo quedan fuera", "quedan"),
        ("propone otorgar o no permisos a quien postula", "permisos"),
        ("no obstante rechaza", "rechaza"),
        ("no contesta: rechaza", "rechaza"),
    ],
)
def test_a_denial_stops_where_the_clause_does(text: str, word: str) -> None:
    assert not denied(text, word)


def test_what_is_only_explained_is_not_done() -> None:
    text = "explica como se asignan los subsidios"
    assert Sentence(text, 0).is_talk(text.index("asignan"))


def test_what_is_done_beside_explaining_is_done() -> None:
    text = "responde dudas y rechaza solicitudes"
    assert not Sentence(text, 0).is_talk(text.index("rechaza"))


@given(st.text(alphabet="ab .,;!?\n", max_size=80))
def test_every_sentence_stands_where_it_says(plain: str) -> None:
    for sentence in sentences(plain):
        assert plain[sentence.start : sentence.start + len(sentence.text)] == sentence.text
