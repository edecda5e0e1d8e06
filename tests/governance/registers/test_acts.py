from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from governance.policy.model import Policy
from governance.registers import journal
from governance.registers.acts import Act, Acta, ActRefused
from governance.registers.dossier import get_dossier
from governance.registers.officials import Official, Officials
from governance.registers.systems import System, SystemNotFound, Systems
from tests.fakes import FixedClock
from tests.governance.registers.people import (
    ALTO,
    BAJO,
    CONDICIONADO,
    INDETERMINADO,
    LIMITADO,
    PROHIBIDO,
    Desk,
)


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """The rules are ours, not the database's: one is enough."""
    return sqlite_engine


ACTA = Acta("12", date(2026, 3, 2))
REASON = "El Subcomité estima que el ejemplo no aplica a este caso."
ENOUGH = "Falta el protocolo de revisión."


def approve(
    desk: Desk,
    official: Official,
    system: System | str,
    level: str = "limitado",
    *,
    version: int = 1,
    acta: Acta = ACTA,
    reason: str = "",
) -> Act:
    name = system if isinstance(system, str) else system.id
    return desk.acts.approve(
        desk.connection,
        official,
        name,
        version,
        level,  # type: ignore[arg-type]
        acta,
        reason,
    )


def label(desk: Desk, system: System | str) -> str:
    name = system if isinstance(system, str) else system.id
    return get_dossier(desk.connection, name).label


def test_until_an_act_with_its_acta_it_is_a_proposal(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    assert label(desk, system) == "Sin clasificar"
    desk.classify(system, LIMITADO)
    assert label(desk, system) == "PROPUESTA: limitado"
    act = approve(desk, member, system)
    assert (act.level, act.acta, act.departs, act.by) == ("limitado", ACTA, False, member.id)
    assert label(desk, system) == "Aprobado: limitado, Acta 12 del 02/03/2026"
    assert desk.acts.history(desk.connection, system.id) == (act,)


@pytest.mark.parametrize("role", ["responsable", "dpo", "ciso", "ctd", "auditor", "administracion"])
def test_only_the_subcomite_decides(desk: Desk, role: str) -> None:
    system = desk.system()
    desk.classify(system, LIMITADO)
    other = desk.official("Otro cargo", role)
    tries: tuple[Callable[[], object], ...] = (
        lambda: approve(desk, other, system),
        lambda: desk.acts.reject(desk.connection, other, system.id, 1, ENOUGH),
        lambda: desk.acts.observe(desk.connection, other, system.id, 1, ENOUGH),
        lambda: desk.acts.withdraw(desk.connection, other, system.id, ENOUGH),
        lambda: desk.acts.redesign(desk.connection, other, system.id, ENOUGH),
    )
    for decide in tries:
        with pytest.raises(ActRefused, match="Subcomité"):
            decide()


def test_who_was_deactivated_since_does_not_decide(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, LIMITADO)
    Officials().deactivate(desk.connection, member.id)
    with pytest.raises(ActRefused, match="subcomite"):
        approve(desk, member, system)


def test_nobody_decides_about_a_system_they_are_responsible_for(desk: Desk) -> None:
    member = desk.member()
    system = desk.system(responsible=member)
    desk.classify(system, LIMITADO)
    tries: tuple[Callable[[], object], ...] = (
        lambda: approve(desk, member, system),
        lambda: desk.acts.reject(desk.connection, member, system.id, 1, ENOUGH),
    )
    for decide in tries:
        with pytest.raises(ActRefused, match="eres responsable"):
            decide()


def test_another_key_for_the_same_post_does_not_get_around_it(desk: Desk) -> None:
    system = desk.system(title="[Jefa de  Comunicaciones]")
    desk.classify(system, LIMITADO)
    same = desk.official("jefa de comunicaciones", "subcomite")
    with pytest.raises(ActRefused, match="responsable de ese sistema"):
        approve(desk, same, system)


@pytest.mark.parametrize(
    "title", ["Coordinador TD", "CTD", "Coordinadora de Transformación Digital", "Secretaría CTD"]
)
def test_the_ctd_who_presides_does_not_decide_about_systems_of_the_ctd(
    desk: Desk, title: str
) -> None:
    system = desk.system(title=title)
    desk.classify(system, LIMITADO)
    ctd = desk.official("Presidencia del Subcomité", "ctd", "subcomite")
    with pytest.raises(ActRefused, match="preside"):
        approve(desk, ctd, system)
    assert approve(desk, desk.member(), system).level == "limitado"


def test_the_ctd_does_not_decide_where_the_responsible_has_that_role(desk: Desk) -> None:
    system = desk.system(responsible=desk.official("Subrogante", "ctd"))
    desk.classify(system, LIMITADO)
    with pytest.raises(ActRefused, match="preside"):
        approve(desk, desk.official("Presidencia", "ctd", "subcomite"), system)


def test_the_ctd_decides_about_the_systems_of_others(desk: Desk) -> None:
    system = desk.system(title="Jefe DAF")
    desk.classify(system, LIMITADO)
    assert approve(desk, desk.official("Presidencia", "ctd", "subcomite"), system)


@pytest.mark.parametrize("code", ["SDA-001", "SDA-003", "SDA-004", "SDA-006"])
def test_the_catalogue_itself_says_where_the_ctd_may_not_decide(
    desk: Desk, policy: Policy, code: str
) -> None:
    Systems(desk.clock).seed(desk.connection, policy)
    desk.classify(code, LIMITADO)
    with pytest.raises(ActRefused, match="responsable"):
        approve(desk, desk.official("Coordinador TD", "ctd", "subcomite"), code)


@pytest.mark.parametrize("level", ["bajo", "limitado", "alto", "prohibido"])
def test_a_prohibited_use_cannot_be_approved(desk: Desk, level: str) -> None:
    system = desk.system()
    desk.classify(system, PROHIBIDO)
    with pytest.raises(ActRefused, match="ninguna Acta.*retirarlo o rediseñarlo"):
        approve(desk, desk.member(), system, level, reason=REASON)


def test_a_prohibited_use_can_be_withdrawn_or_redesigned_and_then_classified_anew(
    desk: Desk,
) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, PROHIBIDO)
    desk.acts.redesign(desk.connection, member, system.id, "Se quita la categorización.")
    assert label(desk, system) == "En rediseño"
    with pytest.raises(ActRefused, match="rediseño"):
        desk.acts.redesign(desk.connection, member, system.id, "Se quita la categorización.")
    with pytest.raises(ActRefused, match="rediseño"):
        approve(desk, member, system)
    desk.classify(system, LIMITADO)
    assert label(desk, system) == "PROPUESTA: limitado"
    assert approve(desk, member, system, version=2)
    desk.acts.withdraw(desk.connection, member, system.id, "Terminó el programa.")
    assert label(desk, system) == "Retirado"
    with pytest.raises(ActRefused, match="ya está retirado"):
        desk.acts.withdraw(desk.connection, member, system.id, "Terminó el programa.")
    with pytest.raises(ActRefused, match="retirado"):
        approve(desk, member, system, version=2)


