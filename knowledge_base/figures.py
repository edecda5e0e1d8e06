"""Figures live once, as data: amounts, dates, deadlines, counts, with the fact they come from.

Documents name them (`{{deporte_clubes_tope}}`) instead of repeating them, so that a change is made
in one place, and `kb check` can tell a document that states another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_.]+)\s*\}\}")


class FigureError(Exception):
    """The figures cannot be used; raised when a data file is wrong, with every mistake."""


class Figure(BaseModel):
    """One figure: what is shown (`texto`), its value for machines and where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    texto: str
    valor: Any
    unidad: str
    hecho: str
    patron: str | None = None
    """Regular expression with a group `valor`: statements of this figure in any document."""


def load_figures(folder: Path) -> dict[str, Figure]:
    """Return every figure of the YAML files in `folder`, by key.

    Raises:
        FigureError: a file is wrong or a key is defined twice.
    """
    figures: dict[str, Figure] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (OSError, yaml.YAMLError) as error:
            problems.append(f"{path.name}: {error}")
            continue
        if not isinstance(data, dict):
            problems.append(f"{path.name}: debe ser una lista de claves con su cifra («clave: …»)")
            continue
        for key, value in data.items():
            if key in figures:
                problems.append(f"{path.name}: «{key}» ya está definida en otro archivo")
            try:
                figures[key] = Figure.model_validate(value)
                re.compile(figures[key].patron or "")
            except (ValidationError, re.error) as error:
                problems.append(f"{path.name}: {key}: {error}")
    if problems:
        raise FigureError("Hay errores en los datos:\n  " + "\n  ".join(problems))
    return figures


def render(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with every placeholder replaced; unknown ones stay, for the check to report.

    >>> render("El tope es {{tope}}.", {"tope": "$10"})
    'El tope es $10.'
    """
    return PLACEHOLDER.sub(lambda m: values.get(m[1], m[0]), text)


def missing(text: str, values: Mapping[str, str]) -> list[str]:
    """Return the placeholders of `text` that `values` does not define."""
    return sorted({key for key in PLACEHOLDER.findall(text) if key not in values})


def texts(figures: Mapping[str, Figure]) -> dict[str, str]:
    """Return what each figure's placeholder stands for."""
    return {key: figure.texto for key, figure in figures.items()}


def contradictions(text: str, figures: Mapping[str, Figure]) -> Iterable[tuple[str, str, str]]:
    """Yield (key, found, expected) where `text` states a figure with another value."""
    for key, figure in figures.items():
        if figure.patron is None:
            continue
        for match in re.finditer(figure.patron, text, re.IGNORECASE):
            found = match["valor"]
            if found and not _same(found, figure):
                yield key, found, figure.texto


def _same(found: str, figure: Figure) -> bool:
    plain = re.sub(r"[.\s$%]", "", found).replace(",", ".")
    candidates = {str(figure.valor), re.sub(r"[.\s$%]", "", figure.texto).replace(",", ".")}
    return plain in candidates or bool(_whole(found).search(figure.texto))


def _whole(found: str) -> re.Pattern[str]:
    """Match `found` where it stands alone: «$3.100» is not in «$3.100.000»."""
    return re.compile(rf"(?<!\w)(?<!\d[.,:]){re.escape(found)}(?!\w|[.,:]\d)", re.IGNORECASE)
