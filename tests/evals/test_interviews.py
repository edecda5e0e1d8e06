"""The scripted conversations: the cases agree with the policy, and the driver judges fairly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.interviewing.speech import load_speech
from assistant.turn import Outcome
from evals.interviewing.cases import (
    UNKNOWN,
    Answers,
    ConversationCase,
    Line,
    load_conversations,
)
from evals.interviewing.judge import everything_stored, judge
from evals.interviewing.person import NOTHING_WRITTEN, Person
from evals.interviewing.run import measures, transcript
from evals.interviewing.talk import MOST_TURNS, Talk, converse
from governance.classification.engine import assess
from governance.interview.definition import DEFINITIONS, load_definition
from governance.policy.load import policies
from governance.policy.model import Level
from governance.policy.strict_yaml import StrictYamlError

CASES = load_conversations()
FINISHED = [case for case in CASES if case.expect.end == "terminada"]


@dataclass(frozen=True)
class View:
    stage: str = "asking"
    question: str | None = "P1"
    pending: tuple[str, str] | None = None
    code: str = "EN-0000-0000-0000-0001"
    status: str = "en_curso"
    facts: dict[str, str] = field(default_factory=dict)
    literal: tuple[Level, ...] = ()
    prudente: tuple[Level, ...] = ()
    proposal: tuple[Level, ...] = ()
    system: str | None = None


@dataclass(frozen=True)
class FakeReply:
    text: str
    interview: View | None
    outcome: Outcome = Outcome.INTERVIEW


@dataclass(frozen=True)
class Begun:
    id: str


@dataclass
class FakeAssistant:
    """Answers with a function of the interview so far and what was said."""

    answer: Callable[[View | None, str], FakeReply]
    said: list[tuple[str, str]] = field(default_factory=list)
    begun: int = 0
    view: View | None = None

    def start(self, audience: str, channel: str) -> Begun:
        self.begun += 1
        return Begun(f"conversation-{self.begun}")

    def reply(self, conversation_id: str, text: str, channel: str) -> FakeReply:
        self.said.append((conversation_id, text))
        reply = self.answer(self.view, text)
        self.view = reply.interview or self.view
        return reply


def interviewer(view: View | None, text: str) -> FakeReply:
    """Ask P1, counter a «no», review, submit; answer a question by the way; pause and resume."""
    now = view or View()
    if view is None:
        return FakeReply("¿P1?", now)
    if text == "pausa":
        return FakeReply("Queda en pausa.", replace(now, status="en_pausa"))
    if text.startswith("retomar"):
        return FakeReply("¿P1?", replace(now, status="en_curso"))
    if text == "cancelar":
        return FakeReply("Cancelada.", replace(now, status="cancelada", stage="cancelled"))
    if text == "derivar":
        return FakeReply("Te derivo.", None, Outcome.HANDED_OFF_REQUESTED)
    if text.endswith("?"):
        return FakeReply("Es una evaluación de impacto. ¿P1?", now)
    if now.stage == "asking" and text == "no":
        return FakeReply("¿Quién lo usa?", replace(now, stage="countering", pending=("P1", "no")))
    if now.stage in ("asking", "countering"):
        value = "no" if now.pending else "si"
        level: tuple[Level, ...] = ("bajo",) if value == "no" else ("alto",)
        return FakeReply(
            "Revisa.",
            replace(
                now,
                stage="reviewing",
                question=None,
                pending=None,
                facts={"P1": value},
                literal=level,
                prudente=level,
                proposal=level,
            ),
        )
    if text == "cambiar P1":
        return FakeReply("¿P1?", View(facts=now.facts))
    return FakeReply("Enviado.", replace(now, status="terminada", system="SDA-010"))


def case(**fields: Any) -> ConversationCase:
    base: dict[str, Any] = {
        "id": "conv-99",
        "who": "una persona",
        "expect": {"facts": {"P1": "no"}, "literal": ["bajo"], "prudente": ["bajo"]},
    }
    return ConversationCase.model_validate(base | fields)


ALTO = {"facts": {"P1": "si"}, "literal": ["alto"], "prudente": ["alto"]}


def talk(answer: Callable[[View | None, str], FakeReply] = interviewer, **fields: Any) -> Talk:
    return converse(FakeAssistant(answer), case(**fields))


def lines(of: Talk) -> list[str]:
    return [turn.line.say for turn in of.turns]


# --- The cases ---


@pytest.mark.parametrize("case", FINISHED, ids=lambda case: case.id)
def test_the_levels_of_a_case_are_those_of_its_facts(case: ConversationCase) -> None:
    examples = tuple(name for name in case.claims.get("ejemplo", ()))
    found = assess(case.expect.facts, policies()[-1], examples)
    assert not found.hidden
    assert set(found.literal) == set(case.expect.literal)
    assert set(found.prudente) == set(case.expect.prudente)
    assert set(found.proposal) == set(case.expect.proposed)


def test_half_of_the_cases_have_a_trap_and_a_quarter_is_held_out() -> None:
    assert len(CASES) == 80
    assert sum(bool(case.trap) for case in CASES) >= len(CASES) / 2
    assert sum(case.is_held_out for case in CASES) >= len(CASES) / 4


def test_the_cases_reach_every_level_and_every_letter() -> None:
    assert {level for case in FINISHED for level in case.expect.proposed} == {
        "bajo",
        "limitado",
        "alto",
        "prohibido",
    }
    assert {case.expect.facts.get("P0") for case in FINISHED} >= {*"abcde", "ninguna", None}


def test_a_case_answers_only_what_the_interview_asks() -> None:
    asked = {q.id for q in load_definition(DEFINITIONS / "clasificacion.yaml").questions}
    for one in CASES:
        lines_ = [*one.later, *(line for some in one.asides.values() for line in some)]
        places = {place.removesuffix(".respaldo") for place in one.asides}
        corrected = {name for line in lines_ for name in (*line.answers, *line.claims)}
        named = {*one.answers, *one.claims, *one.on_confirm, *places, *corrected}
        assert named <= asked, one.id


def test_no_case_names_a_person_but_the_one_that_must_not_be_kept() -> None:
    assert [case.id for case in CASES if case.expect.not_stored] == ["conv-56"]


def test_an_unquoted_no_in_a_case_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "casos.yaml"
    file.write_text("- {id: conv-01, who: x, expect: {end: cancelada, facts: {P1: no}}}\n")
    with pytest.raises(StrictYamlError):
        load_conversations(file)


@pytest.mark.parametrize(
    "wrong",
    [
        {"expect": {"facts": {"P1": "no"}}},
        {"expect": {"end": "cancelada", "facts": {"P9": "si"}}},
        {"expect": {"end": "otra"}},
        {"quien": "nadie"},
    ],
)
def test_a_case_that_does_not_follow_the_format_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        case(**wrong)


def test_two_cases_with_the_same_id_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "casos.yaml"
    file.write_text("- {id: conv-01, who: x, expect: {end: cancelada}}\n" * 2)
    with pytest.raises(ValueError, match="repetidos: conv-01"):
        load_conversations(file)


def test_a_list_is_the_answer_and_what_sustains_it() -> None:
    assert case(answers={"P1": ["no", "lo usa partes"]}).answers["P1"] == Answers(
        says=("no",), sustains=("lo usa partes",)
    )


# --- The person ---


def test_a_person_says_yes_to_what_is_true_and_no_to_what_is_not() -> None:
    person = Person(case())
    asked = View(stage="confirming", pending=("P1", "no"))
    assert person.next_line(asked).say == "sí"
    assert person.next_line(replace(asked, pending=("P1", "si"))).say == "no"


def test_a_person_holds_what_they_claim_and_not_what_must_remain() -> None:
    person = Person(case(claims={"P1": "si"}))
    assert person.next_line(View(stage="confirming", pending=("P1", "si"))).say == "sí"


def test_a_person_does_not_confirm_what_they_do_not_know() -> None:
    asked = View(stage="confirming", question="P5", pending=("P5", "si"))
    assert Person(case()).next_line(asked).say == "no sé"


def test_a_person_does_not_see_their_system_in_an_example_that_the_case_does_not_name() -> None:
    asked = View(stage="confirming", question="ejemplo", pending=("ejemplo", "n3-chatbot"))
    assert Person(case()).next_line(asked).say == "no"
    assert Person(case(claims={"ejemplo": "n3-chatbot"})).next_line(asked).say == "sí"


def test_a_person_asked_again_answers_plainly() -> None:
    person = Person(case(answers={"P1": "mmm, más o menos"}))
    assert [person.next_line(View()).say for _ in range(3)] == ["mmm, más o menos", "no", "no"]


def test_a_person_without_an_answer_does_not_know() -> None:
    assert Person(case()).next_line(View(question="P4")).say == "no sé"


def test_a_person_without_a_document_says_so() -> None:
    asked = View(stage="countering", pending=("P1", "no"))
    assert Person(case()).next_line(asked).say == NOTHING_WRITTEN


def test_what_is_said_by_the_way_comes_before_the_answer_and_once() -> None:
    person = Person(case(asides={"P1": "¿por qué?"}))
    assert [person.next_line(View()).say for _ in range(2)] == ["¿por qué?", "no"]


def test_a_line_can_change_what_the_person_answers_from_then_on() -> None:
    change = {"say": "cambiar P1", "answers": {"P1": "sí, decide"}, "claims": {"P1": "si"}}
    person = Person(case(later=[change]))
    assert person.next_line(View()).say == "no"
    assert person.next_line(View(stage="reviewing", question=None)).say == "cambiar P1"
    assert person.next_line(View()).say == "sí, decide"
    assert person.next_line(View(stage="confirming", pending=("P1", "no"))).say == "no"


# --- The conversation and its verdict ---


def test_a_conversation_that_reaches_facts_and_level_is_right() -> None:
    done = talk(answers={"P1": ["no", "lo usa partes"]})
    assert lines(done)[1:] == ["no", "lo usa partes", "confirmo"]
    assert judge(done).is_right


def test_a_wrong_fact_and_a_wrong_level_are_told() -> None:
    verdict = judge(talk(answers={"P1": "sí"}))
    assert not verdict.reaches and not verdict.too_low
    assert verdict.problems[0] == "P1: si y debía ser no"


def test_a_level_too_low_is_told_apart() -> None:
    verdict = judge(talk(answers={"P1": ["no", "nadie"]}, expect=ALTO))
    assert verdict.too_low
    assert "P1: no y debía ser si (baja el riesgo)" in verdict.problems


def test_what_was_not_asked_must_not_be_a_fact() -> None:
    expect = {"facts": {}, "literal": ["bajo"], "prudente": ["bajo"]}
    verdict = judge(talk(answers={"P1": ["no", "partes"]}, expect=expect))
    assert verdict.problems == (f"P1: no y debía ser {UNKNOWN} (baja el riesgo)",)


def test_a_range_that_still_holds_the_level_is_not_too_low() -> None:
    view = View(status="terminada", proposal=("limitado", "alto"), system="SDA-010")
    assert not judge(Talk(case(expect=ALTO), (), view, "terminada")).too_low


def test_an_interview_that_registers_nothing_is_not_right() -> None:
    def forgets(view: View | None, text: str) -> FakeReply:
        reply = interviewer(view, text)
        kept = reply.interview and replace(reply.interview, system=None)
        return replace(reply, interview=kept)

    verdict = judge(talk(forgets, answers={"P1": ["no", "partes"]}))
    assert verdict.problems == ("terminó sin registrar el sistema",)


def test_an_aside_that_is_answered_in_its_place_is_counted() -> None:
    aside = {"say": "¿qué es una EIPD?", "reply_has": "impacto"}
    verdict = judge(talk(answers={"P1": ["no", "partes"]}, asides={"P1": aside}))
    assert verdict.is_right
    assert measures([verdict])["apartes atendidos sin perder el lugar"].startswith("100.0% (1/1")


@pytest.mark.parametrize(
    "aside",
    [
        {"say": "¿qué es una EIPD?", "reply_has": "algo que nadie dijo"},
        {"say": "no", "answers": {"P1": "no"}},
    ],
)
def test_an_aside_that_is_not_answered_or_moves_the_interview_is_told(
    aside: dict[str, Any],
) -> None:
    verdict = judge(talk(answers={"P1": ["no", "partes"]}, asides={"P1": aside}))
    assert verdict.problems == (f"no atendió en su lugar «{aside['say']}»",)
    assert verdict.reaches


def test_an_aside_that_is_not_understood_is_told() -> None:
    def puzzled(view: View | None, text: str) -> FakeReply:
        reply = interviewer(view, text)
        unclear = load_speech().text("unclear")
        return replace(reply, text=f"{unclear} ¿P1?") if text.endswith("?") else reply

    verdict = judge(talk(puzzled, answers={"P1": ["no", "partes"]}, asides={"P1": "¿por qué?"}))
    assert verdict.problems == ("no atendió en su lugar «¿por qué?»",)
    assert measures([verdict])["turnos sin entender"].startswith("20.0% (1/5")


def test_a_pause_goes_on_from_a_new_conversation_with_the_code() -> None:
    assistant = FakeAssistant(interviewer)
    pause = {"say": "pausa", "resume": "retomar {code}"}
    done = converse(assistant, case(answers={"P1": ["no", "x"]}, asides={"P1": pause}))
    assert ("conversation-2", f"retomar {View().code}") in assistant.said
    assert assistant.said[-1][0] == "conversation-2"
    assert judge(done).is_right
    assert measures([judge(done)])["pausas retomadas donde iban"].startswith("100.0% (1/1")


def test_a_pause_that_loses_the_place_is_told() -> None:
    def forgetful(view: View | None, text: str) -> FakeReply:
        if text.startswith("retomar"):
            return FakeReply("¿P4?", View(question="P4"))
        return interviewer(view, text)

    pause = {"say": "pausa", "resume": "retomar {code}"}
    verdict = judge(talk(forgetful, answers={"P1": ["no", "x"]}, asides={"P1": pause}))
    assert "al retomar no siguió donde iba" in verdict.problems


@pytest.mark.parametrize(
    ("said", "end"), [("cancelar", "cancelada"), ("derivar", "derivada"), ("pausa", "en_pausa")]
)
def test_a_conversation_may_end_without_a_level(said: str, end: str) -> None:
    aside = {"say": said, "moves": True}
    assert judge(talk(asides={"P1": aside}, expect={"end": end})).is_right


def test_a_hand_off_that_nobody_asked_for_is_not_right() -> None:
    verdict = judge(talk(answers={"P1": "derivar"}))
    assert "terminó derivada y debía quedar terminada" in verdict.problems


def test_a_later_change_is_made_before_confirming() -> None:
    change = {"say": "cambiar P1", "answers": {"P1": "sí"}, "claims": {"P1": "si"}}
    done = talk(answers={"P1": ["no", "x"]}, later=change, expect=ALTO)
    assert lines(done)[1:] == ["no", "x", "cambiar P1", "sí", "confirmo"]
    assert judge(done).is_right


def test_an_interview_that_does_not_begin_is_asked_for_plainly_once() -> None:
    def deaf(view: View | None, text: str) -> FakeReply:
        return FakeReply("No te entendí.", None, Outcome.CLARIFIED)

    done = talk(deaf, opening="hola")
    assert len(done.turns) == 2
    assert judge(done).problems == ("la entrevista no empezó",)


def test_an_interview_that_asks_the_same_for_ever_is_given_up() -> None:
    done = talk(lambda view, text: FakeReply("¿P1?", View()))
    assert len(done.turns) < MOST_TURNS
    assert done.broke == "se quedó en P1"


def test_an_answer_outside_the_interview_ends_the_conversation() -> None:
    def wanders(view: View | None, text: str) -> FakeReply:
        return FakeReply("¿P1?", View()) if view is None else FakeReply("Hola.", None)

    assert talk(wanders).broke == "la conversación se salió de la entrevista"


def test_a_turn_that_fails_ends_the_conversation() -> None:
    def breaks(view: View | None, text: str) -> FakeReply:
        return FakeReply("Contacto.", View(), Outcome.FAILED)

    assert talk(breaks).broke == "un turno falló"


def test_a_name_that_stays_in_what_is_stored_is_told() -> None:
    expect = {**ALTO, "not_stored": "Clotilde"}
    done = talk(answers={"P1": "sí"}, expect=expect)
    assert judge(done, "nada").is_right
    assert judge(done, '["lo ve Clotilde"]').problems == ("quedó guardado «Clotilde»",)


def test_everything_stored_is_looked_through_accents_and_json_included() -> None:
    import sqlalchemy as sa

    engine = sa.create_engine("sqlite://")
    table = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Text), sa.Column("b", sa.JSON))
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(table.insert(), {"a": "Ñuñez", "b": {"dice": ["Sofía"]}})
    assert "Ñuñez" in everything_stored(engine) and "Sofía" in everything_stored(engine)


def test_the_measures_and_the_transcript_tell_what_happened() -> None:
    right = judge(talk(answers={"P1": ["no", "partes"]}))
    wrong = judge(talk(id="conv-98", answers={"P1": ["no", "x"]}, expect=ALTO, trap="sí"))
    told = measures([right, wrong])
    assert told["con un nivel demasiado bajo (debe ser 0)"] == "1"
    assert told["turnos hasta terminar: mediana · máximo"] == "4 · 4"
    assert told["llegan a los hechos y al nivel correctos"].startswith("50.0% (1/2")
    assert "!! NIVEL DEMASIADO BAJO: bajo y no alto" in transcript(wrong)
    assert "  > no" in transcript(wrong)


def test_a_line_can_be_written_as_a_text_alone() -> None:
    assert case(later="cambiar P1").later == (Line(say="cambiar P1"),)
