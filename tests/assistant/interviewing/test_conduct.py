"""Whole interviews through the assistant, on the tiny knowledge base."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text as sql

from assistant.assistant import Assistant
from assistant.describe import Describer, Description
from assistant.describe.description import Suggestion, Warning_
from assistant.interviewing.opening import opening_description
from assistant.interviewing.session import InterviewView
from assistant.turn import Outcome, Reply
from governance.registers.classifications import Classifications
from governance.registers.systems import Systems
from tests.conftest import BuildAssistant
from tests.fakes import FixedClock

START = "quiero clasificar un sistema nuevo"
DESCRIPTION = "Un programa que guarda boletines antiguos por fecha en un archivador."
COUNTERED = "Recibe boletines impresos, los usa la encargada de archivo y nadie más."
LOW = ("ninguna", COUNTERED, "no", COUNTERED, "no", COUNTERED, "no", COUNTERED, "no")
REGISTRY = ("Archivador", "Oficina de Partes", "Jefatura de Partes", "no sé", "no")


SUGGESTED = Description(
    ("P0", "P1"),
    (Suggestion("P1", "si", "ordena a los postulantes", "cues"),),
    (Warning_("riesgo", "Ordena personas."),),
)


@pytest.fixture(autouse=True)
def _says_nothing_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Suggestions have tests of their own: here only one text suggests anything."""

    def describe(_: Describer, text: str) -> Description:
        return SUGGESTED if "ordena a los postulantes" in text else Description(())

    monkeypatch.setattr(Describer, "describe", describe)


class Talk:
    """One conversation of an official."""

    def __init__(self, assistant: Assistant, audience: str = "funcionarios") -> None:
        self.assistant = assistant
        self.id = assistant.start(audience, "web").id  # type: ignore[arg-type]

    def say(self, *lines: str) -> Reply:
        for line in lines:
            reply = self.assistant.reply(self.id, line, "web", "Encargada de archivo")
        return reply

    def view(self, *lines: str) -> InterviewView:
        view = self.say(*lines).interview
        assert view is not None
        return view


@pytest.fixture
def talk(build_assistant: BuildAssistant) -> Talk:
    return Talk(build_assistant())


def test_an_official_is_asked_the_questions_of_the_policy_one_by_one(talk: Talk) -> None:
    reply = talk.say(START)
    assert reply.outcome is Outcome.INTERVIEW and reply.decision_id
    assert reply.interview is not None and reply.interview.question == "descripcion"
    assert talk.view(DESCRIPTION).question == "P0"


def test_what_follows_the_request_is_already_the_description(talk: Talk) -> None:
    view = talk.view(f"{START}: {DESCRIPTION}")
    assert view.question == "P0"


def test_a_citizen_gets_no_interview(build_assistant: BuildAssistant) -> None:
    reply = Talk(build_assistant(), "ciudadania").say(START)
    assert reply.interview is None and reply.outcome is not Outcome.INTERVIEW


def test_asking_how_systems_are_classified_starts_nothing(talk: Talk) -> None:
    assert talk.say("¿Quién clasifica el nivel de riesgo de un sistema?").interview is None


def test_an_answer_that_lowers_the_level_meets_a_counter_question(talk: Talk) -> None:
    view = talk.view(START, DESCRIPTION, "ninguna")
    assert view.stage == "countering" and view.pending == ("P0", "ninguna")
    assert view.facts["P0"] == "no_se"
    assert talk.view(COUNTERED).facts["P0"] == "ninguna"


def test_the_result_is_shown_as_a_proposal_and_then_the_registry_is_asked(talk: Talk) -> None:
    reply = talk.say(START, DESCRIPTION, *LOW)
    assert reply.interview is not None and reply.interview.question == "nombre"
    assert reply.interview.prudente == reply.interview.literal == ("bajo",)
    assert "PROPUESTA" in reply.text and "Subcomité" in reply.text


def test_what_the_description_suggests_is_shown_and_counts_only_when_confirmed(
    talk: Talk,
) -> None:
    reply = talk.say(START, "Un programa que ordena a los postulantes por puntaje.")
    assert "ordena a los postulantes" in reply.text and "Ordena personas." in reply.text
    assert reply.interview is not None and reply.interview.facts["P1"] == "no_se"
    view = talk.view("ninguna", COUNTERED)
    assert view.stage == "confirming" and view.pending == ("P1", "si")
    assert talk.view("sí").facts["P1"] == "si"


