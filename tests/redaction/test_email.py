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
""".strip().splitlines()


@pytest.mark.parametrize("marked", EMAILS)
def test_an_address_is_found_written_or_spelled_out(marked: str) -> None:
    message, expected = values(marked)
    for text in (message, f"mi correo: {message} gracias", f"es {message}."):
        assert found(email.find, text) == expected


@pytest.mark.parametrize("message", NOT_EMAILS)
def test_functional_mailboxes_and_links_survive(message: str) -> None:
    assert found(email.find, message) == []
