from datetime import date

import pytest

from governance.classification.report.compose import compose
from governance.classification.report.document import Document, Notice, Table
from governance.classification.report.sheet import SheetAct, SheetFact
from governance.classification.report.to_markdown import to_markdown
from tests.governance.classification.report_sheets import (
    ALTO,
    BAJO,
    DIFFERS,
    EVERY,
    HITL,
    PROHIBITED,
    RANGE,
    UNKNOWN,
    sheet,
)

ACTA = SheetAct("aprobada", date(2026, 4, 2), acta="12/2026", level="alto")


def notices(document: Document) -> dict[str, Notice]:
    return {block.title: block for block in document.blocks if isinstance(block, Notice)}


def table(document: Document, caption: str) -> Table | None:
    found = (b for b in document.blocks if isinstance(b, Table) and b.caption == caption)
    return next(found, None)


@pytest.mark.parametrize("answers", EVERY.values(), ids=EVERY)
def test_without_an_acta_everything_is_a_proposal(answers: dict[str, str]) -> None:
    document = compose(sheet(answers))
    assert document.title.startswith("Propuesta de clasificación")
    assert "PROPUESTA, a la espera del Subcomité" in document.subtitle


def test_an_approval_without_an_acta_is_still_a_proposal() -> None:
    document = compose(sheet(ALTO, act=SheetAct("aprobada", date(2026, 4, 2), level="alto")))
    assert "PROPUESTA, a la espera del Subcomité" in document.subtitle


def test_an_acta_makes_it_a_classification() -> None:
    document = compose(sheet(ALTO, act=ACTA))
    assert document.title.startswith("Clasificación de riesgo")
    assert "APROBADA" in document.subtitle and "acta 12/2026, 02-04-2026" in document.subtitle
    assert "Nivel: Alto riesgo" in notices(document)


def test_an_acta_that_departs_from_the_proposal_says_so_and_sets_the_duties() -> None:
    act = SheetAct("aprobada", date(2026, 4, 2), "12/2026", "limitado", "Se retiró el puntaje.")
    found = sheet(ALTO, act=act)
    text = notices(compose(found))["Nivel: Riesgo limitado"].text
    assert "Aparta de la propuesta, que era Alto riesgo" in text and "Se retiró el puntaje" in text
    assert found.duty_level == "limitado"


def test_a_prohibited_use_can_only_be_withdrawn_or_redesigned() -> None:
    document = compose(sheet(PROHIBITED))
    notice = notices(document)["No puede aprobarse"]
    assert notice.tone == "alto" and "retirar o rediseñar" in notice.text
    assert table(document, "Los doce criterios de C.6") is None
    assert "análisis de impacto aprobado" in to_markdown(document)


def test_a_prohibited_use_that_runs_already_must_stop() -> None:
    notice = notices(compose(sheet(PROHIBITED, in_use="si")))["Ya se usa con personas reales"]
    assert "detenerlo" in notice.text


def test_readings_that_differ_stand_side_by_side_and_go_to_the_agenda() -> None:
    document = compose(sheet(DIFFERS))
    levels = table(document, "Las dos lecturas, lado a lado")
    assert levels and [row[1] for row in levels.rows] == [
        "Riesgo bajo",
        "Riesgo limitado",
        "Riesgo limitado",
    ]
    assert "tabla del Subcomité" in notices(document)["Las lecturas difieren"].text
    assert "A01" in notices(document)["Las lecturas difieren"].text


def test_readings_that_agree_raise_no_notice() -> None:
    assert "Las lecturas difieren" not in notices(compose(sheet(BAJO)))


def test_a_range_says_what_is_missing_what_each_answer_gives_and_who_knows() -> None:
    document = compose(sheet(RANGE))
    assert "Nivel sin determinar, puede ser Riesgo limitado o Alto riesgo" in notices(document)
    missing = table(document, "Qué falta saber, lo más útil primero")
    assert missing and missing.rows[0][0] == "P2" and missing.rows[0][3] == "Unidad de Informática"
    assert "si: Alto riesgo" in missing.rows[0][2]
    pending = table(document, "Pendiente")
    assert pending and {"P1", "P2", "P3"} <= {row[0] for row in pending.rows}


def test_a_range_that_may_be_prohibited_lists_the_duties_of_the_level_below() -> None:
    found = sheet(UNKNOWN)
    assert found.assessment.proposal[-1] == "prohibido" and found.duty_level == "alto"
    assert "Todavía puede ser un uso prohibido" in notices(compose(found))


