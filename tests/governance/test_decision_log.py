"""The log in a database, the same on SQLite and on PostgreSQL."""

import math
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from assistant.conversations import Conversations, messages
from assistant.database import build_engine, erase_traces, reading, writing
from assistant.turn import Outcome
from governance.log.chain import Head, Verification
from governance.log.decision_log import (
    DecisionLog,
    DecisionNotFound,
    LogDamaged,
    verify_export,
)
from governance.log.keeping import Span
from governance.log.protection import Protection
from governance.log.purge import find_due
from governance.log.tables import decision_log, decision_log_head
from governance.log.writer import LogWriter, NewEntry
from tests.governance import stores
from tests.governance.stores import NOON, a_decision, drop_guards, fork, forks

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

LOG = DecisionLog()
YEAR = timedelta(days=365)


def append(engine: Engine, count: int = 1, **changes: object) -> list[str]:
    with writing(engine) as connection:
        return [LOG.append(connection, a_decision(**changes)) for _ in range(count)]  # type: ignore[arg-type]


def verify(engine: Engine, *published: Head) -> Verification:
    with reading(engine) as connection:
        return LOG.verify(connection, published)


def export(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(LOG.export(connection))


def test_a_decision_comes_back_as_it_was_recorded(engine: Engine) -> None:
    decision = a_decision(question='¿Cuánto? \0 \u2028 😀 “ñ” \\ "')
    with writing(engine) as connection:
        decision_id = LOG.append(connection, decision)
    with reading(engine) as connection:
        found = LOG.get(connection, decision_id)
    assert found.decision is not None
    assert found.decision.question == decision.question
    assert found.decision.passages == decision.passages
    assert found.decision.citations == decision.citations
    assert found.decision.hashes == decision.hashes
    assert found.decision.at == found.at == NOON
    assert found.decision.route_scores["contest_question"] == 0.912346


def test_a_decision_that_was_never_recorded_is_not_found(engine: Engine) -> None:
    with reading(engine) as connection, pytest.raises(DecisionNotFound):
        LOG.get(connection, "nada")


def test_the_same_decision_twice_leaves_no_equal_hashes(engine: Engine) -> None:
    append(engine, 2)
    with reading(engine) as connection:
        hashes = connection.execute(select(decision_log.c.content_hash)).scalars().all()
    assert len(set(hashes)) == 2, "equal hashes would confirm a guess after the purge"


def test_an_entry_exists_only_if_the_caller_commits(engine: Engine) -> None:
    with pytest.raises(RuntimeError), writing(engine) as connection:
        LOG.append(connection, a_decision())
        raise RuntimeError
    assert verify(engine).entries == 0
    append(engine)
    assert verify(engine).is_intact


def test_what_cannot_be_recorded_exactly_is_refused(engine: Engine) -> None:
    for wrong in (
        {"confidence": math.nan},
        {"question": "\ud800"},
        {"retention": "eterno"},
        {"at": datetime(2026, 1, 1)},  # no time zone
    ):
        with pytest.raises(ValueError), writing(engine) as connection:
            LOG.append(connection, a_decision(**wrong))
    assert verify(engine).entries == 0


@pytest.mark.parametrize(
    "attack",
    [
        update(decision_log).values(content='{"question":"otra"}'),
        update(decision_log).values(at="2020"),
        update(decision_log).values(content=None, hash="0"),
        delete(decision_log),
        update(decision_log_head).values(sequence=1),
        update(decision_log_head).values(sequence=9),
        delete(decision_log_head),
        insert(decision_log_head).values(id=2, sequence=1, hash="0"),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_or_delete_entries(engine: Engine, attack) -> None:  # type: ignore[no-untyped-def]
    append(engine, 3)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(attack)
    assert verify(engine).is_intact


def test_the_database_refuses_to_replace_an_entry(sqlite_engine: Engine) -> None:
    append(sqlite_engine, 2)
    for same in ("sequence", "decision_id"):
        with pytest.raises(DBAPIError), sqlite_engine.begin() as connection:
            connection.execute(text(f"REPLACE INTO decision_log SELECT {_with_other(same)}"))
    assert verify(sqlite_engine).is_intact


def _with_other(same: str) -> str:
    first = "sequence" if same == "sequence" else "99"
    second = "decision_id" if same == "decision_id" else "'x'"
    rest = ", ".join(decision_log.c.keys()[2:])
    return f"{first}, {second}, {rest} FROM decision_log WHERE sequence = 1"


def test_the_database_refuses_to_empty_the_log(postgres_engine: Engine) -> None:
    append(postgres_engine)
    for table in ("decision_log CASCADE", "decision_log_head"):
        with pytest.raises(DBAPIError), postgres_engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {table}"))


def test_verify_names_what_an_intruder_did_to_the_rows(engine: Engine) -> None:
    append(engine, 6)
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(
            update(decision_log).where(decision_log.c.sequence == 2).values(content="{}")
        )
        connection.execute(delete(decision_log).where(decision_log.c.sequence == 4))
    found = {(problem.kind, problem.sequence) for problem in verify(engine).problems}
    assert found == {("changed", 2), ("removed", 4)}


def test_verify_notices_that_the_whole_log_is_gone(engine: Engine) -> None:
    append(engine, 3)
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(delete(decision_log))
    assert [problem.kind for problem in verify(engine).problems] == ["removed"]


def test_without_a_head_nothing_is_appended_and_verify_says_so(engine: Engine) -> None:
    append(engine)
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(delete(decision_log_head))
    with pytest.raises(LogDamaged):
        append(engine)
    assert "head" in {problem.kind for problem in verify(engine).problems}


def test_a_head_kept_elsewhere_proves_what_came_before(engine: Engine) -> None:
    append(engine, 2)
    with reading(engine) as connection:
        head = LOG.head(connection)
    append(engine, 2)
    assert verify(engine, head).is_intact
    assert not verify(engine, Head(2, "0" * 64)).is_intact
    assert not verify(engine, Head(9, "0" * 64)).is_intact


# --- purge ---


def purge(engine: Engine, now: datetime, most: int | None = None) -> int:
    with writing(engine) as connection:
        return LOG.purge(connection, now, most).entries


def test_content_goes_after_a_year_and_the_chain_stays(engine: Engine) -> None:
    (old,) = append(engine)
    (recent,) = append(engine, at=NOON + timedelta(days=1))
    with writing(engine) as connection:
        proof = LOG.purge(connection, NOON + YEAR + timedelta(seconds=1))
    assert (proof.entries, proof.ranges) == (1, ((1, 1),))
    found = verify(engine)
    assert (found.is_intact, found.entries, found.purged) == (True, 3, 1)
    with reading(engine) as connection:
        assert LOG.get(connection, old).decision is None
        assert LOG.get(connection, recent).decision is not None


def test_content_is_kept_the_whole_year(engine: Engine) -> None:
    append(engine)
    assert purge(engine, NOON + YEAR) == 0
    assert verify(engine).entries == 1, "nothing was due, so there is nothing to prove"


def test_with_a_daily_purge_no_content_is_older_than_366_days(sqlite_engine: Engine) -> None:
    log, day = LOG, timedelta(days=1)
    today = datetime(2027, 2, 20, 3, 0, tzinfo=UTC)  # a leap day comes
    oldest = timedelta(0)
    for _ in range(420):
        with writing(sqlite_engine) as connection:
            for hour in (0, 11, 23):
                log.append(connection, a_decision(at=today + timedelta(hours=hour, minutes=59)))
        today += day
        if today > datetime(2028, 2, 10, tzinfo=UTC):
            with writing(sqlite_engine) as connection:
                stored = select(decision_log.c.at).where(
                    decision_log.c.content.is_not(None), decision_log.c.kind == "decision"
                )
                first = (
                    connection.execute(stored.order_by(decision_log.c.sequence)).scalars().first()
                )
                assert first is not None
                oldest = max(oldest, today - datetime.fromisoformat(first))
                log.purge(connection, today)
    assert YEAR <= oldest <= timedelta(days=366)
    assert verify(sqlite_engine).is_intact


def test_a_large_purge_goes_in_parts_and_each_leaves_its_proof(engine: Engine) -> None:
    append(engine, 7)
    later = NOON + YEAR * 2
    assert [purge(engine, later, most=3) for _ in range(4)] == [3, 3, 1, 0]
    found = verify(engine)
    assert (found.is_intact, found.entries, found.purged) == (True, 10, 7)


def test_each_class_is_kept_its_own_time(engine: Engine) -> None:
    log = DecisionLog({"limitado": 365, "alto": 1095})
    with writing(engine) as connection:
        for retention in ("alto", "limitado", "alto", "limitado"):
            log.append(connection, a_decision(retention=retention))
    with writing(engine) as connection:
        assert log.purge(connection, NOON + YEAR * 2).ranges == ((2, 2), (4, 4))
    with writing(engine) as connection:
        assert log.purge(connection, NOON + YEAR * 4).ranges == ((1, 1), (3, 3))
    assert verify(engine).is_intact


def test_content_erased_before_its_time_is_noticed_even_with_a_proof(engine: Engine) -> None:
    append(engine, 2)
    append(engine, at=NOON + YEAR)
    with writing(engine) as connection:
        LOG.purge(connection, NOON + YEAR + timedelta(days=1))
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(
            update(decision_log).where(decision_log.c.sequence == 3).values(content=None)
        )
    assert [(p.kind, p.sequence) for p in verify(engine).problems] == [("erased", 3)]


@pytest.mark.parametrize(
    "content",
    [
        '{"classes":{"limitado":{"before":"2999-01-01T00:00:00.000000Z","ranges":[[1,1]]}}}',
        '{"classes":{"limitado":{"before":"2026-03-01T00:00:00.000000Z","ranges":[[1,1]]}}}',
        '{"classes":{"alto":{"before":"2026-03-02T23:00:00.000000Z","ranges":[[1,1]]}}}',
        '{"classes":{"limitado":{"before":1,"ranges":"[[1,1]]"}}}',
        '{"classes":[]}',
        "null",
    ],
)
def test_a_false_proof_of_purge_is_noticed(sqlite_engine: Engine, content: str) -> None:
    append(sqlite_engine)
    with sqlite_engine.begin() as connection:
        writer = LogWriter()
        proof = NewEntry("purge_proof", 1, NOON + timedelta(days=1), "permanente", content)
        writer.append(connection, writer.lock(connection), proof)
        connection.execute(
            update(decision_log).where(decision_log.c.sequence == 1).values(content=None)
        )
    assert not verify(sqlite_engine).is_intact


def test_the_database_finds_what_is_due_without_reading_everything(engine: Engine) -> None:
    append(engine)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with reading(engine) as connection:
        query = find_due(connection, "limitado", Span(None, NOON), Protection(), 10)
        due = query.compile(engine, compile_kwargs={"literal_binds": True})
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = str(connection.execute(text(f"{explain}{due}")).all())
    assert "decision_log_to_purge" in plan


def test_content_that_came_back_after_its_purge_is_noticed(engine: Engine) -> None:
    append(engine, 2)
    with reading(engine) as connection:
        content = connection.execute(select(decision_log.c.content)).scalars().first()
    purge(engine, NOON + YEAR * 2)
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(
            update(decision_log).where(decision_log.c.sequence == 1).values(content=content)
        )
    assert [(p.kind, p.sequence) for p in verify(engine).problems] == [("kept", 1)]


def test_no_copy_of_purged_text_stays_in_any_file(sqlite_engine: Engine) -> None:
    canary = "canario-7f3a"
    append(sqlite_engine, 30, question=canary * 40)
    folder = Path(str(sqlite_engine.url.database)).parent

    def files_with_it() -> list[str]:
        return [f.name for f in folder.iterdir() if canary.encode() in f.read_bytes()]

    assert files_with_it()
    purge(sqlite_engine, NOON + YEAR * 2)
    erase_traces(sqlite_engine)
    assert files_with_it() == []


def test_erasing_traces_works_on_both_databases(engine: Engine) -> None:
    append(engine)
    purge(engine, NOON + YEAR * 2)
    erase_traces(engine)
    assert verify(engine).is_intact


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 500)), max_size=8))
def test_any_mix_of_appends_and_purges_verifies_here_and_exported(
    sqlite_engine: Engine, steps: list[tuple[int, int]]
) -> None:
    for count, days in steps:
        append(sqlite_engine, count, at=NOON + timedelta(days=days))
        purge(sqlite_engine, NOON + timedelta(days=days + 300))
    here, exported = verify(sqlite_engine), verify_export(export(sqlite_engine))
    assert here.is_intact
    assert (here.entries, here.purged, here.head) == (
        exported.entries,
        exported.purged,
        exported.head,
    )
    assert exported.is_intact


