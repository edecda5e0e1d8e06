"""What somebody endures: violence, measures of a judge, no papers, no roof, a child in care.

Folded, with the spellings that people use. Programmes and offices are public: they count only
where the text says that somebody in particular is in them.
"""

from __future__ import annotations

from ..patterns import any_of
from ..phrases import any_phrase
from ..subjects import of_me_or_mine, of_mine

_HURTS = any_phrase(
    r"""pega, pegan, pegaba, pego(?! (?:un|el|la|con)), golpea, golpean, golpeaba, golpeo, agrede,
    agredio, agredia, maltrata, maltratan, maltrataba, maltrato, viola, violo, violaba, abusa,
    abuso, abusaba, amenaza(?: de muerte)?, amenazo(?: de muerte)?, acosa, acosaba, humilla,
    humillaba, encierra, ahorca, quiso matar, quiere matar, insulta, insultaba, patea,
    (?:ha )?(?:golpead|agredid|maltratad|violad|amenazad)o, trata mal"""
)
_OBJECT = r"(?:me|nos|la|lo|le|les|las|los)"
_BY_WHOM = any_phrase(
    r"""mi marido, mi esposo, mi esposa, mi pareja, mi ex, mi ex \w+, mi polol[oa], mi conviviente,
    mi hij[oa], mi papa, mi mama, mi padrastro, mi hermano"""
)
_SORT = (
    r"(?: (?:intrafamiliar|domestic[oa]|sexual|fisic[oa]|psicologic[oa]|de genero"
    r"|de (?:mi|su) (?:pareja|marido|ex|esposo)|en (?:la|mi) casa))?"
)
_VIOLENCE = any_phrase(rf"vif, (?:violencia|maltrato|abusos?|acoso){_SORT}")
_SUFFER = any_phrase(
    """sufro(?: de)?, sufri(?: de)?, vivo, vivi, soy victima de, fui victima de, padezco,
    sobrevivi a, soy sobreviviente de, he sufrido"""
)
_SUFFERS = any_phrase(
    "sufre(?: de)?, sufrio, es victima de, fue victima de, vive, vivio, ha sufrido"
)
_MEASURE = any_phrase(
    r"""orden(?:es)? de (?:alejamiento|expulsion|detencion|arresto), arresto domiciliario,
    prohibicion de (?:acercarse|acercamiento|acercarme), medidas? (?:cautelar(?:es)?|de proteccion),
    libertad vigilada, firma (?:mensual|quincenal|semanal),
    (?:denuncias?|causas?|juicio|demanda) (?:por|de) (?:vif|violencia|alimentos),
    (?:denuncias?|causas?) (?:por|de) violencia intrafamiliar"""
)
_HAVE = any_phrase(
    """tengo, tenemos, tenia, estoy con, puse, pedi, me dieron, me pusieron, me llego, solicite,
    interpuse, cumplo, gane, quebre"""
)
_HAS = any_phrase("tiene, tienen, tenia, esta con, puso, pidio, le dieron, le pusieron, cumple")
_FOREIGNER = any_of(
    r"""migrantes? inmigrantes? extranjer[oa]s? haitian[oa]s? venezolan[oa]s? colombian[oa]s?
    peruan[oa]s? bolivian[oa]s? ecuatorian[oa]s? cuban[oa]s? dominican[oa]s? argentin[oa]s?"""
)
_UNLAWFUL = (
    r"(?:sin (?:papeles|visa|documentos|carnet|rut|residencia)|irregular(?:es)?|ilegal(?:es)?"
    r"|indocumentad@|en situacion irregular)"
)
_NO_PAPERS = any_phrase(
    rf"""(?:(?:un|una) )?{_FOREIGNER} {_UNLAWFUL}, indocumentad@, sin (?:papeles|visa|residencia),
    refugiad@, solicitante de (?:refugio|asilo), situacion migratoria irregular, ilegal"""
)
_AM = any_phrase("soy, soi, estoy, toy, sigo, ando, quede, llegue, me quede, vivo, somos, estamos")
_IS = any_phrase("es, esta, sigue, anda, quedo, vive, son, estan")
_FEW = (
    r"(?:(?:una?|la|el|los|muy|en|de|con|por|mi|todavia|aun|actualmente|tambien|hoy|acogid[oa]|ya)\s)"
    r"{0,4}"
)
_CARE = any_phrase(
    r"""(?:el |la )?(?:servicio )?mejor nine[zs], (?:el )?sename, (?:la )?opd,
    (?:una |la )?(?:residencia|hogar) de (?:menores|ninos|proteccion|acogida),
    (?:un |el )?hogar de (?:menores|ninos|proteccion|acogida),
    (?:una |la )?familia de acogida"""
)
_GREW = any_phrase("estoy, estuve, creci, me crie, vivi, pase, sali")
_GROWS = any_phrase("esta, estuvo, vive, estan, crecio, se crio")
_ANY = r"\w*"
_LIVE = any_phrase(
    "vivo, duermo, estoy, ando, vivimos, dormimos, estamos, quede, quedamos, pernocto, sigo"
)
_LIVES = any_phrase("vive, duerme, esta, anda, viven, duermen, quedo, quedaron, pernocta")
# «Vivo en la calle Roble» is an address: what follows must not be the name of the street.
_NO_NAME = (
    r"(?=\s?(?:[.,;:!?)\n]|$)|\s(?:hace|desde|con|y|porque|sin|pero|ya|todavia|aun|por|ahora|hoy|actual\w+"
    r"|junto|mientras|cuando|a\sveces|en|no|quiero|necesito|me|despues|igual)\b)"
)

