"""Step 3 of the protocol: invented people, equal in everything but the group.

The official passes them through the system, and `extremes` judges what comes back. No row of the
data is copied: each column is drawn apart, numbers are rounded, and what looks personal, is free
text or is what the system answers stays empty.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.bias.columns import ColumnMap
from evals.bias.comparing import FEWEST_SHOWN
from evals.bias.grouping import Grouping
from evals.bias.reading import Table
from evals.bias.texts import fold, is_missing, number

CASE = "caso_extremo"
_MOST_VALUES = 40
_PROFILES = ("bajo", "medio", "alto", "vacío")


@dataclass(frozen=True)
class Profiles:
    """A table of invented cases, and the columns that somebody has to fill by hand."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    to_fill: tuple[str, ...]
    bases: int

    def as_csv(self) -> bytes:
        """Return the table for a spreadsheet in Spanish: semicolons, UTF-8 with its mark."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";").writerows([self.header, *self.rows])
        return out.getvalue().encode("utf-8-sig")


def invent_profiles(
    table: Table,
    columns: ColumnMap,
    groupings: Sequence[Grouping],
    personal: Sequence[str],
    bases: int,
) -> Profiles:
    """Return `bases` invented people, each repeated with one group changed at a time.

    The first ones are the extremes: everything low, middling, high, and with nothing filled in.
    """
    answers = {columns.decision, columns.real, columns.puntaje}
    grouped = {grouping.column for grouping in groupings}
    free = [name for name in table.header if name not in answers | grouped]
    choices = {name: () if name in personal else _choices(table.column(name)) for name in free}
    rng = np.random.default_rng(columns.semilla)
    named = [*free, *sorted(grouped)]
    rows = []
    for base in range(bases):
        values = _values(base, choices, rng)
        for groups in _one_change_at_a_time(groupings, base):
            person = values | groups
            rows.append((str(base + 1), *(person[name] for name in named), ""))
    header = (CASE, *named, columns.decision)
    to_fill = tuple(name for name in free if not choices[name])
    return Profiles(header, tuple(rows), to_fill, bases)


def _choices(cells: Sequence[str]) -> tuple[str, ...]:
    """Return low, middling and high for numbers, or the categories that several cases share."""
    values = [cell.strip() for cell in cells if not is_missing(cell)]
    numbers = [value for cell in values if (value := number(cell)) is not None]
    if values and len(numbers) == len(values) and len(set(numbers)) > 2:
        low, middle, high = np.quantile(numbers, [0.05, 0.5, 0.95])
        return tuple(_round(value) for value in (low, middle, high))
    shared = Counter(values)
    if len(shared) > _MOST_VALUES:
        return ()
    return tuple(sorted(value for value, times in shared.items() if times >= FEWEST_SHOWN))


def _round(value: float) -> str:
    """Return a number of two figures, which is hardly anybody's.

    >>> _round(2_749_300.0), _round(0.6571)
    ('2700000', '0,66')
    """
    return f"{float(f'{value:.2g}'):.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _values(
    base: int, choices: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> dict[str, str]:
    kind = _PROFILES[base] if base < len(_PROFILES) else ""
    found = {}
    for name, values in choices.items():
        if not values or kind == "vacío":
            found[name] = ""
        elif kind:
            place = {"bajo": 0, "medio": len(values) // 2, "alto": len(values) - 1}[kind]
            found[name] = values[place]
        else:
            found[name] = values[int(rng.integers(len(values)))]
    return found


def _one_change_at_a_time(groupings: Sequence[Grouping], base: int) -> Iterator[dict[str, str]]:
    first = {one.column: one.written[base % len(one.written)] for one in groupings}
    yield first
    for grouping in groupings:
        for written in grouping.written:
            if written != first[grouping.column]:
                yield first | {grouping.column: written}


def case_column(table: Table) -> str | None:
    """Return the column that says which rows are the same invented person."""
    return next((name for name in table.header if fold(name) == fold(CASE)), None)