def test_both_databases_export_what_they_hold(engine: Engine) -> None:
    append(engine, 3)
    purge(engine, NOON + YEAR * 2)
    append(engine, 2, question="¿Y en 2027? \0 ñ")
    lines = export(engine)
    assert len(lines) == 7
    assert verify_export(lines).is_intact


# --- many writers, and the power cut ---


def test_eight_threads_append_fifty_each_without_forking_the_chain(engine: Engine) -> None:
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(50):
                append(engine)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify(engine)
    assert not errors
    assert (found.is_intact, found.entries) == (True, 400)


@forks
def test_two_processes_append_without_forking_the_chain(engine: Engine) -> None:
    def work(url: str) -> None:
        own = build_engine(url)
        for _ in range(40):
            append(own)

    url = engine.url.render_as_string(hide_password=False)
    processes = _start(work, url, count=2)
    for process in processes:
        process.join(timeout=60)
    found = verify(engine)
    assert [process.exitcode for process in processes] == [0, 0]
    assert (found.is_intact, found.entries) == (True, 80)


def test_verify_sees_one_moment_while_others_append_and_purge(engine: Engine) -> None:
    append(engine, 50)
    with reading(engine) as connection:
        before = LOG.verify(connection)
        purge(engine, NOON + YEAR * 2)
        append(engine, 5)
        assert LOG.verify(connection) == before


