"""The map of columns: YAML, TOML, options over both, and its mistakes in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.bias.columns import load_map
from evals.bias.options import map_from_options
from evals.bias.problems import DataProblem

YAML = "decision: resultado\nfavorable: aprobada\ngrupos:\n  sexo: sexo\n"


def _file(folder: Path, content: str, name: str = "mapa.yaml") -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def test_a_map_is_read_from_yaml_and_from_toml_alike(tmp_path: Path) -> None:
    toml = 'decision = "resultado"\nfavorable = "aprobada"\n[grupos]\nsexo = "sexo"\n'
    assert load_map(_file(tmp_path, YAML), {}) == load_map(_file(tmp_path, toml, "m.toml"), {})


def test_options_win_over_the_map_and_add_groups_to_it(tmp_path: Path) -> None:
    found = map_from_options(
        _file(tmp_path, YAML), {"minimo": 50}, ["edad=años", "zona=z"], ["edad=15,65"]
    )
    assert found.minimo == 50
    assert list(found.grupos) == ["sexo", "edad", "zona"]
    assert found.grupos["edad"].cortes == (15, 65)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("favorable: a\ngrupos: {s: s}\n", "--decision COLUMNA"),
        ("decision: a\n", "--grupo sexo=COLUMNA"),
        (YAML + "umbral: 3\n", "«umbral» no existe"),
        (YAML + "minimo: 3\n", "lo menos es 10"),
        (YAML + "margen: 0\n", "mayor que 0"),
        ("- a\n", "no es un mapa"),
        ("decision: no\n", "sin comillas"),
        (
            "decision: a\ngrupos:\n  s: {columna: s, poblacion: {fuente: INE x, "
            "porcentajes: {a: 80, b: 30}}}\n",
            "no pueden sumar más de 100",
        ),
    ],
)
def test_a_wrong_map_says_what_to_do(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(DataProblem, match=words):
        load_map(_file(tmp_path, content), {})


@pytest.mark.parametrize("broken", ["decision = \n", 'a = "x\n'])
def test_broken_toml_is_explained(tmp_path: Path, broken: str) -> None:
    with pytest.raises(DataProblem, match="no es TOML"):
        load_map(_file(tmp_path, broken, "m.toml"), {})


@pytest.mark.parametrize(
    ("groups", "cuts", "words"),
    [
        (["sexo"], [], "No entiendo «sexo»"),
        (["edad=e"], ["edad=quince"], "No entiendo los cortes"),
        (["sexo=s"], ["edad=15"], "no está en --grupo"),
    ],
)
def test_options_that_cannot_be_understood_are_explained(
    groups: list[str], cuts: list[str], words: str
) -> None:
    with pytest.raises(DataProblem, match=words):
        map_from_options(None, {"decision": "d"}, groups, cuts)
