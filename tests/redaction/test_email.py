from __future__ import annotations

import pytest

from assistant.redaction.recognizers import email

from .marked import found, values

EMAILS = """
«juana@gmail.com»
«juana.perez@gmail.com»
«Juana.Perez@Gmail.COM»
«juana_perez-52@correo.uchile.cl»
«juana+fndr@gmail.com»
«juana@gmail .com»
«juana @ gmail.com»
«juana@ gmail.com»
«juana @gmail . com»
«juana@gmail»
«juana@gmail,com»
«juana.perez gmail.com»
mi mail es «juana.perez@» y no sirve
mi correo es «juana perez @ gmail.com»
mi correo es «juana perez arroba gmail punto com»
«juana arroba gmail punto com»
«juana Arroba Gmail Punto Com»
«juana punto perez arroba gmail punto com»
«juana guion bajo perez arroba hotmail punto com»
«juana.perez arroba gmail.com»
«juana arroba gmail»
«juana aroba gmail punto com»
«juana(at)gmail.com»
«juana (arroba) gmail (punto) com»
«juana[at]gmail[dot]com»
«juana [at] gmail [dot] com»
«juana at gmail dot com»
«juana arroba munisancarlos punto cl»
«juana arroba gmail pto com»
«peñaloza.núñez@gmail.com»
«juana@gmail.com»; «pedro@gmail.com»
<«juana@gmail.com»>
«jjvv.losaromos@gmail.com»
«contacto@jjvvlosaromos.cl»
«juan.soto@goredenuble.cl»
""".strip().splitlines()

IN_MESSAGES = """
mi correo es «juanagmailcom»
«juana.perezgmail.com»
escríbame a «juana perez arroba gmail punto com» por favor
mi mail «pato_fica en gmail punto com»
Correo: «vero.salgado(@)gmail(.)com».
«juana.perez aroba gmail punto com»
«juana.perez arriba gmail punto com»
«juana.perez (a) gmail.com»
«juana.perezarrobagmail.com»
«juanaarrobagmailpuntocom»
«j u a n a @ g m a i l . c o m»
«JUANA.PEREZ ARROBA HOTMAIL PUNTO CL»
«juana@@gmail.com»
«juana#gmail.com»
«rcayuqueo guion bajo 60 arroba gmail punto com»
mi correo es «juana.perez arroba gmail»
email: «juana.perez@uchile»
«josé.muñoz@ñandu.cl»
mi correo es «juana punto perez punto 85 arroba la muni punto cl»
«juana.perez gmail com»
«juana.perez arrobagmail.com»
«juana.perez en arroba gmail punto com»
«juana(guion bajo)perez arroba gmail punto com»
«juana.perez@.gmail.com»
""".strip().splitlines()

NOT_EMAILS = """
oficinapartes@goredenuble.cl
incidentes-ia@gorenuble.cl
www.goredenuble.cl
https://www.registros19862.cl
a 2 @ 3
una arroba de papas
el punto com de la cuestión
estoy at home
el instagram es @goredenuble
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
el formulario está en www.goredenuble.cl o en el correo fndr@goredenuble.cl
no tengo gmail punto
bombea protones hacia el interior
""".strip().splitlines()


@pytest.mark.parametrize("marked", EMAILS)
def test_an_address_is_found_written_or_spelled_out(marked: str) -> None:
    message, expected = values(marked)
    for text in (message, f"mi correo: {message} gracias", f"es {message}."):
        assert found(email.find, text) == expected


@pytest.mark.parametrize("message", NOT_EMAILS)
def test_functional_mailboxes_and_links_survive(message: str) -> None:
    assert found(email.find, message) == []


@pytest.mark.parametrize("marked", IN_MESSAGES)
def test_an_address_is_found_among_the_words_of_a_message(marked: str) -> None:
    message, expected = values(marked)
    assert found(email.find, message) == expected
