"""A citizen and the officials who attend them, on the assistant as bootstrap wires it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.conversations import ConversationClosed
from assistant.database import reading, writing
from assistant.desk.cases import CaseMoved, CaseNotFound
from assistant.desk.citizen import FolioUnknown
from assistant.desk.contacts.contact import read_contact
from assistant.desk.permissions import ALLOWED, Action, NotAllowed, may
from assistant.limits import InputError
from assistant.turn import Outcome
from governance.folio import new_folio
from governance.registers.officials import Official
from governance.registers.roles import ROLES
from tests.assistant.desk.people import Person, hire, somebody
from tests.conftest import BuildAssistant
from tests.fakes import FixedClock

WHY = "Reclamo del 21 de noviembre, lo pidió la jefatura."


@pytest.fixture
def assistant(build_assistant: BuildAssistant, clock: FixedClock) -> Assistant:
    return build_assistant(clock=clock)


@pytest.fixture
def fondos(assistant: Assistant) -> Official:
    return hire(assistant, "Profesional de Fondos", "atencion")


@pytest.fixture
def cultura(assistant: Assistant) -> Official:
    return hire(assistant, "Encargada de Cultura", "atencion")


@pytest.fixture
def dpo(assistant: Assistant) -> Official:
    return hire(assistant, "Delegado de Protección de Datos", "dpo")


@pytest.fixture
def person(assistant: Assistant) -> Person:
    return somebody(assistant)


def logged(assistant: Assistant) -> str:
    """Everything that the log holds, as text."""
    with reading(assistant.engine) as connection:
        return "\n".join(assistant.log.export(connection))


def events(assistant: Assistant) -> list[tuple[str, str]]:
    with reading(assistant.engine) as connection:
        found = assistant.log.events(connection)
        return [(e.event.kind, e.event.by) for e in found if e.event]


def attended(assistant: Assistant, person: Person, official: Official) -> int:
    person.says("derivar")
    return assistant.desk.take(official, person.case.number).number


def test_a_person_comes_says_so_and_only_they_speak_until_they_end(
    assistant: Assistant, person: Person, fondos: Official, clock: FixedClock
) -> None:
    reply = person.says("derivar")
    assert reply.handoff is not None
    assert reply.handoff.folio in reply.text
    assert "Eres la primera persona en la fila" in reply.text
    number = person.case.number
    assistant.desk.take(fondos, number)
    assert person.state == "attended"
    role, words = person.sees[-1]
    assert role == "system"
    assert "Profesional de Fondos" in words
    assistant.desk.reply(fondos, number, "Hola, soy de Fondos. ¿En qué te ayudo?")
    said = person.says("¿quién puede postular?")
    assert (said.outcome, said.text) == (Outcome.ATTENDED, "")
    clock.advance(minutes=1)
    assert person.says("derivar").outcome == Outcome.ATTENDED
    assert [role for role, _ in person.sees[-3:]] == ["official", "person", "person"]
    assistant.desk.close(fondos, number, "resolved")
    role, words = person.sees[-1]
    assert role == "assistant"
    assert "vuelvo a responder yo, el asistente de inteligencia artificial" in words
    assert person.says("¿quién puede postular?").outcome == Outcome.ANSWERED


def test_calling_the_assistant_back_while_a_person_attends_is_answered_by_the_program(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    attended(assistant, person, fondos)
    for reply in (person.says("seguir con el asistente"), assistant.resume(person.conversation_id)):
        assert reply.outcome == Outcome.ATTENDED
    assert person.state == "attended"
    assert [role for role, _ in person.sees].count("assistant") == 2, "as many as before"


def test_a_crisis_while_a_person_attends_gets_the_lines_and_goes_first(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    reply = person.says("me quiero matar")
    assert "*4141" in reply.text
    assert person.sees[-1] == ("system", reply.text)
    assert person.case.reason == "crisis"
    assert assistant.desk.queue(fondos)[0].case.number == number


def test_asking_after_the_assistant_did_not_know_says_so_in_the_queue(
    assistant: Assistant, person: Person
) -> None:
    assert not person.says("¿cuánto pesa un elefante adulto?").citations
    person.says("derivar")
    before = person.sees
    assert person.case.reason in ("unanswered", "requested")
    abstained = "No lo sé" in before[-3][1]
    assert (person.case.reason == "unanswered") == abstained


def test_what_an_official_writes_is_redacted_signed_and_recorded(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    said = assistant.desk.reply(fondos, number, "Tu RUT 12.345.678-5 está en la nómina.")
    assert "12.345.678-5" not in said.text
    shown = assistant.conversation(person.conversation_id).messages[-1]
    assert (shown.role, shown.author, shown.text) == ("official", fondos.name, said.text)
    log = logged(assistant)
    assert said.text in log
    assert "12.345.678-5" not in log


def test_whoever_writes_their_phone_is_told_that_it_does_not_arrive(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    attended(assistant, person, fondos)
    reply = person.says("mi teléfono es 9 8765 4321, llámeme")
    assert "Dejar mi contacto" in reply.text
    assert person.sees[-1] == ("system", reply.text)
    assert "8765" not in " ".join(text for _, text in person.sees)


def test_no_folio_is_in_the_log(assistant: Assistant, person: Person, fondos: Official) -> None:
    attended(assistant, person, fondos)
    person.says("mi folio es " + person.folio)
    assistant.desk.close(fondos, person.case.number, "resolved")
    assert person.folio not in logged(assistant)
    assert person.folio.replace("-", "") not in logged(assistant).replace("-", "")


def test_what_is_sent_twice_in_seconds_is_one_message(
    assistant: Assistant, person: Person, fondos: Official, clock: FixedClock
) -> None:
    number = attended(assistant, person, fondos)
    first = assistant.desk.reply(fondos, number, "Hola")
    person.says("hola")
    assert person.says("hola").outcome == Outcome.ATTENDED
    assert assistant.desk.reply(fondos, number, "Hola").id == first.id
    clock.advance(seconds=11)
    assert assistant.desk.reply(fondos, number, "Hola").id != first.id
    person.says("hola")
    said = [role for role, text in person.sees if text.casefold() == "hola"]
    assert said == ["official", "person", "official", "person"]


def test_four_that_are_sent_at_once_are_one_message(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    with ThreadPoolExecutor(8) as threads:
        for _ in range(4):
            threads.submit(person.says, "sigo esperando")
            threads.submit(assistant.desk.reply, fondos, number, "Ya te leo")
    texts = [text for _, text in person.sees]
    assert texts.count("sigo esperando") == texts.count("Ya te leo") == 1


def test_who_lost_the_role_can_do_nothing_with_what_they_had_open(
    assistant: Assistant, person: Person, fondos: Official, cultura: Official
) -> None:
    number = attended(assistant, person, fondos)
    with writing(assistant.engine) as connection:
        assistant.desk.officials.change_roles(connection, cultura.id, ["auditor"])
    with pytest.raises(NotAllowed):
        assistant.desk.case(cultura, number)
    with pytest.raises(NotAllowed):
        assistant.desk.note(cultura, number, "Sigo aquí.")


def test_the_cases_of_who_attends_no_more_go_back_to_the_queue(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    assert assistant.chores.free_cases() == 0
    with writing(assistant.engine) as connection:
        assistant.desk.officials.change_roles(connection, fondos.id, ["auditor"])
    assert assistant.chores.free_cases() == 1
    assert person.state == "waiting"
    assert "de nuevo en la fila" in person.sees[-1][1]
    assert person.case.number == number


def test_reopening_needs_as_good_a_reason_as_reading(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    assistant.desk.close(fondos, number, "resolved")
    with pytest.raises(CaseMoved, match="en una frase"):
        assistant.desk.reopen(fondos, number, "x")
    assert assistant.desk.reopen(fondos, number, WHY).state == "waiting"


def test_staff_never_see_the_whole_folio(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    person.says(f"Mi folio es {person.folio}")
    assistant.desk.note(fondos, number, f"Dictó el folio {person.folio}.")
    seen = [
        assistant.desk.case(fondos, number),
        assistant.desk.queue(fondos),
        assistant.desk.search(fondos, person.folio),
        assistant.desk.take(fondos, number),
        assistant.desk.close(fondos, number, "resolved"),
        assistant.desk.read_closed(fondos, number, WHY),
    ]
    assert person.folio not in repr(seen)
    assert person.folio[-4:] in assistant.desk.search(fondos, str(number))[0].case.folio


def test_a_note_is_for_staff_only(
    assistant: Assistant, person: Person, fondos: Official, cultura: Official
) -> None:
    number = attended(assistant, person, fondos)
    assistant.desk.note(cultura, number, "Ya llamó dos veces.")
    assert all("llamó" not in text for _, text in person.sees)
    view = assistant.desk.case(fondos, number)
    assert [(e.by, e.text) for e in view.events if e.kind == "noted"] == [
        (cultura.id, "Ya llamó dos veces.")
    ]


def test_transferring_and_releasing_are_told_to_the_person(
    assistant: Assistant, person: Person, fondos: Official, cultura: Official
) -> None:
    number = attended(assistant, person, fondos)
    with pytest.raises(CaseMoved, match="no atiende personas"):
        assistant.desk.transfer(fondos, number, hire(assistant, "Auditoría", "auditor").id)
    with pytest.raises(CaseMoved, match="Elige a quién"):
        assistant.desk.transfer(fondos, number, "F-999")
    assistant.desk.transfer(fondos, number, cultura.id, "Es de cultura")
    assert "Encargada de Cultura" in person.sees[-1][1]
    with pytest.raises(CaseMoved, match="no es tuyo"):
        assistant.desk.reply(fondos, number, "Hola")
    assistant.desk.release(cultura, number)
    assert "fila" in person.sees[-1][1]
    assert person.state == "waiting"


def test_a_closed_case_is_read_with_a_justification_that_is_recorded_before(
    assistant: Assistant, person: Person, fondos: Official, dpo: Official
) -> None:
    number = attended(assistant, person, fondos)
    assistant.desk.close(fondos, number, "resolved")
    with pytest.raises(CaseMoved, match="por qué"):
        assistant.desk.case(fondos, number)
    with pytest.raises(CaseMoved, match="en una frase"):
        assistant.desk.read_closed(dpo, number, "porque sí")
    with pytest.raises(InputError):
        assistant.desk.read_closed(dpo, number, " ")
    assert ("closed_read", dpo.id) not in events(assistant)
    assert assistant.desk.read_closed(dpo, number, WHY).messages
    assert ("closed_read", dpo.id) in events(assistant)
    assert WHY in logged(assistant)


def test_every_act_needs_its_role_and_somebody_active(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    desk, rights = assistant.desk, assistant.rights
    acts: list[tuple[Action, Callable[[Official | None], object]]] = [
        (Action.ATTEND, lambda o: desk.queue(o)),
        (Action.ATTEND, lambda o: desk.case(o, number)),
        (Action.ATTEND, lambda o: desk.search(o, "derivar")),
        (Action.ATTEND, lambda o: desk.take(o, number)),
        (Action.ATTEND, lambda o: desk.reply(o, number, "hola")),
        (Action.ATTEND, lambda o: desk.note(o, number, "hola")),
        (Action.ATTEND, lambda o: desk.transfer(o, number, fondos.id)),
        (Action.ATTEND, lambda o: desk.release(o, number)),
        (Action.ATTEND, lambda o: desk.close(o, number, "resolved")),
        (Action.ATTEND, lambda o: desk.reopen(o, number, WHY)),
        (Action.ATTEND, lambda o: desk.contact(o, number)),
        (Action.ATTEND, lambda o: desk.colleagues(o)),
        (Action.READ_CLOSED, lambda o: desk.read_closed(o, number, WHY)),
        (Action.HANDLE_REQUESTS, lambda o: rights.list(o)),
        (Action.HANDLE_REQUESTS, lambda o: rights.resolve(o, "x", True, "Listo.")),
    ]
    before = person.sees
    for role in ROLES:
        official = Official("F-777", "Cargo de prueba", frozenset({role}), True)
        for action, act in acts:
            if not may(official, action):
                with pytest.raises(NotAllowed):
                    act(official)
    everything = Official("F-778", "Cargo retirado", frozenset(ROLES), False)
    for nobody in (None, everything):
        for _, act in acts:
            with pytest.raises(NotAllowed):
                act(nobody)
    assert person.sees == before
    assert set(ALLOWED) == set(Action)


def test_a_contact_is_seen_only_by_who_attends_and_each_time_is_recorded(
    assistant: Assistant, person: Person, fondos: Official, cultura: Official, clock: FixedClock
) -> None:
    number = attended(assistant, person, fondos)
    assert assistant.desk.contact(fondos, number) is None
    left = read_contact("Rosa Prueba", "9 8765 4321", "rosa@ejemplo.cl")
    assistant.citizens.leave_contact(person.folio, left)
    with pytest.raises(CaseMoved, match="no es tuyo"):
        assistant.desk.contact(cultura, number)
    assert assistant.desk.contact(fondos, number) == left
    assert ("contact_seen", fondos.id) in events(assistant)
    assistant.desk.close(fondos, number, "resolved")
    with pytest.raises(CaseMoved):
        assistant.desk.contact(fondos, number)
    folder = Path(str(assistant.engine.url.database)).parent
    kept = b"".join(f.read_bytes() for f in folder.rglob("*") if f.is_file())
    for part in (b"Rosa Prueba", b"8765 4321", b"rosa@ejemplo.cl"):
        assert part not in kept
    contacts = assistant.desk.reception.contacts
    for days, erased in ((29, 0), (2, 1)):
        clock.advance(days=days)
        with writing(assistant.engine) as connection:
            assert contacts.purge(connection, clock.now) == erased
    assert not assistant.citizens.follow(person.folio).has_contact


def test_with_the_folio_one_comes_back_writes_and_the_case_is_reopened(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    assistant.desk.close(fondos, number, "no_answer")
    spoken = person.folio.lower().replace("-", " ")
    assert assistant.citizens.follow(spoken).case.number == number
    case = assistant.citizens.call_back(spoken)
    assert (case.state, case.reopened) == ("waiting", 1)
    assert assistant.reply(case.conversation_id, "Ya estoy aquí", "web").handoff is not None
    assert person.state == "waiting"
    assert "Ya estoy aquí" in [text for _, text in person.sees]


def test_coming_back_while_the_assistant_went_on_waits_for_the_person_again(
    assistant: Assistant, person: Person
) -> None:
    person.says("derivar")
    assistant.resume(person.conversation_id)
    assert person.state == "active"
    assert person.case.state == "waiting"
    assistant.citizens.call_back(person.folio)
    assert person.state == "waiting"


@pytest.mark.parametrize("folio", ["", "hola", "NB-0000-0000-0000-0000", new_folio("NB")])
def test_a_folio_that_is_nobodys_opens_nothing(assistant: Assistant, folio: str) -> None:
    citizens = assistant.citizens
    contact = read_contact(phone="987654321")
    for act in (
        lambda: citizens.follow(folio),
        lambda: citizens.call_back(folio),
        lambda: citizens.withdraw(folio),
        lambda: citizens.leave_contact(folio, contact),
        lambda: citizens.erase_contact(folio),
        lambda: citizens.ask(folio, "deletion"),
        lambda: citizens.recorded(folio),
    ):
        with pytest.raises(FolioUnknown):
            act()


def test_the_person_may_not_need_anybody_any_more(assistant: Assistant, person: Person) -> None:
    person.says("derivar")
    closed = assistant.citizens.withdraw(person.folio)
    assert closed.close_reason == "withdrawn"
    assert person.sees[-1][0] == "assistant"
    assert person.says("¿quién puede postular?").outcome == Outcome.ANSWERED
    with pytest.raises(CaseMoved):
        assistant.citizens.withdraw(person.folio)


def test_a_person_sees_what_was_recorded_of_them(assistant: Assistant, person: Person) -> None:
    person.says("Mi RUT es 12.345.678-5, ¿quién puede postular?")
    person.says("derivar")
    found = assistant.citizens.recorded(person.folio)
    assert [d.outcome for d in found] == ["answered", "handed_off_requested"]
    assert "12.345.678-5" not in found[0].question


def test_a_deletion_that_the_dpo_accepts_deletes_what_was_said(
    assistant: Assistant, person: Person, fondos: Official, dpo: Official, clock: FixedClock
) -> None:
    number = attended(assistant, person, fondos)
    assistant.desk.note(fondos, number, "Habló de su barrio.")
    assistant.citizens.leave_contact(person.folio, read_contact(phone="987654321"))
    asked = assistant.citizens.ask(person.folio, "deletion", "Ya no quiero que quede.")
    assert assistant.citizens.ask(person.folio, "deletion").id == asked.id, "twice is once"
    assert asked.due_on == date(2026, 11, 24), "two working days, before the Ley 21.719"
    done = assistant.rights.resolve(dpo, asked.id, True, "Se borró la conversación.")
    assert (done.state, done.by) == ("accepted", dpo.id)
    followed = assistant.citizens.follow(person.folio)
    assert followed.case.state == "closed"
    assert followed.requests[0].answer == "Se borró la conversación."
    assert followed.requests[0].text == ""
    with pytest.raises(CaseMoved, match="se borró"):
        assistant.citizens.leave_contact(person.folio, read_contact(phone="987654321"))
    assert not followed.has_contact
    assert [role for role, _ in person.sees] == ["system"]
    assert "se borró" in person.sees[0][1]
    assert followed.case.close_reason == "deleted"
    view = assistant.desk.read_closed(fondos, number, WHY)
    assert all("barrio" not in e.text for e in view.events)
    with pytest.raises(ConversationClosed):
        assistant.citizens.call_back(person.folio)
    with pytest.raises(CaseMoved, match="ya fue respondida"):
        assistant.rights.resolve(dpo, asked.id, False, "No.")


def test_a_review_changes_nothing_of_what_is_kept(
    assistant: Assistant, person: Person, dpo: Official
) -> None:
    person.says("derivar")
    before = person.sees
    asked = assistant.citizens.ask(person.folio, "review", "La respuesta estaba mal.")
    assistant.rights.resolve(dpo, asked.id, True, "La revisamos y corregimos el documento.")
    assert person.sees == before
    assert assistant.rights.list(dpo)[0].state == "accepted"


def test_open_cases_are_searched_by_words_and_closed_ones_only_by_their_marks(
    assistant: Assistant, fondos: Official
) -> None:
    open_, closed = somebody(assistant), somebody(assistant)
    for each in (open_, closed):
        each.says("derivar")
        each.says("Quiero saber de la rendición de mi club")
    assistant.desk.take(fondos, closed.case.number)
    assistant.desk.close(fondos, closed.case.number, "resolved")

    def found(words: str) -> list[int]:
        return [item.case.number for item in assistant.desk.search(fondos, words)]

    assert found("RENDICION club") == [open_.case.number]
    assert found("nada de esto") == []
    assert found(str(closed.case.number)) == [closed.case.number]
    assert found(closed.folio.lower()) == [closed.case.number]
    assert found("2026-11-21") == [open_.case.number, closed.case.number]
    assert assistant.desk.search(fondos, closed.folio)[0].last_words == ""
    assert found(" ") == found("\0") == []
    assert ("searched", fondos.id) in events(assistant)
    assert closed.folio not in logged(assistant)


def test_the_queue_says_who_waits_for_what_and_their_last_words(
    assistant: Assistant, fondos: Official, clock: FixedClock
) -> None:
    first, second = somebody(assistant), somebody(assistant)
    first.says("derivar")
    clock.advance(minutes=3)
    second.says("me quiero morir")
    queue = assistant.desk.queue(fondos)
    assert [item.case.reason for item in queue] == ["crisis", "requested"]
    assert queue[1].last_words == "derivar"
    assistant.desk.take(fondos, first.case.number)
    assistant.desk.reply(fondos, first.case.number, "Hola")
    item = assistant.desk.queue(fondos)[1]
    assert (item.owner, item.is_answered) == (fondos.name, True)
    first.says("hola")
    assert not assistant.desk.queue(fondos)[1].is_answered


def test_who_waits_is_told_of_what_changed(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    other = somebody(assistant)
    before = assistant.pulse.now()
    assert assistant.pulse.since(before).conversations == frozenset()
    number = attended(assistant, person, fondos)
    news = assistant.pulse.since(before)
    assert news.conversations == {person.conversation_id}
    other.says("hola")
    assistant.desk.reply(fondos, number, "Hola")
    later = assistant.pulse.since(news.sequence)
    assert later.conversations == {person.conversation_id, other.conversation_id}
    assert later.sequence == assistant.pulse.now()


def test_the_log_holds_together_after_all_of_this(
    assistant: Assistant, person: Person, fondos: Official
) -> None:
    number = attended(assistant, person, fondos)
    assistant.desk.reply(fondos, number, "Hola")
    assistant.desk.close(fondos, number, "resolved")
    with reading(assistant.engine) as connection:
        assert assistant.log.verify(connection).is_intact
    with pytest.raises(CaseNotFound):
        assistant.desk.case(fondos, 999)
