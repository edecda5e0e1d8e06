import pytest
from sqlalchemy import Connection

from governance.policy.model import Policy
from governance.registers import journal
from governance.registers.systems import System, SystemNotFound, SystemRefused, Systems
from tests.fakes import FixedClock

systems = Systems(FixedClock())


def register(connection: Connection, name: str = "Lector de cartas") -> System:
    return systems.register(
        connection,
        name=name,
        unit="DIDESO",
        responsible_title="Jefa DIDESO",
        purpose="Ordena las cartas que llegan por tema.",
        by="F-001",
    )


def test_a_new_system_follows_the_catalogue_even_before_it_is_seeded(
    connection: Connection,
) -> None:
    assert [register(connection).id, register(connection).id] == ["SDA-010", "SDA-011"]


def test_a_system_comes_back_as_it_was_registered(connection: Connection) -> None:
    system = register(connection)
    assert systems.get(connection, system.id) == system
    assert (system.state, system.origin, system.declared_level) == (
        "registrado",
        "entrevista",
        None,
    )


def test_the_catalogue_is_seeded_as_declared_and_only_once(
    connection: Connection, policy: Policy
) -> None:
    first = register(connection)
    assert systems.seed(connection, policy) == 9
    assert systems.seed(connection, policy) == 0
    found = {system.id: system for system in systems.list(connection)}
    assert list(found) == [*(f"SDA-00{n}" for n in range(1, 10)), first.id]
    declared = {name: system.declared_level for name, system in found.items()}
    assert declared == {
        "SDA-001": "limitado",
        "SDA-002": "bajo",
        "SDA-003": "bajo",
        "SDA-004": "bajo",
        "SDA-005": "limitado",
        "SDA-006": "limitado",
        "SDA-007": "alto",
        "SDA-008": "bajo",
        "SDA-009": "limitado",
        "SDA-010": None,
    }
    assert found["SDA-007"].responsible_title == "Jefe DAF"
    assert found["SDA-002"].operational_status == "Producción"
    assert found["SDA-002"].origin == "catalogo"


def test_seeding_does_not_undo_what_happened_since(connection: Connection, policy: Policy) -> None:
    systems.seed(connection, policy)
    systems.move(connection, "SDA-003", "retirado", "F-001")
    systems.seed(connection, policy)
    assert systems.get(connection, "SDA-003").state == "retirado"


def test_ids_go_on_past_three_digits_and_stay_in_order(connection: Connection) -> None:
    for number in (999, 1000):
        body = journal.append(connection, "system", f"SDA-{number}", {}, FixedClock()())
        assert body.number == 1
    assert register(connection).id == "SDA-1001"


def test_the_id_of_a_withdrawn_system_is_not_used_again(connection: Connection) -> None:
    system = register(connection)
    systems.move(connection, system.id, "retirado", "F-001")
    assert register(connection).id == "SDA-011"


def test_withdrawing_is_for_good(connection: Connection) -> None:
    system = register(connection)
    systems.move(connection, system.id, "retirado", "F-001")
    with pytest.raises(SystemRefused, match="retirado"):
        systems.move(connection, system.id, "registrado", "F-001")


def test_a_responsible_can_be_assigned_and_history_keeps_the_one_before(
    connection: Connection,
) -> None:
    system = register(connection)
    changed = systems.assign(connection, system.id, "F-004", "Jefe DAF", "F-001")
    assert systems.get(connection, system.id) == changed
    found = journal.history(connection, "system", system.id)
    assert [r.content["responsible_title"] for r in found] == ["Jefa DIDESO", "Jefe DAF"]


def test_a_system_without_a_name_or_unknown_is_refused(connection: Connection) -> None:
    with pytest.raises(SystemRefused, match="nombre"):
        register(connection, "  ")
    with pytest.raises(SystemNotFound, match="SDA-404"):
        systems.move(connection, "SDA-404", "retirado", "F-001")
