"""The optional judge: asked again, measured against people, never trusted alone."""

from __future__ import annotations

from itertools import cycle

import pytest
from langchain_core.language_models import FakeMessagesListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage

from evals.fitting.support import Pair
from evals.judging.command import trust_text
from evals.judging.judge import Judge, JudgeError


def saying(*words: str) -> GenericFakeChatModel:
    """Return a model that says these words, again and again."""
    return GenericFakeChatModel(messages=cycle(map(AIMessage, words)))


def pairs(*labels: str) -> list[Pair]:
    """Return labelled pairs."""
    return [
        Pair(id=f"p{n}", claim="a", passage="b", label=x, second=x, kind="literal", use="test")
        for n, x in enumerate(labels)
    ]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [(("Sí.", "no", "sí"), True), (("no", "No", "sí"), False), (("sí", "quizás", "no"), None)],
)
def test_the_majority_of_several_answers_counts(words: tuple[str, ...], verdict: bool) -> None:
    judged = Judge(saying(*words)).ask("frase", "fuente")
    assert judged.verdict is verdict and not judged.is_steady


def test_a_judge_that_always_says_yes_is_shown_to_be_worth_nothing() -> None:
    trust = Judge(saying("sí")).trust(pairs("supported", "unsupported", "unsupported"))
    assert trust.agreement == pytest.approx(1 / 3) and trust.kappa is None
    assert trust.steady == 1 and "kappa —" in trust_text(trust)


def test_a_judge_that_agrees_with_people_has_a_kappa_of_one() -> None:
    model = saying(*["sí"] * 3, *["no"] * 3)
    trust = Judge(model).trust(pairs("supported", "unsupported", "supported", "unsupported"))
    assert (trust.agreement, trust.kappa, trust.unjudged) == (1.0, 1.0, 0)


def test_a_judge_that_does_not_answer_is_an_error_and_not_a_verdict() -> None:
    with pytest.raises(JudgeError, match="no contesta"):
        Judge(FakeMessagesListChatModel(responses=[])).ask("frase", "fuente")
