"""Personal data: refused where it would be printed, warned about where it would not."""

from __future__ import annotations

import pytest

from assistant.redaction import Redactor
from evals.bias.evaluation import evaluate
from evals.bias.population import load_population
from evals.bias.privacy import check_labels, check_privacy
from evals.bias.problems import DataProblem
from tests.evals.bias.people import HEADER, columns, people, table

NAMES = ("Rosa Sepúlveda Muñoz", "Pedro Contreras Rojas", "María González Parra")


def _with(name: str, values: tuple[str, ...]) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    rows = [(*row, values[place % len(values)]) for place, row in enumerate(people(120))]
    return rows, (*HEADER, name)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("quien", NAMES),
        ("identificador", ("12.345.678-5", "11.111.111-1", "9.876.543-3")),
        ("contacto", ("ana@example.org", "eva@example.org")),
        ("RUT", ("1", "2")),
        ("fecha_nacimiento", ("1", "2")),
    ],
)
def test_a_personal_column_is_refused_as_a_group_and_warned_about_otherwise(
    real_redactor: Redactor, name: str, values: tuple[str, ...]
) -> None:
    rows, header = _with(name, values)
    assert check_privacy(table(rows, header), columns(), real_redactor) == (name,)
    with pytest.raises(DataProblem, match="datos personales") as told:
        evaluate(table(rows, header), columns(grupos={"x": name}), real_redactor)
    assert not any(value in str(told.value) for value in values if len(value) > 3)


def test_columns_of_categories_numbers_and_folios_are_not_personal(
    real_redactor: Redactor,
) -> None:
    assert check_privacy(table(people(200)), columns(), real_redactor) == ()


def test_the_communes_of_the_region_pass_as_names_of_groups(real_redactor: Redactor) -> None:
    names = [name for one in load_population().referencias for name in one.categorias]
    check_labels(names, "Comunas", real_redactor)


def test_a_group_called_as_a_person_is_refused_without_repeating_it(
    real_redactor: Redactor,
) -> None:
    with pytest.raises(DataProblem, match="1 de sus valores") as told:
        check_labels(["Junta de vecinos", NAMES[0]], "Grupo", real_redactor)
    assert "Rosa" not in str(told.value)
