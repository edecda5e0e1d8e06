from __future__ import annotations

import pytest

from assistant.redaction.recognizers import plate

from .marked import found, values

FOUND = """
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
patente «AA1234»
patente «aa-1234»
patente «AA 12 34»
patente «BB-CD-12»
«bbcd12»
«BBCD 12»
mi auto «bb cd 12»
moto «BCD-012»
moto «bcd 12»
patente «BCD12»
placa «bbcd-12»
patente «b b c d 1 2»
patente «be be ce de uno dos»
patente «BBCD doce»
patente «PT.VV.33»
PATENTE «BB-CC-12-3»
camion «LW 4432»
EL CAMIÓN ES «LW 4432»
«KRTP-45» es la patente
auto color rojo «hxlk 67»
moto patente «FG-123»
patente de la camioneta es «jota ka ele eme cuarenta y cinco»
placa única «BCFD98-7»
patente: «r s t v 5 6»
""".strip().splitlines()
SURVIVE = """
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
patentebbcd12
ley 2025
IP65
camioneta de 2020 y 5 puertas
arriendo de furgon por 12 dias
bus de 45 asientos
NB-2026
DS 1234
moto del año 2020
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_plate_is_found_however_it_is_written(marked: str) -> None:
    message, expected = values(marked)
    assert found(plate.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_acronyms_permits_and_years_are_no_plate(message: str) -> None:
    assert found(plate.find, message) == []
