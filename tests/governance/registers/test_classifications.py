from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.classification.engine import assess
from governance.interview.state import Answer
from governance.policy.model import Policy
from governance.registers.classifications import (
    ClassificationNotFound,
    Classifications,
)
from governance.registers.derivation import verify
from governance.registers.journal import history
from governance.registers.systems import SystemNotFound, SystemRefused
from tests.governance.registers.people import (
    BAJO,
    CONDICIONADO,
    DIVERGENTE,
    INDETERMINADO,
    LIMITADO,
    Desk,
)

classifications = Classifications()


def test_a_classification_is_a_proposal_with_everything_to_derive_it(
    desk: Desk, policy: Policy
) -> None:
    system = desk.system()
    made = desk.classify(system, LIMITADO)
    assert made == classifications.find(desk.connection, system.id)
    assert (made.version, made.status, made.proposal) == (1, "propuesta", ("limitado",))
    assert (made.policy_version, made.policy_digest) == (policy.version.policy, policy.digest)
    answer = made.facts["P5"]
    assert (answer.value, answer.phrase, answer.by, answer.at) == (
        "si",
        "la persona dijo si",
        "F-001",
        desk.clock(),
    )
    assert verify(made, [policy]) is None


def test_another_answer_is_another_version_and_the_one_before_stays(desk: Desk) -> None:
    system, other = desk.system(), desk.system()
    first, second = desk.classify(system, BAJO), desk.classify(system, LIMITADO)
    desk.classify(other, BAJO)
    assert [c.version for c in classifications.history(desk.connection, system.id)] == [1, 2]
    assert classifications.find(desk.connection, system.id, 1) == first
    assert classifications.latest(desk.connection, system.id) == second
    assert len(classifications.history(desk.connection)) == 3


def test_the_condition_that_lowered_the_level_expires_a_year_later(desk: Desk) -> None:
    made = desk.classify(desk.system(), CONDICIONADO)
    assert [(u.condition, u.expires_on) for u in made.conditions] == [("HITL", date(2027, 3, 2))]
    assert made.proposal == ("limitado",)


def test_not_knowing_is_kept_with_whom_to_ask_and_what_is_missing(
    desk: Desk, policy: Policy
) -> None:
    system = desk.system()
    facts = {
        "P0": Answer("ninguna", "ninguna", "F-001", desk.clock(), evidence="Ord. 12"),
        "P4": Answer("no", "no usa", "F-001", desk.clock(), evidence_pending=True),
        "P5": Answer(None, "eso lo ve informática", "F-001", desk.clock(), ask_whom="informática"),
    }
    assessment = assess({"P0": "ninguna", "P4": "no"}, policy)
    made = classifications.propose(
        desk.connection, system.id, facts, assessment, policy, by="F-001", interview="EN-1"
    )
    assert made.facts == facts
    assert (made.pending_evidence, made.interview) == (("P4",), "EN-1")
    assert len(made.proposal) > 1


def test_a_floor_and_the_readings_are_recorded(desk: Desk, policy: Policy) -> None:
    made = desk.classify(desk.system(), CONDICIONADO, examples=("n2-inversion",))
    assert (made.floor, made.prudente, made.proposal) == ("alto", ("limitado",), ("alto",))
    assert "A04" in made.readings
    assert verify(made, [policy]) is None
    assert "A01" in desk.classify(desk.system(), DIVERGENTE).readings


def test_a_result_that_does_not_follow_from_its_facts_is_noticed(
    desk: Desk, policy: Policy
) -> None:
    made = desk.classify(desk.system(), LIMITADO)
    lowered = {**made.assessment, "prudente": ["bajo"], "proposal": ["bajo"]}
    assert "SDA-010, versión 1" in str(verify(replace(made, assessment=lowered), [policy]))


def test_a_result_that_used_another_answer_is_noticed(desk: Desk, policy: Policy) -> None:
    system = desk.system()
    facts = {n: Answer(v, v, "F-001", desk.clock()) for n, v in LIMITADO.items()}
    made = classifications.propose(
        desk.connection, system.id, facts, assess(BAJO, policy), policy, by="F-001"
    )
    assert "otra respuesta a P5" in str(verify(made, [policy]))


@pytest.mark.parametrize(("exception", "is_right"), [("si", True), ("no", False), (None, False)])
def test_only_an_exception_that_is_met_takes_a_prohibition_away(
    desk: Desk, policy: Policy, exception: str | None, is_right: bool
) -> None:
    said = {**LIMITADO, "P0": "c", "P0_excepcion": exception}
    facts = {n: Answer(v, "dijo", "F-001", desk.clock()) for n, v in said.items()}
    made = classifications.propose(
        desk.connection, desk.system().id, facts, assess(LIMITADO, policy), policy, by="F-001"
    )
    assert (verify(made, [policy]) is None) == is_right


def test_only_what_this_program_can_derive_is_judged(desk: Desk, policy: Policy) -> None:
    made = desk.classify(desk.system(), LIMITADO)
    altered = replace(made, assessment={**made.assessment, "proposal": ["bajo"]})
    assert verify(replace(altered, engine_version="0"), [policy]) is None
    assert verify(altered, []) is None


def test_there_is_no_classification_of_what_is_unknown_or_withdrawn(desk: Desk) -> None:
    with pytest.raises(SystemNotFound, match="SDA-404"):
        desk.classify("SDA-404", BAJO)
    system = desk.system()
    with pytest.raises(ClassificationNotFound, match=system.id):
        classifications.find(desk.connection, system.id)
    desk.classify(system, BAJO)
    with pytest.raises(ClassificationNotFound, match="versión 7"):
        classifications.find(desk.connection, system.id, 7)
    desk.acts.withdraw(desk.connection, desk.member(), system.id, "Ya nadie lo usa.")
    with pytest.raises(SystemRefused, match="retirado"):
        desk.classify(system, BAJO)


def test_an_undetermined_result_is_recorded_as_a_range(desk: Desk) -> None:
    made = desk.classify(desk.system(), INDETERMINADO)
    assert made.proposal == ("bajo", "limitado")
    record = history(desk.connection, "classification", made.system_id)[0]
    assert record.content_hash == made.content_hash


@given(
    phrase=st.text(st.characters(exclude_categories=["Cs"])),
    ask=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_phrase_comes_back_as_it_was_said(desk: Desk, phrase: str, ask: str | None) -> None:
    system = desk.system()
    facts = {"P0": Answer("ninguna", phrase, "F-001", desk.clock(), ask_whom=ask)}
    assessment = assess({"P0": "ninguna"}, desk.policy)
    classifications.propose(desk.connection, system.id, facts, assessment, desk.policy, by="F-001")
    assert classifications.find(desk.connection, system.id).facts == facts
