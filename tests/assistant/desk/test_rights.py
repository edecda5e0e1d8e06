"""What people ask about their records: how long there is to answer, who is told, what they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from assistant.bootstrap import build_reception
from assistant.conversations import Conversations
from assistant.database import build_engine, migrate, reading, writing
from assistant.desk.audit.justification import WhyRefused
from assistant.desk.cases import CaseMoved, Cases
from assistant.desk.citizen import CitizenDesk
from assistant.desk.notices.dpo import DpoNotifier
from assistant.desk.notices.mail import MailError, MailFailure
from assistant.desk.notices.requests import Owed, RequestNotices
from assistant.desk.permissions import NotAllowed
from assistant.desk.requests import Request, Requests
from assistant.desk.rights import RightsDesk
from assistant.desk.terms import REQUEST_KINDS, RequestKind, last_moment, load_terms
from assistant.migrations import FOLDER
from assistant.settings import Settings
from assistant.texts import load_texts
from governance.log.decision_log import DecisionLog
from governance.log.holds import Holds
from governance.log.protection import OfConversation
from governance.registers.days import CHILE
from governance.registers.officials import Official
from knowledge_base.ingest import HERE
from knowledge_base.institution import Institution
from tests.fakes import FixedClock
from tests.governance import stores
from tests.governance.stores import a_decision

migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_template = stores.postgres_template
postgres_engine = stores.postgres_engine
engine = stores.engine

AFTER = datetime(2026, 12, 10, 15, tzinfo=UTC)
WHY = "Debemos pedir antecedentes a otra unidad, por [RUT_1]."


@dataclass
class FakeMail:
    """Keeps what is sent; `failure` makes it fail."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    failure: MailFailure | None = None

    def send(self, subject: str, body: str) -> int:
        if self.failure:
            raise MailError(self.failure)
        self.sent.append((subject, body))
        return 0


@dataclass
class Office:
    """The desk of the DPO, and somebody with a case."""

    rights: RightsDesk
    citizens: CitizenDesk
    clock: FixedClock
    dpo: Official
    mail: FakeMail
    notifier: DpoNotifier
    folio: str
    number: int
    conversation_id: str

    def asks(self, kind: RequestKind = "access", text: str = "") -> Request:
        return self.citizens.ask(self.folio, kind, text)

    def tells(self) -> list[str]:
        """Return the subjects of what the DPO was told since the last time."""
        while self.notifier.send_due() == "sent":
            pass
        told = [subject for subject, _ in self.mail.sent]
        self.mail.sent.clear()
        return told


@pytest.fixture
def office(engine: Engine, institution: Institution) -> Office:
    clock, log = FixedClock(AFTER), DecisionLog()
    cases = Cases(Conversations(clock), log)
    settings = Settings(contact_keys="QUFB" * 10 + "QUE")
    reception = build_reception(settings, cases, institution, load_texts(institution))
    notices = RequestNotices(is_on=True)
    requests = Requests(cases, _is_holiday, notices)

    def hide(text: str) -> str:
        return text.replace("12.345.678-5", "[RUT_1]")

    with writing(engine) as connection:
        dpo, _ = reception.officials.create(connection, "Delegado", ["dpo"])
        talk = cases.conversations.create(connection, "ciudadania", "web")
        cases.conversations.add(connection, talk.id, "person", "Hola, soy [NOMBRE_1]")
        decision_id = log.append(connection, a_decision("Hola", conversation_id=talk.id))
        cases.conversations.add(
            connection, talk.id, "assistant", "Respuesta", decision_id=decision_id
        )
        found = cases.ask(connection, talk.id, "requested")
        cases.note(connection, found.number, dpo.id, "Nota solo para funcionarios")
    mail = FakeMail()
    return Office(
        RightsDesk(engine, reception, requests, hide, lambda _: None),
        CitizenDesk(engine, reception, requests, hide),
        clock,
        dpo,
        mail,
        DpoNotifier(engine, clock, notices, mail, "GORE", "/panel/solicitudes"),
        found.folio,
        found.number,
        talk.id,
    )


