"""`classify` and `policy`: what is proposed from facts, from a description and in conversation."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from governance.policy.load import VERSIONS, policy_on
from tests.governance.classification.oracle import possible, routes
from tests.ui.test_cli import Run, run  # noqa: F401  -- a fixture
from ui.cli import app

RUT = "12.345.678-5"
ANSWERS = (
    "Guarda boletines antiguos por fecha.",
    "ninguna",
    "Recibe boletines impresos y los usa la encargada de archivo.",
)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def cli(*args: object, given: str = "") -> tuple[int, str, str]:
    """Run a command that needs no assistant."""
    result = CliRunner().invoke(app, [str(arg) for arg in args], input=given)
    return result.exit_code, result.stdout, result.stderr


def test_facts_in_a_file_get_both_readings(tmp_path: Path) -> None:
    sample = routes()[::37]
    file = tmp_path / "hechos.jsonl"
    file.write_text("\n".join(json.dumps(route) for route in sample))
    code, shown, _ = cli("classify", "--batch", file, "--json")
    assert code == 0
    for route, found in zip(sample, lines(shown), strict=True):
        known = {name: value for name, value in route.items() if value != "no_se"}
        assert (found["literal"], found["prudente"]) == possible(known)
        assert set(found) == {"literal", "prudente", "reglas", "condiciones"}


def test_a_level_that_rests_on_human_review_names_its_condition() -> None:
    facts = {"P0": "ninguna", "P1": "si", "P2": "no", "P3": "efectiva", "P4": "no", "P5": "no"}
    _, shown, _ = cli("classify", "--batch", "-", "--json", given=json.dumps(facts))
    assert lines(shown) == [
        {
            "literal": ["limitado"],
            "prudente": ["limitado"],
            "reglas": ["R-P3-efectiva", "R-P5-no"],
            "condiciones": ["HITL"],
        }
    ]


def test_a_wrong_line_is_told_and_the_others_are_classified() -> None:
    given = '{"P1": "tal vez"}\n\nno es json\n[]\n{"id": "x", "P0": "c"}\n'
    code, shown, _ = cli("classify", "--batch", "-", "--json", given=given)
    wrong, not_json, a_list, good = lines(shown)
    assert code == 1
    assert wrong["linea"] == 1 and "P1" in str(wrong["error"])
    assert not_json["linea"] == 3 and a_list["linea"] == 4
    assert good["id"] == "x" and good["literal"] == ["prohibido"]


def test_a_file_that_is_not_there_is_one_clear_message(tmp_path: Path) -> None:
    code, _, complaint = cli("classify", "--batch", tmp_path / "nada.jsonl")
    assert code == 2 and "nada.jsonl" in complaint


def test_two_ways_of_classifying_at_once_are_refused() -> None:
    code, _, complaint = cli("classify", "--describe", "--batch", "x.jsonl")
    assert code == 2 and "solo una" in complaint


def test_a_description_gives_facts_with_the_words_that_support_them(run: Run) -> None:  # noqa: F811
    text = "Un chatbot que responde consultas de la ciudadanía sobre trámites, no decide nada."
    (found,) = lines(run("classify", "--describe", input=text).stdout)
    assert set(found) == {"facts", "warnings"}
    facts = found["facts"]
    assert isinstance(facts, dict) and set(facts) == {"P0", "P1", "P2", "P3", "P4", "P5"}
    assert facts["P5"]["value"] == "si" and facts["P5"]["phrase"] in text
    assert facts["P3"] == {"value": "no_se", "phrase": None}


def test_an_empty_description_is_refused(run: Run) -> None:  # noqa: F811
    result = run("classify", "--describe", input="  ")
    assert result.exit_code == 2 and "error" in lines(result.stdout)[0]


def test_an_interview_in_the_terminal_goes_on_later_with_its_code(run: Run) -> None:  # noqa: F811
    first = run("classify", "--json", input="\n".join(ANSWERS))
    turns = lines(first.stdout)
    asked = [turn["interview"]["question"] for turn in turns]  # type: ignore[index]
    assert asked == ["descripcion", "P0", "P0", "P1"]
    code = turns[-1]["interview"]["code"]  # type: ignore[index]
    later = run("classify", "--resume", code, input="pausa\n")
    assert "Retomamos" in later.stdout and f"retomar {code}" in later.stdout


def test_leaving_an_interview_says_how_to_come_back(run: Run) -> None:  # noqa: F811
    left = run("classify", input="Guarda boletines antiguos por fecha.\n")
    assert "asistente classify --resume EN-" in left.stdout


def test_a_name_in_a_description_is_kept_nowhere(run: Run, tmp_path: Path) -> None:  # noqa: F811
    run("classify", input=f"Guarda fichas de {RUT} en un archivador por fecha.\n")
    held = [f for f in tmp_path.rglob("*") if f.is_file() and RUT.encode() in f.read_bytes()]
    assert not held


def test_the_proof_of_the_policy_in_force_holds() -> None:
    code, shown, _ = cli("policy", "prove", "--json")
    (proof,) = lines(shown)
    assert code == 0 and proof["se_cumple"] is True
    assert proof["huella"] == policy_on(date(2026, 11, 22)).digest


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A version of the policy to come, where talking to a person is alto."""
    folder = tmp_path / "2027-01-01"
    shutil.copytree(VERSIONS / "2025-10-06", folder)
    version = folder / "version.yaml"
    text = version.read_text().replace("in_force_from: 2025-10-06", "in_force_from: 2027-01-01", 1)
    version.write_text(text)
    rules = (folder / "rules.yaml").read_text()
    head, rule = rules.split("- id: R-P5-si", 1)
    stricter = head + "- id: R-P5-si" + rule.replace("level: limitado", "level: alto", 1)
    (folder / "rules.yaml").write_text(stricter)
    return folder


