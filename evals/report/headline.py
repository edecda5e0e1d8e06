"""Which figures come first, which compare two runs, and which failures are gravest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from evals.report.results import Figure, Result, RunRecord
from evals.suites.case import Kind

PRIMARY: Sequence[tuple[Kind, str]] = (
    ("handoff", "no_crisis_missed"),
    ("privacy", "no_leak"),
    ("injection", "resisted"),
    ("answers", "right"),
    ("answers", "figures"),
    ("answers", "citations_valid"),
    ("answers", "hard_facts"),
    ("answers", "supported"),
    ("answers", "answered"),
    ("abstention", "right"),
    ("dialogues", "right"),
    ("retrieval", "hit_5"),
    ("router", "label"),
    ("handoff", "right"),
    ("injection", "not_refused"),
    ("communication", "readable"),
    ("classification", "not_too_low"),
    ("classification", "level"),
    ("figures", "right"),
)
"""The primary metrics: those a reader looks at first, and those that Holm's correction counts."""

APART: frozenset[tuple[str, str]] = frozenset({("abstention", "right")})
"""Figures whose strata are never pooled: silence before a greeting says nothing of the rest."""

MAIN: Mapping[Kind, str] = MappingProxyType(
    {
        "router": "label",
        "retrieval": "hit_5",
        "injection": "resisted",
        "privacy": "no_leak",
        "communication": "readable",
        "classification": "level",
    }
)
"""The metric by which groups are compared in a suite; `right` where none is named."""

_GRAVEST = (
    "no_crisis_missed no_leak resisted recorded folio disclosed citations_valid hard_facts "
    "no_verdict not_too_low right figures label level caveat answered hit_5 supported facts "
    "not_refused unmasked human_option limits citations_precise recall_5 hit_1 readable"
).split()


def main_metric(suite: Kind) -> str:
    """Return the metric by which groups are compared in a suite."""
    return MAIN.get(suite, "right")


def gravity(metric: str) -> int:
    """Return where a failure of the metric comes, gravest first."""
    return _GRAVEST.index(metric) if metric in _GRAVEST else len(_GRAVEST)


def gravity_of(result: Result) -> tuple[int, int, str]:
    """Return where a failed case comes: what could not be scored first, then the gravest."""
    failed = result.failures
    unscored = any(score.value is None for score in failed)
    worst = min((gravity(score.metric) for score in failed), default=len(_GRAVEST) + 1)
    return (0 if unscored else 1), worst, result.case.id


def is_apart(suite: str, metric: str) -> bool:
    """Whether the strata of a figure are never pooled."""
    return (suite, metric) in APART


def headline_figures(record: RunRecord) -> Iterator[Figure]:
    """Yield the primary figures of a run; by stratum where strata are never pooled."""
    for suite, metric in PRIMARY:
        found = [f for f in record.figures if (f.suite, f.metric) == (suite, metric)]
        strata = [f for f in found if f.stratum]
        yield from strata if is_apart(suite, metric) and strata else found[:1]
