from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from assistant.conversations import (
    ConversationClosed,
    ConversationNotFound,
    Conversations,
    NobodyAsked,
    PersonAwaited,
    conversations,
    messages,
)
from assistant.database import reading, writing
from assistant.desk.cases import Cases
from assistant.desk.tables import case_events, cases
from assistant.turn import Citation, Exchange, Label, Outcome
from governance.log.decision_log import DecisionLog
from tests.governance import stores
from tests.governance.stores import NOON, a_decision

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

CITATION = Citation("bases#plazo", "Bases", "Plazo", "Bases 2026", "", "Hasta el 30 de marzo.")


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **passed: float) -> None:
        self.now += timedelta(**passed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talks(clock: Clock) -> Conversations:
    return Conversations(clock)


def start(engine: Engine, talks: Conversations) -> str:
    with writing(engine) as connection:
        return talks.create(connection, "ciudadania", "web").id


def exchange(engine: Engine, talks: Conversations, talk: str, question: str, answer: str) -> None:
    with writing(engine) as connection:
        talks.add(connection, talk, "person", question)
        decision_id = DecisionLog().append(connection, a_decision(at=talks.clock()))
        talks.add(
            connection,
            talk,
            "assistant",
            answer,
            outcome=Outcome.ANSWERED,
            label=Label.CONTEST,
            citations=(CITATION, replace(CITATION, quote="Otra.")),
            decision_id=decision_id,
        )


def test_a_conversation_id_cannot_be_guessed(engine: Engine, talks: Conversations) -> None:
    with writing(engine) as connection:
        ids = {talks.create(connection, "ciudadania", "web").id for _ in range(100)}
    assert len(ids) == 100
    assert all(len(one) >= 22 and one.replace("-", "").replace("_", "").isalnum() for one in ids)


def test_a_new_conversation_is_active_and_empty(engine: Engine, talks: Conversations) -> None:
    talk = start(engine, talks)
    with reading(engine) as connection:
        found = talks.get(connection, talk)
        assert (found.state, found.audience, found.channel) == ("active", "ciudadania", "web")
        assert found.opened_at == found.last_at == NOON
        assert talks.messages(connection, talk) == ()
        assert talks.history(connection, talk) == ()


def test_messages_come_back_as_they_were_added(engine: Engine, talks: Conversations) -> None:
    talk = start(engine, talks)
    with writing(engine) as connection:
        talks.add(connection, talk, "system", "Soy un asistente de IA.")
    exchange(engine, talks, talk, "¿Hasta cuándo?", "Hasta el 30 de marzo.")
    with writing(engine) as connection:
        talks.attend(connection, talk)
        added = talks.add(connection, talk, "official", "Le saluda una persona.", author="Fondos")
    with reading(engine) as connection:
        found = talks.messages(connection, talk)
    assert [message.role for message in found] == ["system", "person", "assistant", "official"]
    assert found[-1] == added
    assert found[2].citations[0] == CITATION
    assert (found[2].outcome, found[2].label) == (Outcome.ANSWERED, Label.CONTEST)
    assert found[2].decision_id is not None


def test_what_databases_cannot_keep_does_not_break_a_message(
    engine: Engine, talks: Conversations
) -> None:
    talk = start(engine, talks)
    with writing(engine) as connection:
        added = talks.add(connection, talk, "person", "a\0b\ud800c 😀")
    with reading(engine) as connection:
        assert talks.messages(connection, talk) == (added,)
    assert added.text == "a\ufffdb?c 😀"


def test_history_is_the_last_exchanges_oldest_first(engine: Engine, talks: Conversations) -> None:
    talk = start(engine, talks)
    for number in range(7):
        exchange(engine, talks, talk, f"p{number}", f"r{number}")
    with reading(engine) as connection:
        found = talks.history(connection, talk)
        assert [item.question for item in found] == ["p2", "p3", "p4", "p5", "p6"]
        assert talks.history(connection, talk, last=1) == (
            Exchange("p6", "r6", Outcome.ANSWERED, Label.CONTEST, ("bases#plazo",)),
        )
        assert talks.history(connection, talk, last=0) == ()


def test_history_leaves_out_what_the_assistant_did_not_answer(
    engine: Engine, talks: Conversations
) -> None:
    talk = start(engine, talks)
    with writing(engine) as connection:
        talks.add(connection, talk, "person", "nadie respondió")
    exchange(engine, talks, talk, "p", "r")
    with writing(engine) as connection:
        talks.attend(connection, talk)
        talks.add(connection, talk, "official", "habla una persona")
        talks.resume(connection, talk)
    with reading(engine) as connection:
        assert [item.question for item in talks.history(connection, talk)] == ["p"]


def test_conversations_do_not_mix(engine: Engine, talks: Conversations) -> None:
    one, other = start(engine, talks), start(engine, talks)
    exchange(engine, talks, one, "p", "r")
    with reading(engine) as connection:
        assert talks.messages(connection, other) == ()
        assert talks.history(connection, other) == ()


@pytest.mark.parametrize("use", ["get", "messages", "history", "wait", "resume", "close", "add"])
def test_an_unknown_conversation_is_not_found(
    engine: Engine, talks: Conversations, use: str
) -> None:
    arguments = ("person", "hola") if use == "add" else ()
    with pytest.raises(ConversationNotFound), writing(engine) as connection:
        getattr(talks, use)(connection, "no-existe", *arguments)


def test_a_decision_that_does_not_exist_cannot_be_referred_to(
    engine: Engine, talks: Conversations
) -> None:
    talk = start(engine, talks)
    with pytest.raises(Exception, match="no pudo"), writing(engine) as connection:
        talks.add(connection, talk, "assistant", "hola", decision_id="inventada")


def test_nothing_is_added_to_a_closed_conversation(engine: Engine, talks: Conversations) -> None:
    talk = start(engine, talks)
    with writing(engine) as connection:
        talks.close(connection, talk)
        talks.close(connection, talk)
    for use in (
        lambda c: talks.add(c, talk, "person", "hola"),
        lambda c: talks.wait(c, talk),
        lambda c: talks.resume(c, talk),
    ):
        with pytest.raises(ConversationClosed), writing(engine) as connection:
            use(connection)


def test_an_answer_that_was_on_its_way_is_not_shown_after_a_person_was_asked_for(
    engine: Engine, talks: Conversations
) -> None:
    talk = start(engine, talks)
    with writing(engine) as connection:
        talks.add(connection, talk, "person", "¿Hasta cuándo?")
        talks.wait(connection, talk)
    with pytest.raises(PersonAwaited), writing(engine) as connection:
        DecisionLog().append(connection, a_decision())
        talks.add(connection, talk, "assistant", "Hasta marzo.", outcome=Outcome.ANSWERED)
    with reading(engine) as connection:
        assert DecisionLog().verify(connection).entries == 0, "not shown, so not recorded"
        assert len(talks.messages(connection, talk)) == 1


def test_a_person_and_an_official_converse_while_the_assistant_is_silent(
    engine: Engine, talks: Conversations
) -> None:
    talk = start(engine, talks)
    with writing(engine) as connection:
        talks.attend(connection, talk)
        for role in ("person", "official", "person", "official", "system"):
            talks.add(connection, talk, role, "…")
        assert talks.get(connection, talk).state == "attended"


def test_the_assistant_answers_again_once_it_is_let_back_in(
    engine: Engine, talks: Conversations
) -> None:
    talk = start(engine, talks)
    with writing(engine) as connection:
        talks.wait(connection, talk)
        talks.resume(connection, talk)
        talks.resume(connection, talk)
    exchange(engine, talks, talk, "p", "r")
    with reading(engine) as connection:
        assert talks.get(connection, talk).state == "active"


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.is_hand_off])
def test_the_assistant_never_announces_a_person_who_was_not_asked_for(
    engine: Engine, talks: Conversations, outcome: Outcome
) -> None:
    talk = start(engine, talks)
    with pytest.raises(NobodyAsked), writing(engine) as connection:
        talks.add(connection, talk, "assistant", "Te derivo.", outcome=outcome)


