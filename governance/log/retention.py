"""How long records are kept: what the policy says of each risk level, read from its data.

The source is the obligation «Logs y trazabilidad» (art. 4): one year for a limited risk, three for
a high one. A class of retention is a level with a term of its own. A level whose term depends on
its design («bajo») is kept as the shortest class, and a prohibited one as the longest: what was
recorded of a use that should not exist is evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from governance.policy.load import policies
from governance.policy.model import Level, Policy
from governance.registers.days import day_in_chile

PERMANENT = "permanente"
"""Class of the entries that say how the log itself was kept; they hold nothing about anyone."""

OBLIGATION = "logs"
DAYS_IN_A_YEAR = 365


def days_by_class(policy: Policy) -> Mapping[str, int]:
    """Return the days that each class is kept.

    >>> dict(days_by_class(policies()[-1]))
    {'alto': 1095, 'limitado': 365}
    """
    (logs,) = (duty for duty in policy.obligations if duty.id == OBLIGATION)
    years = {level: demanded.retention_years for level, demanded in logs.by_level.items()}
    return MappingProxyType(
        {level: number * DAYS_IN_A_YEAR for level, number in years.items() if number}
    )


def class_of(policy: Policy, level: Level) -> str:
    """Return the class in which a system of that level records.

    >>> [class_of(policies()[-1], level) for level in ("bajo", "limitado", "alto", "prohibido")]
    ['limitado', 'limitado', 'alto', 'alto']
    """
    days = days_by_class(policy)
    if level in days:
        return level
    return max(days, key=days.__getitem__) if level == "prohibido" else shortest(days)


def shortest(days: Mapping[str, int]) -> str:
    """Return the class that is kept the least."""
    return min(days, key=days.__getitem__)


def policy_of(day: date) -> Policy:
    """Return the policy in force on a day, or the first one for the days before any was."""
    known = policies()
    return next((p for p in reversed(known) if p.version.in_force_from <= day), known[0])


def days_at(moment: datetime) -> Mapping[str, int]:
    """Return the days that each class was to be kept at that moment."""
    return days_by_class(policy_of(day_in_chile(moment)))