@forks
def test_a_killed_process_leaves_nothing_half_written(engine: Engine) -> None:
    """What was acknowledged is there; what was not is there whole or not at all."""

    def work(url: str, acknowledged: Pipe) -> None:
        own = build_engine(url)
        conversations = Conversations()
        while True:
            with writing(own) as connection:
                talk = conversations.create(connection, "ciudadania", "web").id
                conversations.add(connection, talk, "person", "¿Hasta cuándo?")
                decision_id = LOG.append(connection, a_decision(conversation_id=talk))
                conversations.add(
                    connection,
                    talk,
                    "assistant",
                    "Hasta marzo.",
                    outcome=Outcome.ANSWERED,
                    decision_id=decision_id,
                )
            acknowledged.send(decision_id)

    url = engine.url.render_as_string(hide_password=False)
    promised: set[str] = set()
    for kill in range(8):
        receiver, sender = fork.Pipe(duplex=False)
        (process,) = _start(work, url, sender, count=1)
        sender.close()
        promised.add(receiver.recv())  # it works; now at any moment
        time.sleep(0.002 * kill)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        promised |= _drain(receiver)
    assert verify(engine).is_intact
    with reading(engine) as connection:
        decisions = set(connection.execute(select(decision_log.c.decision_id)).scalars())
        answered = select(messages.c.decision_id).where(messages.c.role == "assistant")
        assert set(connection.execute(answered).scalars()) == decisions
        asked = select(messages.c.id).where(messages.c.role == "person")
        assert len(connection.execute(asked).all()) == len(decisions)
    assert promised <= decisions


def _start(work: Callable[..., None], *args: object, count: int) -> list[multiprocessing.Process]:
    processes = [fork.Process(target=work, args=args, daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    return processes  # type: ignore[return-value]


def _drain(receiver: Pipe) -> set[str]:
    found = set()
    try:
        while True:
            found.add(receiver.recv())
    except (EOFError, OSError):
        return found


def test_a_byte_changed_in_the_file_itself_is_noticed(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    append(sqlite_engine, 3, question="aguja-en-el-pajar")
    erase_traces(sqlite_engine)
    sqlite_engine.dispose()
    path = Path(str(sqlite_engine.url.database))
    path.write_bytes(path.read_bytes().replace(b"aguja-en", b"aguja-EN", 1))
    assert [p.kind for p in verify(build_engine(f"sqlite:///{path}")).problems] == ["changed"]
