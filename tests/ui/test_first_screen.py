"""The first screen: what a person can do before Gradio has arrived."""

from __future__ import annotations

import re

from evals.scorers.readability import perspicuity
from tests.ui.fake_assistant import FakeAssistant
from ui.chat.first_screen import FORM, first_screen
from ui.chat.profiles import load_profiles

SCREEN = first_screen(FakeAssistant())


def test_it_says_that_it_is_an_ai_and_offers_a_person_before_anything_else() -> None:
    assert SCREEN.index("Hablar con una persona") < SCREEN.index("inteligencia artificial, no con")
    assert SCREEN.index("no soy una persona") < SCREEN.index("<textarea")


def test_every_button_belongs_to_the_one_form_so_that_nothing_written_is_lost() -> None:
    buttons = re.findall(r"<button[^>]*>", SCREEN)
    assert len(buttons) > 20
    assert all(f'form="{FORM}"' in button for button in buttons)


def test_two_screens_are_never_the_same_one() -> None:
    assert SCREEN != first_screen(FakeAssistant())


def test_each_kind_of_person_has_questions_in_plain_words() -> None:
    assert {p.id for p in load_profiles()} == {
        "junta_de_vecinos",
        "club_deportivo",
        "adulto_mayor",
        "comunidad_indigena",
        "funcionario",
    }
    for profile in load_profiles():
        assert all(q.startswith("¿") and q.endswith("?") for q in profile.questions)
    citizens = " ".join(q for p in load_profiles()[:4] for q in p.questions)
    score = perspicuity(citizens)
    assert score is not None and score >= 55
