from __future__ import annotations

from assistant.describe import Describer
from assistant.describe.phrases import best_clause, clauses
from assistant.describe.reading import read

TEXT = (
    "Recibe los oficios de las comunas, los convierte en texto cada noche y deja el resultado "
    "en la carpeta de la división, y con eso el bot conversa con el vecino que pregunta"
)
READING = read(TEXT, frozenset())
WHOLE = (0, len(READING.plain))


def points(texts: list[str]) -> list[float]:
    """Give most to the whole and nearly as much to what speaks of a neighbour."""
    return [1.0 if text == TEXT else 0.95 if "vecino" in text else 0.2 for text in texts]


def test_the_phrase_is_the_clause_that_supports_the_answer() -> None:
    place = best_clause(READING, WHOLE, points)
    assert READING.quote(*place) == "con eso el bot conversa con el vecino que pregunta"


def test_without_a_clause_that_supports_it_alone_the_sentence_is_quoted() -> None:
    def low(texts: list[str]) -> list[float]:
        return [1.0, *(0.5 for _ in texts[1:])]

    assert best_clause(READING, WHOLE, low) == WHOLE


def test_a_sentence_without_points_is_quoted_whole() -> None:
    assert best_clause(READING, WHOLE, lambda texts: [0.0 for _ in texts]) == WHOLE


def test_a_short_sentence_and_one_of_a_single_clause_have_no_clauses() -> None:
    short = "lee, resume y manda los oficios"
    single = "sistema " * 20
    assert clauses(short, (0, len(short))) == []
    assert clauses(single.strip(), (0, len(single.strip()))) == []


def test_pieces_too_short_to_be_understood_are_no_clause() -> None:
    text = "ordena, lee y guarda, todos los oficios que llegan de las comunas de la region cada dia"
    found = [text[start:end] for start, end in clauses(text, (0, len(text)))]
    assert found == ["todos los oficios que llegan de las comunas de la region cada dia"]


def test_what_is_learned_of_a_long_sentence_is_quoted_shorter(describer: Describer) -> None:
    text = (
        "Copiloto para abogados que revisa las bases de licitación, detecta errores de forma en "
        "los anexos y propone mejoras de redacción"
    )
    phrases = {s.question: s.phrase for s in describer.describe(text).suggestions}
    assert all(phrase in text for phrase in phrases.values())
    assert phrases["P1"] != text
