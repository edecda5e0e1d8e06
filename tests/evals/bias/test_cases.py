"""From cells to decisions and groups, and every way in which they cannot be."""

from __future__ import annotations

import pytest

from evals.bias.cases import build_cases
from evals.bias.problems import DataProblem
from tests.evals.bias.people import SeesNobody, columns, people, table

NOBODY = SeesNobody()


def _small(*decisions: str, groups: tuple[str, ...] = ("F", "M")) -> list[tuple[str, ...]]:
    return [(groups[place % len(groups)], said) for place, said in enumerate(decisions)]


def _build(rows: list[tuple[str, ...]], **options: object) -> object:
    chosen = columns(**{"grupos": {"sexo": "sexo"}} | options)
    return build_cases(table(rows, ("sexo", "resultado")), chosen, NOBODY)


def test_spellings_of_one_value_are_one_group() -> None:
    rows = [("Mujer", "aprobada"), (" MUJER ", "Aprobada"), ("mujer", "rechazada"), ("H", "no")]
    found = build_cases(
        table(rows, ("sexo", "resultado")),
        columns(grupos={"sexo": "sexo"}, desfavorable=["rechazada", "no"]),
        NOBODY,
    )
    assert found.groupings[0].sizes == {"H": 1, "Mujer": 3}
    assert found.decided.tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize("blank", ["", " ", "S/D", "sin información", "NA", "-"])
def test_a_blank_is_no_group_and_no_decision(blank: str) -> None:
    rows = [("F", "aprobada"), ("M", "rechazada"), (blank, blank)]
    found = build_cases(
        table(rows, ("sexo", "resultado")), columns(grupos={"sexo": "sexo"}), NOBODY
    )
    assert found.decided.tolist() == [1, 0, -1]
    assert found.groupings[0].codes.tolist()[-1] == -1


def test_ages_are_cut_where_the_map_says() -> None:
    rows = [("14", "aprobada"), ("15", "rechazada"), ("64,9", "aprobada"), ("65", "no"), ("", "no")]
    found = build_cases(
        table(rows, ("edad", "resultado")),
        columns(
            grupos={"edad": {"columna": "edad", "cortes": [65, 15]}},
            desfavorable=["rechazada", "no"],
        ),
        NOBODY,
    )
    assert found.groupings[0].labels == ("menos de 15", "15 a 64", "65 o más")
    assert found.groupings[0].codes.tolist() == [0, 1, 1, 2, -1]


def test_a_value_that_is_neither_favourable_nor_not_is_left_out_and_counted() -> None:
    rows = _small("aprobada", "rechazada", "pendiente", "observada")
    found = build_cases(
        table(rows, ("sexo", "resultado")),
        columns(grupos={"sexo": "sexo"}, desfavorable=["rechazada", "observada"]),
        NOBODY,
    )
    assert found.decided.tolist() == [1, 0, -1, 0]


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        (_small("aprobada", "rechazada"), {"favorable": []}, "cuál es la decisión favorable"),
        (_small("aprobada", "rechazada"), {"favorable": ["si"]}, "ninguna fila dice «si»"),
        (_small("aprobada", "rechazada", "pendiente"), {}, "más de dos resultados"),
        (_small("aprobada", "aprobada"), {}, "no hay casos no favorables"),
        (_small("", ""), {}, "vacía en todas las filas"),
        (_small("aprobada", "rechazada", groups=("F",)), {}, "un solo valor"),
        (_small("aprobada", "rechazada", groups=("",)), {}, "ningún valor"),
        (_small("aprobada", "rechazada"), {"decision": "Resultado"}, "No existe la columna"),
        (
            _small("aprobada", "rechazada"),
            {"grupos": {"sexo": "resultado"}},
            "Cada uso necesita la suya",
        ),
        (
            _small("aprobada", "rechazada"),
            {"grupos": {"sexo": {"columna": "sexo", "cortes": [3]}}},
            "no traen un número",
        ),
        (
            _small("aprobada", "rechazada", groups=("1", "2")),
            {"grupos": {"sexo": {"columna": "sexo", "cortes": [9]}}},
            "un solo grupo",
        ),
        (
            _small(
                *(["aprobada", "rechazada"] * 30), groups=tuple(f"v{place}" for place in range(60))
            ),
            {},
            "di dónde cortarlos",
        ),
    ],
)
def test_what_cannot_be_compared_is_explained(
    rows: list[tuple[str, ...]], options: dict[str, object], words: str
) -> None:
    with pytest.raises(DataProblem, match=words):
        _build(rows, **options)


def test_one_class_of_real_outcomes_is_explained() -> None:
    rows = [(*row[:5], "sí", row[6]) for row in people(60)]
    with pytest.raises(DataProblem, match="quita --real"):
        build_cases(table(rows), columns(real="cumple", real_favorable=["sí"]), NOBODY)


def test_every_column_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(DataProblem) as told:
        build_cases(table(people(10)), columns(decision="d", real="r", puntaje="p"), NOBODY)
    assert len(told.value.mistakes) == 3
