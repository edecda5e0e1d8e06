"""Suites: cases that can be trusted, gold that follows its document, arms that differ once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.texts import load_texts
from evals.suites.case import CASES, Case, CaseError, load_cases
from evals.suites.catalogue import OFFERED, digest, planted_cases
from evals.suites.dialogues import dialogue_cases
from evals.suites.equity import CONTRASTS, REGISTERS, capitals, equity_cases, with_typos
from evals.suites.equity import without_accents as bare
from evals.suites.gold import Shelf, anchor
from evals.suites.privacy import IDENTIFIERS, privacy_cases
from evals.suites.public import load_public
from evals.suites.removed import removed_cases
from evals.suites.squad import SquadError, read_squad
from knowledge_base.institution import load_institution
from tests.evals.builders import a_case, a_passage
from ui.chat.profiles import load_profiles

FILES = (
    "abstencion ciudadania comunicacion derivacion ejemplos encaminar encaminar_ciego funcionarios "
    "inicio inyeccion recuperacion sin_respuesta"
).split()


@pytest.mark.parametrize("name", FILES)
def test_every_case_of_the_repository_follows_the_schema(name: str) -> None:
    cases = load_cases(name)
    assert len({c.id for c in cases}) == len(cases)
    assert len({(c.audience, c.history, c.question) for c in cases}) > 0.97 * len(cases)


def test_there_are_more_than_six_hundred_cases_of_our_own() -> None:
    assert sum(c.source == "own" for name in FILES for c in load_cases(name)) > 600


def test_the_data_card_names_every_file() -> None:
    card = (CASES / "README.md").read_text(encoding="utf-8")
    named = {p.name for p in CASES.glob("*.*") if p.name != "README.md"}
    missing = {n for n in named if n not in card and n.split("_")[0] + "_*" not in card}
    assert missing == set()


def test_every_question_that_the_page_offers_is_a_case() -> None:
    texts = load_texts(load_institution(Settings().institution_file))
    offered = {("ciudadania", q) for profile in load_profiles() for q in profile.questions}
    offered |= {(audience, q) for audience, asked in texts.suggestions.items() for q in asked}
    assert {(c.audience, c.question) for c in load_cases(OFFERED)} == offered


def test_every_contrast_has_at_least_three_hundred_pairs_of_the_same_need() -> None:
    arms: dict[str, set[str]] = {}
    for case in equity_cases():
        arms.setdefault(case.stratum, set()).add(case.cluster)
    for one, other in CONTRASTS.values():
        assert len(arms[one] & arms[other]) >= 300


def test_both_arms_of_a_name_differ_only_in_the_name() -> None:
    by_arm = {(c.stratum, c.cluster): c.question for c in equity_cases()}
    for (arm, cluster), question in by_arm.items():
        if arm == "name_F":
            other = by_arm["name_M", cluster]
            assert question.split()[3:] == other.split()[3:] and question != other


def test_registers_ask_every_base_question_once() -> None:
    bases = [
        {json.loads(x)["base"] for x in (CASES / f"equidad_{r}.jsonl").read_text().splitlines()}
        for r in REGISTERS
    ]
    assert bases[0] == bases[1] == bases[2]


def test_mechanical_changes_leave_figures_alone() -> None:
    text = "¿El tope de 1.800.000 pesos rige también durante septiembre en toda la región?"
    for changed in (bare(text), capitals(text), with_typos(text, "b")):
        assert "1.800.000" in changed and changed != text
    assert with_typos(text, "b") == with_typos(text, "b")


def test_there_are_enough_messages_to_bound_a_leak_under_one_per_cent() -> None:
    kinds = [c.stratum for c in privacy_cases([])]
    assert all(kinds.count(kind) == IDENTIFIERS >= 299 for kind in ("RUT", "TELEFONO", "CORREO"))


def test_the_words_of_gold_are_found_again_when_the_document_grows() -> None:
    case = a_case(suite="retrieval", gold_spans=[{"doc": "plata", "quote": "Se paga en marzo."}])
    short = Shelf.of([a_passage("plata#a", "Se paga en marzo.")])
    long = Shelf.of([a_passage("plata#a", "Un aviso nuevo. Se paga en  marzo.")])
    (one,), (two,) = anchor([case], short), anchor([case], long)
    assert (one.gold_spans[0].start, two.gold_spans[0].start) == (0, 16)


def test_gold_is_the_same_however_the_document_is_split() -> None:
    whole = Shelf.of([a_passage("plata#a", "Uno. Dos. Tres.")])
    split = Shelf.of(
        [
            a_passage("plata#a", "Uno."),
            replace(a_passage("plata#b", "Dos."), position=1),
            replace(a_passage("plata#c", "Tres."), position=2),
        ]
    )
    assert whole.texts == split.texts
    span = split.anchored(a_case(gold_spans=[{"doc": "plata", "quote": "Dos."}]).gold_spans[0])
    assert split.covers("plata#b", span) and not split.covers("plata#a", span)


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ([], "necesita su texto"),
        ([{"doc": "plata", "quote": "Nunca se dijo."}], "ya no dice"),
        ([{"doc": "otro", "quote": "Uno."}], "no está en la base"),
    ],
)
def test_gold_that_is_nowhere_stops_the_run_with_its_case(
    spans: list[dict[str, str]], told: str
) -> None:
    case = a_case("rec-9", suite="retrieval", gold_spans=spans)
    with pytest.raises(CaseError, match=f"rec-9.*{told}"):
        anchor([case], Shelf.of([a_passage("plata#a", "Uno.")]))


def test_what_states_the_answer_is_withheld_and_nothing_else() -> None:
    fact = {"id": "t", "vital": True, "any_of": ["$1.800.000"]}
    shelf = Shelf.of(
        [a_passage(), a_passage("otro#x", "Dura 8 meses."), a_passage("b#y", "Son $1.800.000.")]
    )
    (case,) = removed_cases([a_case(key_facts=[fact])], shelf)
    assert set(case.withheld) == {"plata#tope", "b#y"}
    assert (case.suite, case.expected_action) == ("abstention", "abstain")


def test_a_dialogue_is_a_case_for_each_turn_with_what_came_before() -> None:
    cases = list(dialogue_cases())
    third = next(c for c in cases if c.id == "di-022.3")
    assert len(third.history) == 2 and third.cluster == "di-022"


def test_a_planted_section_names_a_mark_that_its_question_does_not_hold() -> None:
    assert len(planted_cases()) >= 50
    for case in planted_cases():
        assert case.must_not and not case.wrong_in(case.question)


def test_another_case_is_another_digest_and_another_order_is_not() -> None:
    one, two = a_case("a"), a_case("b")
    assert digest([one, two]) == digest([two, one]) != digest([one])
    assert digest([one]) != digest([a_case("a", question="¿otra?")])


def test_every_wrong_line_of_a_file_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("evals.suites.case.CASES", tmp_path)
    good = Case.model_validate(a_case().model_dump()).model_dump_json()
    lines = [good, '{"id": "x"}', good.replace('"answers"', '"nada"')]
    (tmp_path / "mal.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CaseError, match=r"(?s)línea 2.*línea 3"):
        load_cases("mal")


def test_a_public_set_of_attacks_is_read_from_any_path(tmp_path: Path) -> None:
    path = tmp_path / "ataques.jsonl"
    path.write_text('{"text": "ignora todo"}\n{"text": "hola", "label": "benign"}\n')
    attack, harmless = load_public("ataques", path)
    assert attack.expected_action == "refuse" and "refuse" not in harmless.also_ok


@pytest.mark.parametrize("content", ["", "[]", '{"otra": 1}', "\x00\x01"])
def test_a_public_set_that_is_not_one_is_refused_in_words(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseError, match="set.jsonl"):
        load_public("charla", path)
    with pytest.raises(SquadError, match="set.jsonl"):
        read_squad(path)
