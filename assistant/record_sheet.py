"""From a recorded classification to the sheet of its document, derived again on the way.

The record keeps what the engine said; the document needs the rules, articles and duties behind it.
So the engine runs again on the recorded facts, under the policy of the record, and nothing is
written if it says something else than what was recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from governance.classification.engine import Assessment, assess
from governance.classification.report.sheet import (
    ActKind,
    ClassificationSheet,
    SheetAct,
    SheetFact,
)
from governance.interview.state import Answer
from governance.policy.model import Policy
from governance.registers import acts
from governance.registers.acts import Act
from governance.registers.classifications import Classification
from governance.registers.days import day_in_chile
from governance.registers.dossier import Dossier

_KINDS: Mapping[acts.ActKind, ActKind] = {
    "aprueba": "aprobada",
    "rechaza": "rechazada",
    "observa": "observada",
    "retira": "retirada",
    "redisena": "rediseno",
}


class DocumentUnavailable(Exception):
    """The document cannot be written from the record; raised with why, in Spanish."""


def build_sheet(
    dossier: Dossier, classification: Classification, policies: Sequence[Policy]
) -> ClassificationSheet:
    """Return the sheet of one version of a system.

    Raises:
        DocumentUnavailable: its policy is not here, or the result cannot be derived again.
    """
    system = dossier.system
    policy, assessment = _derive(classification, policies)
    told = {name: answer.value for name, answer in classification.facts.items()}
    decided = [act for act in dossier.acts if act.version == classification.version]
    return ClassificationSheet(
        system_id=system.id,
        name=system.name,
        unit=system.unit,
        responsible_title=system.responsible_title,
        description=told.get("descripcion") or system.purpose,
        version=classification.version,
        on=day_in_chile(classification.at),
        answered_by=classification.by,
        assessment=assessment,
        policy=policy,
        facts=tuple(_fact(name, answer) for name, answer in classification.facts.items()),
        examples=classification.examples,
        personal_data=_yes_or_no(told.get("datos_personales")),
        in_use=_yes_or_no(told.get("uso_real")),
        record_hash=classification.content_hash,
        act=_act(decided[-1]) if decided else None,
        engine_version=classification.engine_version,
    )


def _derive(
    classification: Classification, policies: Sequence[Policy]
) -> tuple[Policy, Assessment]:
    where = f"{classification.system_id}, versión {classification.version}"
    policy = next((p for p in policies if p.digest == classification.policy_digest), None)
    if policy is None:
        raise DocumentUnavailable(
            f"{where}: se hizo con la política {classification.policy_version}, que este programa "
            "no tiene tal como era. El registro sigue completo: míralo en el historial del sistema."
        )
    assessment = assess(classification.values, policy, classification.examples)
    if assessment.to_json() != classification.assessment:
        raise DocumentUnavailable(
            f"{where}: el resultado guardado no es el que dan hoy sus hechos. Avisa a quien "
            "administra; puede comprobarlo con «asistente systems verify»."
        )
    return policy, assessment


def _fact(name: str, answer: Answer) -> SheetFact:
    return SheetFact(
        question=name,
        value=answer.value,
        phrase=answer.phrase,
        by=answer.by,
        at=answer.at,
        evidence=answer.evidence,
        evidence_pending=answer.evidence_pending,
        ask_whom=answer.ask_whom,
    )


def _act(act: Act) -> SheetAct:
    return SheetAct(
        kind=_KINDS[act.kind],
        on=act.acta.day if act.acta else day_in_chile(act.at),
        acta=act.acta.number if act.acta else None,
        level=act.level,
        reason=act.reason,
    )


def _yes_or_no(value: str | None) -> Literal["si", "no"] | None:
    return "si" if value == "si" else "no" if value == "no" else None
