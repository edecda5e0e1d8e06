from __future__ import annotations

import pytest

from assistant.redaction.recognizers import web

from .marked import found, values

FOUND = """
mi ip es «192.168.1.25»
«2001:db8::ff00:42:8329»
«facebook.com/juana.perez»
«https://www.instagram.com/juanita»
mi instagram es «@juanita.perez»
mi ip es «10.0.0.5»
«192.168.1.25»
instagram: «juanita_perez»
mi insta es «juanita85»
facebook: «juanitaperez»
tiktok «@juani_85»
«@juanita_perez» en instagram
sígueme «@juanita_perez»
discord: «juanita#1234»
«https://www.facebook.com/juana.perez.5»
imei «356938035643809»
mac «00:1A:2B:3C:4D:5E»
id de mi dispositivo: «a1b2c3d4e5f6»
«wa.me/56987654321»
""".strip().splitlines()
SURVIVE = """
www.goredenuble.cl
https://www.registros19862.cl/buscar
facebook.com/goredenuble
luminarias IP65
versión 1.2.3
a las 23:59:59
el instagram es @goredenuble
sigan a @goredenuble y @gobiernodechile
¿tienen facebook o instagram?
punto 3.2.1.4
mi facebook no funciona
instagram: no tengo
facebook es obligatorio?
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_what_leads_to_a_person_on_the_network_is_found(marked: str) -> None:
    message, expected = values(marked)
    assert found(web.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_public_links_and_accounts_survive(message: str) -> None:
    assert found(web.find, message) == []
