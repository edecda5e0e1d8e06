from __future__ import annotations

import pytest

from assistant.redaction.recognizers import address

from .marked import found, values

ADDRESSES = """
vivo en «calle Los Aromos 123»
vivo en «calle Los Aromos #123», San Carlos
vivo en «calle Los Aromos Nº 123», San Carlos
vivo en «calle los aromos numero 123» de chillan
«Calle 5 de Abril 1020», Chillán
«calle 18 de septiembre 450» chillan
«Avenida O'Higgins 1234, depto 45», Chillán
«Av. Libertad 567»
«av. argentina 123 depto 4b»
«avda collin 890»
«Pasaje Los Copihues 12»
«Pje. Los Copihues Nº 12, villa El Bosque», Bulnes
«psje 3 casa 45»
«pje Las Violetas 45 villa Doña Francisca»
«villa Los Copihues casa 12»
«Villa Los Copihues, pasaje 3, casa 12»
«población Irene Frei pasaje 2 casa 34»
«Pobl. Vicente Pérez Rosales, calle 4 Nº 123»
«block 5 depto 302»
«depto 302 block B»
«parcela 12, sector Cato»
«parcela 8 camino a Coihueco»
«Parcela Nº 8, fundo El Roble»
«km 5 camino a Pinto»
«camino a Pinto km 5»
«Camino a Quinchamalí kilómetro 8,5»
«ruta N-59 km 7»
«sector Las Mariposas s/n», Chillán
«sector Huape parcela 8»
«fundo El Roble s/n»
«camino las rosas 450»
«calle Nueva 1, casa 3»
«Condominio Los Robles casa 14»
«Diagonal Las Termas 1500»
«calle Maipón 567, oficina 302»
vivo en «Arauco 650»
mi dirección es «Isabel Riquelme 234, depto 5»
Domicilio: «Los Aromos 123», Chillán
mi casa queda en «pasaje Los Tilos»
vivo en la «villa Los Copihues»
vivo en el «sector Monte León» y no hay luz
«18 de septiembre 590», chillan
en el «km 12 de la ruta N-31»
vivimos en «parcela las rosas s/n»
mi domicilio es «5 de abril 123»
""".strip().splitlines()

NOT_ADDRESSES = """
vivo en San Carlos
vivo en el campo
soy de la villa Los Copihues
la jjvv de la población Irene Frei puede postular?
esterilizar perritos de la calle
focos solares para el camino del sector, sirve?
arreglar la calle con $500.000
luminarias en la calle principal 50 vecinos
son 3 km de camino
camino de 500 metros
población 20 puntos
Ley 19.862, Chillán
la plaza de armas
cámaras para la avenida
el centro cultural tiene 25 socios
sede en el sector rural
somos del sector de Las Mariposas
calle 2025
la ruta de 8 meses
tres casas
nuestra sede está en Coihueco
villa Alemana
Concurso 2025, Chillán
Censo 2024 Ñuble
el 18 de septiembre de 2025
barrio con 200 familias
casa de acogida
un departamento del gobierno
el lote de 10 cámaras
sector privado
la región de Ñuble tiene 21 comunas
""".strip().splitlines()


@pytest.mark.parametrize("marked", ADDRESSES)
def test_an_address_is_found(marked: str) -> None:
    message, expected = values(marked)
    for text in (message, message.lower(), message + " y quiero postular"):
        assert [v.lower() for v in found(address.find, text)] == [v.lower() for v in expected]


@pytest.mark.parametrize("message", NOT_ADDRESSES)
def test_communes_streets_and_measures_survive(message: str) -> None:
    assert found(address.find, message) == []


def test_a_capitalized_name_and_number_before_a_commune_is_an_address() -> None:
    assert found(address.find, "Los Aromos 123, Chillán") == ["Los Aromos 123"]
