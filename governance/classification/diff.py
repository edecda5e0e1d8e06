"""What really changes from one policy version to another: levels and duties, not lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.classification.engine import assess
from governance.classification.facts import Facts, completions
from governance.policy.model import LEVELS, Level, Policy, Requirement


@dataclass(frozen=True)
class KnownSystem:
    """A system with the facts that are known of it."""

    id: str
    name: str
    facts: Facts
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class LevelChange:
    """A combination of answers, or a system, whose levels are not the same any more."""

    what: str
    literal: tuple[tuple[Level, ...], tuple[Level, ...]]
    """Before and after."""
    prudente: tuple[tuple[Level, ...], tuple[Level, ...]]


@dataclass(frozen=True)
class PolicyDiff:
    """Every difference that somebody has to act on."""

    before: str
    after: str
    combinations: tuple[LevelChange, ...]
    combined: int
    """How many combinations both versions were asked about."""
    systems: tuple[LevelChange, ...]
    duties: tuple[str, ...]
    texts: tuple[str, ...]
    """Questions, rules and readings that were added, removed or reworded."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes for anybody."""
        return not (self.combinations or self.systems or self.duties or self.texts)


def catalogue_systems(policy: Policy) -> tuple[KnownSystem, ...]:
    """Return the systems of the policy's own catalogue, with what their purpose settles."""
    return tuple(
        KnownSystem(entry.id, entry.name, entry.values, entry.examples)
        for entry in policy.catalogue
    )


def diff(before: Policy, after: Policy, systems: Iterable[KnownSystem] = ()) -> PolicyDiff:
    """Return what changes from `before` to `after`, naming the systems whose level changes."""
    combinations = _combinations(before, after)
    changes = (
        _compare(", ".join(f"{n}={v}" for n, v in facts.items()), facts, facts, before, after)
        for facts in combinations
    )
    moved = (
        _compare(
            f"{system.id} {system.name}",
            _known(system.facts, before),
            _known(system.facts, after),
            before,
            after,
            system.examples,
        )
        for system in systems
    )
    return PolicyDiff(
        before=f"{before.version.policy} ({before.version.in_force_from})",
        after=f"{after.version.policy} ({after.version.in_force_from})",
        combinations=tuple(change for change in changes if change),
        combined=len(combinations),
        systems=tuple(change for change in moved if change),
        duties=tuple(_changed_duties(before, after)),
        texts=tuple(_changed_texts(before, after)),
    )


def _combinations(before: Policy, after: Policy) -> list[dict[str, str]]:
    """Return every way of answering either questionnaire that both have words for."""
    ways: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    for policy, other in ((before, after), (after, before)):
        for way in completions({}, policy):
            if _known(way, other) == way:
                ways.setdefault(tuple(sorted(way.items())), way)
    return list(ways.values())


def _known(facts: Facts, policy: Policy) -> dict[str, str]:
    """Return the facts that `policy` has words for; the rest is not known under it."""
    values = {q.id: {v.value for v in q.values} for q in policy.questions}
    return {name: value for name, value in facts.items() if value in values.get(name, set())}


def _compare(
    what: str,
    first: Facts,
    second: Facts,
    before: Policy,
    after: Policy,
    examples: tuple[str, ...] = (),
) -> LevelChange | None:
    old = assess(first, before, _existing(examples, before))
    new = assess(second, after, _existing(examples, after))
    if (old.literal, old.proposal) == (new.literal, new.proposal):
        return None
    return LevelChange(what, (old.literal, new.literal), (old.proposal, new.proposal))


def _existing(examples: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    known = {example.id for example in policy.examples}
    return tuple(name for name in examples if name in known)


def _changed_duties(before: Policy, after: Policy) -> Iterable[str]:
    tables = (
        ("obligación", {o.id: o.by_level for o in before.obligations},
         {o.id: o.by_level for o in after.obligations}),
        ("criterio", {str(c.number): c.by_level for c in before.checklist},
         {str(c.number): c.by_level for c in after.checklist}),
    )  # fmt: skip
    for kind, old, new in tables:
        for name in sorted(old.keys() | new.keys()):
            first: Mapping[Level, Requirement] = old.get(name, {})
            second: Mapping[Level, Requirement] = new.get(name, {})
            for level in LEVELS:
                one, other = _requirement(first.get(level)), _requirement(second.get(level))
                if one != other:
                    yield f"{kind} {name}, {level}: {one} → {other}"


def _requirement(requirement: Requirement | None) -> str:
    if requirement is None:
        return "no está"
    small_print = (requirement.condition, requirement.detail, requirement.except_)
    words = [requirement.kind.replace("_", " "), *(text for text in small_print if text)]
    return ", ".join(words)


def _changed_texts(before: Policy, after: Policy) -> Iterable[str]:
    for kind, old, new in (
        ("pregunta", before.questions, after.questions),
        ("regla", before.rules, after.rules),
        ("lectura", before.readings, after.readings),
        ("condición", before.conditions, after.conditions),
    ):
        first = {item.id: item for item in old}
        second = {item.id: item for item in new}
        for name in sorted(first.keys() | second.keys()):
            if name not in second:
                yield f"{kind} {name}: se quita"
            elif name not in first:
                yield f"{kind} {name}: se agrega"
            elif first[name] != second[name]:
                yield f"{kind} {name}: cambia"
