"""The purge of everything, day by day, and what the service does for the log by itself."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from assistant.conversations import Conversations, conversations, messages
from assistant.database import reading, writing
from assistant.desk.cases import Cases
from assistant.desk.contacts.book import ContactBook
from assistant.desk.contacts.keys import KeyInFile
from assistant.desk.contacts.sealing import Contact, Seal
from assistant.desk.tables import case_contacts, case_events, cases
from assistant.log_keeping import LogKeeping
from assistant.purging import Purge
from governance.log.decision_log import ClockDoubted, DecisionLog
from governance.log.holds import Holds
from governance.log.protection import Between, Everything, OfConversation, Scope
from governance.log.tables import decision_log
from governance.registers.interviews import Interviews
from governance.registers.tables import interviews
from tests.governance import stores
from tests.governance.signing import DAY, YEAR, a_signed_log, start
from tests.governance.stores import NOON, a_decision

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


class Now:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


class Office:
    """Everything that is purged, on one database and one clock."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.now = engine, Now()
        self.log = a_signed_log()
        start(engine, self.log)
        self.conversations = Conversations(self.now)
        self.cases = Cases(self.conversations, self.log)
        self.contacts = ContactBook(self.cases, Seal(KeyInFile(folder / "contact.key")), 30)
        self.interviews = Interviews(self.now)
        self.rests: list[float] = []
        purge = Purge(
            engine, self.log, self.cases, self.contacts, self.interviews, self.rests.append
        )
        self.keeping = LogKeeping(purge, "SDA-006", self.now)

    def work(self) -> str:
        """Write one of each, and return its conversation."""
        with writing(self.engine) as connection:
            talk = self.conversations.create(connection, "ciudadania", "web").id
            self.conversations.add(connection, talk, "person", "hola")
            self.log.append(connection, a_decision(at=self.now(), conversation_id=talk))
            case = self.cases.ask(connection, talk, "requested")
            self.contacts.leave(connection, case.number, Contact(phone="+56 9 1234 5678"))
            self.cases.withdraw(connection, case.number)
            self.interviews.open(connection, "clasificacion", {}, title="x", conversation_id=talk)
        return talk

    def hold(self, scope: Scope) -> str:
        with writing(self.engine) as connection:
            return (
                Holds(self.log)
                .place(
                    connection,
                    matter="incidente",
                    reference="I-1",
                    justification="Se investiga",
                    by="F-1",
                    scope=scope,
                    at=self.now(),
                )
                .id
            )

    def run(self) -> None:
        self.keeping.purge.run(self.now(), is_clock_sure=True)

    def counts(self) -> dict[str, int]:
        tables = {
            "messages": select(messages.c.id),
            "conversations": select(conversations.c.id),
            "cases": select(cases.c.number),
            "events": select(case_events.c.id),
            "contacts": select(case_contacts.c.case_number),
            "interviews": select(interviews.c.code),
            "decisions": select(decision_log.c.sequence).where(
                decision_log.c.kind == "decision", decision_log.c.content.is_not(None)
            ),
        }
        with reading(self.engine) as connection:
            return {
                name: connection.execute(
                    select(func.count()).select_from(found.subquery())
                ).scalar_one()
                for name, found in tables.items()
            }


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return Office(engine, tmp_path)


@pytest.fixture
def small_office(sqlite_engine: Engine, tmp_path: Path) -> Office:
    return Office(sqlite_engine, tmp_path)


def everything(office: Office) -> set[str]:
    return {name for name, count in office.counts().items() if count}


def oldest(office: Office) -> datetime:
    """Return the earliest moment of anything that was written and is still there."""
    log = select(func.min(decision_log.c.at)).where(
        decision_log.c.content.is_not(None), decision_log.c.kind.in_(("decision", "event"))
    )
    columns = (messages.c.at, case_events.c.at, cases.c.closed_at, interviews.c.updated_at)
    with reading(office.engine) as connection:
        found = [connection.execute(log).scalar_one()]
        found += [connection.execute(select(func.min(column))).scalar_one() for column in columns]
    return min(datetime.fromisoformat(at) for at in found if at)


def test_day_by_day_no_row_is_older_than_366_days(small_office: Office) -> None:
    for day in range(0, 425, 5):
        small_office.now.at = NOON + day * DAY
        small_office.work()
        for hour in range(5 * 24) if 360 <= day < 400 else ():
            if hour % 24 == 0:
                small_office.now.at = NOON + day * DAY + timedelta(hours=hour)
                assert small_office.keeping.keep() is not None
                tomorrow = small_office.now.at + DAY
                assert tomorrow - oldest(small_office) <= 366 * DAY + timedelta(hours=12)
    with reading(small_office.engine) as connection:
        assert small_office.log.verify(connection).is_intact


