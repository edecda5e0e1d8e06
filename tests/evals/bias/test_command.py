"""The command, as whoever types it meets it, and the guide, whose commands are run here."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from assistant import redaction
from assistant.redaction import Redactor
from evals.bias.command import bias
from tests.evals.bias.people import people, write

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "sesgos.md"
USUAL = ("--decision", "resultado", "--favorable", "aprobada", "--grupo", "zona=zona")


@pytest.fixture(autouse=True)
def _one_redactor(real_redactor: Redactor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(redaction, "build_redactor", lambda: real_redactor)
    monkeypatch.chdir(tmp_path)


def _run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(bias)
    return CliRunner().invoke(app, list(arguments))


def test_a_report_is_written_and_said_where(tmp_path: Path) -> None:
    write(tmp_path / "datos.csv", people())
    done = _run("datos.csv", *USUAL, "--salida", "informe")
    assert done.exit_code == 0, done.output
    assert "Se observaron diferencias" in done.output
    assert re.search(r"informe\.pdf \(\d+ páginas\)", done.output)
    assert (tmp_path / "informe" / "informe.docx").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("falta.csv", *USUAL), "No encuentro el archivo"),
        (("datos.csv",), "--decision COLUMNA"),
        (("datos.csv", *USUAL, "--grupo", "x=nada"), "No existe la columna «nada»"),
        (("datos.csv", *USUAL, "--favorable", "otra"), "ninguna fila dice «otra»"),
        (("datos.csv", *USUAL, "--mapa", "mapa.yaml"), "no puedo leer el mapa"),
        (("datos.csv", *USUAL, "--extremos", "datos.csv"), "caso_extremo"),
        (("datos.csv", *USUAL, "--minimo", "2"), "lo menos es 10"),
    ],
)
def test_a_mistake_ends_in_words_with_code_one_and_nothing_written(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    write(tmp_path / "datos.csv", people(200))
    done = _run(*arguments)
    assert done.exit_code == 1
    assert words in done.output and "No se escribió nada" in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["datos.csv"]


def test_a_folder_in_use_is_left_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / "datos.csv", people(200))
    (tmp_path / "informe").mkdir()
    (tmp_path / "informe" / "mio.txt").write_text("x", encoding="utf-8")
    done = _run("datos.csv", *USUAL, "--salida", "informe")
    assert done.exit_code == 1 and "ya tiene archivos" in done.output
    assert [one.name for one in (tmp_path / "informe").iterdir()] == ["mio.txt"]


def test_invented_cases_are_not_written_over_a_file(tmp_path: Path) -> None:
    write(tmp_path / "datos.csv", people(200))
    before = (tmp_path / "datos.csv").read_bytes()
    done = _run("datos.csv", *USUAL, "--crear-casos", "datos.csv")
    assert done.exit_code == 1 and "ya existe" in done.output
    assert (tmp_path / "datos.csv").read_bytes() == before


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_of_the_guide_works_and_says_what_the_guide_says(tmp_path: Path) -> None:
    (program,) = _blocks("python")
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=60)
    (tmp_path / "mapa.yaml").write_text(_blocks("yaml")[0], encoding="utf-8")
    commands = [shlex.split(line) for line in "".join(_blocks("sh")).splitlines()]
    assert len(commands) == 3
    for command in commands:
        assert command[:3] == ["asistente", "eval", "bias"]
        done = _run(*command[3:])
        assert done.exit_code == 0, done.output
    report = (tmp_path / "informe-ejemplo" / "informe.md").read_text(encoding="utf-8")
    assert "Se observaron diferencias entre grupos con estos datos" in report
    assert "Se les rechaza por error en distinta proporción que a los demás: zona: Rural" in report
    assert (tmp_path / "casos.csv").is_file()


def test_the_guide_explains_every_key_of_the_map() -> None:
    from evals.bias.columns import ColumnMap

    text = GUIDE.read_text(encoding="utf-8")
    assert not [name for name in ColumnMap.model_fields if f"`{name}`" not in text]
