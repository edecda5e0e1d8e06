from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from governance.registers.acts import Acta
from governance.registers.agenda import Agenda, build_agenda
from governance.registers.dossier import dossiers
from governance.registers.systems import Systems
from tests.governance.registers.people import (
    ALTO,
    BAJO,
    CONDICIONADO,
    DIVERGENTE,
    LIMITADO,
    Desk,
)

EXPIRES = date(2027, 3, 2)
ACTA = Acta("12", date(2026, 3, 2))


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """The rules are ours, not the database's: one is enough."""
    return sqlite_engine


def agenda(desk: Desk, day: date = date(2026, 3, 2)) -> Agenda:
    return build_agenda(desk.policy, dossiers(desk.connection), day)


def approve(desk: Desk, system: str, version: int = 1) -> None:
    desk.acts.approve(desk.connection, desk.member(), system, version, "limitado", ACTA)


def test_a_proposal_waits_on_the_agenda_until_it_is_decided(desk: Desk) -> None:
    system = desk.system()
    assert not agenda(desk).proposals
    desk.classify(system, LIMITADO)
    assert [d.system.id for d in agenda(desk).proposals] == [system.id]
    desk.acts.observe(desk.connection, desk.member(), system.id, 1, "Falta el protocolo.")
    assert len(agenda(desk).proposals) == 1
    approve(desk, system.id)
    assert not agenda(desk).proposals


def test_readings_that_differ_come_with_their_ids(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, DIVERGENTE)
    desk.classify(desk.system(), BAJO)
    (found,) = agenda(desk).divergences
    assert (found.dossier.system.id, found.classification.literal) == (system.id, ("bajo",))
    assert found.classification.prudente == ("limitado",)
    assert "A01" in found.readings
    approve(desk, system.id)
    assert not agenda(desk).divergences


def test_the_discrepancies_of_the_catalogue_come_every_session(desk: Desk) -> None:
    Systems().seed(desk.connection, desk.policy)
    found = agenda(desk)
    assert [d.id for d in found.discrepancies] == ["SDA-002", "SDA-003", "SDA-004"]
    assert not found.is_empty


@pytest.mark.parametrize(
    ("days", "state"),
    [(-31, None), (-30, "por_vencer"), (0, "por_vencer"), (1, "vencida"), (90, "vencida")],
)
def test_a_condition_comes_a_month_before_it_expires(
    desk: Desk, days: int, state: str | None
) -> None:
    system = desk.system()
    desk.classify(system, CONDICIONADO)
    approve(desk, system.id)
    found = agenda(desk, EXPIRES + timedelta(days=days)).conditions
    assert [(c.condition, c.state, c.expires_on) for c in found] == (
        [("HITL", state, EXPIRES)] if state else []
    )


def test_a_condition_shown_again_in_time_starts_another_year(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, CONDICIONADO)
    approve(desk, system.id)
    desk.clock.advance(days=350)
    desk.classify(system, CONDICIONADO)
    assert not agenda(desk, EXPIRES).conditions


def test_a_condition_that_a_new_version_no_longer_meets_is_lost(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, CONDICIONADO)
    approve(desk, system.id)
    desk.classify(system, ALTO)
    (found,) = agenda(desk).conditions
    assert (found.condition, found.state) == ("HITL", "perdida")


def test_what_was_withdrawn_is_not_on_the_agenda(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, CONDICIONADO)
    desk.acts.withdraw(desk.connection, desk.member(), system.id, "Ya nadie lo usa.")
    found = build_agenda(
        desk.policy.model_copy(update={"catalogue": ()}),
        dossiers(desk.connection),
        EXPIRES,
    )
    assert found.is_empty
