"""What travels through the API about the policy and about what it says of some facts."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, StrictStr
from pydantic.config import JsonDict

from governance.classification.duties import checklist, obligations
from governance.classification.engine import Assessment
from governance.policy.base import Level
from governance.policy.model import Kind, LevelInfo, Policy, Requirement

_FACTS: JsonDict = {
    "P0": "ninguna",
    "P1": "si",
    "P2": "no",
    "P3": "efectiva",
    "P4": "si_auxiliar",
    "P5": "no_se",
}


class FactsIn(RootModel[dict[str, StrictStr]]):
    """Hechos de un sistema, por pregunta; lo que falta es «no_se»."""

    model_config = ConfigDict(
        title="Hechos",
        json_schema_extra={
            "properties": {name: {"type": "string"} for name in _FACTS},
            "examples": [_FACTS],
        },
    )


class AssessmentOut(BaseModel):
    """Lo que dan los hechos según cada lectura: niveles todavía posibles."""

    model_config = ConfigDict(title="Resultado")

    literal: list[Level]
    prudente: list[Level]
    reglas: list[str] = Field(description="Reglas que se cumplen, sea lo que sea lo que falta.")
    condiciones: list[str] = Field(description="Lo que debe seguir siendo cierto.")

    @classmethod
    def of(cls, found: Assessment) -> Self:
        """Return what is shown of an assessment."""
        return cls(
            literal=list(found.literal),
            prudente=list(found.prudente),
            reglas=[rule.id for rule in found.fired],
            condiciones=[condition.id for condition in found.conditions],
        )


class DemandOut(BaseModel):
    """Cuánto exige un nivel."""

    model_config = ConfigDict(title="Exigencia")

    kind: Kind
    condition: str | None
    detail: str | None
    exception: str | None
    retention_years: int | None

    @classmethod
    def of(cls, found: Requirement) -> Self:
        """Return what is shown of a requirement."""
        return cls(
            kind=found.kind,
            condition=found.condition,
            detail=found.detail,
            exception=found.except_,
            retention_years=found.retention_years,
        )


class ObligationOut(BaseModel):
    """Una obligación, como la tiene el nivel."""

    model_config = ConfigDict(title="Obligación")

    id: str
    title: str
    text: str
    demand: DemandOut
    owner: str
    evidence: str
    due: str | None
    articles: list[str]


class CriterionOut(BaseModel):
    """Un criterio de la lista de verificación (C.6), como lo tiene el nivel."""

    model_config = ConfigDict(title="Criterio")

    number: int
    text: str
    demand: DemandOut
    verification: str
    articles: list[str]


class LevelOut(BaseModel):
    """Un nivel y lo que exige."""

    model_config = ConfigDict(title="Nivel")

    id: Level
    number: int
    name: str
    definition: str
    effect: str
    articles: list[str]
    obligations: list[ObligationOut]
    checklist: list[CriterionOut] = Field(description="Vacía si el nivel no puede usarse.")

    @classmethod
    def of(cls, info: LevelInfo, policy: Policy) -> Self:
        """Return what is shown of a level."""
        return cls(
            id=info.id,
            number=info.number,
            name=info.name,
            definition=info.definition,
            effect=info.effect,
            articles=list(info.article),
            obligations=[
                ObligationOut(
                    id=duty.obligation.id,
                    title=duty.obligation.title,
                    text=duty.obligation.text,
                    demand=DemandOut.of(duty.requirement),
                    owner=duty.obligation.owner,
                    evidence=duty.obligation.evidence,
                    due=duty.obligation.due,
                    articles=list(duty.obligation.articles),
                )
                for duty in obligations(policy, info.id)
            ],
            checklist=[
                CriterionOut(
                    number=criterion.item.number,
                    text=criterion.item.text,
                    demand=DemandOut.of(criterion.requirement),
                    verification=criterion.item.verification,
                    articles=list(criterion.item.article),
                )
                for criterion in checklist(policy, info.id)
            ],
        )


class ReadingOut(BaseModel):
    """Una ambigüedad de la política y la lectura en uso."""

    model_config = ConfigDict(title="Lectura")

    id: str
    topic: str
    in_force: str
    status: str
    settled_by: str
    reason: str
    articles: list[str]


class PolicyOut(BaseModel):
    """La política en vigor hoy."""

    model_config = ConfigDict(title="Política")

    version: str
    encoding: str
    in_force_from: date
    source: str
    approved_by: str
    digest: str = Field(description="Huella de todo lo que dice; los registros la guardan.")
    levels: list[LevelOut]
    readings: list[ReadingOut]

    @classmethod
    def of(cls, policy: Policy) -> Self:
        """Return what is shown of the policy."""
        return cls(
            version=policy.version.policy,
            encoding=policy.version.encoding,
            in_force_from=policy.version.in_force_from,
            source=policy.version.source,
            approved_by=policy.version.approved_by,
            digest=policy.digest,
            levels=[LevelOut.of(info, policy) for info in policy.levels],
            readings=[
                ReadingOut(
                    id=reading.id,
                    topic=reading.topic,
                    in_force=reading.in_force,
                    status=reading.status,
                    settled_by=reading.settled_by,
                    reason=reading.reason,
                    articles=list(reading.article),
                )
                for reading in policy.readings
            ],
        )
