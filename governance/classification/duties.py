"""What a level demands: obligations (art. 4 and the rest of the policy) and the checklist (C.6)."""

from __future__ import annotations

from dataclasses import dataclass

from governance.policy.model import ChecklistItem, Level, Obligation, Policy, Requirement


@dataclass(frozen=True)
class Duty:
    """An obligation and how strongly a level has it."""

    obligation: Obligation
    requirement: Requirement


@dataclass(frozen=True)
class Criterion:
    """A criterion of the pre-deployment checklist and how strongly a level has it."""

    item: ChecklistItem
    requirement: Requirement


def obligations(policy: Policy, level: Level) -> tuple[Duty, ...]:
    """Return every obligation of `policy` as `level` has it, those of article 4 first."""
    return tuple(Duty(duty, duty.by_level[level]) for duty in policy.obligations)


def checklist(policy: Policy, level: Level) -> tuple[Criterion, ...]:
    """Return the twelve criteria as `level` has them; none for a use that cannot be deployed."""
    return tuple(
        Criterion(item, item.by_level[level]) for item in policy.checklist if level in item.by_level
    )
