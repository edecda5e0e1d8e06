from __future__ import annotations

import pytest

from assistant.redaction.recognizers import account

from .marked import found, values

FOUND = """
mi cuenta rut es «12345678»
cuenta rut «12345678-5»
cuenta corriente nº «123-45678-09»
cta corriente «1234567890»
cta. cte. Nº «00123456789»
cuenta vista N° «1234567890» del banco estado
banco estado «12345678901»
BancoEstado cuenta de ahorro «12345678901»
Banco de Chile, cuenta corriente «1234567890»
Banco Santander cta «0 000 12 34567 8»
libreta de ahorro «1234567890»
deposite a la cuenta «1234567890»
transferir a «123456789012»
ES91 es el prefijo: «ES91 2100 0418 4502 0005 1332»
«DE89370400440532013000»
cuenta rut «12345678»
mi cuenta rut es la «12.345.678-5»
Banco de Chile cta cte «00-163-02231-08»
BancoEstado chequera electrónica «52160398822»
deposítenme en la cuenta vista «3345 9987 12» banco falabella
«90011223344» de coopeuch
cuenta corriente del banco de chile a nombre de juana pérez número «00123456789»
Tenpo «111112345678»
mach cuenta «770012345678»
Mercado Pago: «1029384756»
cta cte «123 45678 09»
cta.cte. «12345»
cuenta n° «0-000-12-34567-8»
BCI «18822341»
cuenta corriente santander «0 000 76 12345 6»
CTA VISTA RIPLEY «4455667788»
la cuenta del club es la «1234567890» del Scotiabank
Banco: Itaú/n/Tipo: corriente/n/N°: «0223344551»
transferir a «1234567890»
cuenta de ahorro a la vista «345 6 1234567 8»
cuenta rut «doce millones trescientos cuarenta y cinco mil seiscientos setenta y ocho»
número de cuenta: «1234567»
cuenta «1234567»
mi cuenta vista del bci termina en «4321»
me depositan en la «291-7-012345-6» de bancoestado
cuenta mach «98765432»
la cuenta es «uno dos tres cuatro cinco seis siete ocho» del banco estado
""".strip().splitlines()
SURVIVE = """
no tenemos cuenta corriente solo libreta de ahorro
la cuenta es del banco estado
en la cuenta hay $2.500.000
cuenta pública 2025
transferir 5000000 a la cuenta
nos transfirieron 2500000 pesos
tomen en cuenta los 8 meses
cuenta con 25 socios
mi cuenta es uno dos tres
12 cuentas de 2025
cuenta con 350 socios
en la cuenta hay 5.432.100
la cuenta corriente tenía $5.432.100 al 31-12-2025
depositaron 5432100 en la cuenta
cuenta pública 2024-2025
el banco de chile pide 3 documentos
transferimos 1.250.000 el 12-03-2026
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_an_account_is_found_by_what_is_said_around_it(marked: str) -> None:
    message, expected = values(marked.replace("/n/", "\n"))
    assert found(account.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_amounts_dates_and_counts_are_no_account(message: str) -> None:
    assert found(account.find, message) == []