def test_no_system_is_approved_as_prohibited(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, ALTO)
    with pytest.raises(ActRefused, match="prohibido"):
        approve(desk, desk.member(), system, "prohibido")


def test_who_is_responsible_may_withdraw_their_own_system(desk: Desk) -> None:
    responsible = desk.official("Jefa DIDESO", "responsable")
    system = desk.system(responsible=responsible)
    act = desk.acts.withdraw(desk.connection, responsible, system.id, "Ya nadie lo usa.")
    assert (act.kind, act.version) == ("retira", 0)


@pytest.mark.parametrize(
    ("acta", "says"),
    [
        (Acta("", date(2026, 3, 2)), "número"),
        (Acta("  ", date(2026, 3, 2)), "número"),
        (Acta("12; drop", date(2026, 3, 2)), "número"),
        (Acta("12", date(2026, 3, 3)), "todavía no llega"),
    ],
)
def test_an_approval_needs_an_acta_that_already_happened(desk: Desk, acta: Acta, says: str) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, LIMITADO)
    with pytest.raises(ActRefused, match=says):
        approve(desk, member, system, acta=acta)
    with pytest.raises(ActRefused, match=says):
        desk.acts.reject(desk.connection, member, system.id, 1, ENOUGH, acta)


def test_today_is_that_of_chile(desk: Desk, clock: FixedClock) -> None:
    clock.now = clock.now.replace(hour=1)  # the first of March at ten in the evening
    system = desk.system()
    desk.classify(system, LIMITADO)
    with pytest.raises(ActRefused, match="hoy es 01/03/2026"):
        approve(desk, desk.member(), system)
    clock.advance(hours=3)
    assert approve(desk, desk.member(), system)


