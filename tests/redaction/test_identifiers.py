"""Identifiers attacked: spellings, casings and surroundings composed at random from a seed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from assistant.redaction.text import build_text

from .spellings import (
    CASINGS,
    IDENTIFIERS,
    Planted,
    many,
    planted_mail,
    planted_phone,
    planted_rut,
)

HARMLESS = """
¿El monto máximo es $5.000.000 por organización?
El presupuesto total es de $4.790.708.902 este año
pedimos 2.500.000 pesos para los uniformes
gastamos 3.456.789 de los 5.000.000 que nos dieron
el proyecto costó 12.345.678 y rendimos 12.300.000
Nos transfirieron 2500000 a la cuenta del club
el plazo vence el 12 de marzo de 2026
la postulación es del 16-06-2025 al 16-07-2025
se cierra el 30/04/2026 a las 23:59
el 30.04.2026 a las 17:30 horas
2026-04-30 es el último día
¿Qué dice la Ley 19.418 sobre las juntas de vecinos?
la Ley N° 21.719 entra en vigencia el 1 de diciembre de 2026
Ley 20.285, artículo 10
el artículo 14 letra c) de la Ley 19.880
la Resolución Exenta N° 1234/2026 aprobó las bases
Res. Ex. N° 372 de 12-08-2024
resolución exenta 000372
decreto supremo 1.123 de 2025
DFL 1-19.175
el DL 3.063 de 1979
Boletín 16.821-19
dictamen N° 12.345 de 2024
Contraloría: Resolución 30 de 2015
el código SDA-001 y el SDA-009
SDA-03.2 en el Anexo 4
SDA 12 aparece en la planilla
el código BIP es 40012345-0
licitación ID 1057489-123-SE24
orden de compra 2345-678-SE25
multa de 50 UTM
la UTM vale $69.265
son 15 UTM o 1.035.000 pesos
el 8 % del FNDR
20% en honorarios y 10,5 % en administración
el 8% FNDR 2026
60 puntos de 100
el criterio vale 25 puntos
puntaje 87,5
llamar al 131, 132 o 133 en una emergencia
Salud Responde 600 360 7777
fono 1455 de orientación a mujeres
*4141 prevención del suicidio
línea 147 y 149
Fono Drogas 1412
a las 9:30, 12:45 y 18:00 horas
de 8:30 a 14:00 y de 15:00 a 17:30
años 2022, 2023, 2024 y 2025
entre 2019-2023
el período 2025-2026
la personalidad jurídica es de 1998
fundada el 12 de marzo de 1980
somos 215 socios y 12 dirigentes
1.613 organizaciones y 938 proyectos
480.000 habitantes en 21 comunas
una sede de 120 m2 en un sitio de 1.200 m²
12 balones, 24 petos y 2 arcos
1000 metros cuadrados, 3.500 m3
40 casas a 12 km de Chillán
niños de 8 a 12 años y adultos de 60
artículos 9, 10, 11, 12, 13 y 14
páginas 1 2 3 4 5 6 7 8
anexos 1, 2, 3, 4, 5, 6, 7, 8 y 9
cláusula 7.2, numeral 5.1, letra b)
punto 3.2.1.4 de las bases
versión 1.2.3 del instructivo
entre 1.000.000 y 5.000.000
de $500.000 a $10.000.000 en 12 meses
tres millones quinientos mil pesos
doce millones trescientos cuarenta y cinco mil pesos
son dos mil veintiséis o dos mil veinticinco
uno de los tres puntos: dos, cinco y ocho
cinco, diez, quince y veinte personas
IP65 y F29, formulario 22
cámaras de 4 MP y 1080p
el documento 8 de la lista
serie de 10 talleres de 90 minutos
la boleta 1234567 por $120.000
factura N° 123456 del 12-03-2026
oficio ordinario 1858/2025
certificado folio 500123456
NB-2026-0042 es mi caso
no tengo clave única
¿cómo recupero la ClaveÚnica?
olvidé mi clave y no puedo entrar
la clave del éxito es participar
la contraseña es obligatoria?
el código del concurso es FNDR-2026
necesito el código de verificación del certificado
no tengo cuenta corriente, solo cuenta rut
la cuenta debe estar a nombre de la organización
cuenta pública 2025
tomen en cuenta los 8 meses
en la cuenta del Banco Estado hay $2.500.000
transferir 5.000.000 a la cuenta de la junta
Banco Estado pide la escritura de 2019
patente municipal 2025
¿la patente comercial es requisito?
el vehículo debe ser del año 2020
la camioneta debe tener 5 puertas
arriendo de bus por 350 mil pesos
comprar un furgón de 12 asientos
la moto cuesta 1.200.000
mi cédula está vencida desde 2024
fotocopia del carnet por ambos lados, 2 copias
¿piden el RUT de la organización?
rut de la organización y certificado de 30 días
los nacidos después de 2010
la junta nació en 1998
cumplimos 40 años el 12 de octubre de 2026
la fecha de entrega es el 3 de mayo
www.goredenuble.cl y oficinapartes@goredenuble.cl
el instagram es @goredenuble
¿tienen facebook o instagram?
el correo es obligatorio en el formulario
no me llega el correo de confirmación
luminarias LED de 150 W y 12.000 lúmenes
región 16, provincia 3, comuna 8401
código postal de Chillán
a 36 grados de temperatura
el 5 de abril y el 18 de septiembre
la UF al 2 de enero de 2026 es 39.643,59
1 UF, 2 UTM, 3 sueldos mínimos de $539.000
cotización por 1.190.000 + IVA (19 %)
2 de 10 proyectos, 3/5 votos
el acta Nº 45 de la asamblea 12
quórum de 50 + 1
dólar a 950,35
el fondo total es 1200000000
tope de 12500000 para infraestructura
fueron 4790708902 pesos en la región
ISO 27001 e ISO/IEC 42001:2023
Ley 21.180 de Transformación Digital y 21.663 de ciberseguridad
el numero de beneficiarios es 150000 personas
Excel 2016 y celebrar el 12 de octubre de 2026
telares para 120000 visitantes
el proyecto número 123456
folio NB-1234-5678
""".strip().splitlines()


def leaks(planted: Planted) -> bool:
    """Whether four digits in a row, or the name of the mailbox, are left in the strict text."""
    left = build_text(re.sub(r"\[[A-Z_]+_\d+\]", "#", IDENTIFIERS.redact(planted.message).text))
    if not planted.secret.isdigit():
        return build_text(planted.secret).folded in left.folded
    figures = left.figures[0].folded if left.figures else left.folded
    runs = re.sub(r"[^\d#]", "", re.sub(r"[a-z$]", "#", figures))
    return any(planted.secret[i : i + 4] in runs for i in range(len(planted.secret) - 3))


@pytest.mark.parametrize("plant", [planted_rut, planted_phone, planted_mail])
def test_no_spelling_of_an_identifier_leaks(plant: Callable[..., Planted]) -> None:
    leaked = [planted.message for planted in many(plant, 300, seed=5) if leaks(planted)]
    assert leaked == []


@pytest.mark.parametrize("casing", CASINGS)
def test_figures_that_are_public_survive(casing: Callable[[str], str]) -> None:
    messages = [casing(message) for message in HARMLESS]
    assert [m for m in messages if IDENTIFIERS.redact(m).text != m] == []


def test_a_long_list_of_identifiers_is_masked_to_the_last() -> None:
    ruts = ", ".join(f"{n}.345.6{n}" for n in range(10, 60))
    assert not re.search(r"\d{3}", IDENTIFIERS.redact(f"ruts: {ruts}").text.replace("RUT_", ""))


def test_a_piece_of_an_identifier_is_masked_when_it_is_called_one() -> None:
    assert IDENTIFIERS.redact("mi rut termina en 678-5").text == "mi rut termina en [RUT_1]"
    assert IDENTIFIERS.redact("678-5").text == "[RUT_1]"
