from __future__ import annotations

import pytest

from assistant.redaction.recognizers import mailbox

from .marked import found, values

FOUND = """
mi correo es «juana perez ochenta y cinco arroba gmail punto com»
mi gmail es «juana.perez85»
mi correo es «juanitaperez»
«juana_perez85» de gmail
correo «juana.perez»
mi mail «pato_fica en gmail punto com»
escríbanme a «wenchita_1979»
mi correo es «juana perez ochenta y cinco arroba gmail punto com»
""".strip().splitlines()
SURVIVE = """
no me llegó el correo de ustedes
mi correo es institucional
necesito un correo electronico para postular
entré a gmail.com y no está
mandé el correo a oficinapartes@goredenuble.cl
una arroba de papas cuesta 5000
a qué correo: el de la oficina de partes
el correo es obligatorio?
mi correo no funciona
cuál es el correo de la oficina de partes?
www.goredenuble.cl
el formulario está en www.goredenuble.cl o en el correo fndr@goredenuble.cl
no tengo gmail punto
bombea protones hacia el interior
mi correo es necesario
escríbanos a la oficina de partes
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_mailbox_is_found_by_what_is_said_around_it(marked: str) -> None:
    message, expected = values(marked)
    assert found(mailbox.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_talking_about_mail_survives(message: str) -> None:
    assert found(mailbox.find, message) == []