def test_no_row_of_a_conversation_is_older_than_366_days(
    engine: Engine, talks: Conversations, clock: Clock
) -> None:
    """One conversation that goes on for two years, another that ends; purged each day."""
    long, short = start(engine, talks), start(engine, talks)
    exchange(engine, talks, short, "p", "r")
    register = Cases(talks, DecisionLog())
    for day in range(0, 800, 100):
        exchange(engine, talks, long, f"p{day}", "r")
        with writing(engine) as connection:
            case = register.ask(connection, long, "requested")
            register.withdraw(connection, case.number)
        for _ in range(100):
            clock.advance(days=1)
            if day >= 300:
                with writing(engine) as connection:
                    register.purge(connection, clock.now)
                    talks.purge(connection, clock.now)
        with reading(engine) as connection:
            _assert_younger_than_366_days(connection, clock.now if day >= 300 else NOON)
    with reading(engine) as connection:
        assert talks.history(connection, long)[-1].question == "p700"
        with pytest.raises(ConversationNotFound):
            talks.get(connection, short)


def _assert_younger_than_366_days(connection, now: datetime) -> None:  # type: ignore[no-untyped-def]
    limit = now - timedelta(days=366)
    columns = (messages.c.at, conversations.c.last_at, case_events.c.at, cases.c.closed_at)
    for column in columns:
        oldest = connection.execute(select(func.min(column))).scalar()
        assert oldest is None or datetime.fromisoformat(oldest).astimezone(UTC) >= limit, column


def test_what_is_purged_is_counted(engine: Engine, talks: Conversations, clock: Clock) -> None:
    talk = start(engine, talks)
    exchange(engine, talks, talk, "p", "r")
    with writing(engine) as connection:
        assert talks.purge(connection, clock.now) == 0
        assert talks.purge(connection, clock.now + timedelta(days=366)) == 2