def test_a_level_below_the_proposal_needs_a_reason_and_is_marked(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, ALTO)
    for reason in ("", "Porque sí.", " " * 40, "x" * 29):
        with pytest.raises(ActRefused, match="aparta de la propuesta"):
            approve(desk, member, system, reason=reason)
    act = approve(desk, member, system, reason=REASON)
    assert (act.level, act.departs, act.reason) == ("limitado", True, REASON)
    assert label(desk, system).endswith("aparta de la propuesta")


def test_a_level_below_the_floor_of_an_example_needs_a_reason_that_says_so(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, CONDICIONADO, examples=("n2-inversion",))
    with pytest.raises(ActRefused, match="piso de un ejemplo del art. 3"):
        approve(desk, member, system)
    assert approve(desk, member, system, reason=REASON).departs


def test_a_level_above_the_proposal_needs_no_reason_and_is_marked(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, BAJO)
    assert approve(desk, desk.member(), system).departs


def test_what_is_still_undetermined_cannot_be_approved(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, INDETERMINADO)
    with pytest.raises(ActRefused, match="bajo o limitado"):
        approve(desk, desk.member(), system, reason=REASON)


def test_only_the_last_version_can_be_decided(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, BAJO)
    desk.classify(system, LIMITADO)
    for version in (1, 3, 0):
        with pytest.raises(ActRefused, match="no es la última"):
            approve(desk, member, system, version=version)
    assert approve(desk, member, system, version=2)


def test_a_second_decision_on_a_version_is_refused(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, LIMITADO)
    approve(desk, member, system)
    tries: tuple[Callable[[], object], ...] = (
        lambda: approve(desk, member, system),
        lambda: desk.acts.reject(desk.connection, member, system.id, 1, ENOUGH),
        lambda: desk.acts.observe(desk.connection, member, system.id, 1, ENOUGH),
    )
    for again in tries:
        with pytest.raises(ActRefused, match="ya fue resuelta"):
            again()


def test_a_rejection_says_what_must_change_and_closes_the_version(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, LIMITADO)
    with pytest.raises(ActRefused, match="Escribe qué falta"):
        desk.acts.reject(desk.connection, member, system.id, 1, "No.")
    desk.acts.reject(desk.connection, member, system.id, 1, ENOUGH)
    assert label(desk, system) == "PROPUESTA: limitado (rechazada)"
    with pytest.raises(ActRefused, match="ya fue resuelta"):
        approve(desk, member, system)


def test_observations_leave_the_proposal_open(desk: Desk) -> None:
    system, member = desk.system(), desk.member()
    desk.classify(system, LIMITADO)
    desk.acts.observe(desk.connection, member, system.id, 1, ENOUGH)
    assert label(desk, system) == "PROPUESTA: limitado (observada)"
    with pytest.raises(ActRefused, match="ya tiene observaciones"):
        desk.acts.observe(desk.connection, member, system.id, 1, ENOUGH)
    assert approve(desk, member, system).kind == "aprueba"


def test_a_new_proposal_does_not_undo_the_level_in_force(desk: Desk) -> None:
    system = desk.system()
    desk.classify(system, LIMITADO)
    approve(desk, desk.member(), system)
    desk.classify(system, ALTO)
    assert label(desk, system) == ("Aprobado: limitado, Acta 12 del 02/03/2026. PROPUESTA: alto")
    assert get_dossier(desk.connection, system.id).level == "limitado"


def test_what_was_never_classified_or_registered_cannot_be_approved(desk: Desk) -> None:
    member = desk.member()
    with pytest.raises(ActRefused, match="no tiene una clasificación"):
        approve(desk, member, desk.system(), version=0)
    with pytest.raises(SystemNotFound, match="SDA-404"):
        approve(desk, member, "SDA-404")


def test_an_act_is_tied_to_the_exact_classification(desk: Desk) -> None:
    system = desk.system()
    made = desk.classify(system, LIMITADO)
    desk.clock.advance(days=1)
    approve(desk, desk.member(), system)
    record = journal.last(desk.connection, "act", system.id)
    assert record is not None
    assert record.content["classification"] == made.content_hash
    assert record.at - made.at == timedelta(days=1)
