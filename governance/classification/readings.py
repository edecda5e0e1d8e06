"""The two ways of reading the questionnaire, for a system of which everything asked is known.

Literal: walk the jumps that C.3 prints beside each box. Prudent: ask everything that may matter
and take the highest level, which is what the «Resultado» of C.3 says (reading A01).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from governance.classification.facts import Facts
from governance.policy.model import LEVELS, Level, Policy, Rule


@dataclass(frozen=True)
class Step:
    """One answer of the literal walk: the next question it jumps to, or the level it reaches."""

    question: str
    value: str
    goes_to: str | None = None
    level: Level | None = None


class QuestionnaireError(Exception):
    """The questionnaire gives no level; raised when its data has a gap that the proof names."""


def walk(facts: Facts, policy: Policy) -> tuple[Step, ...]:
    """Return the literal walk as far as the facts reach; whole if its last step has a level."""
    questions = {question.id: question for question in policy.questions}
    steps: list[Step] = []
    name: str | None = policy.questions[0].id
    while name in questions and name in facts and name not in {step.question for step in steps}:
        value = questions[name].value(facts[name])
        steps.append(Step(name, value.value, value.jump, value.level))
        name = value.jump
    return tuple(steps)


def literal_level(facts: Facts, policy: Policy) -> Level:
    """Return the level at the end of the literal walk.

    Raises:
        QuestionnaireError: the walk ends before a level.
    """
    steps = walk(facts, policy)
    if not steps or steps[-1].level is None:
        raise QuestionnaireError(f"the literal walk of {dict(facts)} reaches no level")
    return steps[-1].level


def holding_rules(facts: Facts, policy: Policy) -> tuple[Rule, ...]:
    """Return the rules whose every condition is one of the facts, in the policy's order."""
    return tuple(
        rule
        for rule in policy.rules
        if all(facts.get(name) in values for name, values in rule.when.items())
    )


def prudent_level(facts: Facts, policy: Policy) -> Level:
    """Return the highest level of the rules that hold.

    Raises:
        QuestionnaireError: no rule holds.
    """
    held = holding_rules(facts, policy)
    if not held:
        raise QuestionnaireError(f"no rule holds for {dict(facts)}")
    return max((rule.level for rule in held), key=LEVELS.index)


def by_severity(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Return the distinct levels, the mildest first."""
    return tuple(sorted(set(levels), key=LEVELS.index))
