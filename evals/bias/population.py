"""The population of Ñuble by group, from figures with a source, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evals.bias.columns import OwnReference
from evals.bias.texts import fold
from governance.policy.strict_yaml import load_strict
from knowledge_base.figures import Figure, load_figures
from knowledge_base.ingest import HERE as KNOWLEDGE

POPULATION_FILE = Path(__file__).with_name("population.yaml")
NO_FIGURE = "sin cifra de población"


class Category(BaseModel):
    """One group of the population: its figure, or what the others leave."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nombres: tuple[str, ...] = Field(min_length=1)
    cifra: str | None = None
    resto: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Category:
        if (self.cifra is None) is not self.resto:
            raise ValueError("each category has a figure or is the rest")
        return self


class Reference(BaseModel):
    """How the population is divided, and who says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    grupos: tuple[str, ...] = Field(min_length=1)
    fuente: str
    confianza: str
    nota: str = ""
    total: str | None = None
    categorias: dict[str, Category]


class Absence(BaseModel):
    """Groups that the policy names, and why there is no figure of theirs to compare with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    grupos: tuple[str, ...] = Field(min_length=1)
    motivo: str


class Population(BaseModel):
    """Every reference that is known, and the absences that are worth a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    referencias: tuple[Reference, ...]
    sin_cifra: tuple[Absence, ...] = ()


@dataclass(frozen=True)
class Shares:
    """The share of the population of each group with a figure, also of those not in the data."""

    of: Mapping[str, float]
    source: str
    confidence: str
    note: str = ""
    subtracted: tuple[str, ...] = ()
    """Groups whose share was not published, but is what the others leave."""


def load_population(file: Path = POPULATION_FILE) -> Population:
    """Return what `file` says.

    Raises:
        StrictYamlError: the file is not the YAML that it seems.
        ValidationError: something is missing or is not known.
    """
    return Population.model_validate(load_strict(file))


def find_shares(name: str, labels: Sequence[str], own: OwnReference | None = None) -> Shares | str:
    """Return the share of the population of each of the `labels`, or why there is none.

    The reference that knows most of the labels is taken. What the office brings goes first.
    """
    if own is not None:
        given = {name: share / 100 for name, share in own.porcentajes.items()}
        spelt = {fold(label): label for label in labels}
        if not set(map(fold, given)) & set(spelt):
            return f"{NO_FIGURE}: los porcentajes del mapa no nombran a ninguno de estos grupos"
        shares = {spelt.get(fold(name), name): share for name, share in given.items()}
        return Shares(shares, own.fuente, "la que declare el servicio")
    population = load_population()
    named = [one for one in population.referencias if fold(name) in map(fold, one.grupos)]
    figures = load_figures(KNOWLEDGE / "data")
    best = max((_shares(one, labels, figures) for one in named), key=_known(labels), default=None)
    if best is not None and _known(labels)(best):
        return best
    for absence in population.sin_cifra:
        if fold(name) in map(fold, absence.grupos):
            return f"{NO_FIGURE}. {absence.motivo}"
    return NO_FIGURE


def _known(labels: Sequence[str]) -> Callable[[Shares], int]:
    return lambda shares: len(set(labels) & set(shares.of))


def _shares(reference: Reference, labels: Sequence[str], figures: Mapping[str, Figure]) -> Shares:
    total = float(figures[reference.total].valor) if reference.total else 100.0
    known = {
        name: float(figures[category.cifra].valor) / total
        for name, category in reference.categorias.items()
        if category.cifra
    }
    rest = 1 - sum(known.values())
    found: dict[str, float] = {}
    subtracted = []
    for name, category in reference.categorias.items():
        names = {fold(name), *map(fold, category.nombres)}
        called = next((label for label in labels if fold(label) in names), name)
        found[called] = known.get(name, rest)
        subtracted += [called] if category.resto else []
    return Shares(found, reference.fuente, reference.confianza, reference.nota, tuple(subtracted))
