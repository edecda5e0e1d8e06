"""What somebody lives on, is given and owes: income, benefits, bracket of the social registry.

Folded, with the spellings that people use. The money of a project or of the contest is public:
amounts count only as somebody's wages or pension.
"""

from __future__ import annotations

from ..patterns import any_of
from ..phrases import any_phrase
from ..subjects import of_me_or_mine, of_mine

_SPOKEN = any_of(
    """un dos tres cuatro cinco seis siete ocho nueve diez veinte treinta cuarenta cincuenta sesenta
    setenta ochenta noventa cien ciento \\w+cient[oa]s quinient[oa]s mil y medio"""
)
_AMOUNT = (
    r"(?:\$\s?\d[\d.]*(?:\s(?:mil|lucas|pesos))*"
    r"|\d[\d.,]*\s?(?:mil\spesos|mil|lucas|pesos|millon\w*)(?:\spesos)?"
    rf"|(?:{_SPOKEN}\s){{1,5}}(?:mil(?:\spesos)?|lucas|pesos))"
)
_A_MONTH = r"\s(?:al\smes|mensual\w*|por\smes|liquid[oa]s?|a\sla\ssemana|diari[oa]s)"
_INCOME = (
    rf"(?:(?:menos\sdel?\s|apenas\s|como\s|solo\s)?(?:{_AMOUNT}|(?:(?:el|un)\s)?(?:sueldo\s)?minimo)"
    rf"(?:{_A_MONTH})?)(?!\w)"
)
_MONTHLY = rf"(?:(?:{_AMOUNT}|\d[\d.]{{2,}}){_A_MONTH})(?!\w)"
_ALLOWANCE = "(?:pen[szc]i?on|[jg]u[bv]ila[szc]ion|montepio)"
_PENSION = (
    r"(?:(?:de|por)(?: la)? "
    r"(?:in[bv]alide[sz]|[bv]eje[sz]|viude[sz]|sobrevivencia|orfandad|alimentos))"
)
_BENEFIT = any_phrase(
    rf"""pgu, pen[szc]i?on garanti[zs]ada(?: universal)?,
    aporte previsional(?: solidario)?, aps, apsi,
    {_ALLOWANCE}(?: (?:[bv]asica|minima|asistencial|de gracia))?(?: solidaria)?,
    {_ALLOWANCE}(?: (?:[bv]asica|minima|solidaria))? {_PENSION},
    su[bv]?[sc]idio(?: unico)?(?: familiar| habitacional| maternal)?, su[bv]?[sc]idio de \w+, suf,
    su[bv]?[sc]idio al? \w+(?: \w+)?, seguro de [sc]e[sz]antia, asignacion familiar, ife, duplo,
    chile solidario, aporte familiar(?: permanente)?, bono (?:marzo|familia\w*|por hijo),
    bono (?:proteccion|invierno|base),
    bono de \w+(?: \w+)?, ingreso etico(?: familiar)?, ingreso familiar de emergencia,
    programa familias?, beca \w+, cajas? de alimentos?, canasta familiar, ayuda social,
    retencion judicial"""
)
_REGISTRY = (
    r"(?:registro\ssocial(?:\sde\shogares?)?|rsh|r\.s\.h\.?|ficha\s(?:de\sproteccion\s)?social)"
)
_PERCENT = r"\d{1,3}\s?(?:%|por\s?ciento)"
_BRACKET = (
    rf"(?:(?:tramo\s(?:del?\s(?:el\s)?)?)?(?:{_PERCENT}|\b\d{{2}}\b)"
    r"(?:\s(?:de\s(?:la\s)?)?(?:(?:mas|mayor)\s)?(?:vulnerab\w+|pobre\w*|poblacion\smas\s\w+))?"
    rf"(?:\s(?:del|en\sel|de\smi|segun\sel|de)\s{_REGISTRY})?"
    r"|tramo\s(?:mas\s(?:bajo|pobre\w*)|\w+))(?!\w)"
)
_OF_REGISTRY = (
    rf"(?:(?=[^.;\n]{{0,30}}(?:{_REGISTRY}|vulnerab))|(?<=vulnerable)|(?<=pobre)|(?<=hogares)"
    r"|(?<=rsh)|(?<=social))"
)
HARDSHIP = any_phrase(
    rf"""[sc]e[sz]antes?, [sc]e[sz]antia, analfabet@, pres@, privad@ de libertad, dicom, quiebra,
    sin (?:pega|tra[bv]ajo|empleo|ingresos|plata|sueldo|casa|luz|comida),
    sin (?:pega|tra[bv]ajo|empleo|ingresos|sueldo) (?:estable|fijo|formal)s?, desemplead@,
    desocupad@, endeudad@(?: hasta \w+ \w+)?, moros@, insolvencia, allegad@,
    indigentes?, pobres?, pobreza(?: extrema)?, vulnerables?, vulnerabilidad(?: social)?,
    situacion de (?:calle|pobreza), (?:escasos|bajos|pocos) (?:recursos|ingresos), inquilin@,
    (?:pen[szc]ionad|[jg]u[bv]ilad|montepiad)[oa]s?,
    (?:pen[szc]ionad|jubilad)[oa]s? (?:por|de)(?: la)? (?:invalidez|vejez|gracia),
    registro (?:nacional )?de deudores, deudora?(?: de(?: la)? pension(?: de alimentos)?)?,
    situacion irregular, campamento, (?:una )?toma(?: de terreno)?(?! de), mediagua, rancha,
    (?:durmiendo|viviendo) en la calle, temporer@, beneficiari@ del? (?:la )?{_BENEFIT}"""
)
_DEBT = (
    r"(?:(?:la\s)?pension(?:\sde\salimentos)?|(?:(?:una|las?|muchas?|hartas?|algunas|varias)\s)?"
    r"deudas?(?:\s(?:de|con|en|por)\s(?:(?:la|el|los)\s)?[^\s.,;\ufffc]+"
    r"(?:\s(?:de|en|comercial|mil|millon\w*)\s?\w*)?)?"
    r"|(?:\w+\s)?(?:meses|cuotas)\sd\w+\s\w+|(?:(?:el|la)\s)?(?:arriendo|dividendo|cae|credito)"
    rf"|{_AMOUNT}\s(?:al?|en|de)\s(?:(?:la|el|una?)\s)?(?:banco\w*|caja\w*|financiera|farmacia|retail"
    r"|tienda|casa\scomercial|arriendo|luz|agua|dividendo|prestamista|almacen|cooperativa))(?!\w)"
)
_AM = any_phrase(
    r"""soy, soi, toy, estoy, estoi, quede, ando, fui, sigo, me siento, me considero, vengo, vivo,
    llevo(?: \w+)? (?:meses|anos|dias|semanas|tiempo), llevo, me quede, estuve, aparezco, salgo,
    figuro, me metieron, caigo"""
)
_IS = any_phrase(
    r"""es, son, esta, estan, quedo, anda, fue, sigue, se quedo, lleva(?: \w+)? (?:meses|anos),
    vive, aparece, sale, estamos, somos, vivimos, quedamos"""
)
_GET = any_phrase(
    r"""re[sc]i[bv]o, perci[bv]o, vivo, tengo, me llega, me pagan, me dan, me dieron, estoy, saco,
    (?<!como )(?<!donde )(?<!cuando )co[bv]ro(?! del), subsisto, me mantengo, obtuve, dependo,
    me quitaron, me cortaron, me otorgaron, me suspendieron, me rechazaron"""
)
_GETS = any_phrase(
    "re[sc]i[bv]en?, co[bv]ra, perci[bv]e, vive, tiene, le llega, le pagan, le dan, le quitaron"
)
_EARN = any_phrase(
    """gano, ganaba, mi sueldo, mi ingreso, mis ingresos, mi renta, mi pension, mi jubilacion,
    mi liquidacion, sobrevivo, vivo, vivimos"""
)
_PLACED = any_phrase(
    """estoy, estamos, pertenezco, pertenecemos, soy, salgo, salimos, aparezco, quede, quedamos,
    caigo, me clasificaron, me pusieron, me dejaron, me bajaron, me subieron, tengo"""
)
_PLACES = any_phrase("esta, estan, pertenece, salio, aparece, quedo, es, tiene")
_MORE = (
    r"(?:(?:la|el|los|las|una?|mi|del?|con|en|solo|apenas|tambien|muy|harto|super|gracias|a|por|mas"
    r"|ya|nada|hace|que|bien|bastante|completamente|totalmente|tan|actualmente|hoy|todavia|aun|aca"
    r"|adulto|mayor|persona|familia)\s){0,4}"
)
_BE = r"(?:(?:es|son|era|seria|fue|con|del?|apenas|solo|como|los|las|unos|unas|a|por|el)\s){0,4}"
_WITHIN = r"(?:(?:en|al?|del?|el|con|una?|la|como|dentro)\s){0,4}"
_NO_PROJECT = (
    r"(?!deudas?\s(?:de|por|con)\s(?:(?:la|el)\s)?(?:rendi|gore|gobierno|core|muni|docum))"
)

