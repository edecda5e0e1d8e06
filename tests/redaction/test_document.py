from __future__ import annotations

import pytest

from assistant.redaction.recognizers import document

from .marked import found, values

FOUND = """
nº doc. «512 345 678»
N.º de documento: «512.345.678»
doc: «512.345.678»
cédula de ciudadanía «52.345.678»
cédula de identidad peruana «45678912»
cédula de Colombia «1.020.345.678»
carnet de identidad boliviano «6543210»
mi partida de nacimiento, inscripción N° «845» de 1963
inscripción «2.310» del registro de nacimientos
certificado de matrimonio, folio «500123987»
pasaporte «P1234567»
mi pasaporte es el «F12345678»
pasaporte N° «123456789»
pasaporte venezolano «098765432»
número de serie «123.456.789»
nº de serie «A123456789»
numero de documento «512.345.678»
serie «A012345678»
N° documento: «123456789»
pasaporte «AB1234567»
mi pasaporte es el «P 1234567»
pasaporte haitiano «R1234567»
mi pasaporte venezolano número «098765432»
passport «X1234567»
visa temporaria n° «2023-0098123»
permiso de residencia «1234567»
número de documento «123.456.789»
n° doc «A023456789»
n° de serie carnet «b12.345.678»
serie «512.345.678»
«A123456789»
«a123456789»
DNI argentino «32.445.981»
cédula colombiana «1.032.456.789»
cédula venezolana «V-12.345.678»
cédula de extranjería «E-8123456»
documento «F-88123456»
licencia de conducir «0098231»
mi nie es «X1234567L»
pasaporte español «PAB123456»
carnet serie «A 023 456 789»
pasaporte no «123456789»
PASAPORTE: «C01X00T47»
permanencia definitiva N° «456789»
mi cédula boliviana es «6543210» LP
""".strip().splitlines()
SURVIVE = """
la inscripción 1.234 del registro de personas jurídicas
la inscripción cierra el 12 de marzo
pido el certificado de nacimiento, cuesta 1.200 pesos
doc. 45 de las bases
cédula de identidad vigente
no tengo pasaporte
documento 8 de la lista
número de serie de la cámara
una serie de 10 talleres
pasaporte vigente hasta 2027
la visa vence el 12-03-2026
documento 2025
serie de 10 talleres
licencia clase B
el documento N° 45 del 12-03-2026
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_document_number_is_found(marked: str) -> None:
    message, expected = values(marked)
    assert found(document.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_documents_without_a_number_survive(message: str) -> None:
    assert found(document.find, message) == []
