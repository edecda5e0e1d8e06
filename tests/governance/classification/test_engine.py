from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.classification.engine import assess, possible_levels
from governance.classification.facts import FactsError, read_facts
from governance.policy.load import policy_on
from governance.policy.model import Policy
from tests.governance.classification.oracle import VALUES, possible, routes

ALLOWED = {"P0": "ninguna"}
REVIEWED = {**ALLOWED, "P1": "si", "P2": "no", "P3": "efectiva", "P5": "no"}


POLICY = policy_on(date(2026, 11, 22))
"""For property tests: Hypothesis prints what it was given, and this is too long to print."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return POLICY


some_facts = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}
)


def test_every_route_ends_where_the_policy_read_by_hand_ends(policy: Policy) -> None:
    wrong = []
    for route in routes():
        facts = read_facts(route, policy)
        result = assess(facts, policy)
        if (list(result.literal), list(result.prudente)) != possible(facts):
            wrong.append(route)
    assert len(routes()) == 7 * 3 * 3 * 3 * 4 * 3 and not wrong


def test_a_prohibited_use_cannot_be_approved_whatever_else_is_said(policy: Policy) -> None:
    for letter in "abcde":
        result = assess({"P0": letter, "P1": "no", "P4": "no", "P5": "no"}, policy)
        assert result.literal == result.prudente == ("prohibido",)
        assert not result.can_be_approved
        assert [rule.id for rule in result.fired] == [f"R-P0-{letter}"]


def test_an_unknown_prohibition_keeps_the_prohibited_level_possible(policy: Policy) -> None:
    result = assess({"P1": "no", "P4": "no", "P5": "no"}, policy)
    assert result.prudente == ("bajo", "prohibido")
    assert result.next_question == "P0" and result.can_be_approved and not result.is_determined


def test_sensitive_data_that_decide_are_alto_only_for_the_prudent_reading(policy: Policy) -> None:
    result = assess({**REVIEWED, "P4": "si_base"}, policy)
    assert (result.literal, result.prudente) == (("limitado",), ("alto",))
    assert result.differs and "A01" in result.readings


def test_sensitive_data_where_nothing_is_decided_are_at_least_limitado(policy: Policy) -> None:
    facts = {**ALLOWED, "P1": "no", "P4": "si_base", "P5": "no"}
    result = assess(facts, policy)
    assert (result.literal, result.prudente) == (("bajo",), ("limitado",))


def test_a_level_that_rests_on_human_review_says_so(policy: Policy) -> None:
    result = assess({**REVIEWED, "P4": "no"}, policy)
    assert [condition.id for condition in result.conditions] == ["HITL"]
    assert ("P3", "nominal_o_no", ("alto",)) in [
        (c.question, c.value, c.levels) for c in result.changes
    ]


@pytest.mark.parametrize("change", [{"P3": "nominal_o_no"}, {"P2": "si"}, {"P1": "no"}])
def test_no_condition_is_put_where_review_lowered_nothing(
    policy: Policy, change: dict[str, str]
) -> None:
    assert not assess({**REVIEWED, "P4": "no", **change}, policy).conditions


def test_an_answer_that_is_no_longer_asked_does_not_count(policy: Policy) -> None:
    result = assess({**ALLOWED, "P1": "no", "P2": "si", "P4": "no", "P5": "no"}, policy)
    assert result.prudente == ("bajo",)
    assert result.hidden == {"P2": "si"} and "P2" not in result.facts


def test_the_path_can_be_followed_by_hand(policy: Policy) -> None:
    steps = assess({**REVIEWED, "P4": "no"}, policy).path
    assert [(s.question, s.goes_to or s.level) for s in steps] == [
        ("P0", "P1"),
        ("P1", "P2"),
        ("P2", "P3"),
        ("P3", "limitado"),
    ]


def test_the_explanation_names_no_answer_that_could_be_left_out(policy: Policy) -> None:
    result = assess({**ALLOWED, "P1": "si", "P2": "si", "P4": "si_base", "P5": "si"}, policy)
    assert result.because == ("P0", "P1", "P2")


@given(facts=some_facts)
def test_the_reasons_alone_give_the_same_levels(facts: dict[str, str]) -> None:
    result = assess(facts, POLICY)
    kept = {name: facts[name] for name in result.because}
    assert possible_levels(kept, POLICY) == result.prudente
    for name in kept:
        less = {other: value for other, value in kept.items() if other != name}
        assert possible_levels(less, POLICY) != result.prudente


@given(facts=some_facts)
def test_what_would_change_the_level_does(facts: dict[str, str]) -> None:
    result = assess(facts, POLICY)
    for change in result.changes:
        changed = {**result.facts, change.question: change.value}
        assert possible_levels(changed, POLICY) == change.levels != result.prudente


@given(facts=some_facts, name=st.sampled_from(sorted(VALUES)), data=st.data())
def test_learning_more_never_brings_a_level_back(
    facts: dict[str, str], name: str, data: st.DataObject
) -> None:
    if name in facts:
        return
    learnt = {**facts, name: data.draw(st.sampled_from(VALUES[name]))}
    assert set(possible_levels(learnt, POLICY)) <= set(possible_levels(facts, POLICY))


def test_the_next_question_is_the_one_that_narrows_the_range(policy: Policy) -> None:
    result = assess({**ALLOWED, "P1": "si", "P2": "no", "P3": "efectiva"}, policy)
    assert result.prudente == ("limitado", "alto")
    assert result.next_question == "P4" and result.open_questions == ("P4", "P5")


def test_nothing_is_asked_next_when_the_level_is_settled(policy: Policy) -> None:
    assert assess({**ALLOWED, "P1": "si", "P2": "si"}, policy).next_question is None


def test_an_example_of_article_3_is_a_floor_for_the_proposal(policy: Policy) -> None:
    result = assess({**REVIEWED, "P4": "no"}, policy, examples=("n2-inversion",))
    assert result.prudente == ("limitado",) and result.floor == "alto"
    assert result.proposal == ("alto",) and "A04" in result.readings


def test_a_milder_example_lowers_nothing(policy: Policy) -> None:
    result = assess({**ALLOWED, "P1": "si", "P2": "si"}, policy, examples=("n3-chatbot",))
    assert result.proposal == ("alto",)


def test_the_facts_of_every_example_of_article_3_give_its_level(policy: Policy) -> None:
    for example in policy.examples:
        result = assess(example.facts, policy, (example.id,) if example.floor else ())
        assert example.level in result.proposal, example.id


def test_wrong_facts_are_all_named_at_once(policy: Policy) -> None:
    with pytest.raises(FactsError) as raised:
        read_facts({"P1": "quizás", "P9": "si"}, policy)
    assert "P1" in str(raised.value) and "P9" in str(raised.value)
    assert "no, si o no_se" in str(raised.value)


def test_unknown_is_the_same_as_not_said(policy: Policy) -> None:
    assert read_facts({"P1": "no_se", "P5": "si"}, policy) == {"P5": "si"}
