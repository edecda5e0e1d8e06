"""Invented cases: nobody in them exists."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from assistant.redaction import Redaction
from evals.bias.columns import ColumnMap, load_map
from evals.bias.reading import Table

HEADER = ("folio", "sexo", "edad", "zona", "resultado", "cumple", "puntaje")


class SeesNobody:
    """A redactor that finds nothing."""

    def redact(self, text: str) -> Redaction:
        return Redaction(text, text)


def people(count: int = 900, seed: int = 5, rural_loses: float = 0.3) -> list[tuple[str, ...]]:
    """Rows of people who deserve or not, and of whom the rural ones are refused more often."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        deserves = chance.random() < 0.55
        zone = chance.choices(["Rural", "Urbana"], [30, 70])[0]
        granted = (0.85 if deserves else 0.2) - (rural_loses if zone == "Rural" and deserves else 0)
        said = chance.random() < granted
        rows.append(
            (
                f"F{number:05d}",
                chance.choice(["Mujer", "Hombre"]),
                str(chance.randint(18, 90)),
                zone,
                "aprobada" if said else "rechazada",
                "sí" if deserves else "no",
                f"{0.6 if said else 0.4}".replace(".", ","),
            )
        )
    return rows


def table(rows: list[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> Table:
    return Table(header, tuple(rows), "coma", "UTF-8", "0" * 64)


def columns(**options: object) -> ColumnMap:
    given: dict[str, object] = {
        "decision": "resultado",
        "favorable": ["aprobada"],
        "grupos": {"sexo": "sexo", "zona": "zona"},
    }
    return load_map(None, given | options)


def write(file: Path, rows: list[tuple[str, ...]], header: tuple[str, ...] = HEADER) -> Path:
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, delimiter=";").writerows([header, *rows])
    return file
