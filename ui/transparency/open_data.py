"""Open data: what each field of a file means, under which licence, as CSV (RFC 4180) and JSON.

The fields are described in `datos_abiertos.yaml`, and a test holds them to what is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.sheets import sheet_lines
from governance.moments import stamp
from ui.transparency.frame import Sheet

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DATA_FILE = Path(__file__).with_name("datos_abiertos.yaml")
DatasetId = Literal["catalogo", "cifras", "ficha"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Licence(_Strict):
    """Under which terms the data may be used; `verified` once the institution said so."""

    name: str
    url: str
    verified: bool


class Dataset(_Strict):
    """A file of open data."""

    title: str
    about: str
    licence: Licence
    fields: Mapping[str, str]


class _File(_Strict):
    licence: Licence
    datasets: Mapping[DatasetId, Mapping[str, Any]]


@cache
def load_dataset(name: DatasetId) -> Dataset:
    """Return the description of a file."""
    found = _File.model_validate(yaml.safe_load(DATA_FILE.read_text(encoding="utf-8")))
    return Dataset.model_validate({**found.datasets[name], "licence": found.licence})


def licence_words(licence: Licence) -> str:
    """Return under which terms the data may be used."""
    words = "Puedes usar y compartir estos datos si nombras de dónde salen. "
    if licence.verified:
        return f"{words}Licencia: {licence.name}."
    return f"{words}La licencia propuesta es {licence.name}: la institución debe confirmarla."


def to_csv(filename: str, dataset: Dataset, rows: Iterable[DataclassInstance]) -> Sheet:
    """Return the rows as a file for spreadsheets, in UTF-8 with its mark."""
    lines = ([_cell(value) for value in asdict(row).values()] for row in rows)
    text = "".join(sheet_lines(list(dataset.fields), lines))
    return Sheet(text.encode(), "text/csv; charset=utf-8; header=present", filename)


def to_json(
    filename: str,
    dataset: Dataset,
    rows: Sequence[DataclassInstance],
    at: datetime,
    institution: str,
) -> Sheet:
    """Return the rows with what they mean and their licence."""
    content = {
        "titulo": dataset.title,
        "descripcion": dataset.about,
        "institucion": institution,
        "al": stamp(at),
        "licencia": {
            "nombre": dataset.licence.name,
            "url": dataset.licence.url,
            "confirmada": dataset.licence.verified,
        },
        "campos": dict(dataset.fields),
        "datos": [{name: _plain(value) for name, value in asdict(row).items()} for row in rows],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return Sheet(text.encode(), "application/json", filename)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: object) -> object:
    return "" if value is None else _plain(value)
