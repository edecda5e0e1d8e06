"""What could be done about what was found: options for people to decide on, never a fixed list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from evals.bias.comparing import Comparison, told_once
from evals.bias.evaluation import Evaluation
from evals.bias.rates import JUDGED, Measure
from evals.bias.representation import Representation
from evals.bias.texts import points
from evals.bias.verdicts import Outcome
from governance.policy.strict_yaml import load_strict

MITIGATIONS_FILE = Path(__file__).with_name("mitigations.yaml")
_MANY_MISSING = 0.05


class Options(BaseModel):
    """A kind of finding in words, and what could be done about it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hallazgo: str = Field(min_length=10)
    opciones: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Mitigation:
    """The options for one kind of finding of this evaluation."""

    kind: str
    finding: str
    options: tuple[str, ...]


def load_options() -> dict[str, Options]:
    """Return every kind of finding that has options."""
    return TypeAdapter(dict[str, Options]).validate_python(load_strict(MITIGATIONS_FILE))


def suggest(evaluation: Evaluation) -> tuple[Mitigation, ...]:
    """Return the options for what was found, the most serious first."""
    options = load_options()
    found = {kind: groups for kind, groups in findings(evaluation) if groups}
    if not set(found) - {"insuficiente", "faltantes"}:
        found["ninguno"] = ("",)
    return tuple(
        Mitigation(kind, one.hallazgo.format(grupos=_joined(found[kind])), one.opciones)
        for kind, one in options.items()
        if kind in found
    )


def findings(evaluation: Evaluation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each kind of finding with the groups that it is about."""
    presences = [(found, _apart(found)) for found in evaluation.representations]
    yield "subrepresentado", _named((found, under) for found, (under, _) in presences)
    # Where some groups are too few, that others are too many says nothing new.
    yield "sobrerrepresentado", _named((f, over) for f, (under, over) in presences if not under)
    for measure in JUDGED:
        yield measure.value, _different(evaluation.comparisons, measure)
    crossed = (one for one in evaluation.crossing.comparisons if one.outcome is Outcome.DIFFERENCE)
    yield "cruce", _unique(one.group for one in crossed)
    changes = evaluation.extremes.changes if evaluation.extremes else ()
    yield "extremos", tuple(one.grouping for one in changes if one.outcome is Outcome.DIFFERENCE)
    yield "faltantes", tuple(_missing(evaluation))
    yield (
        "indicio",
        _unique(
            f"{one.grouping}: {one.group}"
            for one in told_once(evaluation.comparisons)
            if one.outcome is Outcome.HINT
        ),
    )
    yield (
        "insuficiente",
        tuple(
            f"{one.grouping}: {one.group}"
            for one in evaluation.groups
            if one.outcome in (Outcome.INSUFFICIENT, Outcome.NOT_JUDGED)
        ),
    )


def _apart(found: Representation) -> tuple[list[str], list[str]]:
    apart = [one for one in found.presences if one.outcome is Outcome.DIFFERENCE]
    return [one.group for one in apart if one.is_under], [
        one.group for one in apart if not one.is_under
    ]


def _named(groups: Iterable[tuple[Representation, list[str]]]) -> tuple[str, ...]:
    return tuple(f"{found.grouping}: {group}" for found, named in groups for group in named)


def _different(comparisons: Sequence[Comparison], measure: Measure) -> tuple[str, ...]:
    """Return the groups and by how much; of the only two groups, the one that comes off worse."""
    found = [one for one in comparisons if one.measure is measure]
    return tuple(
        f"{one.grouping}: {one.group} ({points(one.difference or 0)})"
        for one in told_once(found)
        if one.outcome is Outcome.DIFFERENCE
    )


def _missing(evaluation: Evaluation) -> Iterator[str]:
    missing, total = evaluation.missing, len(evaluation.cases)
    if missing.undecided > _MANY_MISSING * total:
        yield "la decisión"
    if (missing.without_real or 0) > _MANY_MISSING * total:
        yield "el resultado real"
    for one in missing.silences:
        if (one.unknown.value or 0) > _MANY_MISSING:
            yield one.grouping


def _unique(groups: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(groups))


def _joined(groups: tuple[str, ...], most: int = 8) -> str:
    rest = len(groups) - most
    return "; ".join(groups[:most]) + (f"; y {rest} más" if rest > 0 else "")
