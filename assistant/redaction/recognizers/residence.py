"""What people say around where they live: «vivo en», «mi dirección es», a form's «Domicilio:».

Behind such words an address needs neither the word «calle» nor a number.
"""

from __future__ import annotations

from ..patterns import MONTHS, any_of
from ..subjects import RELATIVE
from .streets import (
    COMMUNE,
    ESTATE,
    KM,
    LED_NAME,
    NAME,
    NAME_WORD,
    NUMBER,
    PLOT,
    ROAD,
    RURAL,
    STREET,
    TAIL,
    TO,
    UNIT,
    UNIT_NUMBER,
)

_LINKS = (
    r"\b\s?(?:[:,]|\b"
    + any_of(
        """es en la el esta estan queda actual particular ubicad[oa] a que mi por actualmente sola
        solo aca carta nuestro ahora"""
    )
    + r"\b|\s){0,8}"
)
_HOME = any_of(
    rf"""(?<!en\s)[vb]i[vb]o [vb]ive viven vivimos viviendo [vb]ivia resid[oe] residimos residente
    domiciliad[oa]s? domicilio domisilio mi\scasa casa\sde\smi\s{RELATIVE} arriendo arrendamos
    (?:mi|nuestra|la)\s(?:casa|parcela)\s(?:es|esta|queda) me\smude me\scambie nos\scambiamos
    mi\s(?:predio|terreno|negocio|hogar)"""
)
_DIRECTION = r"(?:dire[ck]?[cs]+ion|diress?ion)"
_LIVES = rf"\b(?:{_HOME}|{_DIRECTION}){_LINKS}"
_SENDS = (
    r"\b"
    + any_of(
        r"""ubicad[oa]s? notificar(?:me)? visitar(?:me)? [vb]isitenme quedo queda llegar
        mandar(?:me)? manden(?:me)? enviar(?:me)? envien(?:me)? despachar(?:me)?
        (?:carta|paquete|cheque)\s(?:a|en) retirar\sen"""
    )
    + _LINKS
)
_NO_PLACE = (
    rf"(?!{COMMUNE}\s(?:n°|\d)|(?:(?:el|la|los|las)\s(?:\d+|anexo|formulario|n°|oficina)|{MONTHS}"
    r"|del?|regional|nacional|general|ley|resolucion|oficio|circular|anexo|formulario)\b)"
)
_SHORT = rf"{NAME_WORD}(?:\s{NAME_WORD}){{0,2}}"
_EXTRA = rf"(?:\s?,?\s?(?!{COMMUNE}){LED_NAME}(?=\s*(?:[,.;\n]|$)))?"
_REFERENCE = any_of(
    r"""frente\sal? al\slado cerca\sde detras\sde pasad[oa]\s entrando subiendo bajando junto\sa
    a\sla\s(?:altura|entrada|salida|vuelta|orilla|subida|bajada) al\s(?:final|fondo|llegar|costado)
    a\s(?!\d+\s\w+\sde\schillan)(?:una?|dos|tres|cuatro|cinco|\d+)\s(?:kms?|cuadras?|m(?:etro|t)s)
    a\s(?!\d+\s\w+\sde\schillan)(?:un|dos|tres|cuatro|cinco|\d+)\skilometros? antes\sdel?
    despues\sdel? camino\sal?\s por\sel\scamino donde\sesta entre\sla
    (?:en\s)?(?:el|la)\s(?:cruce|entrada|salida|subida|bajada)\sde
    (?:en\sla\s)?casa\s(?:azul|verde|roja|amarilla|blanca|celeste|de\s(?!mi))"""
)
_CLAUSE = (
    r"(?:(?!\s?,?\s(?:y|e|pero|porque|xq|pq|que|para|pa|quiero|queremos|necesito|puedo|podemos|tengo"
    r"|tenemos|hace|soy|somos|me|mi|no|como|cuando|gracias|ayuda)\b)[^.;!?¿\n\ufffc]){3,90}"
)
_LABELS = any_of(
    r"""rut run r\.u\.t fono telefono tel\b cel celular correo e?-?mail nombre comuna region ciudad
    edad fecha localidad provincia cp codigo wsp whatsapp contacto ocupacion cargo"""
)
GOES_ON = (
    r"[\s.,;:]{1,3}(?:(?:y|es|el|la|mi|su|de|con|que|ahi|alli|tiene|esta|queda|en)\s){0,5}"
    rf"(?P<more>(?:(?:numero|nro\.?|n°|num\.?)(?:\sde\s(?:la\s)?(?:casa|calle))?|{UNIT}|{KM})\s?"
    rf"(?:es\s|:\s?)?(?:el\s|la\s)?(?:numero\s)?{UNIT_NUMBER}{TAIL})"
)
"""What a second sentence adds: «Vivo en Los Aromos. Es la casa 12»."""