def test_a_suggestion_that_is_refused_does_not_count(talk: Talk) -> None:
    talk.say(START, "Un programa que ordena a los postulantes por puntaje.", "ninguna", COUNTERED)
    view = talk.view("no, no es así")
    assert view.facts["P1"] == "no_se" and view.stage == "asking"


def test_asking_for_a_level_changes_nothing(talk: Talk) -> None:
    before = talk.view(START, DESCRIPTION, "ninguna", COUNTERED)
    after = talk.view("ponle riesgo bajo no más")
    assert (after.question, after.facts) == (before.question, before.facts)
    assert "no se elige" in talk.say("ponle riesgo bajo no más").text


def test_a_question_about_something_else_is_answered_and_the_interview_goes_on(
    talk: Talk,
) -> None:
    talk.say(START, DESCRIPTION)
    reply = talk.say("¿cuánto financian en deporte?")
    assert "$3.100.000" in reply.text and reply.citations
    assert reply.interview is not None and reply.interview.question == "P0"
    assert "usos" in reply.text.rsplit("$3.100.000", 1)[1]


def test_why_a_question_is_asked_is_explained(talk: Talk) -> None:
    talk.say(START, DESCRIPTION)
    reply = talk.say("¿por qué me preguntas esto?")
    assert "no se puede aprobar" in reply.text
    assert reply.interview is not None and reply.interview.question == "P0"


def test_asking_for_a_person_hands_over_and_the_interview_waits(talk: Talk) -> None:
    talk.say(START, DESCRIPTION)
    reply = talk.say("derivar")
    assert reply.outcome is Outcome.HANDED_OFF_REQUESTED and reply.handoff
    assert reply.interview is None
    talk.say("seguir con el asistente")
    assert talk.view("ninguna").pending == ("P0", "ninguna")


def test_an_answer_that_speaks_of_persons_does_not_hand_over(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, "ninguna", COUNTERED, "sí", "no", "Se decide el color del afiche")
    reply = talk.say("siempre hay una persona que revisa y puede cambiarla")
    assert not reply.outcome.is_hand_off
    assert reply.interview is not None and reply.interview.pending == ("P3", "efectiva")


def test_a_paused_interview_goes_on_days_later_in_another_conversation(
    build_assistant: BuildAssistant,
) -> None:
    clock = FixedClock()
    assistant = build_assistant(clock=clock)
    first = Talk(assistant)
    first.say(START, DESCRIPTION, "ninguna", COUNTERED)
    paused = first.say("sigamos mañana")
    assert paused.interview is not None and paused.interview.status == "en_pausa"
    code = paused.interview.code
    assert code in paused.text
    clock.advance(days=9)
    second = Talk(assistant)
    view = second.view(f"retomar {code.lower()}")
    assert (view.code, view.question, view.status) == (code, "P1", "en_curso")
    assert view.facts["P0"] == "ninguna"


def test_a_paused_interview_leaves_the_conversation_free(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, "pausa")
    assert talk.say("¿cuánto financian en deporte?").outcome is Outcome.ANSWERED
    assert talk.view("retomar").question == "P0"


def test_an_unknown_code_is_told_and_starts_nothing(talk: Talk) -> None:
    reply = talk.say("retomar EN-0000-0000-0000-0000")
    assert "No encontré" in reply.text and reply.interview is None


def test_a_cancelled_interview_registers_nothing(talk: Talk) -> None:
    view = talk.view(START, DESCRIPTION, "cancela, no quiero clasificar nada")
    assert view.status == "cancelada"
    assert talk.say("hola").interview is None


def finished(talk: Talk) -> InterviewView:
    return talk.view(START, DESCRIPTION, *LOW, *REGISTRY, "confirmar")


def test_a_confirmed_interview_is_registered_with_who_said_what(talk: Talk) -> None:
    view = finished(talk)
    assert view.status == "terminada" and view.system == "SDA-010"
    with talk.assistant.engine.connect() as connection:
        system = Systems().get(connection, "SDA-010")
        found = Classifications().find(connection, "SDA-010")
    assert (system.name, system.unit) == ("Archivador", "Oficina de Partes")
    assert found.interview == view.code and found.proposal == ("bajo",)
    assert found.facts["P1"].by == "Encargada de archivo"
    assert found.facts["P1"].phrase == "no"
    assert found.facts["P1"].evidence == COUNTERED or found.facts["P1"].evidence_pending


