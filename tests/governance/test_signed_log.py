"""The signature of the log: what who has no key cannot do, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from assistant.database import reading, writing
from governance.canonical import sha256
from governance.log.chain import Entry, link_hash
from governance.log.decision_log import DecisionLog, HeadNotOurs, verify_export
from governance.log.head import LogHead, SignedDay
from governance.log.signing import (
    NotAKey,
    PublicKeys,
    new_private_pem,
    read_log_key,
    read_public_keys,
    write_public_pem,
)
from governance.log.tables import decision_log, decision_log_head, log_heads
from tests.governance import stores
from tests.governance.signing import DAY, a_key, a_signed_log, append, fill, start, verify
from tests.governance.stores import NOON, a_decision, drop_guards

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


def kinds(engine: Engine, log: DecisionLog) -> set[str]:
    return {problem.kind for problem in verify(engine, log).problems}


def rewrite_to_the_end(engine: Engine, sequence: int) -> None:
    """Do all that can be done without the key: every hash is right again."""
    drop_guards(engine)
    with engine.begin() as connection:
        rows = connection.execute(select(decision_log).order_by(decision_log.c.sequence)).all()
        previous = ""
        for entry in map(Entry._make, rows):
            if entry.sequence == sequence:
                forged = (entry.content or "").replace("marzo", "abril")
                entry = entry._replace(content=forged, content_hash=sha256(forged))
            if entry.sequence >= sequence:
                entry = entry._replace(previous_hash=previous or entry.previous_hash)
                entry = entry._replace(hash=link_hash(entry))
                this = decision_log.c.sequence == entry.sequence
                connection.execute(update(decision_log).where(this).values(entry._asdict()))
            previous = entry.hash
        connection.execute(update(decision_log_head).values(hash=previous))


def test_a_signed_log_verifies_with_the_key_of_the_institution(engine: Engine) -> None:
    log = a_signed_log()
    fill(engine, log)
    found = verify(engine, log)
    assert (found.is_intact, found.signatures) == (True, "key")
    assert found.signed_days == 7, "each day before its first entry"
    with reading(engine) as connection:
        assert log.verify(connection).signatures == "unchecked"


def test_a_log_rewritten_to_its_end_is_found_out_by_the_signature(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=2))
    rewrite_to_the_end(engine, 2)
    assert DecisionLog() and kinds(engine, log) == {"signature"}
    with reading(engine) as connection:
        assert log.verify(connection).is_intact, "without a key the hashes alone agree"


def test_a_log_whose_tail_was_cut_is_found_out(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON, NOON + DAY, NOON + DAY)
    with reading(engine) as connection:
        first = connection.execute(select(decision_log).where(decision_log.c.sequence == 1)).one()
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(delete(decision_log).where(decision_log.c.sequence > 1))
        connection.execute(update(decision_log_head).values(sequence=1, hash=first.hash))
    assert kinds(engine, log) == {"signature"}


def test_the_signature_of_a_day_is_no_signature_of_the_head(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON, NOON + DAY)
    drop_guards(engine)
    with engine.begin() as connection:
        day = connection.execute(select(log_heads).where(log_heads.c.number == 2)).one()
        connection.execute(delete(decision_log).where(decision_log.c.sequence > day.sequence))
        values = {"sequence": day.sequence, "hash": day.hash, "signature": day.signature}
        connection.execute(update(decision_log_head).values(values))
    assert "signature" in kinds(engine, log)


@pytest.mark.parametrize("day", [1, 2, 3])
def test_a_signed_day_that_was_removed_is_missed(engine: Engine, day: int) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON, NOON + DAY, NOON + 2 * DAY)
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(delete(log_heads).where(log_heads.c.number == day))
    assert kinds(engine, log) == {"signature"}


def test_a_log_stripped_of_its_signatures_is_not_taken_for_one_that_never_had_them(
    engine: Engine,
) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON)
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(delete(log_heads))
        nothing = {"signature": None, "key_id": None, "signed_day": ""}
        connection.execute(update(decision_log_head).values(nothing))
    assert kinds(engine, log) == {"signature"}
    with pytest.raises(HeadNotOurs):
        append(engine, log, NOON)


def test_nobody_signs_on_top_of_a_forged_head(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON, NOON)
    rewrite_to_the_end(engine, 1)
    for forget in (
        lambda: append(engine, log, NOON),
        lambda: append(engine, DecisionLog(), NOON),  # nor with no key
        lambda: append(engine, a_signed_log(), NOON),  # nor with another
    ):
        with pytest.raises(HeadNotOurs):
            forget()
    with pytest.raises(HeadNotOurs), writing(engine) as connection:
        log.purge(connection, NOON + 800 * DAY)
    with pytest.raises(HeadNotOurs), writing(engine) as connection:
        log.sign_day(connection, NOON + 9 * DAY)


def test_a_person_may_go_on_from_there_and_it_is_never_forgotten(engine: Engine) -> None:
    lost, log = a_signed_log(), a_signed_log()
    start(engine, lost)
    append(engine, lost, NOON)
    with writing(engine) as connection:
        log.sign_anew(connection, by="F-001", reason="Se perdió la clave", at=NOON + DAY)
    append(engine, log, NOON + DAY)
    assert kinds(engine, log) == {"signature"}, "the days of the lost key cannot be checked"
    assert lost.key is not None and log.key is not None
    both = PublicKeys((*lost.key.keys.keys, *log.key.keys.keys))
    assert verify(engine, log, keys=both).is_intact
    with pytest.raises(ValueError), writing(engine) as connection:
        log.sign_anew(connection, by="F-001", reason=" ", at=NOON)


def test_a_day_is_signed_once_by_whoever_is_first(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    with writing(engine) as connection:
        assert log.sign_day(connection, NOON + timedelta(hours=5)) is False
        assert log.sign_day(connection, NOON + DAY) is True
    append(engine, log, NOON + DAY)
    with reading(engine) as connection:
        days = log.signed_days(connection)
    assert [(d.day, d.previous, d.sequence) for d in days] == [
        ("2026-03-02", "", 0),
        ("2026-03-03", "2026-03-02", 0),
    ]


def test_a_clock_that_leaps_and_comes_back_leaves_every_day_signed(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON + 4000 * DAY, NOON + DAY, NOON - 40 * DAY, NOON + 4000 * DAY)
    with writing(engine) as connection:
        assert log.sign_day(connection, NOON + 2 * DAY) is True
    append(engine, log, NOON + 2 * DAY, NOON + 4000 * DAY, NOON + 5000 * DAY)
    assert verify(engine, log).is_intact


def test_the_database_refuses_to_change_a_signed_day(engine: Engine) -> None:
    start(engine, a_signed_log())
    for attack in (
        update(log_heads).values(signature="0"),
        delete(log_heads),
        update(decision_log_head).values(hash="0" * 63 + "1"),
        update(decision_log_head).values(id=2),
    ):
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(attack)


def test_a_published_day_verifies_alone(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    append(engine, log, NOON + DAY)
    with reading(engine) as connection:
        line = log.signed_days(connection)[-1].line()
    day = SignedDay.read(line)
    assert day is not None and log.key is not None and "\n" not in line
    assert log.key.keys.signed(day.key_id, day.message(), day.signature)
    assert not a_key().keys.signed(day.key_id, day.message(), day.signature)
    later = day._replace(day="2026-03-04")
    assert not log.key.keys.signed(later.key_id, later.message(), later.signature)
    assert SignedDay.read(line.replace(":1", ": 1", 1)) is None


def test_a_database_put_back_whole_is_found_out_by_a_published_day(sqlite_engine: Engine) -> None:
    log = a_signed_log()
    start(sqlite_engine, log)
    append(sqlite_engine, log, NOON)
    path = str(sqlite_engine.url.database)
    sqlite_engine.dispose()
    with sqlite_engine.connect() as connection:
        connection.execute(text("COMMIT"))
        connection.exec_driver_sql(f"VACUUM INTO '{path}.old'")
    append(sqlite_engine, log, NOON + DAY, NOON + 2 * DAY)
    with reading(sqlite_engine) as connection:
        published = [day.end for day in log.signed_days(connection)]
    old = stores.build_engine(f"sqlite:///{path}.old")
    assert verify(old, log).is_intact, "alone, it cannot be told"
    assert {p.kind for p in verify(old, log, *published).problems} == {"removed"}


def test_a_second_head_is_noticed(sqlite_engine: Engine) -> None:
    log = a_signed_log()
    start(sqlite_engine, log)
    drop_guards(sqlite_engine)
    with sqlite_engine.begin() as connection:
        other = {"id": 2, "sequence": 0, "hash": "0", "signed_day": "", "retention": ""}
        connection.execute(insert(decision_log_head), other)
    assert kinds(sqlite_engine, log) == {"head"}


def test_an_export_carries_its_signatures(engine: Engine) -> None:
    log = a_signed_log()
    fill(engine, log)
    with reading(engine) as connection:
        lines = list(log.export(connection))
    assert log.key is not None
    alone, with_key = verify_export(lines), verify_export(lines, (), log.key.keys)
    assert (alone.is_intact, alone.signatures) == (True, "own")
    assert (with_key.is_intact, with_key.signatures, with_key.signed_days) == (True, "key", 7)
    assert not verify_export(lines, (), a_key().keys).is_intact
    assert not verify_export([line for line in lines if "signed_day" not in line]).is_intact


def test_an_export_forged_whole_passes_alone_and_not_with_the_key(sqlite_engine: Engine) -> None:
    ours, forger = a_signed_log(), a_signed_log()
    start(sqlite_engine, forger)
    append(sqlite_engine, forger, NOON)
    with reading(sqlite_engine) as connection:
        lines = list(forger.export(connection))
    assert ours.key is not None
    assert verify_export(lines).signatures == "own"
    assert not verify_export(lines, (), ours.key.keys).is_intact


def test_an_unsigned_export_is_not_whole_for_who_has_the_key(sqlite_engine: Engine) -> None:
    append(sqlite_engine, DecisionLog(), NOON)
    with reading(sqlite_engine) as connection:
        lines = list(DecisionLog().export(connection))
    assert (verify_export(lines).is_intact, verify_export(lines).signatures) == (True, "absent")
    assert not verify_export(lines, (), a_key().keys).is_intact


def test_a_key_that_was_changed_still_checks_what_it_signed(engine: Engine) -> None:
    old = a_signed_log()
    start(engine, old)
    append(engine, old, NOON)
    assert old.key is not None
    new = replace(old, key=a_key(earlier=write_public_pem(old.key.public)))
    append(engine, new, NOON + DAY)
    assert verify(engine, new).is_intact
    with pytest.raises(HeadNotOurs):
        append(engine, old, NOON + DAY)


@pytest.mark.parametrize("pem", ["", "clave", write_public_pem("00" * 32)])
def test_what_is_no_private_key_is_refused(pem: str) -> None:
    with pytest.raises(NotAKey):
        read_log_key(pem, "x")


def test_a_private_key_is_never_taken_for_a_public_one_nor_shown() -> None:
    pem = new_private_pem()
    with pytest.raises(NotAKey):
        read_public_keys(pem)
    key = read_log_key(pem, "x")
    assert "PRIVATE" not in repr(key) and "private" not in repr(key)
    assert read_public_keys(write_public_pem(key.public)).keys == (key.public,)


def test_the_head_says_what_it_signs() -> None:
    head = LogHead(3, "a" * 64, "k", "s", "2026-03-02", "alto")
    assert head.message() == (
        '{"hash":"' + "a" * 64 + '","key_id":"k","purpose":"head","retention":"alto","schema":1,'
        '"sequence":3,"signed_day":"2026-03-02"}'
    )


def test_a_decision_of_a_signed_log_is_read_as_any_other(engine: Engine) -> None:
    log = a_signed_log()
    start(engine, log)
    with writing(engine) as connection:
        decision_id = log.append(connection, a_decision())
        found = log.get(connection, decision_id).decision
    assert found is not None and found.question == a_decision().question
