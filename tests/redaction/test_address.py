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
vivo en «Libertad 710»
«O'Higgins 123 depto 4»
«5 de Abril 877»
vivo en «arauco con maipón»
vivo en «camino a Coihueco km 5, parcela 12»
vivo «frente a la escuela de Minas del Prado, casa azul»
vivo «pasado el puente de Cocharcas, a mano derecha»
mi casa queda en «el cruce de Confluencia, portón verde»
mi código postal es «3780000»
vivo en la «kalle los aromos 123»
mi direccion es «psaje las rosas nro 34»
«Mz. 5 sitio 12, villa Padre Hurtado»
mi domicilio es «sector Cato, parcela 3-B»
domiciliada en «calle Constitución número ochocientos setenta y siete»
vivo en «calle Rosas ciento veinte»
Dirección: «Camino a Tanilvoro km 3,5»
«block 12, departamento 34, Villa Barcelona»
«parcela El Mirador, kilómetro 12 camino a Tomé»
arriendo en «Gamero 455»
mándenme la carta a «Sargento Aldea 345», San Carlos
«Isabel Riquelme 540», mi domicilio
«Villa Los Ríos, Río Itata 0456»
«cerro colorado 1200, depto. 88»
«las violetas 77, villa doña francisca»
«Lote 3-A, fundo Santa Rosa, camino Quiriquina km 9,8»
«Ruta N-66-O km 18,2, sector Guarilihue Alto», comuna de Coelemu
mi hermana vive en «Edificio Plaza Yungay, torre 2, dpto 1103»
direcion «los copihues 322»
Vivo en «Libertad 1021, segundo piso», San Carlos
«Calle Joaquín Pérez, 3 - 5º B»
«Hermanos Falcó, s/n»
«casilla 34», Ñiquén
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
vivo en Minas del Prado
vivo en Chillán hace 5 años
vivo en el campo con mi mamá
quiero pavimentar la calle Arauco
luminarias en la esquina de Arauco con Maipón
el edificio del gobierno regional
Resolución Exenta N° 1234/2026
la resolución exenta n° 1123
Anexo N° 3, Chillán
según el Anexo 4
la junta n° 12 de chillan
Escuela N° 5, Coihueco
enviar el certificado antes de las 14 horas
llegar a los 60 puntos
carta compromiso N° 3
transmisión en vivo de 3 horas
dirección de presupuestos 2026
la dirección de las oficinas del GORE
proyecto Villa Segura 2025
un paseo de fin de año 2 buses
población objetivo 1200
oficina 302, piso 3
el domicilio de la organización debe ser el mismo
la cancha está al lado de la sede
""".strip().splitlines()


@pytest.mark.parametrize("marked", ADDRESSES)
def test_an_address_is_found(marked: str) -> None:
    message, expected = values(marked)
    for text in (message, message.lower(), message + " y quiero postular"):
        assert [v.lower() for v in found(address.find, text)] == [v.lower() for v in expected]
    shouted = found(address.find, message.upper())
    assert all(any(value.upper() in caught for caught in shouted) for value in expected)


@pytest.mark.parametrize("message", NOT_ADDRESSES)
def test_communes_streets_and_measures_survive(message: str) -> None:
    assert found(address.find, message) == []


def test_a_capitalized_name_and_number_before_a_commune_is_an_address() -> None:
    assert found(address.find, "Los Aromos 123, Chillán") == ["Los Aromos 123"]


@pytest.mark.parametrize(
    "marked",
    [
        "Vivo en «Los Aromos». Es la «casa 12»",
        "Mi calle es «Arturo Prat». El «número es el 877, depto 12»",
        "vivo en la «villa Los Jazmines». El «número de casa es 14»",
    ],
)
def test_an_address_goes_on_in_the_next_sentence(marked: str) -> None:
    message, expected = values(marked)
    assert found(address.find, message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "Mi dirección: [DIRECCION_1], Chillán. ¿Y el RUT? nací el 9 de septiembre",
        "vivo frente a la casa de [NOMBRE_1]",
        "domicilio: [DIRECCION_1], fono [TELEFONO_1], 3 hijos",
    ],
)
def test_what_is_masked_already_is_no_part_of_an_address(message: str) -> None:
    assert not any("[" in value for value in found(address.find, message))


@pytest.mark.parametrize("message", ["dos " * 900, "calle los aromos de la villa " * 120])
def test_a_message_without_end_has_no_address_without_number(message: str) -> None:
    assert len(found(address.find, message)) <= 1
