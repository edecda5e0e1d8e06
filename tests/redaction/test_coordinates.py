from __future__ import annotations

import pytest

from assistant.redaction.recognizers import coordinates

from .marked import found, values

FOUND = """
«-36.6066, -72.1034»
«-36,6066 -72,1034»
«36.6066 S 72.1034 O»
«36°36'24"S 72°06'12"O»
«36° 36' 24.5" S, 72° 06' 12" W»
lat «-36,7412 lon -72,2987»
latitud: «-36.74 longitud: -72.29»
UTM «19H 234567 5945678»
coordenadas «E 234.567 N 5.945.678»
«8QH4+2V» Chillán
«47rf8qh4+2v»
«///casa.perro.azul»
what3words «casa.perro.azul»
«https://maps.app.goo.gl/AbCd123»
«https://www.google.com/maps/@-36.6,-72.1,15z»
«https://maps.google.com/?q=-36.4215,-71.9583» ahí
«https://ul.waze.com/ul?ll=-36.6,-72.1»
«36 grados 36 minutos 24 segundos sur»
lat: «-36.6 long: -72.1»
UTM 19 H «758234 E 5945678 N»
""".strip().splitlines()
SURVIVE = """
la multa es de 50 UTM
36 grados de calor
el 36,5 % y el 72,1 %
1.234+56
entre 36,50 y 72,30 puntos
""".strip().splitlines()


@pytest.mark.parametrize("marked", FOUND)
def test_a_place_on_the_map_is_found(marked: str) -> None:
    message, expected = values(marked)
    assert found(coordinates.find, message) == expected


@pytest.mark.parametrize("message", SURVIVE)
def test_other_figures_are_no_place(message: str) -> None:
    assert found(coordinates.find, message) == []
