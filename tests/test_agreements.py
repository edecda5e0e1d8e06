"""Facts that live in two places, and must say the same in both."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest
import yaml

from assistant.confidence import OFFICIAL, OURS, load_calibration
from assistant.ngrams import DIMENSIONS
from assistant.route import (
    CARE,
    FROM_KNOWLEDGE,
    KNOWLEDGE,
    OWN_SITUATION,
    ROUTES_FILE,
    SMALL_TALK,
    examples_digest,
    load_classifier,
    load_examples,
    load_routes,
)
from assistant.settings import PREFIX, Settings
from assistant.texts import TEXTS_FILE, load_texts
from assistant.turn import Label, Outcome
from knowledge_base.figures import load_figures
from knowledge_base.ingest import HERE, find_files, read_documents
from knowledge_base.institution import Institution
from knowledge_base.markdown import NO_CAVEAT, Rendering
from knowledge_base.model import Document

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = HERE / "documents"


@pytest.fixture(scope="module")
def documents(rendering: Rendering) -> list[Document]:
    return read_documents(find_files([DOCUMENTS]), rendering)


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_has_a_text(outcome: Outcome, institution: Institution) -> None:
    text = load_texts(institution).outcome(outcome, folio="NB-1", answer="Sí.")
    assert text
    assert not re.search(r"\{\w*\}|\{\{", text), "a placeholder was left unfilled"


def test_no_text_is_for_an_outcome_that_does_not_exist() -> None:
    written = yaml.safe_load(
        TEXTS_FILE.read_text(encoding="utf-8").replace("{{", "").replace("}}", "")
    )
    assert set(written["outcomes"]) == {o.value for o in Outcome}


def test_each_variant_and_line_that_the_code_names_is_written(institution: Institution) -> None:
    texts = load_texts(institution)
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "assistant").rglob("*.py"))
    variants = set(re.findall(r"""\.variant\(\s*"(\w+)\"""", code))
    lines = set(re.findall(r"""\.lines\[['"](\w+)['"]\]""", code))
    assert variants <= set(texts.variants)
    assert set(texts.variants) <= set(re.findall(r'"(\w+)"', code)), "some are never said"
    assert lines <= set(texts.lines)


def test_each_label_in_the_rules_exists() -> None:
    """`Routes` refuses others; the file that is shipped is read whole here."""
    assert {rule.label for rule in load_routes().rules} <= set(Label)
    assert len({rule.id for rule in load_routes().rules}) == len(load_routes().rules)


def test_each_rule_says_why() -> None:
    assert all(len(rule.reason) > 20 for rule in load_routes().rules), ROUTES_FILE.name


def test_each_label_that_the_classifier_gives_is_one_that_the_router_knows() -> None:
    known = {label.value for label in Label} | {OWN_SITUATION, SMALL_TALK, KNOWLEDGE}
    classifier = load_classifier()
    assert set(classifier.labels) == set(load_examples()) | {KNOWLEDGE}
    assert set(classifier.labels) <= known
    assert set(CARE) <= set(classifier.labels)
    assert set(FROM_KNOWLEDGE) <= set(classifier.labels)
    assert classifier.weights.shape == (len(classifier.labels), DIMENSIONS)


def test_the_classifier_was_fitted_on_these_examples() -> None:
    assert load_classifier().examples == examples_digest(), "run: python -m evals.fitting.router"


def test_the_calibration_was_fitted_on_these_cases() -> None:
    """The list of files is read from the script: importing it would bring scikit-learn."""
    script = (ROOT / "evals" / "fitting" / "confidence.py").read_text(encoding="utf-8")
    (names,) = (
        ast.literal_eval(node.value)
        for node in ast.parse(script).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FILES"
    )
    cases = b"".join((ROOT / "evals" / "cases" / f"{name}.jsonl").read_bytes() for name in names)
    expected = hashlib.sha256(cases).hexdigest()[:16]
    assert load_calibration().fitted_on == expected, "run: python -m evals.fitting.confidence"


def test_the_calibration_has_the_features_of_the_code() -> None:
    calibration = load_calibration()
    assert calibration.official.features == OFFICIAL
    assert calibration.ours.features == OURS
    assert 0 < calibration.threshold <= calibration.sure < 1


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_is_in_the_docs(name: str) -> None:
    page = ROOT / "docs" / "configuracion.md"
    if not page.exists():
        pytest.skip("docs/configuracion.md is not written yet")
    assert f"{PREFIX}{name.upper()}" in page.read_text(encoding="utf-8")


def test_the_docs_name_no_setting_that_does_not_exist() -> None:
    page = ROOT / "docs" / "configuracion.md"
    if not page.exists():
        pytest.skip("docs/configuracion.md is not written yet")
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", page.read_text(encoding="utf-8")))
    assert named <= {field.upper() for field in Settings.model_fields} | {"CONFIG"}


def test_each_caveat_that_a_document_uses_exists(rendering: Rendering) -> None:
    used = {
        found
        for file in DOCUMENTS.rglob("*.md")
        for found in re.findall(r"^caveat:\s*(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert used - {NO_CAVEAT} <= set(rendering.caveats)


def test_each_placeholder_of_a_document_is_defined(documents: list[Document]) -> None:
    left = [
        p.id for d in documents for p in d.passages if re.search(r"\{\{|\}\}", p.text + p.caveat)
    ]
    assert not left


def test_each_document_says_where_it_comes_from_and_who_owns_it(documents: list[Document]) -> None:
    wanting = [
        p.id for d in documents for p in d.passages if not (p.source and p.owner and p.reviewed)
    ]
    assert not wanting


def test_the_figures_are_read_without_a_mistake() -> None:
    figures = load_figures(HERE / "data")
    assert figures
    assert all(figure.texto and figure.hecho for figure in figures.values())
