"""A suite as a file of another tool. Pure: the same cases give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from evals.ecosystem import promptfoo, ragas
from evals.ecosystem.exporting import Exported, ExportError, Format, Found
from evals.suites.case import Case, Kind
from evals.suites.catalogue import TITLES
from evals.suites.gold import Shelf

RAGAS_SUITES: tuple[Kind, ...] = (
    "retrieval",
    "answers",
    "abstention",
    "handoff",
    "dialogues",
    "injection",
    "privacy",
    "equity",
)
"""The suites whose cases are questions of a person."""


def export_suite(
    to: Format, suite: Kind, cases: Sequence[Case], found: Found, shelf: Shelf, url: str
) -> Exported:
    """Return the suite in a format, with what a run answered where there is one.

    Personal data of the cases is of nobody, and is exported as it is.

    Raises:
        ExportError: the format has no place for the suite, or the run is of other documents.
    """
    suites = RAGAS_SUITES if to == "ragas" else promptfoo.SUITES
    if suite not in suites:
        raise ExportError(
            f"La suite «{suite}» ({TITLES[suite]}) mira una parte del asistente, no una "
            f"conversación, y no cabe en {to}. Caben: {', '.join(suites)}."
        )
    if to == "ragas":
        lines = list(ragas.samples(cases, found, shelf))
        return Exported("".join(f"{x}\n" for x in lines), len(lines), len(cases) - len(lines))
    kept = [case for case in cases if promptfoo.is_askable(case)]
    if not kept:
        raise ExportError(f"Ningún caso de «{suite}» cabe en promptfoo.")
    text = promptfoo.configuration(suite, TITLES[suite], kept, url)
    return Exported(text, len(kept), len(cases) - len(kept))
