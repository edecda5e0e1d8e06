from __future__ import annotations

import pytest

from assistant.redaction import Redactor
from assistant.redaction.recognizers import health

from .marked import found, values

PERSONAL = """
tengo «diabetes» y quiero postular
mi hijo es «autista»
soy «discapacitado»
mi mamá tiene «alzheimer»
estoy «embarazada» de 5 meses
me «operaron de la cadera» el mes pasado
tomo «sertralina»
tengo «depresión» y ando mal
soy «VIH positivo»
mi papá está «postrado» hace dos años
mi esposo, que trabaja en el campo, tiene «insuficiencia renal crónica»
a mi hijo le diagnosticaron «leucemia»
le detectaron «cáncer de próstata» a mi papá
soy cuidadora de mi mamá «postrada»
estoy con «licencia médica por depresión»
tengo «artritis y artrosis»
mi señora sufre de «crisis de pánico»
uso «silla de ruedas»
mi nieto con «parálisis cerebral» necesita ir
la tesorera está con «licencia»
doña Rosa tiene «párkinson»
por mi «discapacidad visual» no puedo leer
tengo un «60 % de discapacidad»
soy «persona con discapacidad»
tengo la «presión alta»
el «alzheimer» de mi mamá
tengo un hijo con «síndrome de down»
no pude rendir porque estuve «hospitalizada»
mi marido murió de «cáncer»
soy «diabetica e hipertensa»
me inyecto «insulina»
mi hija, que es «celíaca», quiere participar
mi hijo de 8 años tiene «asperger»
ella es «sorda»
toy «embarasada»
tngo «diavetes» y epoc
mi viejo tiene «demencia senil»
me detectaron un «nódulo» en la mama
mi hija va al «psicólogo»
«perdí la vista» el año pasado
no «puedo caminar»
""".strip().splitlines()

GENERAL = """
¿pueden postular personas con discapacidad?
proyectos para adultos mayores con alzheimer
agrupación de pacientes diabéticos
club de adulto mayor
talleres de salud mental
tenemos un taller para personas con depresión
somos una agrupación de padres de niños autistas
soy presidenta de la agrupación de diabéticos
soy monitora de un taller para personas con parkinson
soy profesora de niños con TEA
la directora de rehabilitación firma el convenio
tengo un proyecto para niños con TEA
tengo una duda sobre discapacidad
tengo problemas con la rendición
tengo dolor de cabeza con este formulario
el beneficiario tiene discapacidad
una persona que tiene diabetes puede ser socia?
mi vecina pregunta si una persona con alzheimer puede ir
mi agrupación atiende a enfermos de cáncer
mi fundación es para niños con cáncer
me operan el sistema desde Chillán
me dieron un plazo
tengo un diagnóstico participativo
uso el sistema
tomo nota
el sistema usa datos de salud de los postulantes
El modelo predice qué pacientes tienen riesgo de diabetes
evalúa a beneficiarios con discapacidad y sus licencias médicas
el asistente responde a personas mayores con demencia
detecta signos de depresión en estudiantes
""".strip().splitlines()


@pytest.mark.parametrize("marked", PERSONAL)
def test_what_ails_somebody_is_found(marked: str) -> None:
    message, expected = values(marked)
    for text in (message, message.lower(), message.upper()):
        caught = [value.lower() for value in found(health.find, text)]
        assert all(any(e.lower() in value for value in caught) for e in expected), caught


@pytest.mark.parametrize("message", GENERAL)
def test_an_ailment_that_is_said_of_nobody_survives(message: str) -> None:
    assert found(health.find, message) == found(health.find, message.upper()) == []


def test_the_verb_stays_so_that_the_text_reads(redactor: Redactor) -> None:
    assert redactor.redact("tengo diabetes, ¿puedo postular?").text == (
        "tengo [SALUD_1], ¿puedo postular?"
    )


def test_a_person_whose_name_is_masked_is_somebody(redactor: Redactor) -> None:
    text = redactor.redact("Rosa Catrileo tiene esquizofrenia").text
    assert text == "[NOMBRE_1] tiene [SALUD_1]"
    assert redactor.redact(text).text == text


def test_what_ails_somebody_stays_in_the_query_and_not_in_the_text(redactor: Redactor) -> None:
    redaction = redactor.redact("soy Juana Pérez y soy sorda, ¿hay intérprete?")
    assert redaction.text == "soy [NOMBRE_1] y soy [SALUD_1], ¿hay intérprete?"
    assert redaction.query == "soy [NOMBRE_1] y soy sorda, ¿hay intérprete?"


def test_words_of_a_crisis_are_left_for_the_route(redactor: Redactor) -> None:
    text = redactor.redact("tengo depresión y me quiero morir").text
    assert text == "tengo [SALUD_1] y me quiero morir"
