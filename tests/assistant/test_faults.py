"""What breaks under the records, on the real classes: nothing that was shown is lost.

While it lasts the person gets the contact text and nothing that was not recorded; when it is over
the next turn works, with no restart. Kills are rehearsed in `tests/evals/test_killing.py`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from assistant.alarm.alarm import Trouble
from assistant.assistant import Assistant
from assistant.database import DatabaseError, build_engine, reading, writing
from assistant.turn import Outcome, Reply
from evals.benches.killing.proof import prove
from evals.benches.killing.rehearsal import make_ready
from evals.benches.killing.server import NoServer, OwnServer, own_server
from evals.benches.killing.writers import Shown, digest
from governance.log.decision_log import verify_export
from tests.assistant.breaking import file_of, full_disk, plainly, tmpfs, unmount, without_head
from tests.conftest import BuildAssistant
from tests.fakes import FixedClock

QUESTION = "¿quién puede postular?"
ANSWER = "juntas de vecinos"

Break = Callable[[Assistant], AbstractContextManager[None]]


@contextmanager
def held_by_another(whole: Assistant) -> Iterator[None]:
    """Another process holds the write lock for longer than we wait."""
    whole.engine.dispose()

    def impatient(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 30").fetchall()

    event.listen(whole.engine, "connect", impatient)
    other = sqlite3.connect(file_of(whole.engine), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        event.remove(whole.engine, "connect", impatient)
        whole.engine.dispose()


@contextmanager
def taken_away(whole: Assistant) -> Iterator[None]:
    """The file of the database is moved elsewhere while connections to it are open."""
    file = file_of(whole.engine)
    plainly(whole.engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    away = [(file.with_name(file.name + side)) for side in ("", "-wal", "-shm")]
    away = [one for one in away if one.exists()]
    for one in away:
        one.rename(one.with_name(f"lejos-{one.name}"))
    try:
        yield
        assert not file.exists(), "it must not come back empty"
    finally:
        for one in away:
            one.with_name(f"lejos-{one.name}").rename(one)


@contextmanager
def read_only(whole: Assistant) -> Iterator[None]:
    """Nobody may write in the database any more."""

    def refuse(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON").fetchall()

    whole.engine.dispose()
    event.listen(whole.engine, "connect", refuse)
    try:
        yield
    finally:
        event.remove(whole.engine, "connect", refuse)
        whole.engine.dispose()


@contextmanager
def without_permission(whole: Assistant) -> Iterator[None]:
    """The folder and its files belong to somebody else now."""
    folder = file_of(whole.engine).parent
    whole.engine.dispose()
    files = [*folder.iterdir()]
    for one in files:
        one.chmod(0o400 if one.is_file() else 0o500)
    folder.chmod(0o500)
    try:
        yield
    finally:
        folder.chmod(0o700)
        for one in files:
            one.chmod(0o600 if one.is_file() else 0o700)
        whole.engine.dispose()


@contextmanager
def no_room(whole: Assistant) -> Iterator[None]:
    with full_disk(whole.engine):
        yield


@contextmanager
def no_head(whole: Assistant) -> Iterator[None]:
    with without_head(whole.engine):
        yield


FAULTS = [
    no_room,
    no_head,
    held_by_another,
    taken_away,
    read_only,
    pytest.param(
        without_permission,
        marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere"),
    ),
]


def shown(talk: str, reply: Reply) -> Shown:
    assert reply.decision_id is not None
    return Shown(talk, reply.decision_id, digest(reply.text))


def check_everything(whole: Assistant, *given: Shown) -> None:
    with reading(whole.engine) as connection:
        found = prove(connection, whole.log, given)
    assert found.holds, found


def check_fault(whole: Assistant, broken: AbstractContextManager[None]) -> None:
    """Speak before, during and after a fault."""
    whole.alarm.watches = False
    talk = whole.start("ciudadania", "web").id
    before = shown(talk, whole.reply(talk, QUESTION, "web"))
    with broken:
        for _ in range(2):
            reply = whole.reply(talk, QUESTION, "web")
            assert (reply.outcome, reply.decision_id) == (Outcome.FAILED, None)
            assert ANSWER not in reply.text and whole.texts.contact_text in reply.text
        asked = whole.reply(talk, "derivar", "web")
        assert asked.outcome == Outcome.FAILED and asked.handoff is None
        assert whole.texts.contact_text in asked.text
        crisis = whole.reply(talk, "me quiero morir", "web")
        assert crisis.text == whole.texts.emergency()
        lost = whole.alarm.standing(Trouble.UNRECORDED)
        assert lost is not None and lost.turns == 4
        assert whole.health()["status"] == "degraded"
    after = shown(talk, whole.reply(talk, QUESTION, "web"))
    handed = shown(talk, whole.reply(talk, "derivar", "web"))
    check_everything(whole, before, after, handed)
    assert whole.alarm.standing(Trouble.UNRECORDED) is None
    kept = [message.text for message in whole.conversation(talk).messages]
    assert kept.count(whole.texts.disclosure) == 1 and len(kept) == 7


@pytest.mark.parametrize("fault", [held_by_another, taken_away, read_only])
def test_no_conversation_starts_where_its_first_words_cannot_be_kept(
    fault: Break, build_assistant: BuildAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.database.PATIENCE_S", 0.3)
    whole = build_assistant()
    whole.alarm.watches = False
    with fault(whole), pytest.raises(DatabaseError):
        whole.start("ciudadania", "web")
    assert whole.alarm.standing(Trouble.UNRECORDED) is not None
    assert whole.start("ciudadania", "web").messages[0].text == whole.texts.disclosure


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_shown_is_lost_and_it_goes_on_with_no_restart(
    fault: Break, build_assistant: BuildAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.database.PATIENCE_S", 0.3)
    whole = build_assistant()
    check_fault(whole, fault(whole))


def test_on_a_disk_that_is_really_full(build_assistant: BuildAssistant, tmp_path: Path) -> None:
    disk = tmp_path / "disco"
    disk.mkdir()
    if not tmpfs(disk):
        pytest.skip("needs leave to mount a disk")
    try:
        small = build_assistant()
        plainly(small.engine, "PRAGMA wal_checkpoint(TRUNCATE)")
        small.engine.dispose()
        shutil.copy(file_of(small.engine), disk / "asistente.db")
        whole = build_assistant(database_url=f"sqlite:///{disk / 'asistente.db'}")

        @contextmanager
        def filled() -> Iterator[None]:
            with (disk / "relleno").open("wb", buffering=0) as filler:
                try:
                    while True:
                        filler.write(b"x" * 512)
                except OSError:
                    pass
            # What the journal already holds may be written over: until it ends, there is room.
            plainly(whole.engine, "PRAGMA wal_checkpoint(TRUNCATE)")
            with (disk / "mas-relleno").open("wb", buffering=0) as filler:
                try:
                    while True:
                        filler.write(b"x" * 512)
                except OSError:
                    pass
            yield
            (disk / "relleno").unlink()
            (disk / "mas-relleno").unlink()

        check_fault(whole, filled())
        whole.engine.dispose()
    finally:
        unmount(disk)


@pytest.fixture
def server() -> Iterator[OwnServer]:
    try:
        with own_server() as started:
            yield started
    except NoServer as missing:
        pytest.skip(f"needs a PostgreSQL of its own: {missing}")


def test_a_server_that_goes_and_comes_back(
    build_assistant: BuildAssistant, server: OwnServer
) -> None:
    @contextmanager
    def gone() -> Iterator[None]:
        server.stop()
        yield
        server.start()

    whole = build_assistant(database_url=server.url)
    make_ready(server.url, whole.log)
    check_fault(whole, gone())
    whole.engine.dispose()


def test_a_file_that_is_replaced_is_the_one_that_is_written_from_then_on(
    build_assistant: BuildAssistant,
) -> None:
    """A backup that was put back under a running program: the old file is gone, open or not."""
    whole = build_assistant()
    talk = whole.start("ciudadania", "web").id
    plainly(whole.engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    file = file_of(whole.engine)
    shutil.copy(file, file.with_name("otra.db"))
    for side in ("-wal", "-shm"):
        file.with_name(file.name + side).unlink(missing_ok=True)
    os.replace(file.with_name("otra.db"), file)
    given = shown(talk, whole.reply(talk, QUESTION, "web"))
    fresh = build_engine(f"sqlite:///{file}")
    with reading(fresh) as connection:
        assert prove(connection, whole.log, [given]).holds
    fresh.dispose()


def test_a_clock_that_goes_back_forks_nothing(build_assistant: BuildAssistant) -> None:
    clock = FixedClock()
    whole = build_assistant(clock=clock)
    talk = whole.start("ciudadania", "web").id
    given = [shown(talk, whole.reply(talk, QUESTION, "web"))]
    for hours in (-3, -30, +1):
        clock.advance(hours=hours)
        given.append(shown(talk, whole.reply(talk, QUESTION, "web")))
    check_everything(whole, *given)
    with reading(whole.engine) as connection:
        places = [whole.log.get(connection, one.decision_id).sequence for one in given]
    assert places == sorted(places)
    order = [message.id for message in whole.conversation(talk).messages]
    assert order == sorted(order)


@pytest.mark.parametrize("said", ["hola\x00 mundo", "hola \ud83d mundo", "\udcff\x00\u202e¿hola?"])
def test_what_no_database_keeps_costs_nobody_their_turn(
    said: str, build_assistant: BuildAssistant
) -> None:
    whole = build_assistant()
    talk = whole.start("ciudadania", "web").id
    first = shown(talk, whole.reply(talk, said, "web"))
    asked = shown(talk, whole.reply(talk, "derivar", "web"))
    left = whole.reply(talk, said, "web")
    assert left.outcome != Outcome.FAILED
    check_everything(whole, first, asked)


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_an_export_whose_last_line_is_half_written_is_noticed(
    cut: int, build_assistant: BuildAssistant
) -> None:
    whole = build_assistant()
    talk = whole.start("ciudadania", "web").id
    for _ in range(3):
        whole.reply(talk, QUESTION, "web")
    with reading(whole.engine) as connection:
        exported = "".join(f"{line}\n" for line in whole.log.export(connection))
    assert verify_export(exported.splitlines()).is_intact
    assert not verify_export(exported[: -1 - cut].splitlines()).is_intact


def test_a_log_that_fails_between_two_writes_leaves_neither(
    build_assistant: BuildAssistant,
) -> None:
    """The statement that moves the head fails, after the entry itself was written."""
    whole = build_assistant()
    talk = whole.start("ciudadania", "web").id
    plainly(
        whole.engine,
        "CREATE TRIGGER fallo BEFORE UPDATE ON decision_log_head "
        "BEGIN SELECT RAISE(ABORT, 'fallo'); END",
    )
    assert whole.reply(talk, QUESTION, "web").outcome == Outcome.FAILED
    assert len(whole.conversation(talk).messages) == 1
    plainly(whole.engine, "DROP TRIGGER fallo")
    check_everything(whole, shown(talk, whole.reply(talk, QUESTION, "web")))


def test_a_writer_that_breaks_leaves_the_lock_to_the_next_one(
    build_assistant: BuildAssistant,
) -> None:
    whole = build_assistant()
    with pytest.raises(RuntimeError), writing(whole.engine):
        raise RuntimeError("a defect of ours")
    talk = whole.start("ciudadania", "web").id
    check_everything(whole, shown(talk, whole.reply(talk, QUESTION, "web")))
