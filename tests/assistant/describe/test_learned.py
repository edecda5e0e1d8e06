from __future__ import annotations

from pathlib import Path

import pytest

from assistant.describe.cues import Evidence
from assistant.describe.learned import (
    LEARNED,
    Learned,
    LearnedError,
    load_learned,
    reconcile,
)
from assistant.describe.verdicts import NOTHING, Verdict
from evals.fitting.describer import examples_digest

TEXT = (
    "Ordena postulantes por puntaje. Nada más hace el programa que compró la oficina de "
    "planificación este año."
)
PARTS = [
    ("Ordena postulantes por puntaje.", 0, 31),
    ("Nada más hace el programa que compró la oficina de planificación este año.", 32, 106),
]


class Fixed:
    """A classifier that says the same of every text, a little more of the first sentence."""

    def __init__(self, **shares: float) -> None:
        self.shares = shares

    def probabilities(self, text: str) -> dict[str, float]:
        first = 0.01 if "Ordena" in text else 0.0
        return {name: share + first for name, share in self.shares.items()}


def learned(**questions: Fixed) -> Learned:
    return Learned(questions, "")  # type: ignore[arg-type]


def joined(verdict: Verdict, classifier: Fixed, *evidence: Evidence, name: str = "P5") -> Verdict:
    taught = learned(**{name: classifier})
    return reconcile({name: verdict}, evidence, taught, TEXT, PARTS)[name]


def cue(value: str, weight: float, name: str = "P5") -> Evidence:
    return Evidence("a cue", name, value, weight, 0, 5)


def test_a_likely_answer_is_suggested_at_the_sentence_that_makes_it_likely() -> None:
    found = joined(NOTHING, Fixed(si=0.8, _=0.2))
    assert found.value == "si"
    assert found.evidence is not None
    assert (found.evidence.cue, found.evidence.start, found.evidence.end) == (LEARNED, 0, 31)


def test_an_answer_that_may_lower_the_level_must_be_likelier() -> None:
    assert joined(NOTHING, Fixed(no=0.6, _=0.4)).value is None
    assert joined(NOTHING, Fixed(si=0.6, _=0.4)).value == "si"


def test_words_to_the_contrary_stop_what_is_only_likely() -> None:
    assert joined(NOTHING, Fixed(no=0.9, _=0.1), cue("si", 1.2)).value is None


def test_an_answer_that_no_similar_description_has_is_left_to_be_asked() -> None:
    verdict = Verdict("no", cue("no", 2.0))
    assert joined(verdict, Fixed(no=0.05, si=0.05, _=0.9)) == NOTHING
    assert joined(verdict, Fixed(no=0.3, si=0.1, _=0.6)) == verdict


def test_a_prohibited_use_that_the_words_name_is_never_taken_back() -> None:
    verdict = Verdict("c", cue("c", 2.0, "P0"))
    assert joined(verdict, Fixed(c=0.01, _=0.99), name="P0") == verdict


def test_that_nothing_prohibited_is_done_is_never_learned() -> None:
    assert joined(NOTHING, Fixed(ninguna=0.99, _=0.01), name="P0") == NOTHING


def test_a_contradiction_stays_one_even_when_an_answer_is_likely() -> None:
    found = joined(Verdict(None, cue("si", 2.0), is_conflict=True), Fixed(si=0.9, _=0.1))
    assert found.value == "si" and found.is_conflict


def test_likeness_does_not_settle_against_all_the_words_of_the_text() -> None:
    contradicted = Verdict(None, cue("no", 2.5), is_conflict=True)
    found = joined(contradicted, Fixed(si=0.9, _=0.1), cue("no", 2.5))
    assert found == contradicted


@pytest.mark.parametrize("value", ["no", "si"])
def test_of_a_brief_text_nothing_milder_is_guessed(value: str) -> None:
    brief = "sistema de apoyo a los concursos de personal"
    taught = learned(P5=Fixed(**{value: 0.95, "_": 0.05}))
    parts = [(brief, 0, len(brief))]
    for verdict in (NOTHING, Verdict(None, cue("si", 2.0), is_conflict=True)):
        found = reconcile({"P5": verdict}, [], taught, brief, parts)["P5"]
        assert (found.value == "si") == (value == "si")


def test_without_a_decision_there_is_nothing_about_one() -> None:
    taught = learned(P1=Fixed(_=1.0), P2=Fixed(si=0.9, _=0.1))
    found = reconcile({"P1": NOTHING, "P2": NOTHING}, [], taught, TEXT, PARTS)
    assert found["P2"] == NOTHING


@pytest.mark.parametrize("text", ["", "a b c", "¿?", "un sistema nuevo"])
def test_a_text_that_says_nothing_is_like_no_description(text: str) -> None:
    taught = learned(P5=Fixed(si=0.9, _=0.1))
    assert reconcile({"P5": NOTHING}, [], taught, text, [(text, 0, len(text))])["P5"] == NOTHING


def test_a_damaged_file_says_how_to_make_it_again(tmp_path: Path) -> None:
    (tmp_path / "learned.npz").write_bytes(b"not a file of weights")
    with pytest.raises(LearnedError, match="make fit"):
        load_learned(tmp_path / "learned.npz")


def test_the_weights_are_those_of_the_descriptions_in_the_repository() -> None:
    assert load_learned().examples == examples_digest(), "ejecuta `make fit`"
