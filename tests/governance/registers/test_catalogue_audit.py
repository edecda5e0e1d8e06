from datetime import date

import pytest
from sqlalchemy import Engine

from governance.policy.model import Policy
from governance.registers.acts import Acta
from governance.registers.catalogue_audit import FICHA, Audited, audit, discrepancies
from governance.registers.dossier import dossiers
from governance.registers.systems import Systems
from tests.governance.registers.people import ALTO, BAJO, LIMITADO, Desk

TODAY = ["SDA-002", "SDA-003", "SDA-004"]
ACTA = Acta("12", date(2026, 3, 2))


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """The rules are ours, not the database's: one is enough."""
    return sqlite_engine


def audited(desk: Desk) -> dict[str, Audited]:
    return {one.id: one for one in audit(desk.policy, dossiers(desk.connection))}


def found(desk: Desk) -> list[str]:
    return [one.id for one in discrepancies(audited(desk).values())]


@pytest.fixture
def seeded(desk: Desk) -> Desk:
    Systems(desk.clock).seed(desk.connection, desk.policy)
    return desk


def test_three_systems_of_the_catalogue_are_declared_below_the_policy(policy: Policy) -> None:
    all_of_them = audit(policy)
    assert [one.id for one in all_of_them] == [f"SDA-00{n}" for n in range(1, 10)]
    wrong = discrepancies(all_of_them)
    assert [one.id for one in wrong] == TODAY
    for one in wrong:
        assert one.declared == "bajo"
        assert one.assessment.literal == one.assessment.prudente == ("limitado",)


def test_a_discrepancy_says_why_and_what_it_changes(policy: Policy) -> None:
    one = next(one for one in audit(policy) if one.id == "SDA-002")
    assert {g.question for g in one.grounds} >= {"P1", "P5"}
    assert all(ground.why for ground in one.grounds)
    assert "C.3-P5" in one.articles
    assert [example.level for example in one.examples] == ["limitado"]
    assert one.effect == "Ficha SDA: con nivel limitado, es obligatoria; figura «no requiere»."


def test_every_level_says_what_it_demands_of_the_ficha(policy: Policy) -> None:
    (ficha,) = [duty for duty in policy.obligations if duty.id == FICHA]
    assert (ficha.source, set(ficha.by_level)) == ("art-4", {i.id for i in policy.levels})


def test_seeding_changes_nothing_of_the_audit(seeded: Desk) -> None:
    assert found(seeded) == TODAY
    assert list(audited(seeded).values()) == list(audit(seeded.policy))


def test_an_acta_settles_a_discrepancy_whichever_way(seeded: Desk) -> None:
    for code in ("SDA-002", "SDA-003"):
        seeded.classify(code, LIMITADO)
    assert found(seeded) == TODAY
    assert audited(seeded)["SDA-002"].declared_by == "catálogo de C.4"
    member, acts = seeded.member(), seeded.acts
    acts.approve(seeded.connection, member, "SDA-002", 1, "limitado", ACTA)
    acts.approve(
        seeded.connection, member, "SDA-003", 1, "bajo", ACTA, "No conversa: es un índice interno."
    )
    assert found(seeded) == ["SDA-004"]
    assert audited(seeded)["SDA-002"].declared == "limitado"
    assert audited(seeded)["SDA-003"].declared_by == "Acta 12 del 02/03/2026"


def test_facts_that_changed_since_the_acta_are_a_discrepancy_again(seeded: Desk) -> None:
    seeded.classify("SDA-008", BAJO)
    seeded.acts.approve(seeded.connection, seeded.member(), "SDA-008", 1, "bajo", ACTA)
    assert found(seeded) == TODAY
    seeded.classify("SDA-008", ALTO)
    assert found(seeded) == [*TODAY, "SDA-008"]


def test_a_registered_system_without_a_declared_level_is_audited_and_not_wrong(
    seeded: Desk,
) -> None:
    system = seeded.system()
    assert system.id not in audited(seeded)
    seeded.classify(system, ALTO, examples=("n2-inversion",))
    one = audited(seeded)[system.id]
    assert (one.declared, one.declared_by, one.is_discrepancy) == (None, "nadie todavía", False)
    assert one.grounds[0].why == "la persona dijo ninguna"
    assert [example.id for example in one.examples] == ["n2-inversion"]


def test_what_was_withdrawn_is_not_audited(seeded: Desk) -> None:
    seeded.acts.withdraw(seeded.connection, seeded.member(), "SDA-003", "Ya nadie lo usa.")
    assert found(seeded) == ["SDA-002", "SDA-004"]


def test_a_policy_that_asks_more_reopens_what_an_acta_had_settled(seeded: Desk) -> None:
    seeded.classify("SDA-008", BAJO)
    seeded.acts.approve(seeded.connection, seeded.member(), "SDA-008", 1, "bajo", ACTA)
    rules = tuple(
        rule.model_copy(update={"level": "limitado"}) if rule.id == "R-P5-no" else rule
        for rule in seeded.policy.rules
    )
    stricter = seeded.policy.model_copy(update={"rules": rules})
    wrong = discrepancies(audit(stricter, dossiers(seeded.connection)))
    assert "SDA-008" in [one.id for one in wrong]


def test_an_answer_that_the_policy_no_longer_has_counts_as_unknown(seeded: Desk) -> None:
    seeded.classify("SDA-007", ALTO)
    fewer = tuple(
        question.model_copy(
            update={"values": tuple(value for value in question.values if value.value != "si")}
        )
        if question.id == "P2"
        else question
        for question in seeded.policy.questions
    )
    changed = seeded.policy.model_copy(update={"questions": fewer})
    one = {a.id: a for a in audit(changed, dossiers(seeded.connection))}["SDA-007"]
    assert "P2" not in {ground.question for ground in one.grounds}
