"""What travels through the API about what the Subcomité has to look at."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from governance.policy.base import Level
from governance.registers.agenda import Agenda
from governance.registers.catalogue_audit import Audited
from ui.api.systems_models import SystemOut


class GroundOut(BaseModel):
    """Un hecho en que se apoya un resultado."""

    model_config = ConfigDict(title="Fundamento")

    question: str
    value: str
    why: str


class AuditedOut(BaseModel):
    """Lo que se declara de un sistema y lo que dan sus hechos."""

    model_config = ConfigDict(title="Sistema auditado")

    id: str
    name: str
    declared: Level | None
    declared_by: str
    literal: list[Level]
    prudente: list[Level]
    proposal: list[Level]
    is_discrepancy: bool
    grounds: list[GroundOut]
    articles: list[str]
    examples: list[str]
    effect: str = Field(description="Qué cambia para la Ficha SDA.")

    @classmethod
    def of(cls, one: Audited) -> Self:
        """Return what is shown of an audited system."""
        return cls(
            id=one.id,
            name=one.name,
            declared=one.declared,
            declared_by=one.declared_by,
            literal=list(one.assessment.literal),
            prudente=list(one.assessment.prudente),
            proposal=list(one.assessment.proposal),
            is_discrepancy=one.is_discrepancy,
            grounds=[GroundOut(question=g.question, value=g.value, why=g.why) for g in one.grounds],
            articles=list(one.articles),
            examples=[example.id for example in one.examples],
            effect=one.effect,
        )


class AuditOut(BaseModel):
    """La auditoría del catálogo."""

    model_config = ConfigDict(title="Auditoría")

    discrepancies: list[str] = Field(examples=[["SDA-002", "SDA-003", "SDA-004"]])
    systems: list[AuditedOut]


class DivergenceOut(BaseModel):
    """Un sistema en que las dos lecturas dan niveles distintos."""

    model_config = ConfigDict(title="Divergencia")

    system: str
    version: int
    literal: list[Level]
    prudente: list[Level]
    readings: list[str]


class ConditionDueOut(BaseModel):
    """Una condición que sostiene un nivel y está por vencer, venció o se perdió."""

    model_config = ConfigDict(title="Condición")

    system: str
    condition: str
    state: str = Field(description="«por_vencer», «vencida» o «perdida».")
    expires_on: date


class AgendaOut(BaseModel):
    """Lo que la próxima sesión del Subcomité tiene que ver."""

    model_config = ConfigDict(title="Tabla")

    day: date
    proposals: list[SystemOut]
    divergences: list[DivergenceOut]
    discrepancies: list[AuditedOut]
    conditions: list[ConditionDueOut]

    @classmethod
    def of(cls, agenda: Agenda) -> Self:
        """Return what is shown of the agenda."""
        return cls(
            day=agenda.day,
            proposals=[SystemOut.of(dossier) for dossier in agenda.proposals],
            divergences=[
                DivergenceOut(
                    system=d.dossier.system.id,
                    version=d.classification.version,
                    literal=list(d.classification.literal),
                    prudente=list(d.classification.prudente),
                    readings=list(d.readings),
                )
                for d in agenda.divergences
            ],
            discrepancies=[AuditedOut.of(one) for one in agenda.discrepancies],
            conditions=[
                ConditionDueOut(
                    system=due.dossier.system.id,
                    condition=due.condition,
                    state=due.state,
                    expires_on=due.expires_on,
                )
                for due in agenda.conditions
            ],
        )