def _is_holiday(day: date) -> bool:
    return day == date(2026, 12, 8)


# --- the law, and the day ---


@pytest.mark.parametrize(
    ("kind", "asked_on", "law", "due_on"),
    [
        ("access", date(2026, 12, 1), "ley_21719", date(2026, 12, 31)),
        ("deletion", date(2027, 1, 31), "ley_21719", date(2027, 3, 2)),
        ("review", date(2028, 2, 28), "ley_21719", date(2028, 3, 29)),
        ("access", date(2026, 11, 30), "ley_19628", date(2026, 12, 2)),
        ("rectification", date(2026, 11, 27), "ley_19628", date(2026, 12, 1)),
        ("deletion", date(2026, 11, 28), "ley_19628", date(2026, 12, 1)),
        ("review", date(2026, 11, 30), "institucion", date(2026, 12, 30)),
        ("portability", date(2026, 11, 30), "institucion", date(2026, 12, 30)),
    ],
)
def test_a_request_has_the_law_and_the_last_day_of_when_it_was_made(
    kind: RequestKind, asked_on: date, law: str, due_on: date
) -> None:
    term = load_terms().of(kind, asked_on)
    assert (term.id, term.due_on(asked_on, _is_holiday)) == (law, due_on)


def test_a_holiday_is_no_working_day() -> None:
    term = load_terms().find("ley_19628")
    assert term.due_on(date(2026, 12, 7), _is_holiday) == date(2026, 12, 10)


def test_what_nobody_confirmed_says_so() -> None:
    terms = load_terms()
    assert terms.find("ley_19628").in_words().endswith("(por confirmar)")
    assert terms.find("ley_21719").in_words() == (
        "Ley 19.628, con el texto de la Ley 21.719, art. 11"
    )


def test_the_terms_are_those_that_the_knowledge_base_tells() -> None:
    file = HERE / "data" / "marco_legal.yaml"
    figures = yaml.safe_load(file.read_text(encoding="utf-8"))
    terms = load_terms()
    new = terms.find("ley_21719")
    assert terms.in_force_from == figures["ley_21719_vigencia"]["valor"]
    assert (new.days, new.extension_days) == (
        figures["ley_21719_respuesta"]["valor"],
        figures["ley_21719_prorroga"]["valor"],
    )


@given(st.datetimes(datetime(2026, 12, 1, 4), datetime(2036, 1, 1), timezones=st.just(UTC)))
def test_the_last_day_is_thirty_days_of_the_chilean_calendar_later(asked_at: datetime) -> None:
    day = asked_at.astimezone(CHILE).date()
    last = last_moment(load_terms().of("access", day).due_on(day, _is_holiday))
    assert (last.astimezone(CHILE).date() - day).days == 30
    assert (last + timedelta(microseconds=1)).astimezone(CHILE).date() == day + timedelta(days=31)


def test_a_request_late_at_night_is_of_the_day_on_the_wall(office: Office) -> None:
    office.clock.now = datetime(2026, 12, 11, 2, 30, tzinfo=UTC)  # 23:30 of the 10th in Chile
    asked = office.asks()
    assert asked.due_on == date(2027, 1, 9)
    assert asked.days_left(office.clock()) == 30
    office.clock.now = asked.answer_by
    assert asked.days_left(office.clock()) == 0
    office.clock.now += timedelta(microseconds=1)
    assert asked.days_left(office.clock()) == -1


def test_every_kind_can_be_asked_and_answered(office: Office) -> None:
    for kind in REQUEST_KINDS:
        asked = office.asks(kind)
        done = office.rights.resolve(office.dpo, asked.id, kind != "opposition", "Respuesta.")
        assert done.state == ("rejected" if kind == "opposition" else "accepted")
    assert len(office.rights.list(office.dpo)) == len(REQUEST_KINDS)


def test_requests_come_by_their_last_day(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 24, 15, tzinfo=UTC)
    office.asks("review")
    office.asks("access")
    first, second = office.rights.list(office.dpo)
    assert (first.kind, second.kind) == ("access", "review")
    assert first.due_on < second.due_on and first.asked_at == second.asked_at


