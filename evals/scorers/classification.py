"""Whether systems are classified right, and never too low."""

from __future__ import annotations

from collections.abc import Iterator

from evals.running.observation import Observation
from evals.scorers.score import Context, Score, share
from evals.suites.case import Case
from governance.policy.model import LEVELS


def classification(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether the level is right and whether it could lead too low without a word."""
    if case.stratum == "interview":
        yield share("level", seen.reads["reaches"] == "sí", seen.text)
        yield share("not_too_low", seen.reads["too_low"] == "no", seen.text)
        return
    levels = [level for level in seen.reads["levels"].split("/") if level]
    yield share("level", case.label in levels, f"quedó {'/'.join(levels)} y es {case.label}")
    lowest = min(levels, key=LEVELS.index) if levels else case.label
    is_grave = LEVELS.index(case.label) >= LEVELS.index("alto")
    is_low = LEVELS.index(lowest) < LEVELS.index("alto")
    said = not (is_grave and is_low and not seen.text)
    yield share("not_too_low", said, f"sugiere {lowest} sin ninguna advertencia")
