"""The words that addresses are made of, folded and with the spellings that people use."""

from __future__ import annotations

from ..patterns import MONTHS, any_of

STREET = any_of(
    r"""calle\.? clle\.? cll\.? caye kalle c/\.? pasajes?\.? pasage pasje psaje psje\.? pje\.?
    psj\.? avenida\.? avenia abenida avda[./]? avd\.? av[./]? ave\.? callejon callejuela diagonal
    costanera alameda boulevard bulevar prolongacion carretera ctra\.? crta\.?"""
)
SQUARE = any_of(
    r"""plaza pza\.? pz plazuela placa paseo p° pso\.? ronda\s(?:del|de\sla) rambla raval carrer rua
    travesia peatonal gran\svia autovia glorieta vialidad colonia"""
)
"""What is public alone, and an address only with a number that ends it."""

ESTATE = any_of(
    r"""villa vlla billa pobla[cs]ion(?!\s(?:objetivo|benefi|total|rural|urbana|escolar|adulta))
    pobl?\.? pob\. condominio cond\. conjunto conj\. loteo barrio campamento residencial comunidad
    urbanizacion urb\. colonia"""
)
RURAL = any_of(r"sector sec\.? fundo hijuela localidad parcelacion caserio aldea paraje")
ROAD = any_of(r"camino ruta carretera autopista huella ctra\.?")
DWELLING = any_of(
    r"""casa kasa depto\.? dpto\.? dto\.? dp\.? dep\.? departamento departameto depa block blok
    bloque blk torre edificio edif\.? piso apto\.? apartamento escalera"""
)
PLOT = any_of("parcelas? parsela sitio lote hijuela")
KM = any_of(r"km\.? kms\.? kilometros?")
UNIT = any_of(
    rf"""{DWELLING} {PLOT} {KM} oficina ofic?\.? local manzana mz\.? mza\.? letra interior pasaje
    pje\.? psje\.? calle bodega puerta portal"""
)
COMMUNE = (
    any_of(
        r"""chill[ae]n bulnes quillon pinto coihueco yungay el\scarmen coelemu quirihue niquen
        ninhue pemuco ranquil portezuelo cobquecura tr?ehua?guaco trehuaco treguaco san\scarlos
        san\sfabian san\snicolas san\signacio nipas san\sgregorio quinchamali concepcion santiago
        nuble"""
    )
    + r"\b"
)
NAME_OF_PUBLIC = any_of(
    r"""ley resol\w* decreto ds art\w* bolet\w* oficio circular censo glosa partida instructivo
    concurso anexo formulario numeral item linea etapa fase version acta folio escuela liceo junta
    jjvv club comite posta cesfam bomberos compania region distrito pregunta punto pagina capitulo
    inciso letra titulo reglamento bases programa fondo proyecto convenio total factura boleta orden
    cuenta caja documento carta sumario oficina piso sala adulto nino vecino socio grupo mesa bus"""
)
"""What bears a number and is no street."""

