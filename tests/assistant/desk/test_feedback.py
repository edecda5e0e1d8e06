"""What people think of the answers: kept redacted, told in the log, read, counted and erased."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from assistant.alarm.alarm import Trouble
from assistant.bootstrap import build_feedback, build_reception
from assistant.conversations import ConversationNotFound, Conversations
from assistant.database import DatabaseError, reading, writing
from assistant.desk.cases import Cases
from assistant.desk.citizen import CitizenDesk
from assistant.desk.desk import Desk
from assistant.desk.feedback import desk as feedback_module
from assistant.desk.feedback.counts import WEEKS
from assistant.desk.feedback.desk import (
    PER_PAGE,
    CannotRate,
    CommentNotKept,
    FeedbackDesk,
    OpinionMoved,
)
from assistant.desk.feedback.opinions import Wanted
from assistant.desk.feedback.rating import MAX_COMMENT, REASONS, Rating, find_rating, ratings_of
from assistant.desk.permissions import ALLOWED, Action, NotAllowed
from assistant.desk.requests import Requests
from assistant.desk.rights import RightsDesk
from assistant.desk.tables import answer_ratings
from assistant.limits import InputError
from assistant.purging import Purge
from assistant.redaction import RedactionError
from assistant.route import load_routes
from assistant.settings import Settings
from assistant.texts import load_texts
from assistant.turn import Citation
from governance.log.decision_log import DecisionLog
from governance.log.event import Event
from governance.log.holds import Holds
from governance.log.protection import OfConversation
from governance.registers.interviews import Interviews
from governance.registers.officials import Official
from governance.registers.roles import ROLES, Role
from knowledge_base.institution import Institution
from tests.assistant.desk.people import hire, somebody
from tests.conftest import BuildAssistant
from tests.fakes import FixedClock
from tests.governance import stores
from tests.governance.stores import a_decision

migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_template = stores.postgres_template
postgres_engine = stores.postgres_engine
engine = stores.engine

RUT = "12.345.678-5"
CITATION = Citation("d#s", "Documento", "Sección", "Instructivo", "/fuentes/d#s", "Sí.")
DAY = timedelta(days=1)


@dataclass
class Redactor:
    """Hides one RUT; with `is_broken`, nothing can be redacted."""

    is_broken: bool = False

    def __call__(self, conversation_id: str, text: str) -> str:
        if self.is_broken:
            raise RedactionError
        return text.replace(RUT, "[RUT_1]")


@dataclass
class Office:
    """The desk of feedback beside those that share its records."""

    desk: Desk
    feedback: FeedbackDesk
    clock: FixedClock
    redactor: Redactor
    reader: Official
    answers: dict[int, str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return self.feedback.engine

    @property
    def talks(self) -> Conversations:
        return self.feedback.conversations

    def arrives(self) -> str:
        """Return the conversation of somebody new."""
        with writing(self.engine) as connection:
            return self.talks.create(connection, "ciudadania", "web").id

    def answers_to(self, talk: str, question: str = "¿Quién puede postular?") -> int:
        """Return the message that answers a question, recorded."""
        with writing(self.engine) as connection:
            self.talks.add(connection, talk, "person", question)
            decision = a_decision(question, conversation_id=talk, at=self.clock())
            decision_id = self.feedback.log.append(connection, decision)
            said = self.talks.add(
                connection,
                talk,
                "assistant",
                f"Respuesta a: {question}",
                citations=[CITATION],
                decision_id=decision_id,
            )
        self.answers[said.id] = decision_id
        return said.id

    def answered(self) -> tuple[str, int]:
        """Return a conversation, and the answer in it."""
        talk = self.arrives()
        return talk, self.answers_to(talk)

    def rated(self, *said: tuple[bool, str | None]) -> list[int]:
        """Return the answers, each in its conversation, that got these ratings; a day apart."""
        found = []
        for is_useful, reason in said:
            talk, answer = self.answered()
            self.feedback.rate(talk, answer, is_useful, reason)  # type: ignore[arg-type]
            self.clock.advance(days=1)
            found.append(answer)
        return found

    def kept(self, answer: int) -> Rating | None:
        with reading(self.engine) as connection:
            return find_rating(connection, answer)

    def events(self) -> list[Event]:
        with reading(self.engine) as connection:
            logged = self.feedback.log.events(connection)
            return [one.event for one in logged if one.event]

    def official(self, *roles: Role) -> Official:
        with writing(self.engine) as connection:
            return self.desk.officials.create(connection, "Otro cargo", roles)[0]

    def list(self, **wanted: object) -> list[int]:
        """Return the answers of the opinions that are wanted."""
        found = self.feedback.list(self.reader, Wanted(**wanted)).found  # type: ignore[arg-type]
        return [one.rating.message_id for one in found]


@pytest.fixture
def office(engine: Engine, institution: Institution) -> Office:
    clock, redactor = FixedClock(), Redactor()
    cases = Cases(Conversations(clock), DecisionLog())
    settings = Settings(contact_keys="QUFB" * 10 + "QUE")
    reception = build_reception(settings, cases, institution, load_texts(institution))
    desk = Desk(engine, reception, lambda text: redactor("", text), redactor)
    with writing(engine) as connection:
        reader, _ = reception.officials.create(connection, "Jefatura de Fondos", ["responsable"])
    feedback = build_feedback(desk, load_routes(), desk.redact_in)
    return Office(desk, feedback, clock, redactor, reader)


# --- saying it ---


def test_an_answer_is_rated_and_the_rating_says_which_decision_it_is_about(office: Office) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, False, "falta_informacion", "  Falta el monto\x00 ")
    kept = office.kept(answer)
    assert kept == Rating(
        answer,
        talk,
        office.answers[answer],
        False,
        "falta_informacion",
        "Falta el monto",
        office.clock(),
    )
    assert office.feedback.rated(talk) == {answer: False}
    assert office.feedback.rated("otra") == {}


def test_rating_again_replaces_what_was_said_and_what_was_read_is_unread_again(
    office: Office,
) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, True, comment="Gracias")
    first = office.kept(answer)
    assert first is not None
    office.feedback.review(office.reader, answer, first.at)
    office.clock.advance(minutes=1)
    office.feedback.rate(talk, answer, False, "no_responde")
    kept = office.kept(answer)
    assert kept is not None and (kept.is_useful, kept.comment) == (False, "")
    assert kept.reviewed_at is None and office.feedback.unread(office.reader) == 1


def test_the_same_rating_sent_twice_is_one_and_stays_read(office: Office) -> None:
    talk, answer = office.answered()
    for minute in range(2):
        office.feedback.rate(talk, answer, False, "otra", "No entendí")
        if not minute:
            office.feedback.review(office.reader, answer, office.clock())
        office.clock.advance(minutes=1)
    kept = office.kept(answer)
    assert kept is not None and kept.reviewed_by == office.reader.id
    assert [e.kind for e in office.events()] == ["answer_rated", "rating_reviewed"]


def test_why_not_is_only_kept_of_what_was_not_useful(office: Office) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, True, "no_responde")
    kept = office.kept(answer)
    assert kept is not None and kept.reason is None


def test_only_an_answer_of_that_conversation_is_rated(office: Office) -> None:
    talk, answer = office.answered()
    other = office.arrives()
    with writing(office.engine) as connection:
        welcome = office.talks.add(connection, other, "assistant", "Hola, soy una IA.").id
    for conversation, message in ((other, answer), (other, welcome), (talk, answer - 1), (talk, 9)):
        with pytest.raises(CannotRate, match="una respuesta del asistente"):
            office.feedback.rate(conversation, message, True)
    with pytest.raises(ConversationNotFound):
        office.feedback.rate("no-existe", answer, True)
    with pytest.raises(CannotRate, match="motivos de la lista"):
        office.feedback.rate(talk, answer, False, "inventado")  # type: ignore[arg-type]
    assert office.kept(answer) is None and office.events() == []


# --- the comment ---


def test_a_comment_is_kept_redacted_and_without_folios(office: Office) -> None:
    talk, answer = office.answered()
    with writing(office.engine) as connection:
        folio = office.desk.reception.ask(connection, talk, "requested").folio
    office.feedback.rate(talk, answer, False, "otra", f"Soy {RUT}, mi folio es {folio}")
    kept = office.kept(answer)
    assert kept is not None and kept.comment.startswith("Soy [RUT_1], mi folio es")
    assert folio not in kept.comment


def test_a_comment_that_cannot_be_redacted_is_not_kept_and_the_person_is_told(
    office: Office,
) -> None:
    talk, answer = office.answered()
    office.redactor.is_broken = True
    with pytest.raises(CommentNotKept, match="no tu comentario") as told:
        office.feedback.rate(talk, answer, False, "otra", "Mi vecina sabe por qué")
    assert "vecina" not in str(told.value)
    kept = office.kept(answer)
    assert kept is not None and (kept.reason, kept.comment) == ("otra", "")


def test_without_a_comment_nothing_has_to_be_redacted(office: Office) -> None:
    talk, answer = office.answered()
    office.redactor.is_broken = True
    office.feedback.rate(talk, answer, False, "otra", " \u200b\n")
    assert office.feedback.rated(talk) == {answer: False}


def test_a_comment_that_is_too_long_says_so_and_nothing_is_kept(office: Office) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, True, comment="a" * MAX_COMMENT)
    with pytest.raises(InputError, match="el máximo es 500"):
        office.feedback.rate(talk, answer, False, comment="a" * (MAX_COMMENT + 1))
    assert office.feedback.rated(talk) == {answer: True}


def test_a_comment_of_somebody_in_danger_is_recognised(office: Office) -> None:
    assert "4141" in office.feedback.emergency("no sirve, me quiero matar")
    assert office.feedback.emergency("No me sirvió, falta el monto") == ""


# --- the log ---


def test_the_log_tells_of_ratings_without_the_comment_or_the_conversation(office: Office) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, False, comment="Palabra secreta")
    office.feedback.rate(talk, answer, True, comment="Palabra secreta")
    events = office.events()
    assert [(e.kind, e.by, e.reason, e.text) for e in events] == [
        ("answer_rated", "person", "not_useful", office.answers[answer]),
        ("answer_rated", "person", "useful", office.answers[answer]),
    ]
    assert {e.conversation_id for e in events} == {None}
    with reading(office.engine) as connection:
        assert office.feedback.log.verify(connection).is_intact


def test_what_cannot_be_recorded_is_not_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk, answer = office.answered()

    def broken(_: object) -> None:
        raise DatabaseError("secreto")

    monkeypatch.setattr(feedback_module, "writing", broken)
    with pytest.raises(DatabaseError):
        office.feedback.rate(talk, answer, True)
    assert office.feedback.rated(talk) == {}


# --- reading it ---


def test_opinions_come_newest_first_with_what_they_are_about(office: Office) -> None:
    talk = office.arrives()
    first = office.answers_to(talk, "¿Quién puede postular?")
    second = office.answers_to(talk, "¿Hasta cuándo?")
    office.feedback.rate(talk, second, True)
    office.clock.advance(minutes=1)
    office.feedback.rate(talk, first, False, "no_responde", "No dice")
    with writing(office.engine) as connection:
        folio = office.desk.reception.ask(connection, talk, "requested").folio
    newest, oldest = office.feedback.list(office.reader, Wanted()).found
    assert (newest.question, newest.rating.comment) == ("¿Quién puede postular?", "No dice")
    assert newest.answer == "Respuesta a: ¿Quién puede postular?"
    assert newest.citations == (CITATION,) and newest.audience == "ciudadania"
    assert newest.case_number == oldest.case_number == 1
    assert oldest.question == "¿Hasta cuándo?" and folio not in repr((newest, oldest))


def test_a_folio_that_was_answered_is_not_shown(office: Office) -> None:
    talk = office.arrives()
    with writing(office.engine) as connection:
        folio = office.desk.reception.ask(connection, talk, "requested").folio
        office.talks.resume(connection, talk)
    answer = office.answers_to(talk, f"¿Y mi caso {folio}?")
    office.feedback.rate(talk, answer, True)
    (found,) = office.feedback.list(office.reader, Wanted()).found
    assert folio not in found.question + found.answer and "NB-····" in found.answer


def test_opinions_are_chosen_by_what_they_say_and_by_who_read_them(office: Office) -> None:
    useful, vague, wrong = office.rated((True, None), (False, None), (False, "parece_incorrecta"))
    assert office.list() == [wrong, vague, useful]
    assert office.list(is_useful=True) == [useful]
    assert office.list(is_useful=False) == [wrong, vague]
    assert office.list(reason="parece_incorrecta") == [wrong]
    kept = office.kept(vague)
    assert kept is not None
    office.feedback.review(office.reader, vague, kept.at)
    assert office.list(is_unread=True) == [wrong, useful]


def test_a_long_list_goes_by_pages(office: Office) -> None:
    answers = office.rated(*[(True, None)] * (PER_PAGE + 1))
    first = office.feedback.list(office.reader, Wanted())
    assert len(first.found) == PER_PAGE and first.has_more
    assert office.list(page=2) == answers[:1] and office.list(page=3) == []


@pytest.mark.parametrize("role", ROLES)
def test_only_who_attends_answers_for_it_or_administers_reads_them(
    office: Office, role: Role
) -> None:
    (answer,) = office.rated((False, "otra"))
    who, kept = office.official(role), office.kept(answer)
    assert kept is not None
    if role in ALLOWED[Action.READ_FEEDBACK]:
        assert office.feedback.unread(who) == 1
        office.feedback.review(who, answer, kept.at)
        assert office.feedback.unread(who) == 0
        return
    assert office.feedback.unread(who) == office.feedback.unread(None) == 0
    for refused in (
        lambda: office.feedback.list(who, Wanted()),
        lambda: office.feedback.all(who, Wanted()),
        lambda: office.feedback.summary(who),
        lambda: office.feedback.review(who, answer, kept.at),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_who_lost_the_role_meanwhile_marks_and_takes_away_nothing(office: Office) -> None:
    (answer,) = office.rated((True, None))
    kept, auditor = office.kept(answer), office.official("auditor")
    assert kept is not None
    as_before = replace(auditor, roles=frozenset({"responsable"}))
    with pytest.raises(NotAllowed):
        office.feedback.review(as_before, answer, kept.at)
    with pytest.raises(NotAllowed):
        office.feedback.all(as_before, Wanted())


def test_who_read_an_opinion_stays_beside_it_and_in_the_log(office: Office) -> None:
    (answer,) = office.rated((False, "otra"))
    kept = office.kept(answer)
    assert kept is not None
    office.feedback.review(office.reader, answer, kept.at)
    (found,) = office.feedback.list(office.reader, Wanted()).found
    assert (found.reviewer, found.rating.reviewed_at) == ("Jefatura de Fondos", office.clock())
    told = office.events()[-1]
    assert (told.kind, told.by, told.text) == (
        "rating_reviewed",
        office.reader.id,
        office.answers[answer],
    )


def test_an_opinion_that_changed_while_it_was_read_is_not_marked(office: Office) -> None:
    talk, answer = office.answered()
    seen = office.clock()
    office.feedback.rate(talk, answer, True)
    office.clock.advance(seconds=5)
    office.feedback.rate(talk, answer, False, "otra")
    with pytest.raises(OpinionMoved, match="cambió"):
        office.feedback.review(office.reader, answer, seen)
    office.feedback.review(office.reader, answer, office.clock())
    with pytest.raises(OpinionMoved, match="ya estaba revisada"):
        office.feedback.review(office.reader, answer, office.clock())
    with pytest.raises(OpinionMoved, match="se borró"):
        office.feedback.review(office.reader, 999, seen)


def test_that_somebody_takes_them_away_is_recorded(office: Office) -> None:
    office.rated(*[(True, None)] * (PER_PAGE + 1), (False, "otra"))
    assert len(office.feedback.all(office.reader, Wanted(is_useful=True))) == PER_PAGE + 1
    told = office.events()[-1]
    assert (told.kind, told.by, told.text) == ("ratings_exported", office.reader.id, "21")


# --- figures ---


def test_the_totals_count_from_a_moment_on(office: Office) -> None:
    since = office.clock() + DAY
    office.rated((True, None), (True, None), (False, None), (False, "otra"))
    totals = office.feedback.totals(since)
    assert (totals.useful, totals.not_useful) == (1, 2)
    assert totals.by_reason == {**dict.fromkeys(REASONS, 0), "otra": 1}
    assert totals.share.value == pytest.approx(1 / 3)
    assert totals.share_of("otra").whole == 2 and totals.without_reason.part == 1


def test_the_totals_say_of_how_many_conversations_they_are(office: Office) -> None:
    since, talk = office.clock(), office.arrives()
    for is_useful, reason in ((True, None), (False, "otra"), (False, "otra"), (False, None)):
        office.feedback.rate(talk, office.answers_to(talk), is_useful, reason)  # type: ignore[arg-type]
    office.rated((False, "otra"))
    totals = office.feedback.totals(since)
    assert (totals.useful, totals.not_useful, totals.by_reason["otra"]) == (1, 4, 3)
    voices = totals.voices
    assert (voices.all, voices.useful, voices.not_useful, voices.by_reason["otra"]) == (2, 1, 2, 2)


def test_the_totals_that_anybody_sees_are_of_citizens(office: Office) -> None:
    since = office.clock()
    with writing(office.engine) as connection:
        talk = office.talks.create(connection, "funcionarios", "api").id
    office.feedback.rate(talk, office.answers_to(talk), True)
    office.rated((False, "otra"))
    totals = office.feedback.totals(since)
    assert (totals.useful, totals.not_useful, totals.voices.all) == (0, 1, 1)
    assert office.feedback.summary(office.reader).totals.useful == 1, "whoever improves reads all"


def test_with_nothing_rated_there_is_no_share(office: Office) -> None:
    summary = office.feedback.summary(office.reader)
    assert summary.totals.share.interval is None and summary.weeks == {}


def test_weeks_begin_on_monday_and_the_old_ones_are_left_out(office: Office) -> None:
    office.rated((False, "otra"))
    office.clock.advance(days=7 * WEEKS)
    office.rated(*[(True, None)] * 8)
    summary = office.feedback.summary(office.reader)
    assert all(week.weekday() == 0 for week in summary.weeks)
    assert sum(share.whole for share in summary.weeks.values()) == 8
    assert len(summary.weeks) == 2 and summary.totals.not_useful == 0


# --- what is erased, and what a person takes away ---


def test_a_rating_goes_when_its_conversation_is_over(office: Office, tmp_path: Path) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, False, "otra", "Un comentario por purgar")
    held, other = office.answered()
    office.feedback.rate(held, other, True)
    with writing(office.engine) as connection:
        Holds(office.feedback.log).place(
            connection,
            matter="reclamo",
            reference="R-1",
            justification="Reclamo en curso",
            by="console",
            scope=OfConversation(held),
            at=office.clock(),
        )
    reception = office.desk.reception
    purge = Purge(
        office.engine,
        office.feedback.log,
        reception.cases,
        reception.contacts,
        Interviews(office.clock),
        lambda _: None,
    )
    office.clock.advance(days=400)
    purge.run(office.clock(), is_clock_sure=True)
    assert office.kept(answer) is None and office.kept(other) is not None
    if office.engine.dialect.name == "sqlite":
        files = Path(office.engine.url.database or "").parent.glob("asistente.db*")
        assert all(b"por purgar" not in file.read_bytes() for file in files)


def test_who_has_their_conversation_deleted_has_their_ratings_deleted(office: Office) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, False, "otra", "Un comentario")
    reception, requests = office.desk.reception, Requests(office.desk.reception.cases)
    citizens = CitizenDesk(office.engine, reception, requests, office.desk.redact)
    rights = RightsDesk(office.engine, reception, requests, office.desk.redact, lambda _: None)
    with writing(office.engine) as connection:
        folio = reception.ask(connection, talk, "requested").folio
    asked = citizens.ask(folio, "deletion")
    dpo = office.official("dpo")
    rights.resolve(dpo, asked.id, True, "Se borró.")
    with reading(office.engine) as connection:
        assert connection.execute(select(answer_ratings)).all() == []
    with pytest.raises(CannotRate):
        office.feedback.rate(talk, answer, True)


def test_a_person_takes_their_ratings_away_with_their_case(office: Office) -> None:
    talk, answer = office.answered()
    office.feedback.rate(talk, answer, False, "otra", "Un comentario")
    reception = office.desk.reception
    with writing(office.engine) as connection:
        folio = reception.ask(connection, talk, "requested").folio
    desk = CitizenDesk(office.engine, reception, Requests(reception.cases), office.desk.redact)
    with reading(office.engine) as connection:
        assert desk.copy(folio).ratings == ratings_of(connection, talk)


# --- as the program wires it ---


def test_a_comment_is_redacted_as_what_the_person_writes(build_assistant: BuildAssistant) -> None:
    assistant = build_assistant()
    who = hire(assistant, "Jefatura", "responsable")
    person = somebody(assistant)
    person.says("¿Hasta cuándo puedo postular?")
    answer = assistant.conversation(person.conversation_id).messages[-1]
    assistant.feedback.rate(
        person.conversation_id, answer.id, False, "otra", f"Mi RUT es {RUT}, llamen al 9 6123 4567"
    )
    (found,) = assistant.feedback.list(who, Wanted()).found
    assert "12.345" not in found.rating.comment and "6123" not in found.rating.comment
    assert "[RUT_1]" in found.rating.comment
    assert found.question == "¿Hasta cuándo puedo postular?"
    assert assistant.alarm.standing(Trouble.UNREDACTED) is None
