"""The group of each case, by the categories or the cuts of a column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.bias.cells import MISSING, Codes, numbers
from evals.bias.columns import GroupColumn
from evals.bias.privacy import Redacts, check_labels
from evals.bias.problems import DataProblem
from evals.bias.reading import Table
from evals.bias.texts import fold, is_missing

MOST_LABELS = 40


@dataclass(frozen=True)
class Grouping:
    """One way of grouping people, and the group of each case (`MISSING` where it is not known)."""

    name: str
    column: str
    labels: tuple[str, ...]
    codes: Codes
    written: tuple[str, ...]
    """How the file writes each group, or a number inside it, to make synthetic cases with."""

    def members(self, label: str) -> NDArray[np.bool_]:
        """Return which cases are of the group called `label`."""
        return np.asarray(self.codes == self.labels.index(label))

    @property
    def sizes(self) -> dict[str, int]:
        """How many cases each group has."""
        return {label: int(self.members(label).sum()) for label in self.labels}


def build_grouping(table: Table, name: str, group: GroupColumn, redactor: Redacts) -> Grouping:
    """Return the group of each row, by the categories or the cuts of a column.

    Raises:
        DataProblem: the column has too many values, only one, or values that name people.
    """
    if group.cortes:
        return _cut(table, name, group)
    cells = table.column(group.columna)
    renamed = {fold(value): label for value, label in group.categorias.items()}
    spellings: dict[str, Counter[str]] = {}
    keys = []
    for cell in cells:
        label = renamed.get(fold(cell), cell.strip())
        key = "" if is_missing(label) else fold(label)
        keys.append(key)
        if key:
            spellings.setdefault(key, Counter())[label] += 1
    where = f"Grupo «{name}», columna «{group.columna}»"
    if len(spellings) > MOST_LABELS:
        raise DataProblem(
            f"{where}: tiene {len(spellings)} valores distintos y lo más es {MOST_LABELS}. Si son "
            "números, como la edad, di dónde cortarlos (--cortes edad=15,65). Si son categorías, "
            "júntalas."
        )
    if len(spellings) < 2:
        found = "ningún valor" if not spellings else "un solo valor"
        raise DataProblem(
            f"{where}: tiene {found}, y para comparar hacen falta dos grupos. Elige otra columna."
        )
    order = sorted(spellings)
    labels = tuple(spellings[key].most_common(1)[0][0] for key in order)
    check_labels(labels, where, redactor)
    places = {key: place for place, key in enumerate(order)} | {"": MISSING}
    codes = np.array([places[key] for key in keys])
    back = {fold(label): value for value, label in group.categorias.items()}
    written = tuple(back.get(key, label) for key, label in zip(order, labels, strict=True))
    return Grouping(name, group.columna, labels, codes, written)


def _cut(table: Table, name: str, group: GroupColumn) -> Grouping:
    cuts = sorted(set(group.cortes))
    values = numbers(table, group.columna, f"el grupo «{name}»")
    codes = np.where(np.isnan(values), MISSING, np.digitize(values, cuts)).astype(int)
    shown = [f"{cut:g}".replace(".", ",") for cut in cuts]
    labels = [f"menos de {shown[0]}", *_between(cuts, shown), f"{shown[-1]} o más"]
    inside = [cuts[0] - 1, *(cuts[place] for place in range(len(cuts)))]
    seen = sorted({int(code) for code in codes} - {MISSING})
    if len(seen) < 2:
        raise DataProblem(
            f"Grupo «{name}», columna «{group.columna}»: con esos cortes todos los casos quedan en "
            "un solo grupo. Elige otros cortes."
        )
    return Grouping(name, group.columna, tuple(labels), codes, tuple(f"{n:g}" for n in inside))


def _between(cuts: list[float], shown: list[str]) -> list[str]:
    whole = all(cut.is_integer() for cut in cuts)
    pairs = zip(shown, shown[1:], cuts[1:], strict=False)
    return [
        f"{low} a {upper - 1:g}" if whole else f"{low} a menos de {high}"
        for low, high, upper in pairs
    ]
