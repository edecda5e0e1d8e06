"""The operator is told that turns are lost, and that they no longer are, in nobody's words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from assistant.alarm.alarm import MOST_TRIES, QUIET_S, Alarm, Trouble
from assistant.alarm.build import Trial, build_alarm
from assistant.alarm.letters import AlarmLetters
from assistant.database import writing
from assistant.desk.notices.mail import MailError, MailFailure
from assistant.desk.notices.smtp import SmtpMailer
from assistant.settings import Settings, SettingsError
from assistant.turn import Outcome
from governance.log.decision_log import DecisionLog
from governance.log.signing import new_private_pem, read_log_key
from knowledge_base.institution import Institution
from tests.assistant.breaking import file_of, full_disk, without_head
from tests.assistant.desk.mail_server import HOST, Box, free_port, serve
from tests.conftest import BuildAssistant
from tests.fakes import NOON, BrokenAnalyzer, FixedClock
from ui.app import create_app

SENDER, OPERATOR, STAFF = (
    "avisos@gore.ejemplo.cl",
    "sistemas@gore.ejemplo.cl",
    "uno@gore.ejemplo.cl",
)


@dataclass
class Letterbox:
    """Keeps what it is given, or refuses it."""

    subjects: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    refuses: bool = False
    tries: int = 0

    def send(self, subject: str, body: str) -> int:
        self.tries += 1
        if self.refuses:
            raise MailError(MailFailure.UNREACHABLE)
        self.subjects.append(subject)
        self.bodies.append(body)
        return 0


@dataclass
class Installation:
    """An alarm whose time and whose database are in the hands of the test."""

    clock: FixedClock = field(default_factory=FixedClock)
    box: Letterbox = field(default_factory=Letterbox)
    seconds: float = 0.0
    is_writable: bool = False

    def __post_init__(self) -> None:
        self.alarm = Alarm(
            AlarmLetters("GORE"),
            lambda: self.is_writable,
            self.box,
            self.clock,
            lambda: self.seconds,
            watches=False,
        )

    def passes(self, seconds: float) -> None:
        self.seconds += seconds
        self.clock.advance(seconds=seconds)


@pytest.fixture
def here() -> Installation:
    return Installation()


def test_the_first_lost_turn_is_told_at_once_and_the_next_ones_are_not(here: Installation) -> None:
    for _ in range(5):
        here.alarm.sound(Trouble.UNRECORDED)
        here.alarm.look()
    assert here.box.subjects == ["ALARMA: el asistente no puede registrar (GORE)"]
    assert "Turnos perdidos hasta ahora: 1." in here.box.bodies[0]
    assert "asistente doctor" in here.box.bodies[0]


def test_it_is_told_again_only_after_a_while_and_only_if_more_was_lost(here: Installation) -> None:
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.look()
    here.passes(QUIET_S + 1)
    here.alarm.look()
    assert len(here.box.subjects) == 1, "nobody wrote meanwhile"
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.look()
    assert len(here.box.subjects) == 2 and "hasta ahora: 2." in here.box.bodies[1]


def test_each_kind_of_trouble_is_told_by_itself(here: Installation) -> None:
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.sound(Trouble.UNREDACTED)
    here.alarm.look()
    assert len(here.box.subjects) == 2 and "enmascarar" in here.box.subjects[1]


def test_the_end_is_noticed_by_itself_and_told(here: Installation) -> None:
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.look()
    here.passes(120)
    here.is_writable = True
    here.alarm.look()
    assert here.alarm.standing(Trouble.UNRECORDED) is None
    assert here.box.subjects[1] == "Recuperado: el asistente registra otra vez (GORE)"
    assert "Duró: 2 minutos. Turnos perdidos: 1." in here.box.bodies[1]
    here.alarm.look()
    assert len(here.box.subjects) == 2


def test_trouble_that_comes_and_goes_does_not_flood(here: Installation) -> None:
    for _ in range(10):
        here.alarm.sound(Trouble.UNREDACTED)
        here.alarm.look()
        here.alarm.settle(Trouble.UNREDACTED)
        here.alarm.look()
        here.passes(10)
    assert len(here.box.subjects) == 2, "one alarm and its end"


def test_an_end_of_which_nobody_heard_the_beginning_is_not_told(here: Installation) -> None:
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.settle(Trouble.UNRECORDED)
    here.alarm.look()
    assert here.box.subjects == []


def test_a_mail_server_that_is_down_is_tried_again_and_not_for_ever(here: Installation) -> None:
    here.box.refuses = True
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.look()
    here.box.refuses = False
    here.alarm.look()
    assert len(here.box.subjects) == 1
    here.box.refuses = True
    here.alarm.settle(Trouble.UNRECORDED)
    for _ in range(MOST_TRIES + 10):
        here.alarm.look()
    assert here.box.tries <= MOST_TRIES + 2


def test_a_clock_that_goes_back_makes_no_negative_length(here: Installation) -> None:
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.look()
    here.clock.advance(hours=-3)
    here.is_writable = True
    here.alarm.look()
    assert "Duró: menos de un minuto." in here.box.bodies[1]


def test_each_lost_turn_is_a_critical_line(
    here: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    here.alarm.sound(Trouble.UNRECORDED)
    here.alarm.settle(Trouble.UNRECORDED)
    lines = [r.getMessage() for r in caplog.records if r.levelno == logging.CRITICAL]
    assert lines[0].startswith("turns unrecorded: 1 since") and "no longer" in lines[1]


def test_its_thread_tells_and_ends_by_itself() -> None:
    here = Installation()
    told = Event()
    here.is_writable = True

    class Telling(Letterbox):
        def send(self, subject: str, body: str) -> int:
            told.set()
            return super().send(subject, body)

    here.alarm.mailer, here.alarm.watches = Telling(), True
    here.alarm.sound(Trouble.UNRECORDED)
    watch = here.alarm._watch
    assert told.wait(10)
    if watch is not None:
        watch.join(10)
    assert here.alarm.standing(Trouble.UNRECORDED) is None


# Through the assistant


@pytest.fixture
def mail() -> Iterator[tuple[Box, int]]:
    box, port = Box(), free_port()
    server = serve(box, port)
    yield box, port
    server.stop(no_assert=True)


def by_hand(alarm: Alarm) -> Alarm:
    """The alarm without its thread: the test says when it looks."""
    alarm.watches = False
    return alarm


def test_a_trial_tells_a_full_disk_from_one_with_room(small_database: Engine) -> None:
    trial = Trial(small_database, DecisionLog())
    assert trial()
    with small_database.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM conversations").scalar_one() == 0
    with full_disk(small_database):
        assert not trial()
    assert trial()


def test_a_turn_that_is_not_recorded_reaches_the_operator_by_mail(
    build_assistant: BuildAssistant, mail: tuple[Box, int]
) -> None:
    box, port = mail
    whole = build_assistant(
        smtp_url=f"smtp://{HOST}:{port}", smtp_from=SENDER, notify_to=STAFF, alarm_to=OPERATOR
    )
    alarm = by_hand(whole.alarm)
    talk = whole.start("ciudadania", "web").id
    with without_head(whole.engine):
        assert whole.reply(talk, "¿quién puede postular?", "web").outcome == Outcome.FAILED
        alarm.look()
        assert whole.health()["status"] == "degraded" and whole.health()["unrecorded_turns"] == 1
    (message,) = box.messages
    assert message["To"] == OPERATOR and "postular" not in message.get_content()
    alarm.look()
    assert "Recuperado" in box.messages[1]["Subject"]
    assert whole.health()["status"] == "ok" and whole.health()["unrecorded_since"] is None
    assert whole.reply(talk, "¿quién puede postular?", "web").outcome == Outcome.ANSWERED


def test_redaction_that_breaks_reaches_the_operator_and_is_no_outage(
    build_assistant: BuildAssistant,
) -> None:
    whole = build_assistant()
    by_hand(whole.alarm)
    talk = whole.start("ciudadania", "web").id
    analyzer = whole.talks.redactor.analyzer
    object.__setattr__(whole.talks.redactor, "analyzer", BrokenAnalyzer())
    try:
        whole.reply(talk, "¿quién puede postular?", "web")
    finally:
        object.__setattr__(whole.talks.redactor, "analyzer", analyzer)
    assert whole.alarm.standing(Trouble.UNREDACTED) and whole.health()["status"] == "ok"
    whole.reply(talk, "¿quién puede postular?", "web")
    assert whole.alarm.standing(Trouble.UNREDACTED) is None


def test_the_alarm_writes_to_whoever_attends_unless_told_otherwise(
    institution: Institution, small_database: Engine
) -> None:
    def recipients(**more: str) -> tuple[str, ...]:
        settings = Settings(
            smtp_url="smtp://correo.ejemplo.cl",
            smtp_from=SENDER,
            notify_to=STAFF,
            **more,  # type: ignore[arg-type]
        )
        found = build_alarm(settings, institution, small_database, DecisionLog()).mailer
        assert isinstance(found, SmtpMailer)
        return found.recipients

    assert recipients() == (STAFF,)
    assert recipients(alarm_to=f"{OPERATOR}, {STAFF}") == (OPERATOR, STAFF)
    with pytest.raises(SettingsError, match="ASISTENTE_ALARM_TO"):
        recipients(alarm_to="nadie")


def test_a_monitor_reads_503_while_nothing_can_be_recorded(
    build_assistant: BuildAssistant,
) -> None:
    whole = build_assistant()
    by_hand(whole.alarm)
    client = TestClient(create_app(whole, Settings(data_dir=file_of(whole.engine).parent)))
    assert client.get("/api/v1/health").status_code == 200
    with without_head(whole.engine):
        whole.alarm.sound(Trouble.UNRECORDED)
        answer = client.get("/health")
        assert (answer.status_code, answer.json()["status"]) == (503, "degraded")
        assert answer.json()["unrecorded_since"].endswith("Z")
    whole.alarm.look()
    assert client.get("/health").status_code == 200


def test_a_trial_does_not_take_a_head_that_others_signed_for_a_log_that_works(
    small_database: Engine,
) -> None:
    ours, theirs = (
        DecisionLog(key=read_log_key(new_private_pem(), "GORE de prueba")) for _ in range(2)
    )
    with writing(small_database) as connection:
        ours.sign_first(connection, NOON)
    assert Trial(small_database, ours)() and not Trial(small_database, theirs)()
