import pytest
from sqlalchemy import Connection, delete, insert, update

from governance.registers import journal
from governance.registers.identities import Identities
from governance.registers.officials import Official, OfficialError, OfficialNotFound, Officials
from governance.registers.tables import official_identities

officials, identities = Officials(), Identities()
MARK, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def official(connection: Connection) -> Official:
    return officials.create(connection, "Encargada de Atención", ["atencion"])[0]


def test_a_linked_identity_finds_its_official_and_no_other_does(
    connection: Connection, official: Official
) -> None:
    identities.link(connection, official.id, MARK, by="F-009")
    assert identities.find(connection, MARK) == official
    assert identities.find(connection, OTHER) is None and identities.find(connection, "") is None
    assert identities.owners(connection) == {official.id}
    assert journal.history(connection, "official", official.id)[-1].content["by"] == "F-009"


def test_an_identity_is_of_one_official_and_an_official_has_one(
    connection: Connection, official: Official
) -> None:
    other, _ = officials.create(connection, "Auditora", ["auditor"])
    identities.link(connection, official.id, MARK)
    with pytest.raises(OfficialError, match=official.id):
        identities.link(connection, other.id, MARK)
    identities.link(connection, official.id, OTHER)
    assert identities.find(connection, MARK) is None
    identities.link(connection, other.id, MARK)
    assert identities.find(connection, MARK) == other


def test_an_identity_that_is_no_longer_linked_enters_no_more(
    connection: Connection, official: Official
) -> None:
    identities.link(connection, official.id, MARK)
    identities.unlink(connection, official.id)
    entries = len(journal.history(connection, "official", official.id))
    identities.unlink(connection, official.id)
    assert identities.find(connection, MARK) is None
    assert len(journal.history(connection, "official", official.id)) == entries


def test_an_identity_that_an_intruder_links_in_the_table_opens_nothing(
    connection: Connection, official: Official
) -> None:
    other, _ = officials.create(connection, "Administradora", ["administracion"])
    identities.link(connection, official.id, MARK)
    connection.execute(update(official_identities).values(official_id=other.id))
    assert identities.find(connection, MARK) is None, "one's own identity on another's account"
    connection.execute(delete(official_identities))
    connection.execute(
        insert(official_identities), {"identity_hash": OTHER, "official_id": other.id}
    )
    assert identities.find(connection, OTHER) is None


def test_a_key_or_a_role_that_changes_leaves_the_identity_and_deactivating_does_not(
    connection: Connection, official: Official
) -> None:
    identities.link(connection, official.id, MARK)
    officials.renew_key(connection, official.id)
    changed = officials.change_roles(connection, official.id, ["atencion", "dpo"])
    assert identities.find(connection, MARK) == changed
    officials.deactivate(connection, official.id)
    assert identities.find(connection, MARK) is None
    assert identities.owners(connection) == frozenset()
    with pytest.raises(OfficialError, match="desactivado"):
        identities.link(connection, official.id, MARK)
    with pytest.raises(OfficialNotFound):
        identities.link(connection, "F-404", MARK)
