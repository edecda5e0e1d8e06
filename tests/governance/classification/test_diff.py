from __future__ import annotations

from datetime import date

import pytest

from governance.classification.diff import catalogue_systems, diff
from governance.policy.load import policy_on
from governance.policy.model import Policy


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_on(date(2026, 11, 22))


def stricter(policy: Policy) -> Policy:
    """The same policy where whatever talks to a person is alto."""
    rules = tuple(
        r.model_copy(update={"level": "alto"}) if r.id == "R-P5-si" else r for r in policy.rules
    )
    return policy.model_copy(update={"rules": rules})


def test_a_version_does_not_differ_from_itself(policy: Policy) -> None:
    assert diff(policy, policy, catalogue_systems(policy)).is_empty


def test_the_systems_whose_level_changes_are_named(policy: Policy) -> None:
    found = diff(policy, stricter(policy), catalogue_systems(policy))
    named = [change.what.split()[0] for change in found.systems]
    assert "SDA-004" in named and "SDA-008" not in named
    change = next(c for c in found.systems if c.what.startswith("SDA-004"))
    assert change.prudente == (("limitado",), ("alto",))


def test_only_the_combinations_that_change_are_listed(policy: Policy) -> None:
    found = diff(policy, stricter(policy))
    assert found.combined == 29
    assert found.combinations and all("P5=si" in c.what for c in found.combinations)


def test_a_duty_that_changes_is_told_level_by_level(policy: Policy) -> None:
    first, *rest = (o for o in policy.obligations if o.id == "logs")
    assert not rest
    longer = first.by_level["limitado"].model_copy(update={"detail": "retención 2 años"})
    changed = first.model_copy(update={"by_level": {**first.by_level, "limitado": longer}})
    obligations = tuple(changed if o.id == "logs" else o for o in policy.obligations)
    found = diff(policy, policy.model_copy(update={"obligations": obligations}))
    assert [line for line in found.duties if "limitado" in line and "2 años" in line]
    assert not found.combinations


def test_a_reworded_question_is_told_although_no_level_changes(policy: Policy) -> None:
    questions = tuple(
        q.model_copy(update={"text": q.text + " "}) if q.id == "P1" else q for q in policy.questions
    )
    found = diff(policy, policy.model_copy(update={"questions": questions}))
    assert found.texts == ("pregunta P1: cambia",) and not found.combinations


def test_a_fact_that_a_version_has_no_word_for_is_not_known_under_it(policy: Policy) -> None:
    def without(question_id: str) -> Policy:
        questions = tuple(
            q.model_copy(update={"values": q.values[:-1]}) if q.id == question_id else q
            for q in policy.questions
        )
        return policy.model_copy(update={"questions": questions})

    conversing = next(s for s in catalogue_systems(policy) if s.id == "SDA-006")
    lost = policy.question("P5").values[-1].value
    assert conversing.facts["P5"] == lost
    found = diff(policy, without("P5"), [conversing])
    assert [change.what.split()[0] for change in found.systems] == ["SDA-006"]
    assert all(f"P5={lost}" not in change.what for change in found.combinations)
