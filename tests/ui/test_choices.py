"""The buttons of the interview: what they offer, and that the conversation understands each one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.interviewing.conduct import starts
from assistant.interviewing.desk import find_code
from assistant.interviewing.meanings import (
    Asks,
    Chose,
    DoesNotSustain,
    Later,
    No,
    Reading,
    Refutes,
    Unknown,
    Wants,
    Yes,
)
from assistant.interviewing.reading import read
from assistant.interviewing.session import InterviewView
from assistant.turn import Turn
from governance import interview
from governance.interview.definition import InterviewDefinition, Question, load_definition
from ui.panel import choices as buttons
from ui.panel.choices import choices, progress

CODE = "EN-7K3M-9Q2X-04TZ-WEHC"
VIEW = InterviewView(
    code=CODE,
    title="Lector de cartas",
    status="en_curso",
    stage="asking",
    question="P5",
    options=(("si", "Sí"), ("no", "No")),
    pending=None,
    facts={},
    literal=("bajo", "alto"),
    prudente=("bajo", "alto"),
    proposal=("bajo", "alto"),
    answered=3,
    remaining=4,
)


@pytest.fixture(scope="module")
def definition() -> InterviewDefinition:
    folder = Path(interview.__file__).parent / "definitions"
    return load_definition(folder / "clasificacion.yaml")


def questions(definition: InterviewDefinition) -> list[Question]:
    return [question for question in definition.questions if question.options]


def test_without_an_interview_there_is_nothing_to_press() -> None:
    assert choices(None) == choices(replace(VIEW, status="cancelada"))
    assert not choices(None).answers and not choices(None).helps and progress(None) == ""


def test_the_answers_of_the_question_can_be_pressed_with_every_help() -> None:
    can = choices(VIEW)
    assert can.answers == ("Sí", "No")
    assert can.helps == (
        "No sé",
        "¿Por qué me preguntas esto?",
        "Dame un ejemplo",
        "Volver",
        "Pausar",
    )
    assert len(can.helps) == buttons.MOST_HELPS


def test_a_question_of_free_words_offers_only_helps() -> None:
    can = choices(replace(VIEW, question="descripcion", options=()))
    assert can.answers == () and "Dame un ejemplo" in can.helps


def test_an_answer_that_waits_to_be_confirmed_offers_yes_and_no() -> None:
    assert choices(replace(VIEW, stage="confirming")).answers == (buttons.YES, buttons.NO)


def test_a_paused_interview_offers_to_go_on_and_names_its_code() -> None:
    paused = replace(VIEW, status="en_pausa")
    assert choices(paused).answers == (f"Retomar {CODE}",)
    assert CODE in progress(paused) and "guardado" in progress(paused)


def test_the_progress_tells_no_level_before_the_end() -> None:
    said = progress(VIEW)
    assert said == f"**{CODE}** · van 3 de 7"
    assert not any(level in said.casefold() for level in ("bajo", "limitado", "alto", "prohibido"))


def test_every_question_has_a_button_for_each_answer_that_is_understood_as_it(
    definition: InterviewDefinition,
) -> None:
    wrong = []
    for question in questions(definition):
        assert len(question.options) <= buttons.MOST_ANSWERS, question.id
        for option in question.options:
            heard = read(option.label, question, "asking")
            if not (isinstance(heard, Chose) and heard.value == option.value and heard.sure):
                wrong.append((question.id, option.label, heard))
    assert wrong == []


def test_every_help_and_every_step_is_understood(definition: InterviewDefinition) -> None:
    wrong = []
    for question in questions(definition):
        expected: dict[str, Reading] = {
            buttons.WHY: Asks("why"),
            buttons.EXAMPLE: Asks("example"),
            buttons.BACK: Wants("back"),
            buttons.PAUSE: Wants("pause"),
        }
        for label, meaning in expected.items():
            for stage in ("asking", "confirming"):
                pending = question.options[0].value if stage == "confirming" else None
                heard = read(label, question, stage, pending=pending)  # type: ignore[arg-type]
                if heard != meaning:
                    wrong.append((question.id, stage, label, heard))
        if not isinstance(read(buttons.UNKNOWN, question, "asking"), Unknown):
            wrong.append((question.id, "asking", buttons.UNKNOWN, None))
        for option in question.options:
            yes = read(buttons.YES, question, "confirming", pending=option.value)
            no = read(buttons.NO, question, "confirming", pending=option.value)
            if not isinstance(yes, Yes) or not isinstance(no, No):
                wrong.append((question.id, "confirming", option.value, (yes, no)))
    assert wrong == []


def test_a_counter_question_can_be_answered_by_pressing(definition: InterviewDefinition) -> None:
    wrong = []
    for question in questions(definition):
        for option in question.options:
            if option.counter is None:
                continue
            later = read(buttons.LATER, question, "countering", option.counter)
            nothing = read(buttons.NOTHING, question, "countering", option.counter)
            # An exception without its documents is not met: that is said back, to be confirmed.
            falls = isinstance(nothing, DoesNotSustain | Refutes)
            if not isinstance(later, Later) or not falls:
                wrong.append((question.id, option.value, later, nothing))
    assert wrong == []


def test_the_review_can_be_confirmed_by_pressing() -> None:
    assert read(buttons.SUBMIT, None, "reviewing") == Wants("submit")
    assert read(buttons.SUMMARY, None, "reviewing") == Asks("summary")
    assert read(buttons.BACK, None, "reviewing") == Wants("back")
    assert read(buttons.PAUSE, None, "reviewing") == Wants("pause")


def test_the_first_button_begins_an_interview() -> None:
    said = Turn("c", "funcionarios", "web", buttons.NEW, redacted=buttons.NEW)
    assert starts(said)
    assert find_code(f"{buttons.RESUME} {CODE}") == CODE
