"""The table of a CSV as offices export it: comma, semicolon or tab; UTF-8, UTF-16 or Latin-1."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.bias.problems import DataProblem
from evals.bias.texts import listed

MOST_BYTES = 200_000_000

_DELIMITERS = {";": "punto y coma", ",": "coma", "\t": "tabulación"}
_AS_CSV = "Ábrelo en la planilla, elige «Guardar como» y el formato «CSV UTF-8»"
# A header that holds one of these is a row of data, perhaps with people in it: never repeat it.
_DATA = re.compile(r"@|\d[\d.\-]{5,}")


@dataclass(frozen=True)
class Table:
    """The cells of a file as text, and what identifies the file without naming anybody."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    encoding: str
    sha256: str

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of the column called `name`, from the first row to the last."""
        place = self.header.index(name)
        return tuple(row[place] for row in self.rows)


def read_table(file: Path) -> Table:
    """Return the table that `file` holds.

    Raises:
        DataProblem: it is not there, is empty, is no CSV, or its rows and columns do not fit.
    """
    content = _read(file)
    text, encoding = _decode(content)
    delimiter = _delimiter(text)
    lines = list(_lines(text, delimiter))
    if not lines:
        raise DataProblem("El archivo está vacío. Expórtalo de nuevo, con sus datos.")
    (_, header), *rows = lines
    header = tuple(name.strip() for name in header)
    _check_header(header)
    if not rows:
        raise DataProblem(
            "El archivo solo tiene los nombres de las columnas, sin ninguna fila de datos. "
            "Expórtalo de nuevo, con sus datos."
        )
    _check_lengths(header, rows, delimiter)
    return Table(
        header,
        tuple(row for _, row in rows),
        _DELIMITERS[delimiter],
        encoding,
        hashlib.sha256(content).hexdigest(),
    )


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise DataProblem(
                f"El archivo pesa más de {MOST_BYTES // 1_000_000} MB. Deja solo las columnas que "
                "usa la evaluación, o una muestra al azar de las filas."
            )
        return file.read_bytes()
    except FileNotFoundError:
        raise DataProblem(
            "No encuentro el archivo de datos. Revisa su nombre y su carpeta."
        ) from None
    except OSError:
        raise DataProblem(
            "No puedo leer el archivo de datos. Revisa que sea un archivo, que tengas permiso y "
            "que no esté abierto en otro programa."
        ) from None


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise DataProblem(f"El archivo es una planilla de Excel o similar, no un CSV. {_AS_CSV}.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    if b"\x00" in content:
        raise DataProblem(f"El archivo no es de texto. {_AS_CSV}.")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Latin-1"


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row that is not blank, with the line of the file where it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, tuple(row)
    except csv.Error:
        raise DataProblem(
            f"No pude leer la línea {reader.line_num}: puede tener comillas sin cerrar. "
            "Corrígela y guarda el archivo de nuevo."
        ) from None


def _check_header(header: tuple[str, ...]) -> None:
    if any(_DATA.search(name) for name in header):
        raise DataProblem(
            "La primera fila parece tener datos y no los nombres de las columnas. "
            "Agrega arriba una fila con el nombre de cada columna."
        )
    mistakes = []
    blank = [str(place) for place, name in enumerate(header, 1) if not name]
    if blank:
        mistakes.append(
            f"Hay columnas sin nombre (posición {', '.join(blank[:8])}). Ponles nombre en la "
            "primera fila, o bórralas si están vacías."
        )
    repeated = [name for name, times in Counter(header).items() if times > 1 and name]
    if repeated:
        mistakes.append(
            f"Hay nombres de columna repetidos: {listed(repeated)}. Deja cada nombre una sola vez: "
            "no puedo saber cuál usar."
        )
    if mistakes:
        raise DataProblem(*mistakes)


def _check_lengths(
    header: tuple[str, ...], rows: list[tuple[int, tuple[str, ...]]], delimiter: str
) -> None:
    wrong = [(line, len(row)) for line, row in rows if len(row) != len(header)]
    if wrong:
        places = ", ".join(f"línea {line} ({cells})" for line, cells in wrong[:5])
        raise DataProblem(
            f"{len(wrong)} filas no tienen {len(header)} columnas como la primera fila: {places}. "
            f"Suele ser un texto que contiene el separador ({_DELIMITERS[delimiter]}) y no va "
            "entre comillas. Corrígelas y guarda el archivo de nuevo."
        )
