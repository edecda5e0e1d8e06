"""Columns as codes and numbers: what was decided, what should have been, a score, an age."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.bias.privacy import Redacts, safe_values
from evals.bias.problems import DataProblem
from evals.bias.reading import Table
from evals.bias.texts import fold, is_missing, listed, number, thousands

Codes = NDArray[np.int_]
MISSING = -1


def two_classes(
    table: Table,
    column: str,
    favourable: Sequence[str],
    unfavourable: Sequence[str],
    option: str,
    redactor: Redacts,
    both_classes: bool = True,
) -> Codes:
    """Return 1 where a cell is favourable, 0 where it is not, `MISSING` where it says neither.

    `option` goes before the names of the options that the words tell to use.

    Raises:
        DataProblem: the column is empty, has other values or more than two, or one class only.
    """
    cells = [fold(cell) if not is_missing(cell) else "" for cell in table.column(column)]
    values = {fold(cell): cell.strip() for cell in table.column(column) if not is_missing(cell)}
    shown = safe_values(sorted(values.values()), redactor)
    where = f"Columna «{column}»"
    if not values:
        raise DataProblem(f"{where}: está vacía en todas las filas. Elige otra columna.")
    if not favourable:
        raise DataProblem(
            f"{where}: tiene {shown}. Di cuál es la decisión favorable para la persona "
            f"con --{option}favorable VALOR."
        )
    yes, no = {fold(value) for value in favourable}, {fold(value) for value in unfavourable}
    if both_classes and (absent := sorted((yes | no) - set(values))):
        raise DataProblem(
            f"{where}: ninguna fila dice {listed(absent)}. Tiene {shown}. "
            f"Corrige --{option}favorable o --{option}desfavorable."
        )
    others = set(values) - yes
    if not no and len(others) > 1:
        raise DataProblem(
            f"{where}: tiene más de dos resultados ({shown}). Di cuáles son favorables con "
            f"--{option}favorable y cuáles no con --{option}desfavorable, una vez por valor. "
            "Las filas con otro valor, como «pendiente», quedan fuera y se cuentan."
        )
    no = no or others
    if yes & no:
        raise DataProblem(f"{where}: {listed(sorted(yes & no))} no puede ser favorable y no serlo.")
    codes = np.array([1 if cell in yes else 0 if cell in no else MISSING for cell in cells])
    for value, name in ((1, "favorables"), (0, "no favorables")):
        if both_classes and not (codes == value).any():
            raise DataProblem(
                f"{where}: no hay casos {name}, así que no hay nada que comparar entre grupos. "
                "Revisa que el archivo traiga todos los casos"
                + (", o quita --real para evaluar sin ella." if option else ".")
            )
    return codes


def numbers(table: Table, column: str, use: str) -> NDArray[np.float64]:
    """Return the numbers of a column, not a number where a cell says nothing.

    Raises:
        DataProblem: some cell has something else, or all are empty.
    """
    cells = table.column(column)
    values = [None if is_missing(cell) else number(cell) for cell in cells]
    wrong = [
        place
        for place, (cell, value) in enumerate(zip(cells, values, strict=True), 1)
        if value is None and not is_missing(cell)
    ]
    if wrong:
        raise DataProblem(
            f"Columna «{column}», que indicaste para {use}: {thousands(len(wrong))} filas no traen "
            f"un número (la primera es la fila de datos {wrong[0]}). Corrígelas o déjalas vacías."
        )
    found = np.array([np.nan if value is None else value for value in values], dtype=float)
    if np.isnan(found).all():
        raise DataProblem(f"Columna «{column}»: está vacía en todas las filas. Elige otra columna.")
    return found