LIVED = (
    # vivo en Arauco 650
    rf"{_LIVES}(?P<place>{_NO_PLACE}{NAME},?\s?{NUMBER}{TAIL})",
    # vivo en la villa Los Copihues, Río Itata 0456; mi dirección es pasaje Los Tilos
    rf"{_LIVES}(?P<place>(?:{STREET}|{ESTATE}|{RURAL}|{PLOT}|camino|edificio(?!\sdel?\b))\s{TO}"
    rf"(?:{NAME}|{UNIT_NUMBER})(?:\s?,?\s?{NAME}\s{NUMBER})?{TAIL}{_EXTRA})",
    # vivo en Arauco con Maipón
    rf"\b{_HOME}{_LINKS}(?P<place>(?!{COMMUNE}|campo|casa|ciudad|pueblo)(?:calle\s)?{_SHORT}"
    rf"\s(?:con|esquina|esq\.?)\s(?:con\s|calle\s)?{_SHORT})"
    rf"(?=\s*(?:[,.;\n]|$|en\s|de\s|y\s|{COMMUNE}))",
    # envíen la carta a Libertad 710
    rf"{_SENDS}(?P<place>{_NO_PLACE}(?!{COMMUNE})(?![^,\n]{{0,60}}\sde\s\d){_SHORT},?\s{NUMBER}"
    rf"{TAIL})(?=\s*(?:[,.;:)/\n-]|$|(?:esquina|en|y|o|de|ya|por|para|que|desde|si)\b))",
    # vivo frente a la escuela de Minas del Prado, casa azul
    r"\b(?<!en\s)(?:[vb]i[vb]o|[vb]ive|vivimos|viven|mi\scasa\s(?:es|esta|queda)|queda\smi\scasa"
    r"|domicilio(?:\ses)?)\s(?:en\s[\w\s]{2,25},\s?)?(?:(?:en|por|justo|aca|alla)\s)?"
    rf"(?P<place>{_REFERENCE}{_CLAUSE})",
    # vivo en Los Aromos. Es la casa 12
    rf"{_LIVES}(?P<place>(?!{COMMUNE}){_SHORT})(?=[.,;]{GOES_ON})",
    # mi calle se llama Los Tilos
    r"\bmi\s(?:calle|pasaje|villa|poblacion|avenida)\s(?:es|se\sllama)\s(?:la\s|el\s)?"
    rf"(?P<place>{NAME})",
    # Isabel Riquelme 540, mi domicilio; Arauco 12, donde vivo
    rf"(?P<place>\b{NAME}\s{NUMBER}{TAIL})(?=,?\s(?:que\ses\s|es\s|esa\ses\s|donde\s|ahi\s|aqui\s)"
    r"?(?:mi\s(?:casa|domicilio|direccion)|vivo\b|resido\b))",
    # mi código postal es 3780000
    r"\b(?:codigo\spostal|cod\.?\spostal|c\.p\.|cp)\s?:?\s?(?:es\s)?(?:el\s)?"
    r"(?P<place>[a-z]?-?\d{5,7}\b)",
    # Dirección: Los Aromos 12
    rf"\b(?:domicilio|{_DIRECTION}|dir)(?:\s(?:particular|actual|personal|postal|completa))?\s?[:=]"
    rf"\s*(?P<place>(?=[^\n;|\ufffc]{{0,60}}(?:\d|s/n|\b(?:{STREET}|{ESTATE}|{RURAL}|{ROAD}|{PLOT})\s))"
    rf"[^\n;|\ufffc]{{3,90}}?)(?=\s*(?:$|[\n;|]|\.\s(?!\d|[a-z]\b)|\.$|\s(?:/|y|pero|porque)\s|[,.]?\s*(?:{COMMUNE}"
    rf"|{_LABELS}\W)|[-,]\s\ufffc|\ufffc))",
)
"""Patterns of an address, the group `place`, by what is said around it."""
