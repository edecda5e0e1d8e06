"""Derivations, against the failures that other assistants have shown (assistants.md, section 2)."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from assistant.conversations import ConversationClosed, Conversations, PersonAwaited
from assistant.database import reading, writing
from assistant.hand_off import HandOffDesk, HandOffNotFound, hand_offs
from assistant.turn import Outcome
from governance.decision_log import DecisionLog
from tests.governance import stores
from tests.governance.stores import NOON, a_decision

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

TALKS = Conversations(clock=lambda: NOON)
DESK = HandOffDesk(TALKS)


@pytest.fixture
def talk(engine: Engine) -> str:
    with writing(engine) as connection:
        return TALKS.create(connection, "ciudadania", "web").id


def ask_for_a_person(engine: Engine, talk: str, words: str = "quiero hablar con alguien") -> str:
    """One whole turn, in the order that a turn is written."""
    with writing(engine) as connection:
        TALKS.add(connection, talk, "person", words)
        folio = DESK.open(connection, talk, "requested")
        decision_id = DecisionLog().append(
            connection, a_decision(outcome="handed_off_requested", folio=folio)
        )
        TALKS.add(
            connection,
            talk,
            "assistant",
            f"Pedí que una persona te atienda. Tu folio es {folio}.",
            outcome=Outcome.HANDED_OFF_REQUESTED,
            decision_id=decision_id,
        )
    return folio


def test_the_person_is_told_and_the_desk_has_it_or_neither(engine: Engine, talk: str) -> None:
    """Failures 1 and 2: transferred in silence, or said and not done."""
    with pytest.raises(RuntimeError), writing(engine) as connection:
        TALKS.add(connection, talk, "person", "una persona")
        DESK.open(connection, talk, "requested")
        raise RuntimeError("the answer could not be written")
    with reading(engine) as connection:
        assert TALKS.get(connection, talk).state == "active"
        assert DESK.find_open(connection, talk) is None
    folio = ask_for_a_person(engine, talk)
    with reading(engine) as connection:
        assert folio in TALKS.messages(connection, talk)[-1].text
        assert DESK.find(connection, folio) is not None


def test_the_assistant_is_silent_while_a_person_is_awaited(engine: Engine, talk: str) -> None:
    """Failure 3: the bot keeps answering after a human was called."""
    ask_for_a_person(engine, talk)
    for role in ("person", "official"):
        with writing(engine) as connection:
            TALKS.add(connection, talk, role, "hola")
        with pytest.raises(PersonAwaited), writing(engine) as connection:
            TALKS.add(connection, talk, "assistant", "¡Hola!", outcome=Outcome.SMALL_TALK)


def test_asking_again_gives_the_same_folio_and_one_case(engine: Engine, talk: str) -> None:
    folios = {ask_for_a_person(engine, talk) for _ in range(3)}
    assert len(folios) == 1
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(hand_offs)).scalar() == 1


def test_going_on_with_the_assistant_does_not_hand_off_again(engine: Engine, talk: str) -> None:
    """Failure 4: a conversation that comes back is handed off again at once, in a loop."""
    folio = ask_for_a_person(engine, talk)
    with writing(engine) as connection:
        TALKS.resume(connection, talk)
        TALKS.add(connection, talk, "person", "¿hasta cuándo?")
        TALKS.add(connection, talk, "assistant", "Hasta marzo.", outcome=Outcome.ANSWERED)
    with reading(engine) as connection:
        assert TALKS.get(connection, talk).state == "active"
        still_open = DESK.find_open(connection, talk)
    assert still_open is not None
    assert still_open.folio == folio, "who attends still has the case"
    assert ask_for_a_person(engine, talk) == folio


def test_a_first_message_that_asks_for_a_person_reaches_the_desk(engine: Engine, talk: str) -> None:
    """Failure 6: nobody is told when it is the first message."""
    folio = ask_for_a_person(engine, talk, "derivar")
    with reading(engine) as connection:
        found = DESK.find(connection, folio)
    assert found is not None
    assert [(line.role, line.text) for line in found.transcript] == [("person", "derivar")]


def test_an_official_converses_and_does_not_only_answer(engine: Engine, talk: str) -> None:
    """Failure 7: the human answers once and the bot takes over again."""
    ask_for_a_person(engine, talk)
    with writing(engine) as connection:
        for role in ("official", "person", "official", "person", "official"):
            TALKS.add(connection, talk, role, "…")
        assert TALKS.get(connection, talk).state == "waiting"


def test_closing_gives_the_conversation_back_and_a_new_request_is_a_new_case(
    engine: Engine, talk: str
) -> None:
    first = ask_for_a_person(engine, talk)
    with writing(engine) as connection:
        DESK.close(connection, first)
        DESK.close(connection, first.lower())
        assert TALKS.get(connection, talk).state == "active"
    second = ask_for_a_person(engine, talk)
    assert second != first
    with reading(engine) as connection:
        closed = DESK.find(connection, first)
    assert closed is not None
    assert (closed.state, closed.closed_at) == ("closed", NOON)


def test_closing_a_case_leaves_an_ended_conversation_ended(engine: Engine, talk: str) -> None:
    folio = ask_for_a_person(engine, talk)
    with writing(engine) as connection:
        TALKS.close(connection, talk)
        DESK.close(connection, folio)
        assert TALKS.get(connection, talk).state == "closed"
    with pytest.raises(ConversationClosed), writing(engine) as connection:
        DESK.open(connection, talk, "requested")


def test_the_transcript_holds_what_was_said_until_the_person_was_asked_for(
    engine: Engine, talk: str
) -> None:
    with writing(engine) as connection:
        TALKS.add(connection, talk, "person", "¿hasta cuándo?")
        TALKS.add(connection, talk, "assistant", "Hasta marzo.", outcome=Outcome.ANSWERED)
    folio = ask_for_a_person(engine, talk)
    with writing(engine) as connection:
        TALKS.add(connection, talk, "official", "Hola, soy una persona.")
    with reading(engine) as connection:
        found = DESK.find(connection, folio)
        assert found is not None
        spoken = TALKS.messages(connection, talk)
    assert [line.text for line in found.transcript] == [m.text for m in spoken[:3]]
    assert found.last_message_id == spoken[2].id
    assert found.transcript[1].outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "spoken",
    [str.lower, lambda f: f.replace("-", " "), lambda f: f[3:], lambda f: f.replace("0", "O")],
)
def test_a_folio_is_found_however_a_person_writes_it(engine: Engine, talk: str, spoken) -> None:  # type: ignore[no-untyped-def]
    folio = ask_for_a_person(engine, talk)
    with reading(engine) as connection:
        found = DESK.find(connection, spoken(folio))
    assert found is not None
    assert found.folio == folio


def test_a_folio_that_nobody_was_given_finds_nothing(engine: Engine, talk: str) -> None:
    ask_for_a_person(engine, talk)
    with writing(engine) as connection:
        for invented in ("", "hola", "NB-0000-0000-0000-0000", "NB-0000-0000-0000-0001"):
            assert DESK.find(connection, invented) is None
            with pytest.raises(HandOffNotFound):
                DESK.close(connection, invented)


def test_the_prefix_is_the_institutions(engine: Engine, talk: str) -> None:
    with writing(engine) as connection:
        folio = HandOffDesk(TALKS, prefix="BIO").open(connection, talk, "requested")
        assert folio.startswith("BIO-")
        assert HandOffDesk(TALKS, prefix="BIO").find(connection, folio.lower()) is not None
    with pytest.raises(ValueError, match="prefix"):
        HandOffDesk(TALKS, prefix="ñuble")


def test_hand_offs_go_with_their_retention(engine: Engine, talk: str) -> None:
    folio = ask_for_a_person(engine, talk)
    with writing(engine) as connection:
        assert DESK.purge(connection, NOON + timedelta(days=365)) == 0
        assert DESK.find(connection, folio) is not None
        assert DESK.purge(connection, NOON + timedelta(days=365, seconds=1)) == 1
        assert DESK.find(connection, folio) is None


def test_turns_of_one_conversation_at_once_wait_for_each_other(engine: Engine, talk: str) -> None:
    folios: list[str] = []
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                folios.append(ask_for_a_person(engine, talk))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(folios), len(set(folios)), errors) == (20, 1, [])
    with reading(engine) as connection:
        assert DecisionLog().verify(connection).is_intact
