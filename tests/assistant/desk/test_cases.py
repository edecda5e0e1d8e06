"""Cases, against the failures that other assistants have shown (assistants.md, section 2)."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from assistant.conversations import (
    ConversationClosed,
    Conversations,
    NotAttended,
    PersonAwaited,
)
from assistant.database import reading, writing
from assistant.desk.cases import PERSON, Case, CaseMoved, CaseNotFound, Cases, Reason
from assistant.desk.tables import cases
from assistant.turn import Outcome
from governance.log.decision_log import DecisionLog
from tests.fakes import FixedClock
from tests.governance import stores
from tests.governance.stores import a_decision

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

ANA, LUIS = "F-001", "F-002"


@pytest.fixture
def talks(clock: FixedClock) -> Conversations:
    return Conversations(clock)


@pytest.fixture
def register(talks: Conversations) -> Cases:
    return Cases(talks, DecisionLog())


@pytest.fixture
def talk(engine: Engine, talks: Conversations) -> str:
    return start(engine, talks)


def start(engine: Engine, talks: Conversations) -> str:
    with writing(engine) as connection:
        return talks.create(connection, "ciudadania", "web").id


def ask(engine: Engine, register: Cases, talk: str, reason: Reason = "requested") -> Case:
    """One whole turn that asks for a person, in the order in which a turn is written."""
    with writing(engine) as connection:
        register.conversations.add(connection, talk, "person", "quiero hablar con alguien")
        found = register.ask(connection, talk, reason)
        decision_id = register.log.append(connection, a_decision(outcome="handed_off_requested"))
        register.conversations.add(
            connection,
            talk,
            "assistant",
            f"Pedí que una persona te atienda. Tu folio es {found.folio}.",
            outcome=Outcome.HANDED_OFF_REQUESTED,
            decision_id=decision_id,
        )
    return found


def state_of(engine: Engine, register: Cases, talk: str) -> str:
    with reading(engine) as connection:
        return register.conversations.get(connection, talk).state


def kinds_logged(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return [e.event.kind for e in DecisionLog().events(connection) if e.event]


def test_the_person_is_told_and_the_desk_has_it_or_neither(
    engine: Engine, register: Cases, talk: str
) -> None:
    """Failures 1 and 2: transferred in silence, or said and not done."""
    with pytest.raises(RuntimeError), writing(engine) as connection:
        register.conversations.add(connection, talk, "person", "una persona")
        register.ask(connection, talk, "requested")
        raise RuntimeError("the answer could not be written")
    assert state_of(engine, register, talk) == "active"
    assert kinds_logged(engine) == []
    found = ask(engine, register, talk)
    with reading(engine) as connection:
        assert found.folio in register.conversations.messages(connection, talk)[-1].text
        assert register.find(connection, found.folio) == found


@pytest.mark.parametrize("taken", [False, True])
def test_the_assistant_says_nothing_while_a_person_is_awaited_or_attends(
    engine: Engine, register: Cases, talk: str, taken: bool
) -> None:
    """Failure 3: the bot keeps answering, or a late answer arrives after the takeover."""
    found = ask(engine, register, talk)
    if taken:
        with writing(engine) as connection:
            register.take(connection, found.number, ANA)
    for outcome in (Outcome.SMALL_TALK, Outcome.HANDED_OFF_REQUESTED):
        if outcome.is_hand_off and not taken:
            continue  # while nobody came it may say again that one will
        with pytest.raises(PersonAwaited), writing(engine) as connection:
            register.conversations.add(connection, talk, "assistant", "¡Hola!", outcome=outcome)


def test_no_official_speaks_before_taking_the_case(
    engine: Engine, register: Cases, talk: str
) -> None:
    ask(engine, register, talk)
    with pytest.raises(NotAttended), writing(engine) as connection:
        register.conversations.add(connection, talk, "official", "Hola.", author="Fondos")


def test_asking_again_gives_the_same_folio_and_one_case(
    engine: Engine, register: Cases, talk: str
) -> None:
    assert len({ask(engine, register, talk).folio for _ in range(3)}) == 1
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(cases)).scalar() == 1


def test_a_case_keeps_the_gravest_reason_it_was_asked_for(
    engine: Engine, register: Cases, talk: str
) -> None:
    ask(engine, register, talk, "personal_case")
    assert ask(engine, register, talk, "requested").reason == "personal_case"
    assert ask(engine, register, talk, "crisis").reason == "crisis"
    assert ask(engine, register, talk, "unanswered").reason == "crisis"


def test_going_on_with_the_assistant_does_not_hand_off_again(
    engine: Engine, register: Cases, talk: str
) -> None:
    """Failure 4: a conversation that comes back is handed off again at once, in a loop."""
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.conversations.resume(connection, talk)
        register.conversations.add(connection, talk, "person", "¿hasta cuándo?")
        register.conversations.add(
            connection, talk, "assistant", "Hasta marzo.", outcome=Outcome.ANSWERED
        )
    assert state_of(engine, register, talk) == "active"
    with reading(engine) as connection:
        assert register.get(connection, found.number).state == "waiting", "staff still has it"
    assert ask(engine, register, talk) == found


def test_who_takes_a_case_silences_an_assistant_that_had_gone_on(
    engine: Engine, register: Cases, talk: str
) -> None:
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.conversations.resume(connection, talk)
    with writing(engine) as connection:
        register.take(connection, found.number, ANA)
    assert state_of(engine, register, talk) == "attended"
    with pytest.raises(PersonAwaited), writing(engine) as connection:
        register.ask(connection, talk, "requested")


def test_an_official_converses_and_does_not_only_answer(
    engine: Engine, register: Cases, talk: str
) -> None:
    """Failure 7: the human answers once and the bot takes over again."""
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.take(connection, found.number, ANA)
        for role in ("official", "person", "official", "person", "official"):
            register.conversations.add(connection, talk, role, "…")
    assert state_of(engine, register, talk) == "attended"


def test_two_that_take_a_case_leave_it_with_one(engine: Engine, register: Cases, talk: str) -> None:
    found = ask(engine, register, talk)
    results: list[str] = []
    gate = threading.Barrier(4)

    def work(official: str) -> None:
        gate.wait()
        try:
            with writing(engine) as connection:
                register.take(connection, found.number, official)
            results.append(official)
        except CaseMoved as moved:
            results.append(str(moved))

    threads = [threading.Thread(target=work, args=(f"F-00{n}",)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as connection:
        owner = register.get(connection, found.number).owner
    assert [r for r in results if r.startswith("F-")] == [owner]
    assert sum(f"ya lo tomó {owner}" in r for r in results) == 3
    assert kinds_logged(engine).count("taken") == 1


def test_only_who_attends_a_case_may_answer_release_or_close_it(
    engine: Engine, register: Cases, talk: str
) -> None:
    found = ask(engine, register, talk)
    acts: tuple[Callable[..., object], ...] = (
        lambda c: register.replied(c, found.number, LUIS, "hola"),
        lambda c: register.release(c, found.number, LUIS),
        lambda c: register.close(c, found.number, LUIS, "resolved"),
    )
    for act in acts:
        with pytest.raises(CaseMoved), writing(engine) as connection:
            act(connection)
    with writing(engine) as connection:
        register.take(connection, found.number, ANA)
    for act in acts:
        with pytest.raises(CaseMoved, match="no es tuyo"), writing(engine) as connection:
            act(connection)


def test_a_transferred_case_is_the_others_and_a_released_one_keeps_its_place(
    engine: Engine, register: Cases, talks: Conversations, clock: FixedClock, talk: str
) -> None:
    first = ask(engine, register, talk)
    clock.advance(minutes=1)
    second = ask(engine, register, start(engine, talks))
    with writing(engine) as connection:
        register.take(connection, first.number, ANA)
        register.transfer(connection, first.number, ANA, LUIS, "sabe de cultura")
        with pytest.raises(CaseMoved, match="ya lo atiende"):
            register.transfer(connection, first.number, ANA, LUIS)
        register.release(connection, first.number, LUIS)
        assert register.place(connection, register.get(connection, first.number)) == 1
        assert register.place(connection, second) == 2
        with pytest.raises(CaseMoved, match="Nadie atiende"):
            register.transfer(connection, first.number, ANA, LUIS)
        told = [(e.kind, e.by, e.text) for e in register.history(connection, first.number)]
    assert told == [
        ("asked", PERSON, "requested"),
        ("taken", ANA, ""),
        ("transferred", ANA, f"{LUIS} · sabe de cultura"),
        ("released", LUIS, ""),
    ]


def test_crises_go_before_everybody(
    engine: Engine, register: Cases, talks: Conversations, clock: FixedClock
) -> None:
    asked: dict[Reason, Case] = {}
    reasons: tuple[Reason, ...] = ("requested", "personal_case", "crisis", "unanswered")
    for reason in reasons:
        asked[reason] = ask(engine, register, start(engine, talks), reason)
        clock.advance(minutes=1)
    with reading(engine) as connection:
        order = register.open(connection)
        places = [register.place(connection, case) for case in order]
    assert [c.reason for c in order] == ["crisis", "requested", "personal_case", "unanswered"]
    assert places == [1, 2, 3, 4]


def test_closing_gives_the_conversation_back_and_asking_again_reopens_the_same_case(
    engine: Engine, register: Cases, clock: FixedClock, talk: str
) -> None:
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.take(connection, found.number, ANA)
        clock.advance(hours=1)
        closed = register.close(connection, found.number, ANA, "resolved")
        with pytest.raises(CaseMoved, match="ya estaba cerrado"):
            register.withdraw(connection, found.number)
    assert (closed.state, closed.close_reason, closed.closed_at) == (
        "closed",
        "resolved",
        clock.now,
    )
    assert state_of(engine, register, talk) == "active"
    again = ask(engine, register, talk)
    assert (again.number, again.folio, again.reopened) == (found.number, found.folio, 1)
    assert (again.state, again.owner, again.closed_at) == ("waiting", None, None)
    assert again.waiting_since == clock.now
    assert kinds_logged(engine) == ["asked", "taken", "closed", "reopened"]


def test_a_crisis_that_comes_back_is_still_a_crisis(
    engine: Engine, register: Cases, talk: str
) -> None:
    found = ask(engine, register, talk, "crisis")
    with writing(engine) as connection:
        register.withdraw(connection, found.number)
    assert ask(engine, register, talk, "requested").reason == "crisis"


def test_a_reopened_case_goes_to_the_queue_and_never_straight_to_the_assistant(
    engine: Engine, register: Cases, talk: str
) -> None:
    """Failure 4, from the side of staff."""
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.take(connection, found.number, ANA)
        with pytest.raises(CaseMoved, match="ya está abierto"):
            register.reopen(connection, found.number, LUIS)
        register.close(connection, found.number, ANA, "no_answer")
        register.reopen(connection, found.number, LUIS, "llamó por teléfono")
    assert state_of(engine, register, talk) == "waiting"


def test_closing_a_case_leaves_an_ended_conversation_ended(
    engine: Engine, register: Cases, talk: str
) -> None:
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.conversations.close(connection, talk)
        register.withdraw(connection, found.number)
    assert state_of(engine, register, talk) == "closed"
    for again in ("ask", "reopen"):
        with pytest.raises(ConversationClosed), writing(engine) as connection:
            if again == "ask":
                register.ask(connection, talk, "requested")
            else:
                register.reopen(connection, found.number, ANA)


def test_the_first_human_answer_of_each_wait_is_what_counts(
    engine: Engine, register: Cases, clock: FixedClock, talk: str
) -> None:
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.take(connection, found.number, ANA)
        clock.advance(minutes=5)
        register.replied(connection, found.number, ANA, "Hola")
        first = clock.now
        clock.advance(minutes=5)
        register.replied(connection, found.number, ANA, "¿Sigues ahí?")
        assert register.get(connection, found.number).first_reply_at == first
        register.close(connection, found.number, ANA, "no_answer")
        clock.advance(days=1)
        register.reopen(connection, found.number, ANA)
        register.take(connection, found.number, ANA)
        register.replied(connection, found.number, ANA, "Hola de nuevo")
        assert register.get(connection, found.number).first_reply_at == clock.now


@pytest.mark.parametrize(
    "spoken",
    [str.lower, lambda f: f.replace("-", " "), lambda f: f[3:], lambda f: f.replace("0", "O")],
)
def test_a_folio_is_found_however_a_person_writes_it(
    engine: Engine, register: Cases, talk: str, spoken: Callable[[str], str]
) -> None:
    found = ask(engine, register, talk)
    with reading(engine) as connection:
        assert register.find(connection, spoken(found.folio)) == found


def test_what_nobody_was_given_finds_nothing(engine: Engine, register: Cases, talk: str) -> None:
    ask(engine, register, talk)
    with reading(engine) as connection:
        for invented in ("", "hola", "NB-0000-0000-0000-0000", "NB-0000-0000-0000-0001"):
            assert register.find(connection, invented) is None
        with pytest.raises(CaseNotFound):
            register.get(connection, 999)


def test_the_prefix_is_the_institutions(engine: Engine, talks: Conversations, talk: str) -> None:
    register = Cases(talks, DecisionLog(), prefix="BIO")
    assert ask(engine, register, talk).folio.startswith("BIO-")
    with pytest.raises(ValueError, match="prefix"):
        Cases(talks, DecisionLog(), prefix="ñuble")


def test_cases_go_with_their_retention_and_their_numbers_do_not_come_back(
    engine: Engine, register: Cases, talks: Conversations, clock: FixedClock, talk: str
) -> None:
    found = ask(engine, register, talk)
    with writing(engine) as connection:
        register.withdraw(connection, found.number)
        assert register.purge(connection, clock.now + timedelta(days=365)) == 0
        assert register.purge(connection, clock.now + timedelta(days=365, seconds=1)) == 1
        assert register.find(connection, found.folio) is None
    assert ask(engine, register, start(engine, talks)).number > found.number


def test_a_case_that_nobody_closed_in_a_year_is_not_waited_for_any_more(
    engine: Engine, register: Cases, clock: FixedClock, talk: str
) -> None:
    ask(engine, register, talk)
    with writing(engine) as connection:
        assert register.purge(connection, clock.now + timedelta(days=366)) == 1
    assert state_of(engine, register, talk) == "active"


def test_turns_of_one_conversation_at_once_wait_for_each_other(
    engine: Engine, register: Cases, talk: str
) -> None:
    folios: list[str] = []
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(5):
                folios.append(ask(engine, register, talk).folio)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(folios) == 20
    assert len(set(folios)) == 1
