"""Staff are told by e-mail that somebody waits: soon, once, and nothing about anybody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from assistant.conversations import Conversations
from assistant.database import build_engine, reading, writing
from assistant.desk.cases import Case, Cases, Reason
from assistant.desk.notices.letters import Letters, in_words
from assistant.desk.notices.mail import MailError, MailFailure
from assistant.desk.notices.notifier import Notifier, build_notices
from assistant.desk.notices.outbox import TERM, Notices, Outbox
from assistant.desk.tables import case_notices
from assistant.settings import Settings
from governance.log.decision_log import DecisionLog
from tests.fakes import FixedClock
from tests.governance import stores
from tests.governance.stores import fork, forks

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

ADDRESS = "https://gore.ejemplo.cl/panel/casos"


@dataclass
class FakeMailer:
    """Keeps what it was given, or fails as told; `before` happens while the server is spoken to."""

    letters: list[tuple[str, str]] = field(default_factory=list)
    failures: list[MailFailure] = field(default_factory=list)
    refused: int = 0
    before: list[object] = field(default_factory=list)

    def send(self, subject: str, body: str) -> int:
        """Keep the message, or fail with the next failure."""
        for do in self.before:
            assert callable(do)
            do()
        if self.failures:
            raise MailError(self.failures.pop(0))
        self.letters.append((subject, body))
        return self.refused


@dataclass
class Desk:
    """A queue of people, and who tells staff of it."""

    engine: Engine
    clock: FixedClock = field(default_factory=FixedClock)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    notices: Notices = field(default_factory=lambda: Notices(is_on=True))

    @property
    def cases(self) -> Cases:
        """The register of cases."""
        return Cases(Conversations(self.clock, 365), DecisionLog())

    def asks(self, reason: Reason = "requested", conversation_id: str | None = None) -> Case:
        """Have somebody ask for a person, as the assistant does."""
        with writing(self.engine) as connection:
            conversations = self.cases.conversations
            if conversation_id is None:
                conversation_id = conversations.create(connection, "ciudadania", "web").id
            case = self.cases.ask(connection, conversation_id, reason)
            self.notices.due(connection, case.number, self.clock())
            return case

    def take(self, case: Case) -> None:
        """Have an official take a case."""
        with writing(self.engine) as connection:
            self.cases.take(connection, case.number, "F-002")

    def release(self, case: Case) -> None:
        """Have the official give a case back to the queue."""
        with writing(self.engine) as connection:
            self.cases.release(connection, case.number, "F-002")
            self.notices.due(connection, case.number, self.clock())

    def send(self, **later: float) -> str:
        """Send what is due, some time later."""
        self.clock.advance(**later)
        return Notifier(
            self.engine, self.clock, self.notices, self.mailer, Letters("GORE Prueba", ADDRESS)
        ).send_due()

    @property
    def subjects(self) -> list[str]:
        """What was sent."""
        return [subject for subject, _ in self.mailer.letters]

    @property
    def outbox(self) -> Outbox:
        """How the sending goes."""
        with reading(self.engine) as connection:
            return self.notices.outbox(connection)

    @property
    def rows(self) -> int:
        """How many notices are kept."""
        with reading(self.engine) as connection:
            return len(connection.execute(select(case_notices)).all())


@pytest.fixture
def desk(engine: Engine) -> Iterator[Desk]:
    yield Desk(engine)


def test_who_begins_to_wait_is_told_of_at_once_and_once(desk: Desk) -> None:
    desk.asks()
    assert desk.send(seconds=1) == "sent"
    assert desk.send(minutes=30) == desk.send(days=1) == "nothing"
    assert desk.subjects == ["1 persona espera atención (GORE Prueba)"]


def test_the_message_says_how_many_and_how_long_and_where_and_nothing_else(desk: Desk) -> None:
    first = desk.asks()
    desk.clock.advance(minutes=65)
    desk.asks("personal_case")
    desk.send()
    ((subject, body),) = desk.mailer.letters
    assert subject == "2 personas esperan atención (GORE Prueba)"
    assert "Esperan atención: 2. La espera más larga: 1 hora y 5 minutos." in body
    assert f"Se atiende en {ADDRESS}\n" in body
    assert first.folio not in body and first.conversation_id not in body


def test_a_crisis_is_first_in_the_subject(desk: Desk) -> None:
    desk.asks()
    desk.asks("crisis")
    desk.send()
    ((subject, body),) = desk.mailer.letters
    assert subject == "CRISIS (1): 2 personas esperan atención (GORE Prueba)"
    assert body.startswith("Casos en crisis: 1. Van primero.")


def test_there_is_one_message_each_five_minutes_for_all_who_came(desk: Desk) -> None:
    desk.asks()
    desk.send()
    for _ in range(3):
        desk.asks()
        assert desk.send(seconds=60) == "nothing"
    assert desk.send(seconds=119) == "nothing"
    assert desk.send(seconds=1) == "sent"
    assert desk.subjects[1:] == ["4 personas esperan atención (GORE Prueba)"]
    assert desk.send(hours=1) == "nothing"


def test_a_crisis_does_not_wait_for_the_five_minutes(desk: Desk) -> None:
    desk.asks()
    desk.send()
    desk.asks("crisis")
    assert desk.send(seconds=1) == "sent"
    assert desk.subjects[1].startswith("CRISIS (1)")


def test_who_waits_and_falls_in_crisis_is_told_of_again_at_once(desk: Desk) -> None:
    case = desk.asks()
    desk.send()
    desk.clock.advance(seconds=10)
    desk.asks("crisis", case.conversation_id)
    assert desk.send() == "sent"
    desk.asks("crisis", case.conversation_id)
    assert desk.send(hours=1) == "nothing"


def test_who_asks_again_while_waiting_is_not_told_of_again(desk: Desk) -> None:
    case = desk.asks()
    desk.send()
    desk.clock.advance(hours=1)
    desk.asks("requested", case.conversation_id)
    assert desk.send() == "nothing"


def test_a_case_that_somebody_took_is_not_told_of(desk: Desk) -> None:
    desk.take(desk.asks())
    assert desk.send() == "nothing"
    desk.asks()
    assert desk.send() == "sent"
    assert desk.subjects == ["1 persona espera atención (GORE Prueba)"]
    assert desk.rows == 1, "the notice of the one that was taken is forgotten"


def test_a_case_that_comes_back_to_the_queue_is_told_of_again(desk: Desk) -> None:
    case = desk.asks()
    desk.send()
    desk.clock.advance(minutes=10)
    desk.take(case)
    desk.release(case)
    assert desk.send() == "sent"
    assert desk.send(hours=1) == "nothing"


def test_taking_a_case_does_not_make_the_next_message_come_sooner(desk: Desk) -> None:
    case = desk.asks()
    desk.send()
    desk.take(case)
    desk.asks()
    assert desk.send(minutes=4) == "nothing"
    assert desk.send(minutes=1) == "sent"


def test_a_server_that_is_down_is_tried_again_each_time_later(desk: Desk) -> None:
    desk.asks()
    desk.mailer.failures = [MailFailure.UNREACHABLE] * 9
    assert desk.send() == "failed"
    assert desk.outbox == Outbox(1, 1, MailFailure.UNREACHABLE)
    pauses = []
    for _ in range(8):
        waited = 0
        while desk.send(seconds=30) == "nothing":
            waited += 30
        pauses.append(waited + 30)
    assert pauses == [30, 60, 120, 240, 480, 960, 1800, 1800]
    assert desk.send(minutes=30) == "sent"
    assert desk.outbox == Outbox(0, 0, None)


def test_more_people_do_not_make_a_broken_server_be_tried_more_often(desk: Desk) -> None:
    desk.asks()
    desk.mailer.failures = [MailFailure.UNREACHABLE]
    desk.send()
    desk.asks()
    assert desk.send(seconds=29) == "nothing"
    assert desk.send(seconds=1) == "sent"
    assert desk.subjects == ["2 personas esperan atención (GORE Prueba)"]


def test_a_crisis_is_tried_at_once_though_the_server_failed_just_now(desk: Desk) -> None:
    desk.asks()
    desk.mailer.failures = [MailFailure.UNREACHABLE]
    desk.send()
    desk.asks("crisis")
    assert desk.send(seconds=1) == "sent"


def test_some_addresses_that_are_refused_are_known_and_the_rest_is_not_sent_twice(
    desk: Desk,
) -> None:
    desk.asks()
    desk.mailer.refused = 1
    assert desk.send() == "sent"
    assert desk.outbox.failure is MailFailure.SOME_RECIPIENTS
    assert desk.send(hours=1) == "nothing"


def test_a_process_that_dies_while_it_sends_leaves_the_notice_to_another(desk: Desk) -> None:
    desk.asks()
    with writing(desk.engine) as connection:
        assert desk.notices.claim(connection, desk.clock()) is not None
    assert desk.send(seconds=TERM.total_seconds() - 1) == "nothing"
    assert desk.send(seconds=1) == "sent"


def test_who_comes_while_a_message_leaves_waits_for_the_next(desk: Desk) -> None:
    desk.asks()
    desk.mailer.before = [lambda: desk.asks() if not desk.mailer.letters else None]
    assert desk.send() == "sent"
    assert desk.send(minutes=4) == "nothing"
    assert desk.send(minutes=1) == "sent"


def test_the_database_is_free_while_the_server_is_spoken_to(desk: Desk) -> None:
    desk.asks()
    asked: list[Case] = []
    other = Desk(desk.engine, desk.clock)

    def somebody_asks() -> None:
        thread = threading.Thread(target=lambda: asked.append(other.asks()))
        thread.start()
        thread.join(timeout=5)

    desk.mailer.before = [somebody_asks]
    assert desk.send() == "sent"
    assert asked


@forks
def test_several_processes_send_each_notice_once(engine: Engine) -> None:
    desk = Desk(engine)
    for _ in range(5):
        desk.asks()
    url = engine.url.render_as_string(hide_password=False)
    sent = fork.Queue()
    engine.dispose()

    def run() -> None:
        own = Desk(build_engine(url), desk.clock)
        results = [own.send() for _ in range(5)]
        sent.put((results, own.subjects))

    processes = [fork.Process(target=run) for _ in range(4)]
    for process in processes:
        process.start()
    found = [sent.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    subjects = [subject for _, subjects in found for subject in subjects]
    assert subjects == ["5 personas esperan atención (GORE Prueba)"]


def test_without_a_mail_server_nothing_is_kept(engine: Engine) -> None:
    desk = Desk(engine, notices=build_notices(Settings()))
    desk.asks()
    assert desk.rows == 0


def test_the_settings_say_whether_and_how_often() -> None:
    assert build_notices(Settings(smtp_url="smtp://correo.ejemplo.cl", notify_minutes=7)) == (
        Notices(is_on=True, every=timedelta(minutes=7))
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "menos de un minuto"),
        (1, "1 minuto"),
        (60, "1 hora"),
        (125, "2 horas y 5 minutos"),
        (1441, "1 día"),
        (60 * 50, "2 días y 2 horas"),
    ],
)
def test_a_wait_is_told_in_its_two_greatest_units(minutes: float, words: str) -> None:
    assert in_words(timedelta(minutes=minutes)) == words
