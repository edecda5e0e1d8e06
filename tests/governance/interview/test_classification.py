"""The classification interview: it asks what the policy needs, in words that hold up."""

import itertools
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import knowledge_base
from governance.interview.definition import UNKNOWN
from governance.interview.flow import values
from governance.interview.moves import DontKnow, EvidenceLater, NotSustained, Reject, Suggest, start
from governance.interview.state import Interview, Suggested
from governance.policy.load import policy_on
from governance.policy.model import Policy
from knowledge_base.markdown import FrontMatter, Rendering, parse_markdown
from tests.governance.interview.playing import (
    answer,
    classification,
    do,
    reviewed,
    say,
    settled,
)

ORDER = """descripcion P0 P0_excepcion P1 P2 P3 P4 P5 ejemplo datos_personales
nombre unidad responsable proveedor uso_real""".split()
POLICY_QUESTIONS = ["P0", "P1", "P2", "P3", "P4", "P5"]
LONGEST_SENTENCE = 30
"""Words: longer ones lose a reader in a hurry (plain language)."""


@cache
def policy() -> Policy:
    return policy_on(date(2026, 3, 2))


class Anything(dict[str, str]):
    """Whatever a placeholder or a caveat is called: only the ids of the sections matter here."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return "…"


@cache
def knowledge_base_sections() -> frozenset[str]:
    folder = Path(knowledge_base.__file__).parent
    rendering = Rendering(Anything(), Anything())
    nobody = FrontMatter(id="", title="", source="")
    found = set()
    for path in sorted((folder / "documents").rglob("*.md")):
        _, passages = parse_markdown(path.read_text(encoding="utf-8"), path.name, rendering, nobody)
        found |= {passage.id for passage in passages}
    return frozenset(found)


def asked(facts: dict[str, str]) -> list[str]:
    """Return the policy's questions that are asked of someone who answers like this."""
    interview = answer(start(classification()), {"descripcion": "hace algo"})
    names: list[str] = []
    while interview.current in facts:
        names.append(interview.current)
        value = facts[interview.current]
        interview = answer(interview, {interview.current: None if value == UNKNOWN else value})
    return names


def expected(facts: dict[str, str]) -> list[str]:
    """The prudent flow, written apart from the definition."""
    names = ["P0"]
    if facts["P0"] in ("c", "d", "e"):
        names.append("P0_excepcion")
    allowed = facts["P0"] in ("ninguna", UNKNOWN)
    if not allowed and not (names[-1] == "P0_excepcion" and facts["P0_excepcion"] == "si"):
        return names
    names.append("P1")
    if facts["P1"] != "no":
        names.append("P2")
        if facts["P2"] != "si":
            names.append("P3")
    names += ["P4", "P5"]
    if facts["P4"] in ("no", UNKNOWN):
        names.append("datos_personales")
    return names


def test_questions_come_in_the_order_of_the_policy():
    assert [question.id for question in classification().questions] == ORDER


def test_every_combination_of_answers_is_asked_the_prudent_flow_and_nothing_else():
    domains = {
        question: [option.value for option in classification().question(question).options]
        + [UNKNOWN]
        for question in [*POLICY_QUESTIONS, "P0_excepcion"]
    }
    combinations = 0
    for chosen in itertools.product(*domains.values()):
        facts = dict(zip(domains, chosen, strict=True)) | {"datos_personales": "si"}
        if facts["P0"] not in ("c", "d", "e") and facts["P0_excepcion"] != "no":
            continue  # the exception is not asked: one value stands for all
        if expected(facts)[-1] in ("P0", "P0_excepcion") and facts["P5"] != "no":
            continue  # it stops there: one continuation stands for all
        combinations += 1
        assert asked(facts) == expected(facts), facts
    assert combinations > 1000


def test_values_are_those_of_the_policy():
    for question_id in POLICY_QUESTIONS:
        ours = {option.value for option in classification().question(question_id).options}
        theirs = {value.value for value in policy().question(question_id).values}
        assert ours == theirs, question_id


def test_every_answer_that_the_policy_says_must_be_sustained_meets_a_counter_question():
    for question_id in POLICY_QUESTIONS:
        question = classification().question(question_id)
        for value in policy().question(question_id).values:
            option = question.option(value.value)
            assert (option.counter is not None) == (value.counter_question is not None), (
                question_id,
                value.value,
            )


def test_an_exception_to_a_prohibition_needs_its_documents():
    interview = answer(start(classification()), {"descripcion": "video", "P0": "c"})
    interview = do(interview, say("si"))
    assert interview.stage == "countering"
    unsupported = do(interview, NotSustained("no están"))
    assert values(classification(), unsupported)["P0_excepcion"] == UNKNOWN
    assert unsupported.current == "nombre"


