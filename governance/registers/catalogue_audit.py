"""The audit of the catalogue: what each system is declared to be, and what its facts say it is.

A discrepancy is not a mistake of anybody: it is a question for the Subcomité (reading A07). It
stays on the list until an act with its Acta answers it, whichever way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.classification.engine import Assessment, assess
from governance.policy.model import CatalogueEntry, Example, Kind, Level, Policy
from governance.registers.days import written
from governance.registers.dossier import Dossier, either

FICHA = "ficha"
"""The obligation of article 4 that says whether a level needs a public Ficha SDA."""

_DEMAND: Mapping[Kind, str] = {
    "obligatoria": "es obligatoria",
    "recomendada": "se recomienda",
    "segun_dpo": "depende del DPO",
    "segun_diseno": "depende del diseño",
    "no_exigida": "no se exige",
    "no_aplica": "no aplica",
}


@dataclass(frozen=True)
class Ground:
    """A fact that the result rests on, and what sustains it."""

    question: str
    value: str
    why: str


@dataclass(frozen=True)
class Audited:
    """One system: `declared` by whom, what its facts give today, and whether they disagree."""

    id: str
    name: str
    declared: Level | None
    declared_by: str
    ficha_status: str
    assessment: Assessment
    grounds: tuple[Ground, ...]
    articles: tuple[str, ...]
    examples: tuple[Example, ...]
    effect: str
    is_settled: bool

    @property
    def is_discrepancy(self) -> bool:
        """Whether the level declared is not the one that follows, and no Acta has settled it."""
        if self.declared is None or self.is_settled:
            return False
        return self.assessment.proposal != (self.declared,)


def audit(policy: Policy, registered: Iterable[Dossier] = ()) -> tuple[Audited, ...]:
    """Return every system of the catalogue and of the register, by id, as `policy` sees it.

    A system that was classified counts with the facts of its last version, and with the level of
    its Acta where there is one; the rest count as the catalogue declares them. Systems withdrawn,
    and those of which no fact is known yet, have nothing to compare.
    """
    dossiers = {dossier.system.id: dossier for dossier in registered}
    found = [
        _audit_declared(policy, entry)
        for entry in policy.catalogue
        if entry.id not in dossiers or _stands_as_declared(dossiers[entry.id])
    ]
    found += [
        _audit_classified(policy, dossier)
        for dossier in dossiers.values()
        if dossier.latest is not None and dossier.system.state != "retirado"
    ]
    return tuple(sorted(found, key=lambda audited: (len(audited.id), audited.id)))


def discrepancies(audited: Iterable[Audited]) -> tuple[Audited, ...]:
    """Return those whose declared level is not the one that follows from their facts."""
    return tuple(one for one in audited if one.is_discrepancy)


def _stands_as_declared(dossier: Dossier) -> bool:
    return dossier.latest is None and dossier.system.state != "retirado"


def _audit_declared(policy: Policy, entry: CatalogueEntry) -> Audited:
    grounds = tuple(Ground(name, fact.value, fact.why) for name, fact in entry.facts.items())
    return _audited(
        policy,
        entry.id,
        entry.name,
        assess(entry.values, policy, entry.examples),
        grounds,
        entry.examples,
        declared=entry.declared_level,
        declared_by=f"catálogo de {', '.join(entry.article)}",
        ficha_status=entry.ficha_status,
        is_settled=False,
    )


def _audit_classified(policy: Policy, dossier: Dossier) -> Audited:
    latest, approval = dossier.latest, dossier.approval
    assert latest is not None, "only systems with a classification come here"
    # An answer that this policy does not have, because another one asked for it, is not known.
    facts = {
        question.id: latest.values[question.id]
        for question in policy.questions
        if latest.values.get(question.id) in {value.value for value in question.values}
    }
    examples = tuple(e.id for e in policy.examples if e.id in latest.examples)
    entry = next((e for e in policy.catalogue if e.id == dossier.system.id), None)
    declared_by = f"catálogo de {', '.join(entry.article)}" if entry else "nadie todavía"
    if approval is not None and approval.acta is not None:
        declared_by = f"Acta {approval.acta.number} del {written(approval.acta.day)}"
    assessment = assess(facts, policy, examples)
    return _audited(
        policy,
        dossier.system.id,
        dossier.system.name,
        assessment,
        tuple(
            Ground(name, value, latest.facts[name].phrase if name in latest.facts else "")
            for name, value in facts.items()
        ),
        examples,
        declared=dossier.level or dossier.system.declared_level,
        declared_by=declared_by,
        ficha_status=entry.ficha_status if entry else "",
        # The Acta answered this very result; the same facts under another policy ask again.
        is_settled=dossier.status == "aprobada" and assessment.proposal == latest.proposal,
    )


def _audited(
    policy: Policy,
    system_id: str,
    name: str,
    assessment: Assessment,
    grounds: tuple[Ground, ...],
    examples: tuple[str, ...],
    *,
    declared: Level | None,
    declared_by: str,
    ficha_status: str,
    is_settled: bool,
) -> Audited:
    matched = tuple(example for example in policy.examples if example.id in examples)
    cited = [article for rule in assessment.fired for article in rule.article]
    cited += [article for example in matched for article in example.article]
    return Audited(
        id=system_id,
        name=name,
        declared=declared,
        declared_by=declared_by,
        ficha_status=ficha_status,
        assessment=assessment,
        grounds=grounds,
        articles=tuple(dict.fromkeys(cited)),
        examples=matched,
        effect=_effect_on_ficha(policy, assessment.proposal, ficha_status),
        is_settled=is_settled,
    )


def _effect_on_ficha(policy: Policy, levels: tuple[Level, ...], ficha_status: str) -> str:
    """Return what the level computed demands of the Ficha SDA, and how it stands."""
    ficha = next(duty for duty in policy.obligations if duty.id == FICHA)
    demands = tuple(dict.fromkeys(_DEMAND[ficha.by_level[level].kind] for level in levels))
    effect = f"Ficha SDA: con nivel {either(levels)}, {' o '.join(demands)}"
    return f"{effect}; figura «{ficha_status}»." if ficha_status else f"{effect}."