ENDURES = (
    # mi pareja me pega; me golpea mi marido
    rf"{of_mine(_ANY)}(?P<term>{_OBJECT}\s{_HURTS}(?:\sde\s(?:mi|ella|el)(?!\w))?)",
    rf"\b(?P<term>(?:me|nos)\s{_HURTS}(?:\sde\smi)?)\s{_BY_WHOM}",
    r"\b(?P<term>me\s(?:violaron|abusaron|golpearon|agredieron)"
    r"|(?:abuso|abusaba|abusaron)\sde\s(?:mi(?!\s\w*confianza)|mi\shij[oa])|fui\s(?:abusad|violad|golpead)[oa])"
    r"(?!\w)",
    # sufro violencia intrafamiliar; tengo orden de alejamiento
    rf"{of_me_or_mine(_SUFFER, _SUFFERS)}{_FEW}(?P<term>{_VIOLENCE})",
    rf"{of_me_or_mine(_HAVE, _HAS)}{_FEW}(?P<term>{_MEASURE})",
    # soy migrante sin papeles
    rf"{of_me_or_mine(_AM, _IS)}{_FEW}(?P<term>{_NO_PAPERS})(?!\sde\s(?:la|el)\s)",
    # a mi hijo lo tiene Mejor Niñez; mi nieta está en el Sename; el Sename me quitó a mi hijo
    rf"{of_mine('(?:tienen?|llevo|quito|quitaron|llevaron|retiro|cuida)')}{_FEW}(?P<term>{_CARE})",
    rf"{of_me_or_mine(_GREW, _GROWS)}"
    rf"(?:en|con|por|del?)\s(?P<term>{_CARE})",
    rf"\b(?P<term>{_CARE})\s(?:me|nos|le|les)\s(?:quito|retiro|quiere\squitar|llevo|sac[oa])(?!\w)",
    r"\bme\s(?P<term>quitaron\s(?:a\s)?(?:mis?|los|el|la)\s(?:hij[oa]s?|ninos|nin[oa]|guagua|niet[oa]s?))",
    # vivo en la calle
    rf"{of_me_or_mine(_LIVE, _LIVES)}(?:\w+\s){{0,2}}?en\s"
    rf"(?P<term>(?:la\s)?calle|(?:un|el)\s(?:ruco|albergue)"
    rf"|(?:una|la)\s(?:hospederia|carpa|casa\sde\sacogida)){_NO_NAME}",
)
"""Patterns whose group `term` is what somebody endures."""
