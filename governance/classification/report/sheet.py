"""What a classification document is made of: the system, the answers, the result, the decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from governance.classification.engine import ENGINE_VERSION, Assessment
from governance.policy.model import Level, Policy

ActKind = Literal["aprobada", "rechazada", "observada", "retirada", "rediseno"]


@dataclass(frozen=True)
class SheetFact:
    """An answer as it was given. `value` is None for «no sé»; `phrase` arrives redacted."""

    question: str
    value: str | None
    phrase: str = ""
    by: str = ""
    at: datetime | None = None
    evidence: str | None = None
    evidence_pending: bool = False
    ask_whom: str | None = None


@dataclass(frozen=True)
class SheetAct:
    """What a person with the role decided about the proposal."""

    kind: ActKind
    on: date
    acta: str | None = None
    level: Level | None = None
    reason: str = ""


@dataclass(frozen=True)
class ClassificationSheet:
    """One version of the classification of one system, with all that explains it."""

    system_id: str
    name: str
    unit: str
    responsible_title: str
    description: str
    version: int
    on: date
    answered_by: str
    assessment: Assessment
    policy: Policy
    facts: tuple[SheetFact, ...] = ()
    examples: tuple[str, ...] = ()
    """Examples of article 3 that a person confirmed to match."""
    personal_data: Literal["si", "no"] | None = None
    in_use: Literal["si", "no"] | None = None
    """Whether real people already use it, also as a pilot (A20)."""
    record_hash: str | None = None
    act: SheetAct | None = None
    engine_version: str = field(default=ENGINE_VERSION)

    @property
    def is_registered(self) -> bool:
        """Whether it has an id of the catalogue, such as SDA-010; an interview has none yet."""
        return any(letter.isdigit() for letter in self.system_id)

    @property
    def is_approved(self) -> bool:
        """Whether the Subcomité approved it with an Acta; without one all is a proposal."""
        return bool(self.act and self.act.kind == "aprobada" and self.act.acta)

    @property
    def duty_level(self) -> Level:
        """The level whose duties are listed: the approved one, or the highest still possible.

        A range that may yet be a prohibited use shows the duties of the level below, because a
        prohibited use has none but not being used.
        """
        if self.act and self.is_approved and self.act.level:
            return self.act.level
        possible = self.assessment.proposal
        if len(possible) > 1 and possible[-1] == "prohibido":
            return possible[-2]
        return possible[-1]

    def fact(self, question: str) -> SheetFact | None:
        """Return the answer given to `question`, if there is one."""
        return next((fact for fact in self.facts if fact.question == question), None)
