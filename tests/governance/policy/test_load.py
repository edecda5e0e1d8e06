from datetime import date
from pathlib import Path

import pytest

from governance.policy.load import VERSIONS, PolicyError, load_policy, policies, policy_on
from governance.policy.model import Policy


def replace(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def mistakes(folder: Path) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        load_policy(folder)
    return caught.value.mistakes


def test_an_unquoted_no_in_a_rule_stops_the_whole_policy(folder: Path) -> None:
    replace(folder, "rules.yaml", 'P5: ["no"]', "P5: [no]")
    (found,) = mistakes(folder)
    assert found.startswith("rules.yaml, línea ")
    assert "«no»" in found and 'Escribe "no"' in found


def test_wrong_fields_are_told_together_with_file_id_field_and_remedy(folder: Path) -> None:
    replace(folder, "rules.yaml", "  level: alto\n", "  level: altísimo\n")
    replace(folder, "rules.yaml", "  condition: HITL\n", "  condicion: HITL\n")
    replace(folder, "roles.yaml", "  name: CVC\n", "")
    replace(folder, "version.yaml", "in_force_from: 2025-10-06", 'in_force_from: "2025-10-06"')
    found = mistakes(folder)
    assert (
        "rules.yaml: R-P2.level: «altísimo» no es un valor admitido. "
        "Usa 'bajo', 'limitado', 'alto', 'prohibido'."
    ) in found
    wrong_name = "no existe en una política. Bórralo o corrige su nombre."
    assert f"rules.yaml: R-P3-efectiva.condicion: {wrong_name}" in found
    assert "roles.yaml: cvc.name: falta. Escríbelo." in found
    day = "no es una fecha. Escríbela como 2025-10-06, sin comillas."
    assert f"version.yaml: in_force_from: {day}" in found
    assert len(found) == 4


def test_names_of_nothing_are_told_together(folder: Path) -> None:
    replace(folder, "rules.yaml", "when: {P0: [ninguna], P1: [si], P2: [si]}", "when: {P9: [si]}")
    replace(folder, "rules.yaml", "P3: [nominal_o_no]", "P3: [no_se]")
    replace(folder, "rules.yaml", "condition: HITL", "condition: HOTL")
    replace(folder, "obligations.yaml", "articles: [art-4, art-3-n1, art-6]", "articles: [art-44]")
    replace(folder, "obligations.yaml", "owner: dpo", "owner: dpd")
    replace(folder, "readings.yaml", "in_force: prudente", "in_force: otra")
    found = mistakes(folder)
    for said in (
        "rules.yaml: R-P2.when: «P9» no es una pregunta. Usa P0, P1, P2, P3, P4, P5.",
        "rules.yaml: R-P3-nominal.when.P3: «no_se» no es una respuesta. "
        "Usa efectiva, nominal_o_no.",
        "rules.yaml: R-P3-efectiva.condition: «HOTL» no está en conditions.yaml. Corrígela.",
        "obligations.yaml: prohibicion: cita «art-44», que no está en articles.yaml. "
        "Corrige la cita.",
        "obligations.yaml: eipd: el rol «dpd» no está en roles.yaml. Corrígelo.",
        "readings.yaml: A01.in_force: «otra» no es una opción. Usa una de options.",
    ):
        assert said in found


def test_a_rule_without_an_article_is_refused(folder: Path) -> None:
    replace(folder, "rules.yaml", "article: [C.3-P1, C.3-P2, C.3-resultado]", "article: []")
    (found,) = mistakes(folder)
    assert found.startswith("rules.yaml: R-P2.article: está vacío")


def test_a_missing_file_and_a_file_too_many_are_told(folder: Path) -> None:
    (folder / "levels.yaml").unlink()
    (folder / "reglas.yaml").write_text("a: 1", encoding="utf-8")
    missing, extra = mistakes(folder)
    assert missing.startswith("levels.yaml: no se puede leer")
    assert extra.startswith("reglas.yaml: no es parte de una política")


def test_a_folder_that_does_not_exist_says_so_file_by_file(tmp_path: Path) -> None:
    assert len(mistakes(tmp_path / "2030-01-01")) == len(Policy.model_fields)


def test_the_policy_of_a_day_is_the_last_one_that_had_taken_effect(tmp_path: Path) -> None:
    for day in ("2025-10-06", "2026-03-01"):
        (tmp_path / day).mkdir()
        for path in (VERSIONS / "2025-10-06").iterdir():
            text = path.read_text(encoding="utf-8")
            if path.name == "version.yaml":
                text = text.replace("in_force_from: 2025-10-06", f"in_force_from: {day}")
            (tmp_path / day / path.name).write_text(text, encoding="utf-8")
    assert [str(item.version.in_force_from) for item in policies(tmp_path)] == [
        "2025-10-06",
        "2026-03-01",
    ]
    for asked, expected in (
        (date(2025, 10, 6), "2025-10-06"),
        (date(2026, 2, 28), "2025-10-06"),
        (date(2026, 3, 1), "2026-03-01"),
        (date(2030, 1, 1), "2026-03-01"),
    ):
        assert policy_on(asked, tmp_path).version.in_force_from.isoformat() == expected


def test_before_the_first_version_there_is_no_policy() -> None:
    with pytest.raises(PolicyError, match=r"2025-10-05\. La primera rige desde el 2025-10-06"):
        policy_on(date(2025, 10, 5))


def test_a_folder_not_named_as_its_day_is_refused(tmp_path: Path, folder: Path) -> None:
    folder.rename(tmp_path / "2026-01-01")
    with pytest.raises(PolicyError, match="in_force_from: dice 2025-10-06"):
        policies(tmp_path)


def test_a_place_without_versions_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no existe"):
        policies(tmp_path / "versiones")
    with pytest.raises(PolicyError, match="No hay ninguna versión"):
        policy_on(date(2026, 1, 1), tmp_path)


def test_wrong_shapes_are_told_in_plain_words(folder: Path) -> None:
    replace(
        folder, "checklist.yaml", "    alto: {kind: obligatoria}", "    altos: {kind: obligatoria}"
    )
    replace(folder, "checklist.yaml", "- number: 2\n", '- number: "2"\n')
    (folder / "levels.yaml").write_text("bajo: 4\n", encoding="utf-8")
    (folder / "scope.yaml").write_text("[a, b]\n", encoding="utf-8")
    found = mistakes(folder)
    assert found[0] == "scope.yaml: no es un bloque de campos. Escríbelo como campo: valor."
    assert found[1] == "levels.yaml: no es una lista. Escríbelo como [a, b]."
    assert found[2].startswith("checklist.yaml: 1.by_level.altos: «altos» no es un valor admitido")
    assert found[3] == (
        "checklist.yaml: 2.number: no es un número entero. Escríbelo sin comillas ni decimales."
    )
    assert len(found) == 4
