from __future__ import annotations

import pytest

from assistant.redaction.recognizers import rut

from .marked import found, values

RUTS = """
mi rut es «12.345.678-5»
mi rut es «12.345.678-5», gracias
«12345678-5»
soy de Pinto, «12345678-5» y quiero postular
«123456785»
hola «12345678 5» gracias
«12 345 678 5»
«12 345 678-5»
«12.345.678 - 5»
«12.345.678 5»
«12,345,678-5»
«12.345678-5»
«12345.678-5»
«12.345.678–5»
«12.345.678−5»
«12.345.678‑5»
«12.345.678/5»
«12.345.678.5»
«12.345.678_5»
«12345678 guion 5»
«12345678 guión 5»
«12.345.678 guion cinco»
«12.345.678 raya 5»
«12.345.678 dv 5»
«012.345.678-5»
«0012345678-5»
«6.543.203-k»
«6543203-K»
«6543203k»
«6543203 k»
RUT:«12.345.678-5»
Rut «12.345.678-9»
«12.345.678-9»
«12345678-9»
rut «12.345.678-5» no, «12.345.678-5»
mi rut «12345678»
mi rut es el «12.345.678»
mi carnet es «12345678»
mi cédula de identidad es «12 345 678»
c.i. «12345678-5»
ci: «123456789»
R.U.T. «12.345.678-5»
run «12.345.678-5»
R.U.N.: «12.345.678-5»
el rut de mi mamá es «5.126.663-3»
«5126663-3»
«51266633»
«1.2.3.4.5.6.7.8-5»
«1 2 3 4 5 6 7 8 5»
«1-2-3-4-5-6-7-8-5»
rut «12/345/678/5»
rut «12-345-678-5»
«１２．３４５．６７８－５»
(«12.345.678-5»)
rut«12345678-5»
Rut_«12345678-5»
Nº«12.345.678-5»
«12.345.678-5»y mi fono
"«12.345.678-5»"
«12.345.678-5».
somos «65.123.456-7» y «12.345.678-5»
«12.345.\u200b678-5»
«12\u00a0345\u00a0678-5»
mi rut es «doce millones trescientos cuarenta y cinco mil seiscientos setenta y ocho guion cinco»
«doce millones trescientos cuarenta y cinco mil seiscientos setenta y ocho guion k»
rut «uno dos punto tres cuatro cinco punto seis siete ocho raya cinco»
mi rut es «doce tres cuarenta y cinco seis setenta y ocho»
mi rut es «doce tres cuarenta y cinco seis setenta y ocho guion cinco»
ruts «12.345.678-5»,«9.876.543-3»
«12345678-5»/«9876543-3»
rut«12345678-5»y fono
soyjuana«12345678-5»y
carnet«12345678»
«12.345.678 con dígito verificador 5»
«12.345.678, dígito verificador K»
«12.345.678, dv: k»
mi rut termina en «678-5»
termina en «678-5»
mi rut empieza con «12.345»
mi rut es «12.345»
«678-5»
.«678-5».
«12345678» es mi rut
«12.345.678» (rut)
mi rut es «12345678» mil gracias
mi rut es «12345678-5» mil gracias
la cédula «12·345·678-5»
ruts: «12345678», «11223344» y «9876543»
mi rut «12.345.67O-l»
mi rut es «1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣-5»️⃣
el «12 millones 345 mil 678 guion 5»
«12.345.678-5»;«9.876.543-3»
«doce.345.678-5»
rut «12 trescientos cuarenta y cinco 678 guion k»
mi run es «doce millones tres cientos cuarenta y cinco mil seis cientos setenta y ocho»
mi rut es «12.345.678 y el dígito es 5»
""".strip().splitlines()

NOT_RUTS = """
Ley 19.862
Boletín 16.821-19
$12.345.678
son 12.345.678 pesos
$ 12345678
12345678 pesos
2.500.000
$2.500.000
$4.790.708.902
de 1.000.000 a 5.000.000
16-06-2025
16/06/2025 al 16/07/2025
2025-06-16
20 a 30 días
Res. Ex. 1858/2023
DS 7/2023
1.613 organizaciones y 938 proyectos
180.000 habitantes
600 360 7777
art. 24, 25 y 26
codigo bip 40012345-0
licitación 1057489-123-SE24
hasta 5.000.000-6.000.000
artículos 9, 10, 11, 12, 13
años 2023-2024-2025
480 000 000
el carnet vence en 2026
pedí la cédula 3 veces
rut y 2 copias
16-06-2025 al 16-07-2025
el plazo termina en 15 días
el plazo termina en 2026
""".strip().splitlines()


@pytest.mark.parametrize("marked", RUTS)
def test_a_rut_is_found_however_it_is_written(marked: str) -> None:
    message, expected = values(marked)
    assert found(rut.find, message) == expected


def test_a_rut_under_its_label_is_found() -> None:
    assert found(rut.find, "RUT\n12345678") == ["12345678"]


@pytest.mark.parametrize("message", NOT_RUTS)
def test_other_numbers_are_no_rut(message: str) -> None:
    assert found(rut.find, message) == []


@pytest.mark.parametrize(("body", "dv"), [("12345678", "5"), ("6543203", "k"), ("5126663", "3")])
def test_the_verifier_is_modulo_eleven(body: str, dv: str) -> None:
    assert rut.verifier(body) == dv
