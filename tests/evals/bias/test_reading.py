"""The CSV as offices export it, and what is said when it is something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.bias.problems import DataProblem
from evals.bias.reading import read_table

ROWS = "Año;Resultado\n1;aprobada\n2;rechazada\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_however_it_was_exported(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    file = tmp_path / "datos.csv"
    file.write_bytes(ROWS.replace(";", delimiter).replace("\n", "\r\n").encode(encoding))
    found = read_table(file)
    assert found.header == ("Año", "Resultado")
    assert found.column("Resultado") == ("aprobada", "rechazada")


def test_a_quoted_cell_may_hold_the_delimiter_and_a_line_break(tmp_path: Path) -> None:
    file = tmp_path / "datos.csv"
    file.write_text('a;b\n"uno; dos\ntres";x\n', encoding="utf-8")
    assert read_table(file).column("a") == ("uno; dos\ntres",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"\n \n", "vacío"),
        (b"a;b\n", "sin ninguna fila"),
        (b"a;a\n1;2\n", "repetidos"),
        (b"a;\n1;2\n", "sin nombre"),
        (b"a;b\n1;2\n1\n1;2;3\n", "2 filas no tienen 2 columnas"),
        (b"PK\x03\x04....", "Excel"),
        (b"a;b\n1\x00;2\n", "no es de texto"),
    ],
)
def test_what_is_no_table_is_explained(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "datos.csv"
    file.write_bytes(content)
    with pytest.raises(DataProblem, match=words):
        read_table(file)


def test_a_file_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="No encuentro el archivo"):
        read_table(tmp_path / "falta.csv")


def test_a_first_row_of_data_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "datos.csv"
    file.write_text("ana@example.org;12.345.678-5\nx;y\n", encoding="utf-8")
    with pytest.raises(DataProblem, match="primera fila") as told:
        read_table(file)
    assert "ana" not in str(told.value) and "12.345" not in str(told.value)
