"""The agenda of the Subcomité's next session: everything that waits for people to decide it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from governance.policy.model import Policy
from governance.registers.catalogue_audit import Audited, audit, discrepancies
from governance.registers.classifications import Classification
from governance.registers.dossier import Dossier

WARN_DAYS = 30
"""Days before a condition expires at which it comes to the agenda."""


@dataclass(frozen=True)
class Divergence:
    """A system proposed at another level than the literal one, and the readings that explain it."""

    dossier: Dossier
    classification: Classification
    readings: tuple[str, ...]


@dataclass(frozen=True)
class ConditionDue:
    """A condition that keeps a level: about to expire, expired, or no longer met."""

    dossier: Dossier
    condition: str
    state: Literal["por_vencer", "vencida", "perdida"]
    expires_on: date


@dataclass(frozen=True)
class Agenda:
    """What the session has to see, on `day`."""

    day: date
    proposals: tuple[Dossier, ...]
    divergences: tuple[Divergence, ...]
    discrepancies: tuple[Audited, ...]
    conditions: tuple[ConditionDue, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to decide."""
        return not (self.proposals or self.divergences or self.discrepancies or self.conditions)


def build_agenda(policy: Policy, registered: Iterable[Dossier], day: date) -> Agenda:
    """Return the agenda for a session held on `day`."""
    dossiers = tuple(registered)
    standing = [d for d in dossiers if d.latest and d.status not in ("retirada", "en_rediseno")]
    return Agenda(
        day=day,
        proposals=tuple(dossier for dossier in dossiers if dossier.is_waiting),
        divergences=tuple(
            Divergence(dossier, dossier.latest, dossier.latest.readings)
            for dossier in standing
            if dossier.is_waiting and dossier.latest and _diverges(dossier.latest)
        ),
        discrepancies=discrepancies(audit(policy, dossiers)),
        conditions=tuple(due for dossier in standing for due in _due(dossier, day)),
    )


def _diverges(classification: Classification) -> bool:
    return classification.literal != classification.proposal


def _due(dossier: Dossier, day: date) -> Iterable[ConditionDue]:
    """Yield the conditions of the level in force, or of the proposed one while there is none."""
    latest, approval = dossier.latest, dossier.approval
    if latest is None:
        return
    holder = latest
    if approval is not None:
        holder = next(c for c in dossier.classifications if c.version == approval.version)
    kept = {upkeep.condition: upkeep.expires_on for upkeep in latest.conditions}
    for upkeep in holder.conditions:
        if upkeep.condition not in kept:
            yield ConditionDue(dossier, upkeep.condition, "perdida", upkeep.expires_on)
            continue
        expires_on = kept[upkeep.condition]
        if expires_on < day:
            yield ConditionDue(dossier, upkeep.condition, "vencida", expires_on)
        elif expires_on <= day + timedelta(days=WARN_DAYS):
            yield ConditionDue(dossier, upkeep.condition, "por_vencer", expires_on)
