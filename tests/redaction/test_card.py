from __future__ import annotations

import pytest

from assistant.redaction.recognizers import card

from .marked import found, values

FOUND = """
«4111 1111 1111 1111»
«4111-1111-1111-1111»
«4111111111111111»
tarjeta «1234 5678 9012 3456»
mi tarjeta visa es «1234567890123456»
«378282246310005»
cvv «123»
tarjeta «1234 5678 9012 3457»
mi visa «4539 1488 0343 6467» vence «09/27» y el cvv es «123»
redcompra terminada en «3456»
mastercard «5425-2334-3010-9903»
amex «3782 822463 10005»
la tarjeta termina en «1234»
cvc: «1234»
código de seguridad «123»
tarjeta de débito «4111.1111.1111.1111»
«1234 5678 9012 3456»
los ultimos 4 numeros de mi tarjeta son «4321»
""".strip().splitlines()
SURVIVE = """
$4.850.000.000
2022 2023 2024 2025
tarjeta cuatro uno uno uno
el plazo vence 09/27
pagar con tarjeta 3 cuotas
tarjeta vecino 2025
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_card_and_what_goes_with_it_is_found(marked: str) -> None:
    message, expected = values(marked)
    assert found(card.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_years_amounts_and_deadlines_are_no_card(message: str) -> None:
    assert found(card.find, message) == []
