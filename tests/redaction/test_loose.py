from __future__ import annotations

import pytest

from assistant.redaction.recognizers import loose

from .marked import found, values

FOUND = """
«12345678»
«987654321»
«194453329»
soy juana «12.345.678»
«422 304 849»
«1234567890123456»
son «987.654.321» y falta
""".strip().splitlines()
SURVIVE = """
2500000
gastamos 3.456.789
folio 12345678
600360777
16072025
son 12.345.678 pesos
ley 12345678
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_long_number_that_nobody_explains_is_found(marked: str) -> None:
    message, expected = values(marked)
    assert found(loose.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_amounts_dates_and_numbers_of_things_survive(message: str) -> None:
    assert found(loose.find, message) == []
