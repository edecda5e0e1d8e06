from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from assistant.database import reading, writing
from governance.log.chain import Verification
from governance.registers import journal
from governance.registers.journal import JournalDamaged
from governance.registers.tables import register_log, register_log_head
from tests.governance.stores import NOON

Spoil = Callable[[Connection], object]


def fill(engine: Engine, entries: int = 4) -> None:
    with writing(engine) as connection:
        for number in range(entries):
            journal.append(connection, "system", f"SDA-{number % 2}", {"n": number}, NOON)


def drop_guards(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION register_log_refuse() CASCADE"))
            return
        names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in connection.execute(names).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))


def verify(engine: Engine) -> Verification:
    with reading(engine) as connection:
        return journal.verify(connection)


def test_entries_are_numbered_by_kind_and_subject(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as connection:
        assert [(r.subject, r.number) for r in journal.history(connection, "system")] == [
            ("SDA-0", 1),
            ("SDA-1", 1),
            ("SDA-0", 2),
            ("SDA-1", 2),
        ]
        last = journal.last(connection, "system", "SDA-1")
        assert last and last.content["n"] == 3
        assert [r.content["n"] for r in journal.last_of_each(connection, "system")] == [2, 3]
        assert journal.last(connection, "act", "SDA-1") is None
    assert verify(engine).is_intact


@pytest.mark.parametrize(
    "change",
    [
        update(register_log).values(content="{}"),
        update(register_log).values(sequence=register_log.c.sequence),
        delete(register_log),
        delete(register_log_head),
        update(register_log_head).values(sequence=1),
        insert(register_log_head).values(id=2, sequence=0, hash=""),
    ],
)
def test_the_database_refuses_to_change_the_journal(engine: Engine, change: object) -> None:
    fill(engine)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    assert verify(engine).is_intact


def test_the_database_refuses_to_replace_or_empty_it(engine: Engine) -> None:
    fill(engine)
    statement = (
        "INSERT OR REPLACE INTO register_log SELECT * FROM register_log"
        if engine.dialect.name == "sqlite"
        else "TRUNCATE register_log"
    )
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def set_value(sequence: int, **values: object) -> Spoil:
    change = update(register_log).where(register_log.c.sequence == sequence).values(**values)
    return lambda connection: connection.execute(change)


@pytest.mark.parametrize(
    ("spoil", "entry"),
    [
        (set_value(2, content='{"n":9,"number":1,"subject":"SDA-1"}'), 2),
        (set_value(3, at="2020-01-01T00:00:00.000000Z"), 3),
        (set_value(2, subject="SDA-7"), 2),
        (set_value(4, number=9), 4),
        (set_value(1, kind="act"), 1),
        (lambda c: c.execute(delete(register_log).where(register_log.c.sequence == 3)), 3),
        (lambda c: c.execute(delete(register_log).where(register_log.c.sequence == 4)), 4),
        (lambda c: c.execute(delete(register_log_head)), 4),
    ],
)
def test_whoever_gets_past_the_guards_is_noticed(engine: Engine, spoil: Spoil, entry: int) -> None:
    fill(engine)
    drop_guards(engine)
    with engine.begin() as connection:
        spoil(connection)
    found = verify(engine)
    assert not found.is_intact
    assert entry in {problem.sequence for problem in found.problems}


def test_a_head_published_before_notices_a_journal_rewritten_whole(engine: Engine) -> None:
    fill(engine)
    published = verify(engine).head
    assert published is not None
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(delete(register_log))
        connection.execute(update(register_log_head).values(sequence=0, hash="0" * 64))
    fill(engine)
    assert verify(engine).is_intact
    with reading(engine) as connection:
        assert not journal.verify(connection, [published]).is_intact


def test_nothing_is_written_where_the_head_is_missing(engine: Engine) -> None:
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(delete(register_log_head))
    with pytest.raises(JournalDamaged, match="respaldo"):
        fill(engine)


@given(at=st.integers(0), replacement=st.characters())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_character_is_noticed(sqlite_engine: Engine, at: int, replacement: str) -> None:
    with sqlite_engine.begin() as connection:
        is_new = connection.execute(text("SELECT count(*) FROM register_log")).scalar() == 0
    if is_new:
        fill(sqlite_engine, 1)
        drop_guards(sqlite_engine)
    with reading(sqlite_engine) as connection:
        content = connection.execute(text("SELECT content FROM register_log")).scalar_one()
    place = at % len(content)
    changed = content[:place] + replacement + content[place + 1 :]
    with sqlite_engine.connect() as connection:  # rolled back at the end
        connection.execute(update(register_log).values(content=changed))
        assert journal.verify(connection).is_intact == (changed == content)