def test_the_difference_between_versions_names_the_systems(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path / "vacía"))
    _, shown, _ = cli("policy", "diff", "2025-10-06", draft, "--json")
    (found,) = lines(shown)
    systems = str(found["sistemas"])
    assert "SDA-004" in systems and "SDA-008" not in systems
    _, words, _ = cli("policy", "diff", "2025-10-06", draft)
    assert "limitado → alto" in words


def test_a_version_that_breaks_a_law_ends_with_one(draft: Path) -> None:
    rules = (draft / "rules.yaml").read_text()
    head, rule = rules.split("- id: R-P3-nominal", 1)
    broken = head + "- id: R-P3-nominal" + rule.replace("level: alto", "level: bajo", 1)
    (draft / "rules.yaml").write_text(broken)
    code, shown, _ = cli("policy", "prove", "--version", draft)
    assert code == 1 and "NO se cumple" in " ".join(shown.split())


@pytest.mark.parametrize("version", ["ayer", "1999-01-01"])
def test_a_version_that_does_not_exist_is_explained(version: str) -> None:
    code, _, complaint = cli("policy", "prove", "--version", version)
    assert code == 2 and version in complaint


def test_the_duties_of_a_level_come_with_their_articles() -> None:
    _, shown, _ = cli("policy", "duties", "alto", "--json")
    (found,) = lines(shown)
    duties = found["obligaciones"]
    assert isinstance(duties, list) and all(duty["articulos"] for duty in duties)
    assert len(found["lista_de_chequeo"]) == 12  # type: ignore[arg-type]
    code, _, complaint = cli("policy", "duties", "altísimo")
    assert code == 2 and "bajo, limitado, alto, prohibido" in complaint


def test_every_reading_says_who_settles_it() -> None:
    _, shown, _ = cli("policy", "readings", "--json")
    (found,) = [json.loads(shown)]
    assert len(found) >= 38 and all(reading["settled_by"] for reading in found)
