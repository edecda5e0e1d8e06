from __future__ import annotations

import pytest

from assistant.redaction.recognizers import (
    account,
    birth_date,
    card,
    document,
    plate,
    secret,
    web,
)

from .marked import found, values

BIRTH_DATES = """
nací el «12 de marzo de 1980»
naci el «12 de marzo del 80»
nací el «12/03/1980»
naci el «12-03-80»
Nací un «12 de marzo»
nací el «doce de marzo de 1980»
nací en «1952»
fecha de nacimiento: «12/03/1980»
Fecha de Nacimiento «12.03.1980»
fecha nac. «1980-03-12»
F. Nac: «12-03-1980»
nacida el «5 de abril de 1961» en Chillán
mi hijo nació el «3 de enero de 2010»
mi cumpleaños es el «12 de marzo»
cumplo 65 años el «12 de marzo de 2026»
soy del «1958»
nacimiento «12 MAR 1980»
""".strip().splitlines()
OTHER_DATES = """
la junta nació el 12 de marzo de 1980
nuestra agrupación nació en 2015
el concurso cierra el 16 de julio de 2025
postulación 16-06-2025 al 16-07-2025
rige desde el 01-12-2026
en 2025 ganamos
desde el 12/03/1980 existe la sede
la ley nació el 5 de abril de 1998
soy del sector norte
""".strip().splitlines()
PLATES = """
patente «AABB12»
mi patente es «BBCD12»
«BBCD12»
«BB-CD-12»
«BB·CD·12»
«BBCD-12»
patente «bbcd12»
la patente de mi auto es «bb cd 12»
patente «AA-1234»
patente «AA 1234»
patente: «aa1234»
camioneta patente «KLRT-45»
mi auto «bbcd-12» chocó
""".strip().splitlines()
NOT_PLATES = """
SDA-001
FNDR25
el FNDR 2025
IP65 y F29
cámaras IP 4 MP
patente municipal 2025
la patente es de 2025
HITL y HOTL
A37 B04
art 8
""".strip().splitlines()
ACCOUNTS = """
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
""".strip().splitlines()
NOT_ACCOUNTS = """
no tenemos cuenta corriente solo libreta de ahorro
la cuenta es del banco estado
en la cuenta hay $2.500.000
cuenta pública 2025
transferir 5000000 a la cuenta
nos transfirieron 2500000 pesos
tomen en cuenta los 8 meses
cuenta con 25 socios
""".strip().splitlines()
CARDS = """
«4111 1111 1111 1111»
«4111-1111-1111-1111»
«4111111111111111»
tarjeta «1234 5678 9012 3456»
mi tarjeta visa es «1234567890123456»
«378282246310005»
cvv «123»
""".strip().splitlines()
NOT_CARDS = """
1234 5678 9012 3456
$4.850.000.000
2022 2023 2024 2025
""".strip().splitlines()
SECRETS = """
mi clave es «perrito»
mi clave es: «perrito123»
mi clave única es «Hola.1234»
mi ClaveÚnica es «Hola1234»
clave: «perrito»
contraseña «perrito123»
mi contraseña del portal es «p3rrito!»
password=«hunter2»
pin «1234»
mi pin es «1234»
MI CLAVE ES «PERRITO»
la clave del correo era «Abcd1234»
""".strip().splitlines()
NOT_SECRETS = """
no tengo clave única
olvidé mi clave única y no puedo entrar
mi clave es incorrecta
mi clave no funciona
la clave única es obligatoria?
la clave es participar
necesito clave única para postular?
es personal la clave?
clave única del representante
""".strip().splitlines()
DOCUMENTS = """
pasaporte «P1234567»
mi pasaporte es el «F12345678»
pasaporte N° «123456789»
pasaporte venezolano «098765432»
número de serie «123.456.789»
nº de serie «A123456789»
numero de documento «512.345.678»
serie «A012345678»
N° documento: «123456789»
""".strip().splitlines()
NOT_DOCUMENTS = """
no tengo pasaporte
documento 8 de la lista
número de serie de la cámara
una serie de 10 talleres
""".strip().splitlines()
WEB = """
mi ip es «192.168.1.25»
«2001:db8::ff00:42:8329»
«facebook.com/juana.perez»
«https://www.instagram.com/juanita»
mi instagram es «@juanita.perez»
""".strip().splitlines()
NOT_WEB = """
www.goredenuble.cl
https://www.registros19862.cl/buscar
facebook.com/goredenuble
luminarias IP65
versión 1.2.3
a las 23:59:59
""".strip().splitlines()

TABLES = {
    birth_date: (BIRTH_DATES, OTHER_DATES),
    plate: (PLATES, NOT_PLATES),
    account: (ACCOUNTS, NOT_ACCOUNTS),
    card: (CARDS, NOT_CARDS),
    secret: (SECRETS, NOT_SECRETS),
    document: (DOCUMENTS, NOT_DOCUMENTS),
    web: (WEB, NOT_WEB),
}
POSITIVE = [(m, line) for m, (lines, _) in TABLES.items() for line in lines]
NEGATIVE = [(m, line) for m, (_, lines) in TABLES.items() for line in lines]


@pytest.mark.parametrize(("recognizer", "marked"), POSITIVE)
def test_personal_data_is_found(recognizer: object, marked: str) -> None:
    message, expected = values(marked)
    assert found(recognizer.find, message) == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(("recognizer", "message"), NEGATIVE)
def test_public_information_survives(recognizer: object, message: str) -> None:
    assert found(recognizer.find, message) == []  # type: ignore[attr-defined]