LIVES_ON = (
    # estoy cesante; mi marido quedó sin pega; soy pobre
    rf"{of_me_or_mine(_AM, _IS)}{_MORE}(?P<term>{HARDSHIP}(?:\sy\s{HARDSHIP})?)",
    # recibo la PGU; mi mamá cobra pensión de invalidez
    rf"{of_me_or_mine(_GET, _GETS)}{_MORE}"
    rf"(?P<term>{_BENEFIT}(?:\sy\s(?:(?:la|el|una?)\s)?{_BENEFIT})?)",
    rf"\bmi\s(?P<term>{_BENEFIT})",
    # gano 320 mil pesos; mi sueldo es el mínimo; me pagan 300 mil al mes
    rf"(?:\b{_EARN}\s|{of_mine('(?:gana|ganan|sobrevive|vive)')}){_BE}(?P<term>{_INCOME})",
    rf"{of_me_or_mine(_GET, _GETS)}{_BE}(?P<term>{_MONTHLY})",
    # estoy en el 40 % más vulnerable del RSH; mi tramo es el 40
    rf"{of_me_or_mine(_PLACED, _PLACES)}{_WITHIN}(?P<term>{_BRACKET}){_OF_REGISTRY}",
    rf"{of_me_or_mine('(?:estoy|pertenezco)', '(?:esta|estan|pertenece)')}{_WITHIN}"
    rf"(?P<term>{_PERCENT})(?=\s?(?:[.,;\n]|$))",
    rf"\bmi\s(?:tramo|{_REGISTRY}|(?:tramo|porcentaje|puntaje|calificacion(?:\ssocioeconomica)?)"
    rf"\s(?:del?|en\sel|de\smi)\s{_REGISTRY}|calificacion\ssocioeconomica)\s?"
    r"(?:(?:es|esta|sale|salio|dice|quedo|era|marca|en|el|del?|un|al|con|como)\s|:\s?){1,5}"
    rf"(?P<term>{_BRACKET})",
    # debo la pensión de alimentos; tengo deudas
    rf"\b(?P<term>(?:no\s(?:he\spagado|pago|puedo\spagar)|debo|adeudo|estoy\sdebiendo)\s{_DEBT})",
    rf"\btengo\s(?P<term>{_NO_PROJECT}(?!(?:la|el)\s){_DEBT})",
    # perdí la pega; me despidieron; no me alcanza para comer
    r"\b(?P<term>(?:perdi|perdio)\s(?:la|el|mi|su)\s(?:pega|trabajo|empleo))(?!\w)",
    r"\bme\s(?P<term>despidieron|echaron\sde\sla\spega|echaron\sdel\strabajo|finiquitaron"
    r"|embargaron|desalojaron|(?:van\sa\s)?remata(?:r|ron)\s(?:la|mi)\scasa)(?!\w)",
    r"\b(?P<term>no\s(?:me|nos|les?)\salcanza\s(?:(?:la\splata|el\ssueldo)\s)?(?:ni\s)?(?:para|pa)\s"
    r"(?:comer|vivir|llegar\sa\sfin\sde\smes|(?:los|mis)\sremedios|el\sarriendo|la\s(?:luz|comida)))",
    r"\bmi\s(?:sueldo|pension|plata)\s(?P<term>no\sme\salcanza)",
    r"\b(?P<term>no\s(?:tengo|tiene)\s(?:trabajo|pega|empleo|ingresos?|sueldo|casa\spropia))"
    r"(?!\w|\sd)",
    # salí de la cárcel
    r"\b(?:sali|salio|estuve|estuvo|estoy)\s(?:de|en|desde)\sla\s(?P<term>carcel)",
    r"\b(?:tengo|tiene)\s(?P<term>antecedentes\spenales|papeles\smanchados)",
)
"""Patterns whose group `term` is what somebody lives on or owes."""
