import json
from datetime import date

import pytest

from governance.classification.report.exchange import ExchangeError, read_json, schema
from governance.classification.report.sheet import SheetAct
from governance.classification.report.to_json import to_exchange, to_json
from tests.governance.classification.report_sheets import EVERY, HITL, sheet


@pytest.mark.parametrize("answers", EVERY.values(), ids=EVERY)
def test_what_is_written_is_read_back_equal(answers: dict[str, str]) -> None:
    act = SheetAct("observada", date(2026, 4, 2), reason="Falta el protocolo.")
    for found in (sheet(answers), sheet(answers, act=act, in_use="si")):
        assert read_json(to_json(found)) == to_exchange(found)


def test_the_json_is_readable_spanish() -> None:
    assert "baños públicos" in to_json(sheet(HITL))


def test_the_json_holds_no_control_character() -> None:
    text = to_json(sheet(HITL, name="x\x00\ud800\u202ey"))
    assert json.loads(text)["system"]["name"] == "xy"


def test_a_wrong_json_is_refused_with_every_field_that_is_wrong() -> None:
    content = json.loads(to_json(sheet(HITL)))
    del content["provenance"]
    content["extra"] = 1
    with pytest.raises(ExchangeError) as refused:
        read_json(json.dumps(content))
    assert "provenance" in str(refused.value) and "extra" in str(refused.value)


def test_no_text_of_the_file_gets_into_the_error() -> None:
    with pytest.raises(ExchangeError) as refused:
        read_json('{"format": "un texto privado"}')
    assert "un texto privado" not in str(refused.value)


def test_the_schema_describes_its_fields() -> None:
    described = schema()
    assert "Acta" in described["properties"]["is_proposal"]["description"]
    assert "result" in described["required"]