# --- the extension ---


def test_a_term_is_extended_once_with_a_reason_that_the_person_reads(office: Office) -> None:
    asked = office.asks()
    office.clock.advance(days=29)
    done = office.rights.extend(office.dpo, asked.id, WHY.replace("[RUT_1]", "12.345.678-5"))
    assert done.due_on == asked.due_on + timedelta(days=30)
    assert done.extended_at == office.clock() and done.extension_days == 0
    (seen,) = office.citizens.follow(office.folio).requests
    assert seen.extension == WHY and seen.state == "pending"
    with pytest.raises(CaseMoved, match="una sola"):
        office.rights.extend(office.dpo, asked.id, WHY)


def test_an_extension_needs_words(office: Office) -> None:
    with pytest.raises(WhyRefused):
        office.rights.extend(office.dpo, office.asks().id, "Falta tiempo")


def test_a_term_that_is_over_is_not_extended(office: Office) -> None:
    asked = office.asks()
    office.clock.advance(days=31)
    with pytest.raises(CaseMoved, match="venció"):
        office.rights.extend(office.dpo, asked.id, WHY)


def test_an_answered_request_is_not_extended(office: Office) -> None:
    asked = office.asks()
    office.rights.resolve(office.dpo, asked.id, True, "Respuesta.")
    with pytest.raises(CaseMoved, match="respondida"):
        office.rights.extend(office.dpo, asked.id, WHY)


def test_what_was_asked_before_the_law_is_not_extended(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 24, 15, tzinfo=UTC)
    asked = office.asks()
    assert asked.law == "ley_19628" and asked.extension_days == 0
    with pytest.raises(CaseMoved, match="no se puede prorrogar"):
        office.rights.extend(office.dpo, asked.id, WHY)