def test_everything_goes_after_a_year(office: Office) -> None:
    office.work()
    office.now.at = NOON + YEAR - DAY
    office.run()
    assert everything(office) == set(office.counts()) - {"contacts"}
    office.now.at = NOON + YEAR + DAY
    office.run()
    assert everything(office) == {"events"} & everything(office), "only of the erased contact"
    with reading(office.engine) as connection:
        assert office.log.verify(connection).is_intact


def test_a_hold_keeps_everything_but_contacts(office: Office) -> None:
    talk, other = office.work(), office.work()
    before = everything(office)
    held = office.hold(OfConversation(talk))
    office.now.at = NOON + 2 * YEAR
    office.run()
    left = office.counts()
    assert everything(office) == before - {"contacts"}
    assert (left["messages"], left["cases"], left["interviews"], left["decisions"]) == (1, 1, 1, 1)
    with reading(office.engine) as connection:
        assert office.conversations.get(connection, talk).id == talk != other
    with writing(office.engine) as connection:
        Holds(office.log).release(connection, held, by="F-1", reason="Se cerró", at=office.now())
    office.run()
    assert everything(office) == set()


@pytest.mark.parametrize("scope", [Everything(), Between(NOON - DAY, NOON + DAY)], ids=str)
def test_a_hold_of_everything_or_of_a_period_keeps_what_is_of_it(
    office: Office, scope: Scope
) -> None:
    office.work()
    office.hold(scope)
    office.now.at = NOON + 2 * YEAR
    office.run()
    assert everything(office) == set(office.counts()) - {"contacts"}


def test_what_is_not_of_a_held_period_goes(office: Office) -> None:
    office.work()
    office.hold(Between(NOON + DAY, NOON + 2 * DAY))
    office.now.at = NOON + YEAR + DAY
    office.run()
    assert everything(office) <= {"events"}


def test_a_level_that_rises_extends_messages_and_cases_too(office: Office) -> None:
    office.work()
    with writing(office.engine) as connection:
        office.log.set_level(connection, "alto", "alto", by="F-1", reason="Acta", at=office.now())
    office.now.at = NOON + DAY
    office.work()
    office.now.at = NOON + 2 * YEAR
    office.run()
    assert office.counts()["messages"] == office.counts()["cases"] == 2
    office.now.at = NOON + 3 * YEAR + timedelta(hours=1)
    office.run()
    assert office.counts()["messages"] == office.counts()["decisions"] == 1


def test_a_large_purge_rests_between_its_parts(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.purging.AT_ONCE", 2)
    for _ in range(4):
        small_office.work()
    small_office.now.at = NOON + YEAR + DAY
    small_office.run()
    assert len(small_office.rests) >= 4
    assert small_office.counts()["messages"] == 0


def test_the_service_purges_once_a_day_however_often_it_is_asked(small_office: Office) -> None:
    small_office.work()
    done = []
    for hours in range(0, 48, 6):
        small_office.now.at = NOON + YEAR + timedelta(hours=hours)
        purged = small_office.keeping.keep()
        assert purged is not None
        done.append(bool(purged.entries))
    assert sum(done) == 1


def test_the_service_signs_each_day(small_office: Office) -> None:
    for day in range(3):
        small_office.now.at = NOON + day * DAY
        small_office.keeping.keep()
        small_office.keeping.keep()
    with reading(small_office.engine) as connection:
        days = [day.day for day in small_office.log.signed_days(connection)]
    assert days == ["2026-03-02", "2026-03-03", "2026-03-04"]


def test_the_service_does_not_purge_when_the_clock_leapt_and_says_so(
    small_office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    for day in range(0, 60, 20):
        small_office.now.at = NOON + day * DAY
        small_office.work()
    small_office.now.at = NOON + 10 * YEAR
    with caplog.at_level(logging.ERROR):
        assert small_office.keeping.keep() is None
    assert "--yes-clock" in caplog.text
    assert small_office.counts()["decisions"] == 3
    with pytest.raises(ClockDoubted):
        small_office.keeping.purge.run(small_office.now())
    small_office.run()
    assert small_office.counts()["decisions"] == 0


def test_a_damaged_log_is_not_purged_but_waits_for_a_person(small_office: Office) -> None:
    small_office.work()
    unsigned = replace(small_office.keeping.purge, log=DecisionLog())
    with pytest.raises(Exception, match="not signed"):
        unsigned.run(NOON + 2 * YEAR, is_clock_sure=True)
    assert small_office.counts()["decisions"] == 1
