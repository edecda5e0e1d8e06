"""The table of article 4 and the checklist of C.6, written out here apart from the YAML."""

from collections import Counter

import pytest

from governance.policy.model import Policy, Requirement

ART_4 = """
Prohibición de uso                                   | ✓   | —                      | —             | —
Aprobación del Subcomité de IA                       | N/A | ✓                      | ✓             | recomendada
Ficha SDA pública                                    | N/A | ✓                      | ✓             | ✗ salvo decisión del Subcomité
Evaluación de Impacto en Protección de Datos (EIPD)  | N/A | ✓ si procesa datos personales | según DPO | ✗
Evaluación de sesgos                                 | N/A | ✓                      | recomendada   | ✗
Supervisión humana (HITL o HOTL)                     | N/A | ✓                      | ✗             | ✗
Auditoría externa                                    | N/A | ✓ anual                | ✗             | ✗
Logs y trazabilidad                                  | N/A | ✓ 3                    | ✓ 1           | según diseño
Explicabilidad de decisiones                         | N/A | ✓                      | recomendada   | ✗
"""  # noqa: E501

C_6 = """
1  | ✓                             | ✓           | ✓           | Acta del Subcomité
2  | ✓                             | ✓           | ✗           | Ficha publicada en la web
3  | ✓                             | recomendada | ✗           | Informe de evaluación de sesgos
4  | ✓ si procesa datos personales | según DPO   | ✗           | EIPD firmada
5  | ✓ HITL o HOTL                 | ✗           | ✗           | Documentación del mecanismo
6  | ✓ 3                           | ✓ 1         | recomendada | Configuración del registro
7  | ✓                             | recomendada | ✗           | Documento de diseño
8  | ✓                             | ✓           | ✗           | Dirección o correo comprobado
9  | ✓                             | ✓           | ✓           | Informe de seguridad
10 | ✓                             | recomendada | recomendada | Repositorio de documentación
11 | ✓                             | ✓           | recomendada | Informe de UAT
12 | ✓                             | ✓           | ✗           | Plan de monitoreo
"""

KINDS = {
    "obligatoria": "✓",
    "no_exigida": "✗",
    "recomendada": "recomendada",
    "segun_dpo": "según DPO",
    "segun_diseno": "según diseño",
    "no_aplica": "N/A",
}
PRINTED_DETAILS = {"anual", "HITL o HOTL"}


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def printed(requirement: Requirement, checklist: bool = False) -> str:
    marks = [KINDS[requirement.kind], requirement.condition, requirement.except_]
    if requirement.retention_years is not None:
        marks.append(str(requirement.retention_years))
    elif requirement.detail in PRINTED_DETAILS and (checklist or requirement.detail == "anual"):
        marks.append(requirement.detail)
    return " ".join(mark for mark in marks if mark)


@pytest.mark.parametrize("number", range(9))
def test_the_nine_rows_of_article_4_are_the_printed_ones(policy: Policy, number: int) -> None:
    row = [item for item in policy.obligations if item.source == "art-4"][number]
    title, *cells = rows(ART_4)[number]
    if number == 0:  # «✗» in this row says that the use is not forbidden
        cells = [cell.replace("—", "N/A") for cell in cells]
    levels = ("prohibido", "alto", "limitado", "bajo")
    assert [printed(row.by_level[level]) for level in levels] == cells
    assert row.title == title
    assert "art-4" in row.articles


def test_article_4_comes_first_and_has_nine_rows(policy: Policy) -> None:
    sources = [item.source for item in policy.obligations]
    assert sources == ["art-4"] * 9 + ["union"] * (len(sources) - 9)


@pytest.mark.parametrize("number", range(12))
def test_the_twelve_criteria_of_c6_are_the_printed_ones(policy: Policy, number: int) -> None:
    item = policy.checklist[number]
    expected_number, *cells, verification = rows(C_6)[number]
    assert str(item.number) == expected_number
    levels = ("alto", "limitado", "bajo")
    assert [printed(item.by_level[level], checklist=True) for level in levels] == cells
    assert item.verification == verification
    assert item.article == (f"C.6-{expected_number}",)


@pytest.mark.parametrize(
    ("level", "counts"),
    [
        ("alto", {"obligatoria": 12}),
        ("limitado", {"obligatoria": 7, "recomendada": 3, "segun_dpo": 1, "no_exigida": 1}),
        ("bajo", {"obligatoria": 2, "recomendada": 3, "no_exigida": 7}),
        ("prohibido", {"no_aplica": 12}),
    ],
)
def test_the_checklist_counts_of_each_level(policy: Policy, level: str, counts: object) -> None:
    found = Counter(item.by_level[level].kind for item in policy.checklist)
    assert found == counts


def test_complements_are_labelled_and_never_block(policy: Policy) -> None:
    assert policy.complements
    assert {item.label for item in policy.complements} == {"Complemento no normado en C.6"}
    assert not any(item.blocks for item in policy.complements)


def test_a_worse_level_never_asks_for_less_but_where_it_says_so(policy: Policy) -> None:
    strength = {
        "no_aplica": 0,
        "no_exigida": 0,
        "segun_diseno": 1,
        "segun_dpo": 1,
        "recomendada": 1,
        "obligatoria": 2,
    }
    weaker = {
        item.id
        for item in policy.obligations
        for worse, better in (("alto", "limitado"), ("limitado", "bajo"))
        if strength[item.by_level[worse].kind] < strength[item.by_level[better].kind]
    }
    # Both are what stands in for the direct supervision that alto has anyway.
    assert weaker == {"supervision_condicional", "registro_sin_supervision"}


def test_the_first_year_of_logs_is_one_and_the_high_one_three(policy: Policy) -> None:
    (logs,) = [item for item in policy.obligations if item.id == "logs"]
    years = {level: item.retention_years for level, item in logs.by_level.items()}
    assert years == {"prohibido": None, "alto": 3, "limitado": 1, "bajo": None}
