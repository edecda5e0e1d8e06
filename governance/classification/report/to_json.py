"""The sheet as JSON: the same content as the document, for programs."""

from __future__ import annotations

from governance.classification.duties import checklist, obligations
from governance.classification.report import exchange as out
from governance.classification.report.clean import clean, paragraphs
from governance.classification.report.ruled_out import ruled_out_by
from governance.classification.report.sheet import ClassificationSheet, SheetFact
from governance.classification.report.words import NOT_ASKED, expiry, status
from governance.policy.model import Requirement


def to_json(sheet: ClassificationSheet) -> str:
    """Return the classification as indented JSON, ending in a line break."""
    return to_exchange(sheet).model_dump_json(indent=2) + "\n"


def to_exchange(sheet: ClassificationSheet) -> out.Classification:
    """Return the classification as the object that the JSON holds."""
    return out.Classification(
        format=out.FORMAT,
        status=clean(status(sheet)),
        is_proposal=not sheet.is_approved,
        version=sheet.version,
        on=sheet.on,
        answered_by=clean(sheet.answered_by),
        system=out.SystemOut(
            id=clean(sheet.system_id),
            name=clean(sheet.name),
            unit=clean(sheet.unit),
            responsible_title=clean(sheet.responsible_title),
            description="\n\n".join(paragraphs(sheet.description)),
            personal_data=sheet.personal_data,
            in_use=sheet.in_use,
        ),
        act=_act(sheet),
        answers=tuple(_answer(sheet, fact) for fact in sheet.facts),
        result=_result(sheet),
        conditions=_conditions(sheet),
        duties_of=sheet.duty_level,
        obligations=_obligations(sheet),
        checklist=_checklist(sheet),
        readings=_readings(sheet),
        provenance=_provenance(sheet),
    )


def _act(sheet: ClassificationSheet) -> out.ActOut | None:
    act = sheet.act
    if act is None:
        return None
    acta = clean(act.acta) if act.acta else None
    return out.ActOut(kind=act.kind, on=act.on, acta=acta, level=act.level,
                      reason=clean(act.reason))  # fmt: skip


def _answer(sheet: ClassificationSheet, fact: SheetFact) -> out.AnswerOut:
    return out.AnswerOut(
        question=fact.question,
        value=fact.value,
        counts=fact.question in sheet.assessment.facts,
        phrase=clean(fact.phrase),
        by=clean(fact.by),
        at=fact.at,
        evidence=clean(fact.evidence) if fact.evidence else None,
        evidence_pending=fact.evidence_pending,
        ask_whom=clean(fact.ask_whom) if fact.ask_whom else None,
    )


def _result(sheet: ClassificationSheet) -> out.ResultOut:
    found, policy = sheet.assessment, sheet.policy
    return out.ResultOut(
        literal=found.literal,
        prudente=found.prudente,
        proposal=found.proposal,
        floor=found.floor,
        examples=sheet.examples,
        differs=found.differs,
        is_determined=found.is_determined,
        is_prohibited=not found.can_be_approved,
        because=found.because,
        open_questions=found.open_questions,
        next_question=found.next_question,
        path=tuple(
            out.StepOut(
                question=step.question,
                value=step.value,
                goes_to=step.goes_to,
                level=step.level,
                articles=policy.question(step.question).article,
            )
            for step in found.path
        ),
        rules=tuple(
            out.RuleOut(
                id=rule.id,
                when=rule.when,
                level=rule.level,
                reason=rule.reason,
                articles=rule.article,
                reading=rule.reading,
                condition=rule.condition,
            )
            for rule in found.fired
        ),
        changes=tuple(
            out.ChangeOut(question=change.question, value=change.value, levels=change.levels)
            for change in found.changes
        ),
    )


def _conditions(sheet: ClassificationSheet) -> tuple[out.ConditionOut, ...]:
    return tuple(
        out.ConditionOut(
            id=condition.id,
            text=condition.text,
            keeps=condition.keeps,
            evidence=condition.evidence,
            expires_on=expiry(sheet, condition),
            on_loss=condition.on_loss,
            articles=condition.article,
            reading=condition.reading,
        )
        for condition in sheet.assessment.conditions
    )


def _demand(requirement: Requirement, sheet: ClassificationSheet) -> out.DemandOut:
    found = ruled_out_by(sheet, requirement)
    return out.DemandOut(
        kind=requirement.kind,
        condition=requirement.condition,
        not_while=" = ".join(found) if found else None,
        detail=requirement.detail,
        exception=requirement.except_,
        retention_years=requirement.retention_years,
    )


def _obligations(sheet: ClassificationSheet) -> tuple[out.ObligationOut, ...]:
    return tuple(
        out.ObligationOut(
            id=duty.obligation.id,
            title=duty.obligation.title,
            text=duty.obligation.text,
            demand=_demand(duty.requirement, sheet),
            due=duty.obligation.due,
            owner=duty.obligation.owner,
            evidence=duty.obligation.evidence,
            source=duty.obligation.source,
            articles=duty.obligation.articles,
            reading=duty.obligation.reading,
        )
        for duty in obligations(sheet.policy, sheet.duty_level)
    )


def _checklist(sheet: ClassificationSheet) -> tuple[out.CriterionOut, ...]:
    return tuple(
        out.CriterionOut(
            number=criterion.item.number,
            text=criterion.item.text,
            demand=_demand(criterion.requirement, sheet),
            verification=criterion.item.verification,
            state="no_exigido" if _is_not_asked(criterion.requirement, sheet) else "pendiente",
            articles=criterion.item.article,
        )
        for criterion in checklist(sheet.policy, sheet.duty_level)
    )


def _is_not_asked(requirement: Requirement, sheet: ClassificationSheet) -> bool:
    return requirement.kind in NOT_ASKED or ruled_out_by(sheet, requirement) is not None


def _readings(sheet: ClassificationSheet) -> tuple[out.ReadingOut, ...]:
    return tuple(
        out.ReadingOut(
            id=reading.id,
            topic=reading.topic,
            in_force=reading.in_force,
            status=reading.status,
            settled_by=reading.settled_by,
            reason=reading.reason,
            articles=reading.article,
        )
        for reading in sheet.policy.readings
        if reading.id in sheet.assessment.readings
    )


def _provenance(sheet: ClassificationSheet) -> out.ProvenanceOut:
    version = sheet.policy.version
    return out.ProvenanceOut(
        policy=version.policy,
        encoding=version.encoding,
        in_force_from=version.in_force_from,
        text_sha256=version.text_sha256,
        policy_digest=sheet.policy.digest,
        engine=sheet.engine_version,
        record_hash=sheet.record_hash,
    )
