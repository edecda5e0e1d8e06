"""What is said in passing against what is answered, through whole interviews."""

from __future__ import annotations

import pytest

from assistant.describe import Describer, Description
from assistant.describe.description import ExampleMatch, Suggestion
from tests.assistant.interviewing.test_conduct import COUNTERED, DESCRIPTION, START, Talk
from tests.conftest import BuildAssistant

SAID = {
    "ordena a los postulantes": Suggestion("P1", "si", "ordena a los postulantes", "cues"),
    "reconoce las caras": Suggestion("P0", "c", "reconoce las caras", "cues"),
    "quizás decide": Suggestion("P1", "si", "quizás decide", "learned"),
}


@pytest.fixture(autouse=True)
def _hears(monkeypatch: pytest.MonkeyPatch) -> None:
    def describe(_: Describer, text: str) -> Description:
        found = tuple(s for words, s in SAID.items() if words in text)
        examples = (ExampleMatch("n2-inversion", "a qué proyectos"),) if "proyectos" in text else ()
        return Description((), found, (), examples)

    monkeypatch.setattr(Describer, "describe", describe)


@pytest.fixture
def talk(build_assistant: BuildAssistant) -> Talk:
    return Talk(build_assistant())


ORDERS = "Recibe boletines y después ordena a los postulantes del programa."
FACES = "Lo usa seguridad porque reconoce las caras de quienes pasan por la plaza."


def test_a_grave_fact_told_in_passing_is_suggested_when_its_question_comes(talk: Talk) -> None:
    view = talk.view(START, DESCRIPTION, "ninguna", ORDERS)
    assert view.stage == "confirming" and view.pending == ("P1", "si")


def test_a_grave_fact_against_an_earlier_answer_is_said_back_at_once(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, "ninguna", COUNTERED, "no")
    reply = talk.say(FACES)
    assert reply.interview is not None and reply.interview.pending == ("P0", "c")
    assert "no calza" in reply.text and "reconoce las caras" in reply.text
    assert talk.view("sí").facts["P0"] == "c"


def test_who_refuses_what_was_overheard_goes_on_where_they_were(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, "ninguna", COUNTERED, "no", FACES)
    view = talk.view("no")
    assert view.facts["P0"] == "ninguna" and view.question != "P0"


def test_what_was_refused_once_is_not_said_back_again(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, "ninguna", COUNTERED, "no", FACES, "no", "no")
    view = talk.view(FACES)
    assert view.pending is None or view.pending[0] != "P0"


def test_a_mild_answer_against_their_own_words_needs_support(talk: Talk) -> None:
    talk.say(START, f"{FACES} Guarda boletines viejos.")
    assert talk.view("no").stage == "asking"
    reply = talk.say("ninguna", "después lo mando")
    assert reply.interview is not None and reply.interview.facts["P0"] == "no_se"
    assert "prohibido" in reply.interview.prudente
    assert "va en contra" in reply.text


def test_what_is_only_likely_contradicts_nobody(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, "ninguna", COUNTERED, "no", COUNTERED)
    view = talk.view("no")
    assert view.question == "P4"
    assert talk.view("Guarda lo que quizás decide la encargada de archivo.").question != "P1"


def test_an_example_told_in_passing_is_asked_about(talk: Talk) -> None:
    talk.say(START, DESCRIPTION, "ninguna", COUNTERED, "no")
    talk.say("Lo usa la jefatura para ver a qué proyectos les da recursos primero.")
    talk.say("no", COUNTERED, "no", COUNTERED)
    view = talk.view("no")
    assert view.question == "ejemplo" or view.pending == ("ejemplo", "n2-inversion")


@pytest.mark.parametrize("said", ["me equivoqué en P0, es la c", "me equivoqué en la P0, letra c"])
def test_a_correction_with_its_answer_is_taken(talk: Talk, said: str) -> None:
    talk.say(START, DESCRIPTION, "ninguna", COUNTERED)
    view = talk.view(said)
    assert view.facts["P0"] == "c" or view.pending == ("P0", "c")
