"""Figures of population: each with its source, none invented."""

from __future__ import annotations

import pytest

from evals.bias.columns import OwnReference
from evals.bias.population import NO_FIGURE, Shares, find_shares, load_population
from knowledge_base.figures import load_figures
from knowledge_base.ingest import HERE

FIGURES = load_figures(HERE / "data")


def _shares(name: str, *labels: str) -> Shares:
    found = find_shares(name, labels)
    assert isinstance(found, Shares)
    return found


def test_every_figure_is_one_of_the_knowledge_base() -> None:
    for one in load_population().referencias:
        keys = [category.cifra for category in one.categorias.values() if category.cifra]
        assert set(keys) | ({one.total} if one.total else set()) <= set(FIGURES), one.id
        assert one.fuente and one.confianza


def test_every_reference_adds_up_to_the_whole_population() -> None:
    for one in load_population().referencias:
        found = _shares(one.grupos[0], *one.categorias)
        assert sum(found.of.values()) == pytest.approx(1, abs=1e-3), one.id


def test_women_are_those_of_the_census_and_men_what_is_left() -> None:
    found = _shares("Género", "Femenino", "Masculino")
    assert found.of == pytest.approx({"Femenino": 0.519, "Masculino": 0.481})
    assert found.subtracted == ("Masculino",)
    assert "Censo 2024" in found.source


def test_the_reference_that_knows_most_of_the_groups_is_taken() -> None:
    assert set(_shares("edad", "menos de 15", "15 a 64", "65 o más").of) == {
        "menos de 15",
        "15 a 64",
        "65 o más",
    }
    assert _shares("edad", "menos de 65", "65 o más").of["menos de 65"] == pytest.approx(0.834)
    assert "Itata" in _shares("territorio", "Itata", "Punilla").of


def test_a_group_of_the_population_that_the_data_lack_is_also_told() -> None:
    assert _shares("zona", "Urbana", "periurbana").of["rural"] == pytest.approx(0.306)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("discapacidad", ("sí", "no")),
        ("pobreza", ("sí", "no")),
        ("sexo", ("1", "2")),
        ("edad", ("menos de 60", "60 o más")),
    ],
)
def test_what_has_no_figure_says_so(name: str, labels: tuple[str, ...]) -> None:
    assert find_shares(name, labels) == NO_FIGURE


def test_the_register_of_households_is_not_taken_for_the_population() -> None:
    found = find_shares("pueblos originarios", ("sí", "no"))
    assert isinstance(found, str) and found.startswith(NO_FIGURE)
    assert "Registro Social de Hogares" in found


def test_the_figures_of_the_office_go_first() -> None:
    own = OwnReference(fuente="Estudio de la unidad, 2026", porcentajes={"Sí": 20, "No": 80})
    found = find_shares("discapacidad", ("sí", "no"), own)
    assert isinstance(found, Shares)
    assert found.of == pytest.approx({"sí": 0.2, "no": 0.8})
    assert found.source == "Estudio de la unidad, 2026"
