from __future__ import annotations

import pytest

from assistant.redaction import Redactor
from assistant.redaction.recognizers import secret

from .marked import found, values

FOUND = """
mi contra es «pichintun»
la contra es «luna44x»
la contraseña que me entregaron ayer fue «zX9k2M» y no sirve
mi clave quedó como «Boldo77»
paswrd: «molinoviejo»
contraceña: «molinoviejo»
probé con «Quillay+88» y con «quillay88» y la clave única no pasa
ingresé «Maiten#2020» y dice que la contraseña está mala
no sé por qué "«mi gata 3 ojos»" me la rechaza como clave
"«Copihue rojo»" es mi contraseña
se la dicté a mi nieta, mi clave del celular, la «8642»
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
mi clave es «Perrito 2024»
clave única: «Copihue2024!»
la contraseña del portal es «Rincón_99»
usuario juana clave «perrito»
user: juana pass: «x7kk02»
mi pass es «hola1234»
pin «4321»
mi pin es «uno dos tres cuatro»
código de verificación «123456»
me llegó el código «123456»
el código que me llegó es «45 67 89»
token «abc123def»
la clave del wifi es «vecinos2024»
mi clave de internet es "«mi perro azul»"
contrasena = «gatito»
mi contraseña es: «gatito»
puse «Nube.Azul.7» como clave
clave dinámica «123456»
la clave tributaria es «sii2024x»
ENTRO CON LA CLAVE «PERRITO»
mi klave es «bichito55»
contraseña nueva es «panuelo88», la otra era «Mil9Mil9»
password «hunter2»
api key «sk-abcdefghijklmnop1234»
mi contraseña era mi perro «Bobby2019»
clave de 4 digitos «4821»
mi clave, «perrito2020», no funciona
me pide clave unica y puse «Rosas#45»
""".strip().splitlines()
SURVIVE = """
tengo a todos en mi contra
la contra es la directiva anterior
en mi contra es injusto
entré con la clave y bajé el formulario F2025_final.pdf
mi contraseña fue bloqueada
la contraseña que me dieron fue rechazada
necesito clave única, la ley 19.175 lo exige
la clave está mala, la 2025 también
en «Acceso» me pide la contraseña
entré con clave única al FNDR2025
la clave de este fondo es el 8%
«Presencia en redes» es la clave del éxito
probé la clave en el computador 2 veces
no tengo clave única
olvidé mi clave única y no puedo entrar
mi clave es incorrecta
mi clave no funciona
la clave única es obligatoria?
la clave es participar
necesito clave única para postular?
es personal la clave?
clave única del representante
la clave es la organización
mi clave está bloqueada
mi clave única venció en 2024
la contraseña es obligatoria
clave única 2025
¿cuál es la clave?
código del concurso 1234
el código de verificación del certificado
la clave única de la presidenta o de la tesorera
la clave del éxito es el trabajo en equipo
mi clave es muy larga
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_password_is_found_however_it_is_told(marked: str) -> None:
    message, expected = values(marked)
    assert found(secret.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_talking_about_passwords_survives(message: str) -> None:
    assert found(secret.find, message) == []


def test_a_sentence_after_the_word_is_no_password(redactor: Redactor) -> None:
    text = "No aceptó el usuario o la clave. Revisa el correo"
    assert redactor.redact(text).text == text


def test_a_password_remembered_aloud_is_masked(redactor: Redactor) -> None:
    assert "CHILLAN55" not in redactor.redact("OLVIDÉ LA CONTRASEÑA, ERA CHILLAN55 CREO").text
    assert "gatito77" not in redactor.redact("mi clabe unica es gatito77 y no funsiona").text
