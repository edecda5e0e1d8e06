"""The options of the command as a map of columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evals.bias.columns import ColumnMap, load_map
from evals.bias.problems import DataProblem
from evals.bias.texts import number


def map_from_options(
    file: Path | None, options: Mapping[str, object], groups: list[str], cuts: list[str]
) -> ColumnMap:
    """Return the map that the options of the command make, over that of `file`.

    Raises:
        DataProblem: an option cannot be understood, or the map is wrong.
    """
    named: dict[str, object] = {}
    where = dict(_pair(text, "--grupo sexo=COLUMNA") for text in groups)
    cut = {name: _cuts(value) for name, value in (_pair(c, "--cortes edad=15,65") for c in cuts)}
    for name, column in where.items():
        named[name] = {"columna": column, "cortes": cut.pop(name, [])}
    _refuse_strays(cut)
    return load_map(file, {**options, "grupos": named})


def _pair(text: str, example: str) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in text.partition("="))
    if not (name and sign and value):
        raise DataProblem(f"No entiendo «{text}». Escríbelo así: {example}.")
    return name, value


def _cuts(text: str) -> list[float]:
    found = [number(part) for part in text.split(",")]
    if any(value is None for value in found):
        raise DataProblem(f"No entiendo los cortes «{text}». Escríbelos así: --cortes edad=15,65.")
    return [value for value in found if value is not None]


def _refuse_strays(cuts: dict[str, list[float]]) -> None:
    if cuts:
        name = next(iter(cuts))
        raise DataProblem(
            f"--cortes nombra a «{name}», que no está en --grupo. Agrega --grupo {name}=COLUMNA, o "
            "escribe los cortes en el mapa."
        )
