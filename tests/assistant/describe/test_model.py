from __future__ import annotations

import time
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.describe import Describer
from assistant.describe.model import ModelReader, ReadFact, ReadFacts
from governance.policy.model import Policy

TEXT = "Herramienta interna con fichas de los clubes. El equipo la abre cada lunes."


class FakeReader(BaseChatModel):
    """A chat model that answers what it is told to, or breaks, or is late."""

    answer: Any = None
    error: str = ""
    delay: float = 0.0
    seen: list[str] = []

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise AssertionError("the fake answers through with_structured_output only")

    def with_structured_output(self, schema: Any, **kwargs: Any) -> Runnable[Any, Any]:
        def answer(messages: Any) -> Any:
            self.seen.append("\n".join(m.content for m in messages))
            time.sleep(self.delay)
            if self.error:
                raise RuntimeError(self.error)
            return self.answer

        return RunnableLambda(answer)


def said(*facts: tuple[str, str, str]) -> FakeReader:
    return FakeReader(
        answer=ReadFacts(facts=[ReadFact(question=q, value=v, phrase=p) for q, v, p in facts])
    )


def test_a_fact_of_the_model_counts_with_words_of_the_text(policy: Policy) -> None:
    found = Describer(policy, model=said(("P5", "no", "El equipo la abre cada lunes"))).describe(
        TEXT
    )
    suggestion = next(s for s in found.suggestions if s.question == "P5")
    assert (suggestion.value, suggestion.source) == ("no", "model")


@pytest.mark.parametrize(
    "fact",
    [
        ("P5", "no", "palabras que no están"),
        ("P5", "no", ""),
        ("P5", "quizas", "El equipo"),
        ("P9", "si", "El equipo"),
        ("P5", "no_se", "El equipo"),
    ],
)
def test_an_invented_fact_of_the_model_is_left_out(
    policy: Policy, describer: Describer, fact: tuple[str, str, str]
) -> None:
    assert Describer(policy, model=said(fact)).describe(TEXT) == describer.describe(TEXT)


def test_a_model_that_says_two_things_says_none(policy: Policy) -> None:
    model = said(("P5", "no", "El equipo"), ("P5", "si", "El equipo"))
    assert "P5" not in Describer(policy, model=model).describe(TEXT).facts


def test_where_model_and_cues_differ_the_person_is_asked(policy: Policy) -> None:
    text = "Rechaza solicitudes de permisos de los clubes."
    found = Describer(policy, model=said(("P1", "no", "permisos de los clubes"))).describe(text)
    assert "P1" not in found.facts
    assert "modelo" in {warning.code for warning in found.warnings}


def test_a_model_never_takes_a_warning_away(policy: Policy, describer: Describer) -> None:
    text = "Mira fichas de familias con niños y sus ingresos."
    model = said(("P1", "no", "Mira fichas"), ("P4", "no", "fichas"), ("P0", "ninguna", "fichas"))
    before, after = describer.describe(text), Describer(policy, model=model).describe(text)
    assert set(before.warnings) <= set(after.warnings)


def test_what_hangs_on_a_decision_is_not_taken_without_it(policy: Policy) -> None:
    model = said(("P2", "si", "fichas"), ("P3", "efectiva", "El equipo"))
    assert not {"P2", "P3"} & Describer(policy, model=model).describe(TEXT).facts.keys()


@pytest.mark.parametrize(
    "model", [FakeReader(error="down"), FakeReader(answer="hola"), FakeReader(answer=None)]
)
def test_a_model_that_fails_changes_nothing(
    policy: Policy, describer: Describer, model: FakeReader
) -> None:
    assert Describer(policy, model=model).describe(TEXT) == describer.describe(TEXT)


def test_a_slow_model_is_not_waited_for(policy: Policy) -> None:
    started = time.monotonic()
    assert not ModelReader(policy, FakeReader(delay=0.5), patience=0.05).read(TEXT)
    assert time.monotonic() - started < 0.4


def test_the_model_sees_questions_and_text_and_no_level(policy: Policy) -> None:
    model = FakeReader(answer=ReadFacts(facts=[]), seen=[])
    ModelReader(policy, model).read(TEXT)
    assert TEXT in model.seen[0] and "P3" in model.seen[0]
    assert not any(level in model.seen[0].lower() for level in ("prohibido", "limitado"))