def test_an_exception_needs_its_documents_now():
    interview = answer(start(classification()), {"descripcion": "video", "P0": "c"})
    promised = do(interview, say("si"), EvidenceLater("mañana mando la orden"))
    assert values(classification(), promised)["P0_excepcion"] == UNKNOWN
    assert promised.answers["P0_excepcion"].evidence_pending


def test_an_exception_of_one_letter_says_nothing_of_another():
    minors = reviewed(P0="e", P0_excepcion="si")
    cameras = settled(minors, "P0", "c")
    assert (cameras.stage, cameras.current) == ("asking", "P0_excepcion")
    assert "P1" not in values(classification(), cameras)
    assert do(cameras, say("si")).stage == "countering"
    assert settled(cameras, "P0", "e").stage == "reviewing"


def test_the_four_facts_of_an_effective_review_are_asked():
    counter = classification().question("P3").option("efectiva").counter
    assert all(f"{number}." in counter.ask for number in (1, 2, 3, 4))
    assert counter.unsupported == UNKNOWN
    assert "nominal_o_no" in counter.refuted_by


def test_examples_are_those_that_set_a_floor():
    ours = {option.value for option in classification().question("ejemplo").options}
    floors = {e.id for e in policy().examples if e.floor and e.level != "prohibido"}
    assert ours == floors | {"ninguno"}


def test_the_example_is_asked_only_when_someone_suggests_it():
    assert "ejemplo" not in values(classification(), reviewed())
    suggested = do(reviewed(), Suggest({"ejemplo": Suggested("n2-inversion", "puntúa proyectos")}))
    assert (suggested.stage, suggested.current) == ("confirming", "ejemplo")
    rejected = do(suggested, Reject())
    assert (rejected.stage, rejected.current) == ("asking", "ejemplo")
    assert do(rejected, say("ninguno")).stage == "countering"


def test_personal_data_are_asked_only_when_sensitive_ones_do_not_settle_it():
    assert "datos_personales" in values(classification(), reviewed(P4=None))
    assert "datos_personales" not in values(classification(), reviewed(P4="si_base"))


def test_a_prohibited_use_is_asked_only_for_the_register():
    prohibited = settled(reviewed(), "P0", "a")
    counting = values(classification(), prohibited)
    assert prohibited.stage == "reviewing"
    assert [question for question in counting if question.startswith("P")] == ["P0"]
    assert "nombre" in counting


def test_every_question_of_the_policy_can_be_unknown():
    interview: Interview = answer(start(classification()), {"descripcion": "no estoy segura"})
    while interview.current != "nombre":
        interview = do(interview, DontKnow("no sé"))
    counting = values(classification(), interview)
    assert [q for q in counting if counting[q] == UNKNOWN] == [
        *POLICY_QUESTIONS,
        "datos_personales",
    ]


@pytest.mark.parametrize("question", classification().questions, ids=lambda q: q.id)
def test_every_section_that_explains_a_question_exists(question):
    assert question.passages
    assert set(question.passages) <= knowledge_base_sections()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_question_of_the_policy_says_which_it_is(number):
    question = classification().question(f"P{number}")
    assert question.reference == f"Pregunta {number} de la política (C.3)"
    assert question.title.startswith(f"P{number}, ")


def test_the_five_letters_are_named():
    labels = [option.label for option in classification().question("P0").options]
    assert [label.split(",")[0] for label in labels[:5]] == [f"Letra {x}" for x in "abcde"]


def texts() -> list[tuple[str, str]]:
    """Return every text a person reads in the interview, with its place."""
    found: list[tuple[str, str]] = []
    for question in classification().questions:
        found += [(question.id, text) for text in (question.ask, question.why, question.example)]
        for option in question.options:
            found.append((f"{question.id} {option.value}", option.means))
            if option.counter is not None:
                found.append((f"{question.id} {option.value} counter", option.counter.ask))
    return found


@pytest.mark.parametrize(("place", "text"), texts(), ids=[place for place, _ in texts()])
def test_sentences_are_short(place, text):
    for line in text.splitlines():
        for sentence in line.replace("?", ".").replace(": ", ". ").replace("; ", ". ").split(". "):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize(("place", "text"), texts(), ids=[place for place, _ in texts()])
def test_nobody_is_addressed_as_usted(place, text):
    assert "usted" not in re.findall(r"\w+", text.lower())


def test_other_ways_to_say_an_option_are_not_shared_by_another():
    for question in classification().questions:
        said = [phrase for option in question.options for phrase in option.says]
        assert len(said) == len(set(said)), question.id
