"""What a reader sees of a comparison: what changed of the system, of its figures, of its cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.report.compare import Change, Comparison, Turned
from evals.report.drawing import Drawing
from evals.report.failures import Failure, failure
from evals.report.plots_paired import changes
from evals.report.sides import Side
from knowledge_base.model import Passage

MOST_TURNED = 150
"""Cases that are shown whole; the rest are counted."""

_WORDS = {
    "same": "sin cambios",
    "better": "mejoró",
    "worse": "empeoró",
    "hint": "indicio, no concluyente",
    "unclear": "no se ve diferencia",
}


@dataclass(frozen=True)
class Difference:
    """Something of the system or the machine that is not the same in both runs."""

    what: str
    before: str
    now: str


@dataclass(frozen=True)
class TurnedCase:
    """A case that changed side, as it is read now, with what it answered before."""

    case: Failure
    metrics: tuple[str, ...]
    answer_before: str


@dataclass(frozen=True)
class ComparePage:
    """A comparison, ready to be shown."""

    comparison: Comparison
    drawing: Drawing | None
    differences: tuple[Difference, ...]
    failing: tuple[TurnedCase, ...]
    passing: tuple[TurnedCase, ...]

    @property
    def summary(self) -> str:
        """What a hurried reader needs, in one sentence."""
        found = self.comparison
        if not found.changes:
            return "No hay nada que se pueda comparar."
        if all(c.direction == "same" for c in found.changes):
            return "Ninguna medida cambió en ningún caso."
        worse = sum(c.direction == "worse" for c in found.primary)
        better = sum(c.direction == "better" for c in found.primary)
        return (
            f"Medidas principales, más allá del azar: empeoran {worse} y mejoran {better} de "
            f"{len(found.primary)}. Casos que dejaron de estar bien en algo: "
            f"{len(found.newly_failing)}. Casos que pasaron a estarlo: {len(found.newly_passing)}."
        )

    def direction(self, change: Change) -> str:
        """Return what the pairs say of a change, in words."""
        return _WORDS[change.direction]


def build_compare_page(comparison: Comparison, passages: Mapping[str, Passage]) -> ComparePage:
    """Return the page of a comparison."""
    primary = comparison.primary
    return ComparePage(
        comparison=comparison,
        drawing=changes(primary) if primary else None,
        differences=tuple(differences(comparison.before, comparison.now)),
        failing=_cases(comparison.newly_failing, passages),
        passing=_cases(comparison.newly_passing, passages),
    )


def differences(before: Side, now: Side) -> Iterator[Difference]:
    """Yield what is not the same in both: the day, what answered, and where."""
    if before.day != now.day:
        yield Difference("día en que se pregunta", before.day, now.day)
    for was, is_now in (
        (before.configuration, now.configuration),
        (before.machine, now.machine),
    ):
        for name in dict.fromkeys([*was, *is_now]):
            first, second = was.get(name, "no se sabe"), is_now.get(name, "no se sabe")
            if first != second:
                yield Difference(name, first, second)


def _cases(turned: tuple[Turned, ...], passages: Mapping[str, Passage]) -> tuple[TurnedCase, ...]:
    return tuple(
        TurnedCase(failure(one.result, passages), one.metrics, one.answer_before)
        for one in turned[:MOST_TURNED]
    )
