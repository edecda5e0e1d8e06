"""The engine: what level a system reaches under each reading, why, and what would change it.

What is not known gives a range: the levels that some complete answer still leads to. The
prohibitions go first (P0): no answer to a later question can take a system out of them. The result
is always a proposal; only an Acta of the Subcomité classifies (policy, art. 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from governance.classification.facts import Facts, completions, is_asked
from governance.classification.readings import (
    Step,
    by_severity,
    holding_rules,
    literal_level,
    prudent_level,
    walk,
)
from governance.policy.model import LEVELS, Condition, Level, Policy, Rule

ENGINE_VERSION = "1"
"""Changes when the same facts and policy could give another result."""


FLOOR_READING = "A04"
"""The reading by which an example of article 3 is a floor."""


@dataclass(frozen=True)
class Change:
    """What the prudent result would be if one answer were another."""

    question: str
    value: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Assessment:
    """Everything that follows from the facts. Level tuples hold what is still possible."""

    facts: Facts
    """The facts that count, in the order of the questionnaire."""
    hidden: Facts
    """Answers given to questions that, with the others as they are, nobody asks."""
    literal: tuple[Level, ...]
    prudente: tuple[Level, ...]
    floor: Level | None
    """The level under which an example of article 3 does not let the proposal go (A04)."""
    path: tuple[Step, ...]
    fired: tuple[Rule, ...]
    """Rules that hold whatever the unknown answers are."""
    conditions: tuple[Condition, ...]
    because: tuple[str, ...]
    """The fewest questions whose answers give the prudent result by themselves."""
    changes: tuple[Change, ...]
    open_questions: tuple[str, ...]
    next_question: str | None
    """The open question whose answer narrows the range most; None when there is no range."""
    readings: tuple[str, ...]

    @property
    def proposal(self) -> tuple[Level, ...]:
        """The level to propose: the prudent one, raised to the floor."""
        return by_severity(_at_least(level, self.floor) for level in self.prudente)

    @property
    def differs(self) -> bool:
        """Whether the proposal is not the literal result, which goes to the Subcomité's agenda."""
        return self.literal != self.proposal

    @property
    def is_determined(self) -> bool:
        """Whether one level is left to propose."""
        return len(self.proposal) == 1

    @property
    def can_be_approved(self) -> bool:
        """False for a prohibited use: it may only be withdrawn or redesigned (art. 6)."""
        return self.proposal != ("prohibido",)

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain values, for records and programs."""
        return {
            "facts": dict(self.facts),
            "hidden": dict(self.hidden),
            "literal": list(self.literal),
            "prudente": list(self.prudente),
            "floor": self.floor,
            "proposal": list(self.proposal),
            "differs": self.differs,
            "path": [
                {"question": s.question, "value": s.value, "goes_to": s.goes_to, "level": s.level}
                for s in self.path
            ],
            "fired": [
                {"id": r.id, "level": r.level, "article": list(r.article)} for r in self.fired
            ],
            "conditions": [c.id for c in self.conditions],
            "because": list(self.because),
            "changes": [
                {"question": c.question, "value": c.value, "levels": list(c.levels)}
                for c in self.changes
            ],
            "open_questions": list(self.open_questions),
            "next_question": self.next_question,
            "readings": list(self.readings),
            "engine": ENGINE_VERSION,
        }


def assess(facts: Facts, policy: Policy, examples: tuple[str, ...] = ()) -> Assessment:
    """Return what follows from `facts`, and from the examples of article 3 confirmed to match.

    Raises:
        KeyError: an example is not one of the policy's.

    >>> from governance.policy.load import policies
    >>> facts = {"P0": "ninguna", "P1": "no", "P4": "si_auxiliar", "P5": "no"}
    >>> assess(facts, policies()[-1]).prudente
    ('limitado',)
    """
    table = Table(policy)
    ways = table.ways(facts)
    asked = {name for way in ways for name in way.facts}
    active = {q.id: facts[q.id] for q in policy.questions if q.id in facts and q.id in asked}
    prudente = table.prudent(active)
    held = [holding_rules(way.facts, policy) for way in ways]
    fired = tuple(rule for rule in policy.rules if all(rule in rules for rules in held))
    possible = tuple(rule for rule in policy.rules if any(rule in rules for rules in held))
    conditions = _conditions(possible, active, policy)
    return Assessment(
        facts=active,
        hidden={name: value for name, value in facts.items() if name not in active},
        literal=by_severity(way.literal for way in ways),
        prudente=prudente,
        floor=_floor(examples, policy),
        path=walk(active, policy),
        fired=fired,
        conditions=conditions,
        because=_because(active, prudente, table),
        changes=_changes(active, prudente, table),
        open_questions=tuple(
            q.id for q in policy.questions if q.id in asked and q.id not in active
        ),
        next_question=_next(active, prudente, table),
        readings=_readings(possible, conditions, examples, policy),
    )


def possible_levels(facts: Facts, policy: Policy) -> tuple[Level, ...]:
    """Return the levels that the prudent reading still allows, the mildest first."""
    return Table(policy).prudent(facts)


@dataclass(frozen=True)
class Way:
    """One complete way in which a system may be, and its level under each reading."""

    facts: Facts
    literal: Level
    prudente: Level


class Table:
    """Every complete way in which a system may be: some thirty, which is all there is to know."""

    def __init__(self, policy: Policy) -> None:
        """Read `policy` once; asking the table costs no rule."""
        self.policy = policy
        self._ways = tuple(
            Way(way, literal_level(way, policy), prudent_level(way, policy))
            for way in completions({}, policy)
        )

    def ways(self, facts: Facts) -> tuple[Way, ...]:
        """Return the ways that `facts` leave; answers to what a way does not ask say nothing."""
        return tuple(
            way
            for way in self._ways
            if all(way.facts.get(name, value) == value for name, value in facts.items())
        )

    def prudent(self, facts: Facts) -> tuple[Level, ...]:
        """Return the prudent levels that `facts` leave, the mildest first."""
        return by_severity(way.prudente for way in self.ways(facts))


def _at_least(level: Level, floor: Level | None) -> Level:
    return level if floor is None else max(level, floor, key=LEVELS.index)


def _floor(examples: tuple[str, ...], policy: Policy) -> Level | None:
    by_id = {example.id: example for example in policy.examples}
    floors = [by_id[name].level for name in examples if by_id[name].floor]
    return max(floors, key=LEVELS.index) if floors else None


def _conditions(possible: tuple[Rule, ...], facts: Facts, policy: Policy) -> tuple[Condition, ...]:
    """Return what must stay true for the answers that lowered the level to keep doing so."""
    order = [question.id for question in policy.questions]
    resting = {
        rule.condition
        for rule in possible
        if rule.condition and max(rule.when, key=order.index) in facts
    }
    return tuple(condition for condition in policy.conditions if condition.id in resting)


def _because(facts: Facts, levels: tuple[Level, ...], table: Table) -> tuple[str, ...]:
    for size in range(len(facts) + 1):
        for names in combinations(facts, size):
            if table.prudent({name: facts[name] for name in names}) == levels:
                return names
    return tuple(facts)


def _changes(facts: Facts, levels: tuple[Level, ...], table: Table) -> tuple[Change, ...]:
    changed = []
    for question in table.policy.questions:
        for value in question.values:
            if question.id in facts and value.value != facts[question.id]:
                then = table.prudent({**facts, question.id: value.value})
                if then != levels:
                    changed.append(Change(question.id, value.value, then))
    return tuple(changed)


def _next(facts: Facts, levels: tuple[Level, ...], table: Table) -> str | None:
    """Return the open question that leaves the shortest range, on average over its answers."""
    if len(levels) == 1:
        return None
    ready = [q for q in table.policy.questions if q.id not in facts and is_asked(q, facts)]
    if not ready:
        return None
    if not ready[0].asked_if:
        return ready[0].id  # the prohibitions, before anything else

    def left(values: list[str], name: str) -> float:
        return sum(len(table.prudent({**facts, name: v})) for v in values) / len(values)

    return min(ready, key=lambda q: left([v.value for v in q.values], q.id)).id


def _readings(
    possible: tuple[Rule, ...],
    conditions: tuple[Condition, ...],
    examples: tuple[str, ...],
    policy: Policy,
) -> tuple[str, ...]:
    used = {rule.reading for rule in possible} | {c.reading for c in conditions}
    if _floor(examples, policy):
        used.add(FLOOR_READING)
    return tuple(reading.id for reading in policy.readings if reading.id in used)
