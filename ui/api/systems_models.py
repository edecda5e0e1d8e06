"""What travels through the API about systems, their classifications and the acts on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.registry import MAX_REASON, ActOrder, Order
from governance.policy.base import Level
from governance.registers.acts import Act, Acta, ActKind
from governance.registers.classifications import Classification
from governance.registers.dossier import Dossier, Status
from governance.registers.systems import Origin, State


class SystemOut(BaseModel):
    """Un sistema y cómo está."""

    model_config = ConfigDict(title="Sistema")

    id: str = Field(examples=["SDA-004"])
    name: str
    unit: str
    responsible_title: str = Field(description="Cargo, nunca el nombre de una persona.")
    purpose: str
    operational_status: str
    origin: Origin
    state: State
    registered_at: datetime
    declared: Level | None = Field(description="Lo que declara el catálogo, sin verificar.")
    literal: list[Level] = Field(description="Según la última clasificación; vacía si no hay.")
    prudente: list[Level]
    proposal: list[Level]
    level: Level | None = Field(description="El nivel que le dio un Acta; nulo si no hay.")
    status: Status
    label: str = Field(description="Cómo está, en palabras.")
    version: int | None = Field(description="Última versión de su clasificación.")

    @classmethod
    def of(cls, dossier: Dossier) -> Self:
        """Return what is shown of a system."""
        return cls(**_system(dossier))


class ClassificationOut(BaseModel):
    """Una versión de la clasificación: siempre una propuesta."""

    model_config = ConfigDict(title="Clasificación")

    version: int
    at: datetime
    by: str = Field(description="Quién respondió.")
    literal: list[Level]
    prudente: list[Level]
    proposal: list[Level]
    floor: Level | None = Field(description="Piso de un ejemplo del art. 3.")
    facts: dict[str, str]
    readings: list[str]
    conditions: dict[str, date] = Field(description="Condición y hasta cuándo vale su evidencia.")
    pending_evidence: list[str]
    policy_version: str
    policy_digest: str
    content_hash: str
    interview: str | None

    @classmethod
    def of(cls, found: Classification) -> Self:
        """Return what is shown of a version."""
        return cls(
            version=found.version,
            at=found.at,
            by=found.by,
            literal=list(found.literal),
            prudente=list(found.prudente),
            proposal=list(found.proposal),
            floor=found.floor,
            facts=found.values,
            readings=list(found.readings),
            conditions={each.condition: each.expires_on for each in found.conditions},
            pending_evidence=list(found.pending_evidence),
            policy_version=found.policy_version,
            policy_digest=found.policy_digest,
            content_hash=found.content_hash,
            interview=found.interview,
        )


class ActIn(BaseModel):
    """Lo que decide una persona sobre un sistema."""

    model_config = ConfigDict(
        title="Acto nuevo",
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "approve",
                    "version": 1,
                    "nivel": "limitado",
                    "acta": "12",
                    "fecha": "2026-11-20",
                },
                {"kind": "reject", "version": 1, "observaciones": "Falta la evidencia de P3."},
            ]
        },
    )

    kind: ActOrder = Field(description="Aprobar, rechazar, observar, retirar o rediseñar.")
    version: int | None = Field(
        None, ge=1, le=1_000_000, description="La que se tuvo a la vista; si falta, la última."
    )
    nivel: Level | None = Field(None, description="Para aprobar: el que asigna el Acta.")
    acta: StrictStr = Field("", max_length=40, description="Número del Acta.")
    fecha: date | None = Field(None, description="Fecha del Acta, AAAA-MM-DD.")
    motivo: StrictStr = Field("", max_length=MAX_REASON)
    observaciones: StrictStr = Field("", max_length=MAX_REASON)

    def order(self) -> Order:
        """Return the act that is asked for."""
        acta = Acta(self.acta, self.fecha) if self.fecha is not None else None
        return Order(self.kind, self.version, self.nivel, acta, self.motivo or self.observaciones)


class ActOut(BaseModel):
    """Lo que alguien decidió."""

    model_config = ConfigDict(title="Acto")

    id: str
    kind: ActKind
    version: int
    level: Level | None
    acta: str | None
    acta_on: date | None
    reason: str
    departs: bool = Field(description="Aparta de la propuesta.")
    by: str = Field(description="Identificador del cargo.")
    by_name: str
    at: datetime

    @classmethod
    def of(cls, act: Act) -> Self:
        """Return what is shown of an act."""
        return cls(
            id=act.id,
            kind=act.kind,
            version=act.version,
            level=act.level,
            acta=act.acta.number if act.acta else None,
            acta_on=act.acta.day if act.acta else None,
            reason=act.reason,
            departs=act.departs,
            by=act.by,
            by_name=act.by_name,
            at=act.at,
        )


class DossierOut(SystemOut):
    """Un sistema con sus clasificaciones y los actos sobre él, del más antiguo al más nuevo."""

    model_config = ConfigDict(title="Expediente")

    classifications: list[ClassificationOut]
    acts: list[ActOut]

    @classmethod
    def of(cls, dossier: Dossier) -> Self:
        """Return what is shown of a system with its history."""
        return cls(
            **_system(dossier),
            classifications=[ClassificationOut.of(c) for c in dossier.classifications],
            acts=[ActOut.of(act) for act in dossier.acts],
        )


def _system(dossier: Dossier) -> dict[str, Any]:
    system, latest = dossier.system, dossier.latest
    return {
        "id": system.id,
        "name": system.name,
        "unit": system.unit,
        "responsible_title": system.responsible_title,
        "purpose": system.purpose,
        "operational_status": system.operational_status,
        "origin": system.origin,
        "state": system.state,
        "registered_at": system.registered_at,
        "declared": system.declared_level,
        "literal": list(latest.literal) if latest else [],
        "prudente": list(latest.prudente) if latest else [],
        "proposal": list(latest.proposal) if latest else [],
        "level": dossier.level,
        "status": dossier.status,
        "label": dossier.label,
        "version": latest.version if latest else None,
    }
