from __future__ import annotations

import pytest

from assistant.redaction import Redactor
from assistant.redaction.recognizers import social

from .marked import found, values

PERSONAL = """
mi marido «me golpea» y tengo miedo
mi ex «me amenaza»
sufro «violencia intrafamiliar»
tengo una «orden de alejamiento»
mi vecina tiene «medida de protección»
soy «extranjera indocumentada»
estoy «sin papeles» todavía
soy «haitiano sin visa»
mi hija está en el «Sename»
a mis nietos los tiene «Mejor Niñez»
crecí en un «hogar de menores»
duermo en «la calle» desde mayo
mi hermano vive en «la calle»
recivo «pencion básica»
cobro el «subcidio familiar»
quedé «sesante»
soy dueña de casa y «cesante»
soy presidenta de la junta y además «evangélica»
soy profesor jubilado y «mapuche»
estoy en el «40 % más vulnerable del Registro Social de Hogares»
mi tramo del RSH es el «40 %»
mi tramo del rsh es el «40»
mi hogar está en el «60 %»
pertenezco al «40%» más vulnerable
tengo el «40%» del registro social de hogares
mi puntaje del registro social de hogares es «40»
mi calificación socioeconómica es «tramo del 50%»
recibo «pensión básica» y vivo sola
recibo la «PGU»
cobro el «subsidio único familiar»
mi mamá vive con la «PGU»
soy «pensionada por invalidez»
estoy «cesante» hace 3 meses
llevo 6 meses «sin pega»
mi marido quedó «sin trabajo»
«no tengo trabajo»
«perdí la pega» en marzo
me «despidieron» del trabajo
gano «320 mil pesos» al mes
gano el «sueldo mínimo»
mi sueldo es de «450 lucas»
mi ingreso es de «doscientos mil pesos»
me pagan «180.000 al mes»
vivo con «200 lucas al mes»
estoy en «Dicom»
«debo la pensión de alimentos»
«debo tres meses de arriendo»
tengo «deudas» en el banco
estoy «endeudada»
soy de «escasos recursos»
vivo de «allegada»
estoy en «situación de calle»
mi abuela dice que «no le alcanza para comer»
mi vecina es «analfabeta»
salí de la «cárcel» el año pasado
soy «mapuche» y vivo en Pinto
mi familia es «mapuche»
somos una «familia mapuche»
soy de la «etnia mapuche»
tengo «calidad indígena»
soy «evangélico»
mi mamá es «testigo de Jehová»
voy a la «iglesia evangélica»
milito en «el Partido Comunista»
milito en «RN»
soy «militante del PPD»
estoy afiliada al «sindicato»
soy «dirigente sindical»
soy «lesbiana»
mi hijo es «gay»
soy «mujer trans»
""".strip().splitlines()

GENERAL = """
vivo en la calle Roble
vivo en la calle Maipón con mi mamá
somos un organismo colaborador de Mejor Niñez
¿sirve una orden de alejamiento para postular?
taller de prevención de violencia intrafamiliar
proyectos para personas en situación de calle y migrantes sin papeles
el archivo no se me pega en el formulario
soy presidenta de una junta católica y evangélica
soy de una organización social y cultural
queremos pavimentar la calle y la plaza
tengo una denuncia por ruidos molestos
somos una comunidad mapuche
somos una organización mapuche de Coihueco
soy presidenta de una comunidad mapuche
soy lonco de una comunidad mapuche
¿pueden postular comunidades indígenas?
somos una agrupación evangélica
mi iglesia quiere postular
taller para mujeres trans
soy parte del partido de fútbol
soy dirigente de la junta de vecinos
pertenezco a la junta de vecinos
el 40 % más vulnerable tiene prioridad?
proyectos para cesantes
mi proyecto atiende a personas en situación de calle
familias de escasos recursos
estoy en el 50 % de avance del proyecto
tengo el 50 % del presupuesto gastado
tenemos un 40% de adultos mayores
cambia mi puntaje de 54 a 90
quedamos con 60%
mi proyecto quedó en el tramo 3
¿cómo cobro el seguro de cesantía?
recibimos 2 millones del FNDR
me dieron $2.000.000 para el proyecto
mi presupuesto es de $500.000
el sueldo del monitor es 300 mil pesos mensuales
ganamos $2.000.000 en el FNDR
gano el concurso
debo presentar boletas
debo rendir el 40% del proyecto
tengo deudas de rendición con el gobierno regional?
voy a la municipalidad
soy funcionario de la unidad social
evalúa la situación socioeconómica y el tramo del RSH
el algoritmo usa el Registro Social de Hogares para priorizar familias
el asistente calcula el subsidio que recibe cada familia
el sistema predice deserción de jóvenes vulnerables
""".strip().splitlines()


@pytest.mark.parametrize("marked", PERSONAL)
def test_how_somebody_lives_and_what_they_are_part_of_is_found(marked: str) -> None:
    message, expected = values(marked)
    for text in (message, message.lower(), message.upper()):
        caught = [value.lower() for value in found(social.find, text)]
        assert all(any(e.lower() in value for value in caught) for e in expected), caught


@pytest.mark.parametrize("message", GENERAL)
def test_groups_projects_and_questions_survive(message: str) -> None:
    assert found(social.find, message) == found(social.find, message.upper()) == []


def test_it_stays_in_the_query_and_not_in_the_text(redactor: Redactor) -> None:
    redaction = redactor.redact("estoy cesante y soy mapuche, ¿puedo postular?")
    assert redaction.text == "estoy [SITUACION_1] y soy [SITUACION_2], ¿puedo postular?"
    assert redaction.query == "estoy cesante y soy mapuche, ¿puedo postular?"


def test_a_name_inside_what_is_said_does_not_stay_in_the_query(redactor: Redactor) -> None:
    query = redactor.redact("mi hija Camila Soto recibe el subsidio familiar").query
    assert query == "mi hija [NOMBRE_1] recibe el subsidio familiar"