_STOP = (
    any_of(
        """en para por que con sin a al se es son hay ya no si desde hasta como cuando cuanto donde
        esta este queda tiene tenemos tengo necesito necesitamos quiero queremos puedo podemos y o u
        e pero sobre entre ante vecinal publico rural principal numero nro num n km kilometro casa
        depto dpto departamento block parcela sitio lote torre villa poblacion sector comuna region
        fono tel rut correo mi su me mas cual ano anos vivo soy somos gracias hola censo segun
        concurso fndr fondo proyecto programa ley articulo hace cerca frente esquina antes despues
        hoy manana ayer plazo esto eso todo unos unas"""
    )
    + r"(?![\w'])"
)
WORD = (
    # a full stop inside a name ends an abbreviation: «Gral. Lagos», not «Los Aromos. Es la casa 12»
    r"(?:(?:gral|prof|pdte|cdte|tte|sgto|cap|arz|[^\W\d_]{1,3})\.|[^\W\d_](?:[\w']|\.(?=\w))*)"
)
NAME_WORD = rf"(?!{_STOP}|s/n|s\.n){WORD}"
_NUMBERED = rf"\d{{1,2}}\s(?:de\s{WORD}|norte|sur|oriente|poniente)"
NAME = rf"(?:{_NUMBERED}|{NAME_WORD})(?:[\s-](?:[ye]\s)?{NAME_WORD}){{0,5}}"
SIGN = r"(?:n[°ºro]{1,2}\.?\s?|n[.\s]\s?°?\s?|#\s?|num(?:ero)?\.?\s?|nro\.?\s?|no\.\s?)"
_SPOKEN = any_of(
    r"""un[oa]? dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince
    dieci\w+ veinte veinti\w+ treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento
    doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos
    mil"""
)
_NO_MEASURE = (
    # a measure, a date or people is no house number
    rf"(?!\s{{0,2}}(?:%|de\s{MONTHS}|"
    + any_of(
        r"""metros? mts?\b m2 kms?\b kilometros? cuadras? personas? pesos mil\b millon familias?
        vecin socios? socias? ano hora hrs luminarias? focos? camaras? postes? casas\b puntos? dias?
        meses lucas ninos mujeres adultos beneficiari participantes veces utm uf\b anos integrantes
        alumnos comunas proyectos"""
    )
    + "))"
)
NUMBER = (
    rf"(?:{SIGN}?\d{{1,5}}(?:\.\d{{3}})?(?:\s?-\s?[a-z0-9]{{1,3}})?[a-z]?(?![\w%°º]|[.,/]\d|:\d)"
    rf"|(?:numero\s|n°\s?){_SPOKEN}(?:\s(?:y\s)?{_SPOKEN}){{0,5}}\b"
    rf"|{_SPOKEN}(?:\s(?:y\s)?{_SPOKEN}){{1,5}}\b"
    rf"|s\s?/\s?n\b|sin\snum(?:ero|\.)?\b|s\.\s?n\.){_NO_MEASURE}"
)
UNIT_NUMBER = (
    rf"(?:{SIGN})?(?:\d{{1,5}}(?:[\-.,]\d{{1,4}})?(?:-\s?[a-z]|[a-z]|\s[b-df-hj-np-tv-xz])?"
    rf"|(?<![a-z])[a-z](?:\s?-?\s?\d{{1,4}})?|{_SPOKEN}(?:\sy\s{_SPOKEN})?)(?!\w)"
)
_END = r"(?=\s*(?:[,.;:)/\n-]|$|\s{2}|\s[a-z]?-?\d{5}\b|\sy\s))"
_DOOR = r"[a-z]|\d{1,2}[°ª]?[a-z]?|puerta\s\d+|dcha|izq\w*|izda"
_FLOOR = (
    # the floor and the door: 3, 2º B
    rf"(?:\d{{1,2}}\s?(?:\.?[°ªo]|er|to|do)?(?:\s?[-,]?\s?(?:{_DOOR}))?"
    r"|(?:bajo|atico|principal|entresuelo)(?:\s(?:[a-z]|der|izq))?|izda|dcha|[a-z])\.?"
    rf"(?!\w){_END}"
)
_ORDINAL = any_of("primer segundo tercer cuarto quinto sexto septimo octavo noveno decimo ultimo")
_LED = r"(?:l[oa]s?|el|san|santa|don|dona|cerro|capilla|estero|rincon|monte|alto|bajo)"
LED_NAME = rf"{_LED}\s{NAME_WORD}(?:\s{NAME_WORD}){{0,2}}"
"""A name that begins as those of places do: Los Aromos, San Martín, Cerro Colorado."""

TAIL = (
    rf"(?:\s?[,;\-/.]?\s?(?:\b{UNIT}\s?{UNIT_NUMBER}"
    rf"|\b(?:{ESTATE}|{RURAL})\s(?:{WORD}|\d{{1,2}})(?:\s{NAME_WORD}){{0,3}}|\b{PLOT}\s{LED_NAME}"
    rf"|\b{ROAD}\s(?:(?:viejo|nuevo|antiguo|interior)\s)?(?:a\s|al\s)?{NAME_WORD}"
    rf"(?:\s{NAME_WORD}){{0,2}}(?=\s?,?\s?{KM})|\b{_ORDINAL}\spiso\b|\bpiso\s{_ORDINAL}\b"
    rf"|\binterior\b|\bfondo\b|\besq(?:uina|\.)\s(?:con\s)?{NAME}"
    rf"|(?<=[\d,;.-]\s){_FLOOR}|(?<=[,-]){_FLOOR}))*(?:,?\s(?:s/n|sin numero)\b)?"
)
"""What may follow street and number: flat, villa, floor and door."""

TO = r"(?:(?:viejo|nuevo|antiguo|interior|publico)\s)?(?:a\s|al\s|hacia\s|de\s)?"
COUNT = r"\d{1,4}(?:[.,]\d{1,3})?"
KNOWN = any_of(
    r"""libertad o'?higgins bernardo\so'?higgins (?:arturo\s)?prat arauco maipon maipu el\sroble
    (?:isabel\s)?riquelme rosas gamero cocharcas claudio\sarrau sargento\saldea itata independencia
    vega\sde\ssaldias los\scarrera puren lumaco yerbas\sbuenas barros\sarana collin ecuador schleyer
    flores\smillan andres\sbello (?:general\s)?san\smartin manuel\srodriguez balmaceda freire
    serrano condell latorre esmeralda cochrane errazuriz (?:diego\s)?portales manuel\smontt
    caupolican pedro\sde\svaldivia lautaro colo\scolo tucapel galvarino anibal\spinto baquedano
    chacabuco gabriela\smistral pablo\sneruda violeta\sparra vicuna\smackenna matta covadonga
    rancagua ejercito padre\shurtado camilo\shenriquez jose\smiguel\scarrera comercio
    vicente\smendez constitucion (?:general\s)?lagos huambali paul\sharris nueva\soriente
    ignacio\scarrera\spinto (?:5|cinco)\sde\sabril (?:18|dieciocho)\sde\ssep?tiembre
    (?:21|veintiuno)\sde\smayo
    (?:12|doce)\sde\sfebrero (?:1|1ro|primero)\sde\smayo
    (?:11|once)\sde\sseptiembre"""
)
"""Streets that many towns of Chile have."""
