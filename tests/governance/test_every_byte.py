"""Every byte of a small signed log, changed one at a time: none passes.

All of them take minutes, with TEST_EVERY_BYTE=1; without it, one in a few of each column.
"""

import os
from collections.abc import Iterator
from itertools import combinations

import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, select, text, update

from assistant.database import reading
from governance.log.decision_log import DecisionLog, verify_export
from governance.log.tables import decision_log, decision_log_head, log_heads
from tests.governance import stores
from tests.governance.signing import a_signed_log, fill, verify_in
from tests.governance.stores import drop_guards

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

Value = str | int | None
STEP = 1 if os.environ.get("TEST_EVERY_BYTE") else 13


@pytest.fixture
def log(engine: Engine) -> DecisionLog:
    log = a_signed_log()
    fill(engine, log)
    drop_guards(engine)
    return log


def changed(value: Value) -> Iterator[Value]:
    """Yield the value with each of its bytes changed, and gone."""
    if value is None:
        yield "x"
    elif isinstance(value, int):
        yield from (value ^ 1 << bit for bit in range(8))
    else:
        for place, sign in enumerate(value):
            yield value[:place] + chr(ord(sign) ^ 1) + value[place + 1 :]
        yield value + " "
        yield value[:-1]


def is_whole(connection: Connection, log: DecisionLog) -> bool:
    return verify_in(connection, log).is_intact


@pytest.mark.parametrize("table", [decision_log, decision_log_head, log_heads], ids=str)
def test_any_byte_of_any_column_of_any_row(engine: Engine, log: DecisionLog, table: Table) -> None:
    key = list(table.primary_key.columns)[0]
    with engine.begin() as connection:
        assert is_whole(connection, log)
        passed, tried = [], 0
        for row in connection.execute(select(table)).all():
            this = key == row._mapping[key.name]
            for column in table.columns:
                for value in _some(row._mapping[column.name]):
                    attempt = connection.begin_nested()
                    try:
                        connection.execute(update(table).where(this).values({column: value}))
                    except Exception:  # the type or the key of the column refuses it
                        attempt.rollback()
                        continue
                    tried += 1
                    if is_whole(connection, log):
                        passed.append((column.name, value))
                    attempt.rollback()
        assert tried > 20
        assert passed == []


def _some(value: Value) -> list[Value]:
    others = [other for other in changed(value) if other != value]
    return others[::STEP] + others[-1:]


@pytest.mark.parametrize("table", [decision_log, decision_log_head, log_heads], ids=str)
def test_any_row_that_is_taken_out_or_changes_place(
    engine: Engine, log: DecisionLog, table: Table
) -> None:
    key = list(table.primary_key.columns)[0]
    rows = [dict(r._mapping) for r in _rows(engine, table)]
    for row in rows:
        with engine.connect() as connection:
            _free(connection)
            connection.execute(delete(table).where(key == row[key.name]))
            assert not is_whole(connection, log), row[key.name]
            connection.rollback()
    for one, other in combinations(rows, 2):
        with engine.connect() as connection:
            _free(connection)
            both = key.in_((one[key.name], other[key.name]))
            connection.execute(delete(table).where(both))
            swapped = ({**one, key.name: other[key.name]}, {**other, key.name: one[key.name]})
            connection.execute(insert(table), list(swapped))
            assert not is_whole(connection, log), (one[key.name], other[key.name])
            connection.rollback()


def test_any_row_that_is_put_in(engine: Engine, log: DecisionLog) -> None:
    for table in (decision_log, log_heads):
        key = list(table.primary_key.columns)[0]
        last = dict(_rows(engine, table)[-1]._mapping)
        unique = "decision_id" if table is decision_log else "day"
        for number in (0, last[key.name] + 1, last[key.name] + 7):
            with engine.connect() as connection:
                connection.execute(insert(table), {**last, key.name: number, unique: "otro"})
                assert not is_whole(connection, log)
                connection.rollback()


def test_any_byte_of_an_export_with_no_key_at_hand(engine: Engine, log: DecisionLog) -> None:
    with reading(engine) as connection:
        lines = list(log.export(connection))
    data = "".join(f"{line}\n" for line in lines).encode()
    assert verify_export(_lines(data)).is_intact
    passed = []
    for place in range(0, len(data) - 1, STEP):
        spoilt = bytearray(data)
        spoilt[place] ^= 1
        if verify_export(_lines(bytes(spoilt))).is_intact:
            passed.append(place)
    assert passed == []


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "surrogateescape").split("\n")[:-1]


def _rows(engine: Engine, table: Table):  # type: ignore[no-untyped-def]
    with engine.connect() as connection:
        return connection.execute(select(table).order_by(*table.primary_key.columns)).all()


def _free(connection: Connection) -> None:
    """Take away what else would stop an intruder who owns the database."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
