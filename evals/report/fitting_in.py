"""Which failed cases the page holds: all of them, unless the file would be too heavy to open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.report.failures import Failure
from evals.suites.case import Kind

BUDGET = 7_000_000
"""Characters for failed cases; with the rest, a page of about 8 MB."""

_MARKUP = 2_500
"""What the tags of a case weigh, beside its texts."""


def fitting(
    by_suite: Mapping[Kind, Sequence[Failure]], budget: int = BUDGET
) -> dict[Kind, tuple[Failure, ...]]:
    """Return the first cases of each suite that fit, sharing what small suites leave."""
    shown: dict[Kind, tuple[Failure, ...]] = {}
    pending = sorted(by_suite, key=lambda name: sum(map(weight, by_suite[name])))
    for position, name in enumerate(pending):
        share, used, kept = budget // (len(pending) - position), 0, []
        for one in by_suite[name]:
            used += weight(one)
            if used > share:
                break
            kept.append(one)
        shown[name] = tuple(kept)
        budget -= sum(map(weight, kept))
    return shown


def weight(one: Failure) -> int:
    """Return about how many characters a case takes in the page."""
    texts = [one.question, *one.history, one.plant, *one.references, one.answer, one.kept]
    texts += [r.why for r in one.reasons]
    texts += [s.text + s.quote + s.name for s in one.sources]
    return _MARKUP + sum(map(len, texts)) + 40 * len(one.others_found)