def test_only_the_dpo_extends(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.rights.extend(replace(office.dpo, roles=frozenset({"auditor"})), "x", WHY)


def test_an_extension_is_in_the_log(office: Office) -> None:
    office.rights.extend(office.dpo, office.asks().id, WHY)
    with reading(office.rights.engine) as connection:
        log = office.rights.reception.cases.log
        kinds = [one.event.kind for one in log.events(connection) if one.event]
    assert kinds[-2:] == ["request_made", "request_extended"]


# --- telling the DPO ---


def test_the_dpo_is_told_of_a_new_request_and_when_five_days_are_left(office: Office) -> None:
    asked = office.asks(text="Soy la señora del club")
    assert office.tells() == ["1 solicitud sobre datos personales por responder (GORE)"]
    office.clock.now = last_moment(asked.due_on - timedelta(days=6))
    assert office.tells() == []
    office.clock.advance(microseconds=1)
    assert asked.days_left(office.clock()) == 5 and office.notifier.send_due() == "sent"
    ((_, body),) = office.mail.sent
    assert "Vencen en 5 días o menos: 1" in body and "señora" not in body
    office.clock.advance(days=40)
    assert office.notifier.send_due() == "nothing", "once is enough: the page shows what is late"


def test_an_extension_moves_the_warning(office: Office) -> None:
    asked = office.asks()
    office.tells()
    done = office.rights.extend(office.dpo, asked.id, WHY)
    office.clock.now = last_moment(asked.due_on)
    assert office.tells() == []
    office.clock.now = last_moment(done.due_on - timedelta(days=5))
    assert len(office.tells()) == 1


def test_an_answer_ends_the_warnings(office: Office) -> None:
    asked = office.asks()
    office.rights.resolve(office.dpo, asked.id, True, "Respuesta.")
    office.clock.advance(days=60)
    assert office.tells() == []


def test_a_notice_that_fails_is_tried_again_later(office: Office) -> None:
    office.asks()
    office.mail.failure = MailFailure.UNREACHABLE
    assert office.notifier.send_due() == "failed"
    assert office.notifier.send_due() == "nothing"
    office.mail.failure = None
    office.clock.advance(seconds=31)
    assert len(office.tells()) == 1


def test_a_letter_says_how_many_and_how_urgent(office: Office) -> None:
    letter = office.notifier.letter(Owed(pending=3, soon=1, late=2))
    assert letter.subject.startswith("3 solicitudes")
    assert "FUERA DE PLAZO: 2." in letter.body and "5 días o menos: 1." in letter.body


def test_without_mail_nothing_is_kept_to_be_sent(office: Office) -> None:
    quiet = replace(office.citizens.requests, notices=RequestNotices(is_on=False))
    replace(office.citizens, requests=quiet).ask(office.folio, "access")
    assert office.notifier.send_due() == "nothing"


# --- the copy, and what is left after a deletion ---


def test_a_person_takes_away_everything_that_is_kept(office: Office) -> None:
    office.asks("review", "Mi RUT es 12.345.678-5")
    copy = office.citizens.copy(office.folio)
    assert [m.text for m in copy.messages] == ["Hola, soy [NOMBRE_1]", "Respuesta"]
    assert [d.question for d in copy.decisions] == ["Hola"]
    assert copy.requests[0].text == "Mi RUT es [RUT_1]"
    assert [e.kind for e in copy.events] == ["asked", "noted", "request_made"]
    assert copy.notes == 1 and "funcionarios" not in repr(copy)


def test_after_a_deletion_nothing_that_was_said_is_left_but_the_redacted_log(
    office: Office,
) -> None:
    asked = office.asks("deletion", "Por mi barrio")
    office.asks("review", "Por mi vecina")
    office.rights.resolve(office.dpo, asked.id, True, "Se borró.")
    copy = office.citizens.copy(office.folio)
    assert all(word not in repr(copy) for word in ("NOMBRE_1", "barrio", "vecina", "Hola"))
    with reading(office.rights.engine) as connection:
        log = office.rights.reception.cases.log
        (kept,) = (one.decision for one in log.decisions(connection))
        assert kept is not None and kept.question == "Hola"


def test_what_a_legal_hold_keeps_is_not_deleted(office: Office) -> None:
    log = office.rights.reception.cases.log
    with writing(office.rights.engine) as connection:
        Holds(log).place(
            connection,
            matter="reclamo",
            reference="R-1",
            justification="Reclamo en curso",
            by="console",
            scope=OfConversation(office.conversation_id),
            at=office.clock(),
        )
    asked = office.asks("deletion")
    with pytest.raises(CaseMoved, match="retención legal"):
        office.rights.resolve(office.dpo, asked.id, True, "Se borró.")
    assert "Hola" in repr(office.citizens.copy(office.folio))
    assert office.rights.resolve(office.dpo, asked.id, False, "Hay un reclamo.").state == "rejected"


def test_what_was_asked_before_this_version_keeps_the_thirty_days_that_were_promised(
    tmp_path: Path,
) -> None:
    engine = build_engine(f"sqlite:///{tmp_path / 'antes.db'}")
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        talk = {"id": "c-1", "audience": "ciudadania", "channel": "web", "state": "active"}
        _insert(connection, "conversations", {**talk, "opened_at": "x", "last_at": "x"})
        case = {"number": 1, "folio": "NB-X", "conversation_id": "c-1", "state": "waiting"}
        rest = {"reason": "requested", "opened_at": "x", "waiting_since": "x", "reopened": 0}
        _insert(connection, "cases", {**case, **rest})
        asked = {"id": "r-1", "case_number": 1, "kind": "deletion", "text": "", "answer": ""}
        when = {"asked_at": "2026-11-11T02:30:00.000000Z", "state": "pending"}
        _insert(connection, "case_requests", {**asked, **when})
    migrate(engine)
    with reading(engine) as connection:
        (found,) = Requests(Cases(Conversations(), DecisionLog())).list(connection)
    assert (found.law, found.due_on) == ("institucion", date(2026, 12, 10))


def _insert(connection: Connection, table: str, row: Mapping[str, object]) -> None:
    columns, marks = ", ".join(row), ", ".join("?" for _ in row)
    values = tuple(row.values())
    connection.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
