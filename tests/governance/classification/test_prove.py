from __future__ import annotations

from datetime import date

import pytest

from governance.classification.prove import Proof, prove
from governance.policy.load import policy_on
from governance.policy.model import Policy, Question, Rule


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_on(date(2026, 11, 22))


def failures(proof: Proof) -> set[str]:
    return {check.id for check in proof.checks if not check.holds}


def changed_rule(policy: Policy, rule_id: str, **values: object) -> Policy:
    rules = tuple(r.model_copy(update=values) if r.id == rule_id else r for r in policy.rules)
    return policy.model_copy(update={"rules": rules})


def changed_value(policy: Policy, question_id: str, value: str, **values: object) -> Policy:
    def change(question: Question) -> Question:
        if question.id != question_id:
            return question
        options = tuple(
            v.model_copy(update=values) if v.value == value else v for v in question.values
        )
        return question.model_copy(update={"values": options})

    return policy.model_copy(update={"questions": tuple(map(change, policy.questions))})


def test_the_policy_in_force_holds_every_law(policy: Policy) -> None:
    proof = prove(policy)
    assert proof.holds and len(proof.checks) == 11


def test_the_figures_are_those_counted_by_hand_from_the_policy(policy: Policy) -> None:
    figures = prove(policy).figures
    assert [figures[f"literal {level}"] for level in ("bajo", "limitado", "alto")] == [12, 18, 18]
    assert figures["sin uso prohibido"] == 48 and figures["lecturas distintas"] == 10
    assert figures["estados sin uso prohibido"] == 324
    assert figures["estados con prudente por definir"] == 161


def test_a_missing_rule_is_a_gap(policy: Policy) -> None:
    rules = tuple(r for r in policy.rules if r.id != "R-P5-no")
    assert "huecos" in failures(prove(policy.model_copy(update={"rules": rules})))


def test_a_jump_to_nowhere_is_a_gap(policy: Policy) -> None:
    assert "huecos" in failures(prove(changed_value(policy, "P1", "no", jump="P9")))


def test_a_rule_that_lowers_what_is_worse_is_noticed(policy: Policy) -> None:
    upside_down = changed_rule(policy, "R-P2", level="bajo")
    assert "monotonia" in failures(prove(upside_down)) or "prudencia" in failures(
        prove(upside_down)
    )


def test_a_prudent_reading_below_the_literal_is_noticed(policy: Policy) -> None:
    assert "prudencia" in failures(prove(changed_rule(policy, "R-P3-nominal", level="limitado")))


def test_a_prohibition_that_can_be_escaped_is_noticed(policy: Policy) -> None:
    assert "prohibido" in failures(prove(changed_rule(policy, "R-P0-c", level="alto")))


def test_a_rule_that_decides_nothing_is_noticed(policy: Policy) -> None:
    idle = Rule(
        id="R-ociosa",
        when={"P0": ("ninguna",), "P1": ("si",), "P2": ("si",), "P5": ("si",)},
        level="limitado",
        article=("C.3-P2",),
        reason="No cambia nada.",
    )
    rules = (*policy.rules, idle)
    proof = prove(policy.model_copy(update={"rules": rules}))
    assert "R-ociosa" in next(c.detail for c in proof.checks if c.id == "alcance")


def test_a_question_that_never_matters_must_be_in_the_register_of_readings(
    policy: Policy,
) -> None:
    unsaid = tuple(r for r in policy.readings if "C.3-P4" not in r.article)
    assert "inertes" in failures(prove(policy.model_copy(update={"readings": unsaid})))


def test_two_rules_that_contradict_each_other_are_noticed(policy: Policy) -> None:
    first = next(r for r in policy.rules if r.id == "R-P2")
    twin = first.model_copy(update={"id": "R-P2-bis", "level": "limitado"})
    proof = prove(policy.model_copy(update={"rules": (*policy.rules, twin)}))
    assert "R-P2 y R-P2-bis" in next(c.detail for c in proof.checks if c.id == "traslapes")
