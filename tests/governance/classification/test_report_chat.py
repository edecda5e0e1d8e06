import pytest

from governance.classification.duties import obligations
from governance.classification.report.chat import LIMIT, chat_summary
from tests.governance.classification.report_sheets import (
    ALTO,
    BAJO,
    DIFFERS,
    EVERY,
    HITL,
    PROHIBITED,
    RANGE,
    sheet,
)


@pytest.mark.parametrize("answers", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("name", ["Ordenador", "muy " * 500 + "largo"])
def test_the_summary_fits_in_the_chat_and_is_a_proposal(answers: dict[str, str], name: str) -> None:
    text = chat_summary(sheet(answers, name=name))
    assert len(text.split()) <= LIMIT == 180
    assert "PROPUESTA" in text and "SDA-010" in text


@pytest.mark.parametrize("answers", EVERY.values(), ids=EVERY)
def test_the_summary_is_paragraphs_and_plain_lists(answers: dict[str, str]) -> None:
    text = chat_summary(sheet(answers, name="- uno\n\n# dos"))
    assert "«- uno # dos»" in text
    assert not [line for line in text.splitlines() if line.startswith(("#", "*", "|", ">"))]


def test_an_unnamed_system_that_is_not_registered_yet_can_be_summed_up() -> None:
    text = chat_summary(sheet(HITL, name="", system_id="propuesta", responsible_title=""))
    assert text.startswith("El sistema queda propuesto como: Riesgo limitado.")


def test_the_summary_of_a_prohibited_use_offers_only_two_ways_out() -> None:
    text = chat_summary(sheet(PROHIBITED))
    assert "solo retirar o rediseñar" in text and "art. 6, letra e" in text
    assert "Primeras obligaciones" not in text


def test_the_summary_says_the_difference() -> None:
    text = chat_summary(sheet(DIFFERS))
    assert "literal da Riesgo bajo y la prudente, Riesgo limitado" in text


def test_the_summary_says_the_condition_and_its_expiry() -> None:
    assert "HITL" in chat_summary(sheet(HITL)) and "01-03-2027" in chat_summary(sheet(HITL))


def test_the_summary_of_a_range_says_what_is_missing() -> None:
    text = chat_summary(sheet(RANGE))
    assert "Riesgo limitado o Alto riesgo" in text and "respuesta a P2" in text


def test_a_duty_that_the_answers_rule_out_is_not_one_of_the_first() -> None:
    assert "informar que es una IA" not in chat_summary(sheet(BAJO))
    for duty in obligations(sheet(BAJO).policy, "bajo"):
        if duty.requirement.condition == "si interactúa con personas":
            assert duty.obligation.title not in chat_summary(sheet(BAJO))


def test_without_personal_data_their_evaluation_is_not_one_of_the_first() -> None:
    assert "EIPD" in chat_summary(sheet(ALTO))
    assert "EIPD" not in chat_summary(sheet(ALTO, personal_data="no"))
