from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from assistant.database import reading, writing
from governance.registers.interviews import InterviewMoved, Interviews, StoredInterview
from tests.fakes import FixedClock


@pytest.fixture
def interviews(clock: FixedClock) -> Interviews:
    return Interviews(clock)


def start(interviews: Interviews, connection: Connection, **values: str) -> StoredInterview:
    state = {"answers": {"P1": {"value": None, "phrase": "no sé, ñandú \ud800 \0"}}}
    names = {"title": "Lector de cartas", "official_id": "F-001", "conversation_id": "c-1"}
    return interviews.open(connection, "clasificacion", state, **{**names, **values})


def test_an_interview_goes_on_days_later_from_its_code_however_it_is_typed(
    interviews: Interviews, connection: Connection, clock: FixedClock
) -> None:
    opened = start(interviews, connection)
    interviews.save(connection, replace(opened, status="en_pausa", state={"answers": {}}))
    clock.advance(days=30)
    typed = opened.code.lower().replace("-", " ").removeprefix("en")
    found = interviews.find(connection, typed)
    assert found == replace(
        opened,
        status="en_pausa",
        state={"answers": {}},
        version=2,
        updated_at=clock() - timedelta(days=30),
    )
    elsewhere = interviews.save(
        connection, replace(found, status="en_curso", conversation_id="c-2")
    )
    assert interviews.of_conversation(connection, "c-2") == elsewhere
    assert interviews.of_conversation(connection, "c-1") is None


def test_what_was_saved_comes_back_equal(interviews: Interviews, connection: Connection) -> None:
    opened = start(interviews, connection)
    assert interviews.find(connection, opened.code) == opened


def test_a_wrong_code_finds_nothing(interviews: Interviews, connection: Connection) -> None:
    opened = start(interviews, connection)
    last = "0" if opened.code[-1] != "0" else "1"
    assert interviews.find(connection, opened.code[:-1] + last) is None
    assert interviews.find(connection, "SDA-010") is None


def test_two_screens_cannot_overwrite_each_other(
    interviews: Interviews, connection: Connection
) -> None:
    opened = start(interviews, connection)
    first = interviews.save(connection, replace(opened, state={"answers": {"P1": "si"}}))
    with pytest.raises(InterviewMoved, match=opened.code):
        interviews.save(connection, replace(opened, state={"answers": {"P1": "no"}}))
    assert interviews.find(connection, opened.code) == first


def test_an_official_sees_only_their_open_interviews(
    interviews: Interviews, connection: Connection, clock: FixedClock
) -> None:
    old = start(interviews, connection)
    clock.advance(minutes=1)
    new = start(interviews, connection, conversation_id="c-2")
    start(interviews, connection, official_id="F-002")
    done = start(interviews, connection, conversation_id="c-3")
    interviews.save(connection, replace(done, status="terminada"))
    assert [i.code for i in interviews.pending(connection, "F-001")] == [new.code, old.code]
    assert interviews.of_conversation(connection, "c-3") is None


@pytest.mark.parametrize("status", ["en_curso", "en_pausa", "terminada", "cancelada"])
def test_an_interview_that_nobody_touched_for_a_year_is_gone_with_its_phrases(
    interviews: Interviews, connection: Connection, clock: FixedClock, status: str
) -> None:
    opened = start(interviews, connection)
    interviews.save(connection, replace(opened, status=status))  # type: ignore[arg-type]
    clock.advance(days=365)
    assert interviews.purge(connection, clock()) == 0
    clock.advance(seconds=1)
    fresh = start(interviews, connection)
    assert interviews.purge(connection, clock()) == 1
    assert interviews.find(connection, opened.code) is None
    left = connection.execute(text("SELECT code, state FROM interviews")).all()
    assert [row.code for row in left] == [fresh.code]


def test_what_a_failed_transaction_saved_is_not_there(engine: Engine) -> None:
    interviews = Interviews()
    with pytest.raises(RuntimeError), writing(engine) as connection:
        opened = start(interviews, connection)
        raise RuntimeError
    with reading(engine) as connection:
        assert interviews.find(connection, opened.code) is None
