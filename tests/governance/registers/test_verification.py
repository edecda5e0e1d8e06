import json

from sqlalchemy import Connection, Engine, text, update

from assistant.database import reading, writing
from governance.canonical import canonical, sha256
from governance.log.chain import Entry, link_hash
from governance.policy.model import Policy
from governance.registers.officials import Officials
from governance.registers.tables import official_keys, register_log, register_log_head
from governance.registers.verification import RegistersVerified, verify_registers
from tests.fakes import FixedClock
from tests.governance.registers.people import LIMITADO, Desk
from tests.governance.registers.test_journal import drop_guards


def verify(engine: Engine, policy: Policy) -> RegistersVerified:
    with reading(engine) as connection:
        return verify_registers(connection, [policy])


def fill(engine: Engine, policy: Policy) -> None:
    with writing(engine) as connection:
        desk = Desk(connection, policy, FixedClock())
        desk.member()
        desk.classify(desk.system(), LIMITADO)


def test_whole_registers_are_proved_and_every_result_derived(
    engine: Engine, policy: Policy
) -> None:
    fill(engine, policy)
    found = verify(engine, policy)
    assert (found.is_intact, found.derived, found.journal.entries) == (True, 1, 3)


def test_a_planted_key_is_noticed(engine: Engine, policy: Policy) -> None:
    fill(engine, policy)
    with engine.begin() as connection:
        connection.execute(update(official_keys).values(key_hash=sha256("del intruso")))
    assert verify(engine, policy).problems == (
        "F-001: su clave no es la que el registro dice que se le dio.",
    )


def test_a_result_rewritten_with_all_its_hashes_is_noticed(engine: Engine, policy: Policy) -> None:
    fill(engine, policy)
    drop_guards(engine)
    with engine.begin() as connection:
        _lower(connection)
    found = verify(engine, policy)
    assert found.journal.is_intact
    assert "no es el que dan sus hechos" in found.problems[0]


def _lower(connection: Connection) -> None:
    """Lower the proposal of the last entry and make its chain whole again."""
    row = connection.execute(text("SELECT * FROM register_log ORDER BY sequence DESC")).first()
    assert row is not None
    content = json.loads(row.content)
    content["assessment"]["proposal"] = ["bajo"]
    entry = Entry(*row[:10])._replace(content=canonical(content))
    entry = entry._replace(content_hash=sha256(entry.content or ""))
    entry = entry._replace(hash=link_hash(entry))
    connection.execute(
        update(register_log)
        .where(register_log.c.sequence == entry.sequence)
        .values(content=entry.content, content_hash=entry.content_hash, hash=entry.hash)
    )
    connection.execute(update(register_log_head).values(hash=entry.hash))


def test_a_deactivated_official_leaves_no_key_behind(engine: Engine, policy: Policy) -> None:
    fill(engine, policy)
    with writing(engine) as connection:
        Officials().deactivate(connection, "F-001")
        assert connection.execute(official_keys.select()).all() == []
    assert verify(engine, policy).is_intact
