"""Passwords, PINs, verification codes and ClaveÚnica that somebody writes where they should not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..numerals import also_in_figures
from ..text import MASKED, Text
from .secret_tokens import SECRET, TRIED, tokens

_OF = (
    r"(?:\s(?:del?|para|d|con\sque\s\w+)\s(?:(?:la|el|mi|los|mis)\s)?[\w.]{2,20}){0,2}"
    r"(?:\sde\s\w+\s(?:digitos|numeros))?(?:\s(?:que\s)?(?:uso|usa|usamos|puse|tengo|ocupo|me\s\w{3,10}))?"
)
_OF_WHAT = (
    r"(?:del?|para)\s(?:(?:la|el|mi|los)\s)?(?:portal|wi-?fi|internet|correo|mail|sistema|sitio|porton|banco"
    r"|computador|pagina|plataforma|celular|cuenta|sii|perfil|usuario|facebook|instagram|gmail|alarma)"
    r"(?:\s(?:del?|de\sla)\s\w+)?"
)
_IS = r",?\s?(?:\b(?:es|era|seria|son)\b|[:=])\s*(?:(?:la|el)\s)?(?:siguiente)?\s*[:=]?\s*"
_VALUE = (
    r"(?:[\"'«“](?P<quoted>[^\"'»”\n]{2,64})[\"'»”]"
    r"|[(]?(?P<value>[^\s\"'»”()]{3,64}(?:\s[\d!@#$%*.\-]{1,8}(?![\w/]))?))"
)
_WITH_DIGITS = r"[\"'«“(]?(?P<value>(?=[^\s\"']*\d)(?=[^\s\"']*[^\W\d_]|\d{4})[^\s\"'»”()?¿]{4,64})"
_IN_QUOTES = r"[\"«“](?P<value>[^\"«»“”\n]{3,64})[\"»”]"
_MIXED = r"(?P<value>(?=[^\s\"']*\d)(?=[^\s\"']*[^\W\d_])[^\s\"'»”()?¿,]{4,64})"
_BECAME = r"\s(?:fue|quedo|quedaba|seria)\s(?:(?:en|como|con|asi|la|el)\s){0,2}:?\s?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # mi clave del portal es perrito; la contraseña es perrito; la clave del wifi es perrito
        rf"\b(?:(?:mis?|su|nuestra|tu)\s{SECRET}{_OF}|(?:las?|el)\s(?:[ck]laves?\s{_OF_WHAT}|(?!clave)"
        rf"{SECRET}{_OF})){_IS}{_VALUE}",
        # la clave es Perrito.1
        rf"\b(?:las?|el)\s{SECRET}{_OF}{_IS}{_WITH_DIGITS}",
        # contraseña: perrito
        rf"\b{SECRET}{_OF}\s?(?:[:=]|->|—|\s-\s)\s*{_VALUE}",
        # clave única Hola1234, pass perro123
        rf"\b{SECRET}{_OF}\s(?:es\s|era\s|con\s|la\s|el\s|n°\s?|numero\s){{0,2}}{_WITH_DIGITS}",
        # mi contraseña era mi perro Bobby2019; puse la clave y escribí Rosas#45; mi clave, perro1,
        rf"\b{SECRET}{_OF}(?:{_IS}(?:[^\W\d]+\s){{1,4}}?|,\s|[^\n.]{{1,40}}?\b(?:puse|pongo|escribi|escribo"
        rf"|uso|use|probe|con)\s){_MIXED}",
        # mi contra es perrito
        rf"(?<!\ben\s)\b(?:mi|tu)\scontra{_OF}{_IS}{_VALUE}",
        rf"(?<!\ben\s)\b(?:mi|tu|su|la)\scontra{_OF}\s?(?:{_IS}|{_BECAME}|\s){_MIXED}",
        # la contraseña que me dieron fue a1B2c3; mi clave quedó como perro1
        rf"\b{SECRET}{_OF}{_BECAME}{_WITH_DIGITS}",
        rf"\b{SECRET}\sque\s[^\n.;?]{{1,40}}?(?:\s(?:es|era)\s|{_BECAME}){_MIXED}",
        # le di mi clave al señor, la 1357
        rf"\b{SECRET}\b[^\n.;?]{{0,60}}?,\s(?:(?:que\s)?(?:es|era|fue)\s(?:la\s)?|la\s|o\ssea\s(?:la\s)?)"
        r"(?P<value>\d{4,8})(?!\w|[.,\-/]\d|\s(?:pesos|anos|personas|mil))",
        # usuario juana clave perrito
        r"\b(?:usuario|user|login)\b[^\n]{1,60}?\b(?:[ck]lave|contrasena|pass\w*|pwd)[\s:=,]{1,3}"
        r"(?:es\s)?(?P<value>[^\s\"'»”()]{3,64})",
        # ingresé con la clave perrito
        r"\b(?:entr[eoa]|ingres[eoa]|us[eo]|puse|pongo|puso)\s(?:con\s)?(?:la|mi)\s"
        r"(?:[ck]lave|contrasena)(?:\sunica)?\s(?P<value>[^\s\"'»”()]{3,64})",
        # el código que me llegó es 123 456
        r"\bcodigo\b[^\d\n]{0,40}\b(?:llego|enviaron|mandaron|sms|mensaje|verificacion|celular|correo)"
        r"\b[^\d\n]{0,24}(?P<value>\d(?:[ \-]?\d){3,7})(?!\w)",
        r"\b(?:llego|enviaron|mandaron)\b[^\d\n]{0,24}\bcodigo\b[^\d\n]{0,12}"
        r"(?P<value>\d(?:[ \-]?\d){3,7})(?!\w)",
        # pin 1 2 3 4, puse Nube.Azul.7 como clave
        rf"\b{SECRET}{_OF}\W{{1,3}}(?:(?:es|era|el|la|numero)\s){{0,2}}"
        rf"(?P<value>\d(?:[ \-]?\d){{3,7}})(?!\w)",
        r"(?P<value>(?=\S*[\d_.!#$%])[^\s\"'«“(]{4,64})[\"'»”]?\s(?:como|de|es\smi|es\sla)\s(?:mi\s)?"
        r"(?:[ck]lave|contrasena|pass\w*|pin)\b",
        # «Mi perro Toby 7» no la acepta como contraseña; probé con la clave «mi gato 7»
        rf"{_IN_QUOTES}[^\n\"«“.]{{0,40}}?\s(?:como|de|por)\s(?:mi\s|la\s|una\s)?"
        r"(?:contra[sz]?[sc]?e[nñ]\w*|[ck]lave|pas{1,2}w\w*|pin)\b(?!\sdel?\s)",
        rf"{_IN_QUOTES},?\s(?:es|era|fue)\s(?:mi|su)\s{SECRET}",
        rf"\b{SECRET}\b[^\n.\"«“]{{0,40}}?\b{TRIED}\s(?:con\s)?(?=.[^\n\"»”]*\d){_IN_QUOTES}",
        # la otra era Mil9Mil9, after a password
        rf"\b{SECRET}[^\n]{{1,60}}?\b(?:la\sotra|la\santerior|la\santigua|la\snueva|despues)\s"
        r"(?:era|es|puse)\s(?P<value>[^\s\"'»”()]{4,64})",
    )
)
# sk-…, ghp_…: keys of services show what they are by themselves.
_KEY = re.compile(
    r"(?<!\w)(?:sk-|pk-|ghp_|gho_|xox[abp]-|akia|bearer\s|ey[a-z0-9]{10})[\w\-.]{12,}"
)
_NOT_SECRETS = frozenset(
    """la el un una muy no que mi su incorrecta invalida erronea mala malo correcta valida
    personal privada nueva temporal segura antigua vieja bloqueada secreta intransferible para
    por de con lo necesaria obligatoria obligatorio unica esta estaba igual distinta otra facil
    dificil como porque pero si se me nuestra vencida caducada indispensable importante solo
    responsabilidad donde cual cuando www http https participar presentar tener rut run cedula
    carnet clave contrasena gratis gratuita les nos una mejor peor este eso esa ese ella ellos ya
    tambien bien mal confidencial requisito necesario cambiada perdida olvidada nuestro posible
    suficiente cierto verdad buena bueno larga corta diferente misma mismo requerida requerido
    exigida suya tuya mia entender rendir postular planificar del los las trabajar hacer escuchar
    leer siempre nunca fundamental esencial ciudadana y o ni desde hasta hay era es fue activada
    desactivada activa inactiva""".split()
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


@also_in_figures
def find(text: Text) -> Iterator[Finding]:
    """Yield every password of the text."""
    folded = text.folded
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            name = "quoted" if match.groupdict().get("quoted") else "value"
            # A «!» at the end may be part of the password: better one sign too many.
            value = match[name].rstrip(".,;:?¿")
            if _is_secret(value, match[0]):
                start = match.start(name)
                yield Finding(Kind.SECRET, start, start + len(value), 0.9)
    yield from tokens(folded)
    for match in _KEY.finditer(folded):
        yield Finding(Kind.SECRET, match.start(), match.end(), 0.9)


def _is_secret(value: str, said: str) -> bool:
    if len(value) < 3 or MASKED in value or value.strip("!¡.") in _NOT_SECRETS:
        return False
    is_said = re.search(r"\b(?:es|era)\s\S*$|[:=]\s*\S*$", said)
    return bool(is_said) or not _YEAR.match(value)
