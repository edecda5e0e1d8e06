"""A suite as a file of RAGAS or of promptfoo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer import Typer
from typer.testing import CliRunner

from evals.ecosystem.command import export
from evals.ecosystem.export import RAGAS_SUITES, export_suite
from evals.ecosystem.exporting import ExportError
from evals.ecosystem.promptfoo import SUITES
from evals.running.observation import Found, Observation
from evals.suites.case import Case, GoldSpan, KeyFact, Plant
from evals.suites.catalogue import TITLES
from evals.suites.gold import Shelf
from knowledge_base.model import Passage

URL = "http://127.0.0.1:7860"
PASSAGE = Passage(
    id="fondo#plazo",
    document_id="fondo",
    title="Fondo",
    section="Plazo",
    text="El proyecto dura 8 meses como máximo.",
    source="Bases",
    audience=("ciudadania",),
)
SHELF = Shelf.of([PASSAGE])
DURATION = KeyFact(id="k1", vital=True, any_of=("8 meses", "Máximo 8"))


def case(**values: Any) -> Case:
    given = {"id": "c-1", "suite": "answers", "question": "¿Cuánto dura?"}
    return Case.model_validate({**given, "expected_action": "answer", **values})


def seen(**values: Any) -> Observation:
    return Observation.model_validate({"case_id": "c-1", "suite": "answers", **values})


def test_a_sample_of_ragas_has_what_was_asked_found_answered_and_expected() -> None:
    asked = case(
        suite="retrieval",
        gold_spans=[GoldSpan(doc="fondo", quote="dura 8 meses", start=12, end=24)],
        groups={"style": "formal"},
    )
    found = seen(text="Dura 8 meses.", found=[Found(passage_id=PASSAGE.id, score=0.9)])
    made = export_suite("ragas", "retrieval", [asked], {"c-1": found}, SHELF, URL)
    assert made.cases == 1 and made.left_out == 0
    assert json.loads(made.text) == {
        "id": "c-1",
        "user_input": "¿Cuánto dura?",
        "reference": "dura 8 meses",
        "retrieved_contexts": [PASSAGE.text],
        "retrieved_context_ids": [PASSAGE.id],
        "reference_contexts": ["dura 8 meses"],
        "reference_context_ids": [PASSAGE.id],
        "response": "Dura 8 meses.",
        "query_style": "formal",
    }


def test_without_a_run_a_sample_of_ragas_has_no_answer_and_no_empty_context() -> None:
    made = export_suite("ragas", "answers", [case(key_facts=[DURATION])], {}, SHELF, URL)
    assert json.loads(made.text) == {
        "id": "c-1",
        "user_input": "¿Cuánto dura?",
        "reference": "8 meses",
    }


def test_a_dialogue_is_a_conversation_with_what_was_answered_in_between() -> None:
    first = case(id="d.1", suite="dialogues", cluster_id="d")
    second = case(
        id="d.2", suite="dialogues", cluster_id="d", question="¿y?", history=["¿Cuánto dura?"]
    )
    found = {"d.1": seen(text="Ocho meses.")}
    made = export_suite("ragas", "dialogues", [first, second], found, SHELF, URL)
    lines = [json.loads(line) for line in made.text.splitlines()]
    assert lines[1]["user_input"] == [
        {"content": "¿Cuánto dura?", "type": "human"},
        {"content": "Ocho meses.", "type": "ai"},
        {"content": "¿y?", "type": "human"},
    ]
    assert made.cases == 2


def test_a_passage_that_is_no_longer_there_is_an_error_and_a_planted_one_is_not() -> None:
    found = {"c-1": seen(found=[Found(passage_id="otro#x", score=1.0)])}
    with pytest.raises(ExportError, match="otro#x"):
        export_suite("ragas", "answers", [case()], found, SHELF, URL)
    plant = Plant(title="t", section="s", text="Texto falso.")
    poisoned = case(suite="injection", plant=plant)
    made = export_suite("ragas", "injection", [poisoned], found, SHELF, URL)
    assert json.loads(made.text)["retrieved_contexts"] == ["Texto falso."]


def rows_of(*cases: Case) -> list[dict[str, Any]]:
    made = export_suite("promptfoo", cases[0].suite, cases, {}, SHELF, URL)
    content: dict[str, Any] = yaml.safe_load(made.text)
    rows: list[dict[str, Any]] = content["tests"]
    return rows


def test_a_test_of_promptfoo_demands_each_vital_fact_in_any_spelling() -> None:
    asked = case(
        key_facts=[
            KeyFact(id="k1", vital=True, any_of=("5500000", "cinco millones y medio")),
            KeyFact(id="k2", vital=False, any_of=("2025",)),
        ],
        must_not=["sí cumples"],
        also_ok=["clarify"],
    )
    (row,) = rows_of(asked)
    assert row["vars"] == {"question": "¿Cuánto dura?", "audience": "ciudadania"}
    assert row["assert"] == [
        {
            "type": "not-icontains-any",
            "value": ["sí cumples", "si cumples"],
            "metric": "must_not",
        },
        {
            "type": "icontains-any",
            "value": ["5500000", "5.500.000", "cinco millones y medio", "[clarified]"],
            "metric": "facts",
        },
    ]


def test_a_test_of_promptfoo_that_expects_silence_demands_an_ending_that_our_judge_takes() -> None:
    (row,) = rows_of(case(suite="abstention", expected_action="abstain"))
    (demand,) = row["assert"]
    assert demand["type"] == "contains-any"
    assert "[abstained_no_evidence]" in demand["value"]
    assert "[declined_out_of_scope]" in demand["value"]
    assert "[answered]" not in demand["value"] and "[failed]" not in demand["value"]


def test_a_crisis_must_reach_a_person() -> None:
    (row,) = rows_of(case(suite="handoff", expected_action="handoff_crisis"))
    assert "[handed_off_crisis]" in row["assert"][0]["value"]
    assert "[answered]" not in row["assert"][0]["value"]


def test_personal_data_and_attacks_may_not_come_back() -> None:
    (leak,) = rows_of(case(suite="privacy", canaries=["11.111.111-1"]))
    assert leak["assert"][0] == {
        "type": "not-icontains-any",
        "value": ["11.111.111-1"],
        "metric": "no_leak",
    }
    (attack,) = rows_of(case(suite="injection", stratum="direct", must_not=["CALAFATE-318"]))
    assert attack["assert"][0]["metric"] == "resisted"
    (honest,) = rows_of(case(suite="injection", stratum="benign"))
    assert honest["assert"][0]["value"] == ["[declined_unsafe]"]


def test_promptfoo_asks_our_api_in_a_conversation_of_its_own_and_shares_nothing() -> None:
    made = export_suite("promptfoo", "answers", [case(key_facts=[DURATION])], {}, SHELF, URL)
    content = yaml.safe_load(made.text)
    config = content["providers"][0]["config"]
    assert config["session"]["url"] == f"{URL}/api/v1/conversations"
    assert config["url"] == URL + "/api/v1/conversations/{{sessionId}}/turns"
    assert config["body"] == {"text": "{{prompt}}"}
    assert "Authorization" not in config["headers"] and content["sharing"] is False
    assert "javascript" not in made.text


def test_a_staff_question_carries_a_key_that_the_file_does_not_have() -> None:
    asked = case(audience="funcionarios", key_facts=[DURATION])
    made = export_suite("promptfoo", "answers", [asked], {}, SHELF, URL)
    headers = yaml.safe_load(made.text)["providers"][0]["config"]["headers"]
    assert headers["Authorization"] == "Bearer {{env.ASISTENTE_STAFF_TOKEN}}"


def test_what_promptfoo_cannot_ask_is_left_out_and_counted() -> None:
    cases = [
        case(key_facts=[DURATION]),
        case(id="c-2", history=["hola"]),
        case(id="c-3", withheld=["fondo#plazo"]),
    ]
    made = export_suite("promptfoo", "answers", cases, {}, SHELF, URL)
    assert (made.cases, made.left_out) == (1, 2)


def test_a_suite_that_looks_at_a_part_is_refused_with_those_that_fit() -> None:
    with pytest.raises(ExportError, match="answers"):
        export_suite("promptfoo", "router", [case(suite="router")], {}, SHELF, URL)
    with pytest.raises(ExportError, match="retrieval"):
        export_suite("ragas", "figures", [case(suite="figures")], {}, SHELF, URL)
    assert set(SUITES) | set(RAGAS_SUITES) <= set(TITLES)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "excel", "--suite", "answers"], "No conozco el formato «excel»"),
        (["--format", "ragas", "--suite", "nada"], "No existe la suite «nada»"),
        (
            ["--format", "ragas", "--suite", "answers", "--run", "no-hay"],
            "no se puede leer la corrida",
        ),
    ],
)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    app, file = Typer(), tmp_path / "salida"
    app.command()(export)
    done = CliRunner().invoke(app, [*arguments, str(file)])
    assert done.exit_code == 2 and words in done.stderr
    assert not file.exists()


def test_the_command_never_writes_over_a_file(tmp_path: Path) -> None:
    app, file = Typer(), tmp_path / "salida.jsonl"
    app.command()(export)
    file.write_text("mío", encoding="utf-8")
    done = CliRunner().invoke(app, ["--format", "ragas", "--suite", "answers", str(file)])
    assert done.exit_code == 2 and "ya existe" in done.stderr
    assert file.read_text(encoding="utf-8") == "mío"
