import pytest
from sqlalchemy import Connection, delete, insert, select, text

from governance.canonical import sha256
from governance.registers import journal
from governance.registers.officials import OfficialError, OfficialNotFound, Officials
from governance.registers.tables import official_keys

officials = Officials()


def test_a_key_finds_its_official_and_no_other_key_does(connection: Connection) -> None:
    first, key = officials.create(connection, "Coordinador  TD ", ["ctd", "subcomite"])
    second, other = officials.create(connection, "Oficial de Seguridad", ["ciso"])
    assert (first.id, first.name, second.id) == ("F-001", "Coordinador TD", "F-002")
    assert officials.find_by_key(connection, f" {key}\n") == first
    assert officials.find_by_key(connection, other) == second
    assert officials.find_by_key(connection, key[:-1]) is None
    assert officials.find_by_key(connection, "") is None


def test_the_key_is_written_nowhere(connection: Connection) -> None:
    _, key = officials.create(connection, "Jefa de Comunicaciones", ["responsable"])
    for table in ("official_keys", "register_log"):
        for row in connection.execute(text(f"SELECT * FROM {table}")):
            assert key not in str(row)
    hashes = connection.execute(select(official_keys.c.key_hash)).scalars().all()
    assert hashes == [sha256(key)]


def test_a_renewed_key_replaces_the_one_before_at_once(connection: Connection) -> None:
    official, key = officials.create(connection, "Jefe DAF", ["responsable"])
    renewed = officials.renew_key(connection, official.id)
    assert officials.find_by_key(connection, key) is None
    assert officials.find_by_key(connection, renewed) == official


def test_who_is_deactivated_cannot_act_nor_get_a_new_key(connection: Connection) -> None:
    official, key = officials.create(connection, "Jefe DAF", ["responsable"])
    assert not officials.deactivate(connection, official.id).active
    assert officials.find_by_key(connection, key) is None
    assert not officials.deactivate(connection, official.id).active
    with pytest.raises(OfficialError, match="desactivado"):
        officials.renew_key(connection, official.id)
    assert [o.active for o in officials.list(connection)] == [False]


def test_the_last_administrator_stays(connection: Connection) -> None:
    first, _ = officials.create(connection, "Administradora Regional", ["administracion"])
    with pytest.raises(OfficialError, match="único"):
        officials.deactivate(connection, first.id)
    officials.create(connection, "Administrador suplente", ["administracion"])
    assert not officials.deactivate(connection, first.id).active


def test_a_key_that_an_intruder_puts_in_the_table_opens_nothing(connection: Connection) -> None:
    official, _ = officials.create(connection, "Integrante", ["subcomite"])
    connection.execute(delete(official_keys))
    planted = {"official_id": official.id, "key_hash": sha256("clave del intruso")}
    connection.execute(insert(official_keys), planted)
    assert officials.find_by_key(connection, "clave del intruso") is None


def test_every_change_is_in_the_journal_with_who_made_it(connection: Connection) -> None:
    official, _ = officials.create(connection, "Integrante", ["subcomite"])
    officials.renew_key(connection, official.id, by="F-009")
    officials.deactivate(connection, official.id, by="F-009")
    found = journal.history(connection, "official", official.id)
    assert [(r.number, r.content["by"], r.content["active"]) for r in found] == [
        (1, "consola", True),
        (2, "F-009", True),
        (3, "F-009", False),
    ]
    assert journal.verify(connection).is_intact


@pytest.mark.parametrize(
    ("name", "roles", "says"),
    [(" ", ["dpo"], "cargo"), ("Jefa", [], "roles"), ("Jefa", ["jefa"], "subcomite")],
)
def test_an_official_needs_a_post_and_roles_that_exist(
    connection: Connection, name: str, roles: list[str], says: str
) -> None:
    with pytest.raises(OfficialError, match=says):
        officials.create(connection, name, roles)


def test_an_unknown_official_is_said(connection: Connection) -> None:
    with pytest.raises(OfficialNotFound, match="F-404"):
        officials.renew_key(connection, "F-404")


def test_changed_roles_are_in_the_journal_and_the_key_goes_on(connection: Connection) -> None:
    official, key = officials.create(connection, "Jefa de Archivo", ["responsable"])
    changed = officials.change_roles(connection, official.id, ["atencion", "dpo"], by="F-009")
    assert changed.roles == {"atencion", "dpo"}
    assert officials.find_by_key(connection, key) == changed
    last = journal.history(connection, "official", official.id)[-1]
    assert (last.number, last.content["by"]) == (2, "F-009")
    assert last.content["roles"] == ["atencion", "dpo"]


def test_the_same_roles_again_change_nothing(connection: Connection) -> None:
    official, _ = officials.create(connection, "Jefa de Archivo", ["responsable"])
    assert officials.change_roles(connection, official.id, ["responsable"]) == official
    assert len(journal.history(connection, "official", official.id)) == 1


def test_roles_that_cannot_be_are_refused(connection: Connection) -> None:
    first, _ = officials.create(connection, "Administradora", ["administracion"])
    with pytest.raises(OfficialError, match="único"):
        officials.change_roles(connection, first.id, ["dpo"])
    for roles in ([], ["jefa"]):
        with pytest.raises(OfficialError, match="roles"):
            officials.change_roles(connection, first.id, roles)
    second, _ = officials.create(connection, "Suplente", ["dpo"])
    officials.deactivate(connection, second.id)
    with pytest.raises(OfficialError, match="desactivado"):
        officials.change_roles(connection, second.id, ["auditor"])