def test_a_condition_has_its_evidence_and_expires() -> None:
    text = to_markdown(compose(sheet(HITL)))
    assert "Condición HITL" in text and "01-03-2027" in text and "reclasificar" in text
    assert "02-04-2027" in to_markdown(compose(sheet(HITL, act=ACTA)))


def test_an_example_of_article_3_is_named_as_the_floor() -> None:
    policy = sheet(BAJO).policy
    example = next(e for e in policy.examples if e.level == "alto" and e.floor)
    document = compose(sheet(BAJO, examples=(example.id,)))
    floor = next(n for title, n in notices(document).items() if "ejemplo del art. 3" in title)
    assert example.text in floor.items[0]
    assert "Nivel propuesto: Alto riesgo" in notices(document)


def test_the_path_can_be_walked_by_hand() -> None:
    path = table(compose(sheet(ALTO)), "Camino literal")
    assert path and [row[0] for row in path.rows] == ["1: P0", "2: P1", "3: P2"]
    assert [row[-1] for row in path.rows] == ["Sigue P1", "Sigue P2", "Alto riesgo"]
    assert path.rows[1][4] == "C.3, pregunta 1" and "lo que se dijo en P1" in path.rows[1][3]


def test_hidden_answers_are_listed_as_not_counting() -> None:
    text = to_markdown(compose(sheet({**BAJO, "P2": "si"})))
    assert "Se respondió y no cuenta:** P2 = si" in text


def test_each_rule_shows_when_it_holds() -> None:
    rules = table(compose(sheet(ALTO)), "Reglas que se cumplen")
    assert rules
    when = {row[0]: row[1] for row in rules.rows}
    assert when["R-P2"] == "P0 = ninguna y P1 = si y P2 = si"


def test_what_would_change_the_level_says_in_which_direction() -> None:
    changes = table(compose(sheet(HITL)), "Si una sola respuesta fuera distinta")
    assert changes
    effects = {(row[0], row[2].rpartition("[")[2]): row[3] for row in changes.rows}
    assert effects["P3", "nominal_o_no]"] == "Subiría a Alto riesgo"
    assert effects["P1", "no]"] == "Bajaría a Riesgo bajo"


@pytest.mark.parametrize(("answers", "asked"), [(ALTO, 12), (DIFFERS, 11), (BAJO, 5)])
def test_the_criteria_that_the_level_asks_for_are_pending(
    answers: dict[str, str], asked: int
) -> None:
    criteria = table(compose(sheet(answers)), "Los doce criterios de C.6")
    assert criteria and len(criteria.rows) == 12
    assert [row[-1] for row in criteria.rows].count("Pendiente") == asked


def test_a_system_in_use_needs_some_criteria_now() -> None:
    assert (
        "1, 2, 8 y 9"
        in notices(compose(sheet(BAJO, in_use="si")))["Ya se usa con personas reales"].text
    )


def test_what_only_describes_the_system_is_not_an_answer_to_sustain() -> None:
    told = (
        SheetFact("descripcion", "Un texto largo", "Un texto largo"),
        SheetFact("uso_real", "si", "ya lo usamos", evidence_pending=True),
        *sheet(BAJO).facts,
    )
    document = compose(sheet(BAJO, facts=told))
    who = table(document, "Quién respondió y con qué respaldo")
    pending = table(document, "Pendiente")
    assert who and who.rows[0][:2] == ("Uso con personas reales", "si") and len(who.rows) == 5
    assert pending and pending.rows[0][0] == "Uso con personas reales"


def test_a_system_without_name_or_number_is_called_so() -> None:
    document = compose(sheet(BAJO, name="", system_id="propuesta"))
    assert document.title.endswith("sistema sin nombre") and "sin registrar" in document.subtitle


def test_the_check_by_hand_has_six_steps() -> None:
    text = to_markdown(compose(sheet(ALTO)))
    steps = text.split("en seis pasos")[1].split("###")[0]
    assert [line[:2] for line in steps.splitlines() if line[:1].isdigit()] == [
        f"{number}." for number in range(1, 7)
    ]


def test_every_cited_article_is_explained() -> None:
    found = sheet(ALTO)
    cited = table(compose(found), "Dónde está cada cita")
    known = {article.id for article in found.policy.articles}
    assert cited and {row[1] for row in cited.rows} <= known
    assert {"art-4", "C.3-P2", "C.6-1", "art-6-a"} <= {row[1] for row in cited.rows}
