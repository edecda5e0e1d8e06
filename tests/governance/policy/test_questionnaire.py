"""The routing of C.3 and the prudent rules, walked here without the engine."""

from collections import Counter
from itertools import product

import pytest

from governance.policy.model import LEVELS, Level, Policy

C_3 = {
    ("P0", "ninguna"): "P1",
    **{("P0", letter): "prohibido" for letter in "abcde"},
    ("P1", "si"): "P2",
    ("P1", "no"): "P5",
    ("P2", "si"): "alto",
    ("P2", "no"): "P3",
    ("P3", "efectiva"): "limitado",
    ("P3", "nominal_o_no"): "alto",
    ("P4", "si_base"): "alto",
    ("P4", "si_auxiliar"): "limitado",
    ("P4", "no"): "P5",
    ("P5", "si"): "limitado",
    ("P5", "no"): "bajo",
}

RULES = {
    **{f"R-P0-{letter}": ({"P0": letter}, "prohibido") for letter in "abcde"},
    "R-P2": ({"P0": "ninguna", "P1": "si", "P2": "si"}, "alto"),
    "R-P3-nominal": ({"P0": "ninguna", "P1": "si", "P2": "no", "P3": "nominal_o_no"}, "alto"),
    "R-P3-efectiva": ({"P0": "ninguna", "P1": "si", "P2": "no", "P3": "efectiva"}, "limitado"),
    "R-P4-base": ({"P0": "ninguna", "P1": "si", "P4": "si_base"}, "alto"),
    "R-P4-dato": ({"P0": "ninguna", "P4": "si_base|si_auxiliar"}, "limitado"),
    "R-P5-si": ({"P0": "ninguna", "P5": "si"}, "limitado"),
    "R-P5-no": ({"P0": "ninguna", "P5": "no"}, "bajo"),
}


def combinations(policy: Policy) -> list[dict[str, str]]:
    questions = [question for question in policy.questions if question.id != "P0"]
    answers = product(*([answer.value for answer in question.values] for question in questions))
    names = [question.id for question in questions]
    return [{"P0": "ninguna", **dict(zip(names, chosen, strict=True))} for chosen in answers]


def literal(policy: Policy, facts: dict[str, str]) -> Level:
    asked: str | None = "P0"
    while asked is not None:
        answer = policy.question(asked).value(facts[asked])
        if answer.level is not None:
            return answer.level
        asked = answer.jump
    raise AssertionError("an answer led nowhere")


def prudent(policy: Policy, facts: dict[str, str]) -> Level:
    levels = [
        rule.level
        for rule in policy.rules
        if all(facts[question] in values for question, values in rule.when.items())
    ]
    return max(levels, key=LEVELS.index)


def test_every_jump_is_the_one_printed_in_c3(policy: Policy) -> None:
    found = {
        (question.id, answer.value): answer.jump or answer.level
        for question in policy.questions
        for answer in question.values
    }
    assert found == C_3


def test_the_rules_are_these_and_no_others(policy: Policy) -> None:
    found = {
        rule.id: (
            {question: "|".join(values) for question, values in rule.when.items()},
            rule.level,
        )
        for rule in policy.rules
    }
    assert found == RULES


def test_every_rule_has_an_article_and_a_reason(policy: Policy) -> None:
    assert all(rule.article and rule.reason for rule in policy.rules)


def test_only_the_level_that_rests_on_human_review_carries_its_condition(policy: Policy) -> None:
    assert {rule.id: rule.condition for rule in policy.rules if rule.condition} == {
        "R-P3-efectiva": "HITL"
    }
    (condition,) = policy.conditions
    assert (condition.keeps, condition.expires_months) == ("limitado", 12)


def test_the_48_combinations_split_as_the_policy_prints_them(policy: Policy) -> None:
    counts = Counter(literal(policy, facts) for facts in combinations(policy))
    assert counts == {"alto": 18, "limitado": 18, "bajo": 12}


def test_the_prudent_reading_differs_in_ten_and_always_upwards(policy: Policy) -> None:
    pairs = [(literal(policy, facts), prudent(policy, facts)) for facts in combinations(policy)]
    raised = Counter(pair for pair in pairs if pair[0] != pair[1])
    assert raised == {("bajo", "limitado"): 8, ("limitado", "alto"): 2}


def test_a_more_severe_answer_never_lowers_the_prudent_level(policy: Policy) -> None:
    for facts in combinations(policy):
        for question in policy.questions:
            if question.id == "P0":
                continue
            now = question.value(facts[question.id]).severity
            for answer in question.values:
                if answer.severity > now:
                    worse = prudent(policy, {**facts, question.id: answer.value})
                    assert LEVELS.index(worse) >= LEVELS.index(prudent(policy, facts))


@pytest.mark.parametrize("letter", "abcde")
def test_a_prohibited_use_is_prohibited_whatever_the_rest_says(policy: Policy, letter: str) -> None:
    for facts in combinations(policy):
        assert prudent(policy, {**facts, "P0": letter}) == "prohibido"


def test_the_prudent_questions_are_asked_when_they_should(policy: Policy) -> None:
    assert {question.id: question.asked_if for question in policy.questions} == {
        "P0": {},
        "P1": {"P0": ("ninguna",)},
        "P2": {"P0": ("ninguna",), "P1": ("si",)},
        "P3": {"P0": ("ninguna",), "P1": ("si",), "P2": ("no",)},
        "P4": {"P0": ("ninguna",)},
        "P5": {"P0": ("ninguna",)},
    }


def test_not_knowing_is_never_an_answer(policy: Policy) -> None:
    answers = {answer.value for question in policy.questions for answer in question.values}
    assert "no_se" not in answers


def test_every_answer_that_can_lower_the_level_asks_for_what_sustains_it(policy: Policy) -> None:
    for question in policy.questions:
        most = max(answer.severity for answer in question.values)
        for answer in question.values:
            assert (answer.counter_question is not None) == (answer.severity < most)
            assert bool(answer.suggests_evidence) == (answer.severity < most)