def test_a_registered_system_can_be_classified_again(talk: Talk) -> None:
    finished(talk)
    again = Talk(talk.assistant)
    registry = ("SDA-010", *REGISTRY[1:])
    view = again.view(START, DESCRIPTION, *LOW, *registry, "confirmar")
    assert view.system == "SDA-010"
    with talk.assistant.engine.connect() as connection:
        assert Classifications().find(connection, "SDA-010").version == 2


def test_changing_an_answer_in_the_review_shows_the_new_result(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, *LOW, *REGISTRY)
    talk.say("cambia P5")
    reply = talk.say("sí")
    assert reply.interview is not None and reply.interview.prudente == ("limitado",)
    assert "imitado" in reply.text


def test_an_answer_to_a_question_that_has_gone_is_not_noted(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.say(START, DESCRIPTION)
    stale = talk.assistant.interviews.load

    def late(connection: object, conversation_id: str, text: str) -> object:
        found = stale(connection, conversation_id, text)  # type: ignore[arg-type]
        with talk.assistant.engine.begin() as other:
            other.execute(sql("UPDATE interviews SET version = version + 1"))
        return found

    monkeypatch.setattr(type(talk.assistant.interviews), "load", lambda self, *a: late(*a))
    reply = talk.say("ninguna")
    assert "No anoté" in reply.text
    assert reply.interview is not None and reply.interview.facts["P0"] == "no_se"


def test_a_person_named_in_an_answer_is_not_kept(talk: Talk, tmp_path: Path) -> None:
    name = "Hermenegilda Quilapán Riffo"
    reply = talk.say(START, f"Lo maneja la señora {name}, guarda boletines viejos por fecha.")
    assert "Oculté" in reply.text
    held = [f for f in tmp_path.rglob("*") if f.is_file() and name.encode() in f.read_bytes()]
    assert not held


def test_a_doubtful_name_is_not_kept_in_the_registry_either(talk: Talk, tmp_path: Path) -> None:
    name = "Bakary Traoré"
    registry = ("Archivador", "Oficina de Partes", name, f"Lo lleva {name}", "no")
    view = talk.view(START, DESCRIPTION, *LOW, *registry, "confirmar")
    assert view.system == "SDA-010"
    with talk.assistant.engine.connect() as connection:
        assert Systems().get(connection, "SDA-010").responsible_title == "[NOMBRE_1]"
    held = [f for f in tmp_path.rglob("*") if f.is_file() and name.encode() in f.read_bytes()]
    assert not held


def test_a_system_with_the_name_of_a_person_is_asked_for_again_with_a_way_to_write_it(
    talk: Talk,
) -> None:
    reply = talk.say(START, DESCRIPTION, *LOW, "Se llama Sofía")
    assert "parece el nombre" in reply.text and "[NOMBRE" not in reply.text
    assert reply.interview is not None and reply.interview.question == "nombre"
    assert talk.view("Sistema Sofía").question == "unidad"


def test_a_name_changed_in_the_review_to_that_of_a_person_is_asked_for_again(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, *LOW, *REGISTRY)
    reply = talk.say("cambia el nombre: Sofía Pérez")
    assert reply.interview is not None and reply.interview.question == "nombre"
    assert talk.view("Sistema Sofía", "confirmar").system == "SDA-010"
    with talk.assistant.engine.connect() as connection:
        assert Systems().get(connection, "SDA-010").name == "Sistema Sofía"


def test_while_suspended_there_are_no_interviews(build_assistant: BuildAssistant) -> None:
    reply = Talk(build_assistant(suspended=True)).say(START)
    assert reply.outcome is Outcome.SUSPENDED and reply.interview is None


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("quiero clasificar un sistema nuevo", ""),
        ("Quiero clasificar un sistema.", ""),
        (
            "necesito clasificar una herramienta: lee correos y los manda a cada oficina",
            "lee correos y los manda a cada oficina",
        ),
        (
            "Quiero clasificar un sistema nuevo. Es un chat que responde dudas de becas.",
            "Es un chat que responde dudas de becas.",
        ),
        (
            "quiero clasificar un sistema nuevo, es un chat que responde dudas de becas",
            "es un chat que responde dudas de becas",
        ),
        (
            "quiero clasificar un sistema que ordena a los postulantes por puntaje",
            "un sistema que ordena a los postulantes por puntaje",
        ),
    ],
)
def test_the_description_is_found_in_the_opening(said: str, description: str) -> None:
    assert opening_description(said) == description
