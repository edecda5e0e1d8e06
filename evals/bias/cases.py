"""The table as numbers: what was decided, what should have been, and the group of each case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.bias.cells import Codes, numbers, two_classes
from evals.bias.columns import ColumnMap
from evals.bias.grouping import Grouping, build_grouping
from evals.bias.privacy import Redacts
from evals.bias.problems import DataProblem
from evals.bias.reading import Table
from evals.bias.texts import listed


@dataclass(frozen=True)
class Cases:
    """Every case of the file: 1 favourable, 0 not, `MISSING` where the cell says nothing."""

    decided: Codes
    real: Codes | None
    score: NDArray[np.float64] | None
    groupings: tuple[Grouping, ...]
    favourable: str
    """How the favourable decision is called."""

    def __len__(self) -> int:
        """Count the cases."""
        return len(self.decided)


def build_cases(
    table: Table, columns: ColumnMap, redactor: Redacts, *, both_classes: bool = True
) -> Cases:
    """Return the cases of `table`, read as `columns` says.

    Invented cases may all get the same decision; real ones have `both_classes` or nothing to tell.

    Raises:
        DataProblem: columns that are not there or serve two uses, values that are not what they
            should be, or one class only.
    """
    check_columns(table, columns)
    decided = two_classes(
        table, columns.decision, columns.favorable, columns.desfavorable, "", redactor, both_classes
    )
    real = score = None
    if columns.real:
        yes = columns.real_favorable or columns.favorable
        no = columns.real_desfavorable or (() if columns.real_favorable else columns.desfavorable)
        real = two_classes(table, columns.real, yes, no, "real-", redactor)
    if columns.puntaje:
        score = numbers(table, columns.puntaje, "el puntaje")
    groupings = tuple(
        build_grouping(table, name, group, redactor) for name, group in columns.grupos.items()
    )
    return Cases(decided, real, score, groupings, " o ".join(columns.favorable))


def check_columns(table: Table, columns: ColumnMap) -> None:
    """Let pass a map whose columns are all there, each for one use.

    Raises:
        DataProblem: some are not.
    """
    mistakes = [
        f"No existe la columna «{column}», que indicaste para {use}. El archivo tiene: "
        f"{listed(table.header, 30)}. Escríbela igual, con sus mayúsculas y acentos."
        for use, column in columns.used.items()
        if column not in table.header
    ]
    uses: dict[str, list[str]] = {}
    for use, column in columns.used.items():
        uses.setdefault(column, []).append(use)
    mistakes += [
        f"Indicaste la columna «{column}» para {' y para '.join(same)}. Cada uso necesita la suya."
        for column, same in uses.items()
        if len(same) > 1
    ]
    if mistakes:
        raise DataProblem(*mistakes)
