"""Columns that look like names, RUT or contacts: this evaluation neither needs nor prints them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from assistant.redaction import Kind, Redaction
from evals.bias.columns import ColumnMap
from evals.bias.problems import DataProblem
from evals.bias.reading import Table
from evals.bias.texts import fold, is_missing, listed, number

_HEADERS = re.compile(
    r"\b(ruts?|runs?|rol unico|nombres?|apellidos?|paterno|materno|correo|e ?mail|mail|telefono"
    r"|fono|celular|direccion|domicilio|fecha (de )?nac\w*|nacimiento|pasaporte)\b"
)
_IDENTIFIERS = frozenset(
    {
        Kind.RUT, Kind.PHONE, Kind.EMAIL, Kind.ADDRESS, Kind.BIRTH_DATE, Kind.PLATE, Kind.ACCOUNT,
        Kind.CARD, Kind.SECRET, Kind.DOCUMENT, Kind.PROFILE, Kind.LOCATION,
    }
)  # fmt: skip
_SAMPLE = 60
_MANY = 0.3
"""A share of the sampled values: now and then a number is a valid RUT by chance."""


class Redacts(Protocol):
    """Whatever finds personal data in a text."""

    def redact(self, text: str) -> Redaction:
        """Return the text without its personal data, and what was found."""


def check_privacy(table: Table, columns: ColumnMap, redactor: Redacts) -> tuple[str, ...]:
    """Return the columns that look personal and are not used: they should not be in the file.

    Raises:
        DataProblem: a column in use looks personal. Its values would be printed as names of groups.
    """
    personal = [name for name in table.header if _looks_personal(table, name, redactor)]
    refused = {use: name for use, name in columns.used.items() if name in personal}
    if refused:
        raise DataProblem(
            *(
                f"La columna «{name}», que elegiste para {use}, parece tener datos personales "
                "(nombres, RUT o contactos). No la uso, porque sus valores se escribirían en el "
                "informe. Elige otra columna, o crea una con categorías como «mujer» o «rural»."
                for use, name in refused.items()
            )
        )
    return tuple(personal)


def check_labels(labels: Iterable[str], where: str, redactor: Redacts) -> None:
    """Let pass the names of the groups, which the report prints, if none of them names a person.

    Raises:
        DataProblem: some label looks like a name or an identifier. It is counted, not repeated.
    """
    wrong = [label for label in labels if _found(label, redactor) & (_IDENTIFIERS | {Kind.NAME})]
    if wrong:
        raise DataProblem(
            f"{where}: {len(wrong)} de sus valores parecen nombres de personas o identificadores, "
            "y se escribirían en el informe. Corrígelos en el archivo, o escribe en el mapa "
            "(«categorias») cómo debe llamarse cada uno."
        )


def safe_values(values: Sequence[str], redactor: Redacts) -> str:
    """Return the values for a message, masked, or only how many there are if there are many."""
    if len(values) > 8:
        return f"{len(values)} valores distintos"
    return listed([redactor.redact(value).text for value in values])


def _looks_personal(table: Table, name: str, redactor: Redacts) -> bool:
    if _HEADERS.search(fold(re.sub(r"[._\-]", " ", name))):
        return True
    values = sorted({cell.strip() for cell in table.column(name) if not is_missing(cell)})
    sample = values[:: max(1, len(values) // _SAMPLE)]
    identifiers = names = 0
    for value in sample:
        found = _found(value, redactor)
        identifiers += bool(found & _IDENTIFIERS)
        names += Kind.NAME in found
    most = _MANY * len(sample)
    return bool(sample) and (identifiers > most or names > most)


def _found(value: str, redactor: Redacts) -> set[Kind]:
    if (value_as_number := number(value)) is not None and abs(value_as_number) < 1e6:
        return set()  # an age, a year, a score: no number this short is a RUT or a phone
    return {entity.kind for entity in redactor.redact(value).entities}
