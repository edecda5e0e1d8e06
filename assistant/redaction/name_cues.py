"""What stands beside the name of a person, as people write it: patterns on folded text.

Those that end in `$` are searched in what comes before a name, the rest matched right after it.
"""

from __future__ import annotations

import re

from .patterns import any_of
from .people import FORM, OFFICE, RELATIVE, TITLE
from .text import Text
from .words import Word

_WINDOW = 60
"""Characters before a name in which a cue is looked for."""
_END = r"[\s:,\-.]{1,3}$"
_NEXT = r"(?:\s|\s?[:,\-]\s{0,2})$"
LABELS = re.compile(rf"(?:^|[\n.;,(])\s{{0,3}}{FORM}\s?:\s{{0,3}}$")
"""What is filled in after it in a form is a name, whatever its words."""
ANNOUNCES = re.compile(
    r"\b(?:"
    + any_of(
        r"""m[ei]\s?(?:ll|y|i)am[oa] mi\sno[mn]bre(?:\scompleto)?\ses nombre(?:\scompleto)?\s?:
        se\s(?:ll|y)ama(?:ba)? a\snombre\sde de\snombre se\sapellida mi\sapellido\ses apellidos?\s?:
        don dona(?!\s+juanita) conocid[oa]\scomo apodad[oa]"""
    )
    + rf"|{RELATIVE}\sllamad[oa]|(?:senora?|persona|joven|nin[oa]|hombre)\sllamad[oa]"
    + rf")(?:\s{TITLE}\.?)?{_END}"
)
"""Whatever follows is a name, known or not."""
_TOWARDS = any_of(
    r"""gracias contacto
    (?:habl|convers|trabaj|reun|contact|coordin|viv|fui|vine|pele)[a-z]{0,5}\scon
    (?:reclam|denunci|acus)[a-z]{0,4}\s(?:contra|a|por)
    (?:cambi|nombr|elegi|reemplaz|inclui|agreg|incorpor|contact|invit|avis|pregunt)[a-z]{1,4}\sa
    (?:cheque|boleta|factura|carta|papeles|correo|documentos|plata)(?:\s[a-z]{2,8})?\sa
    (?:saludos|gracias|saluda)\s[a-z]{4,13} (?:llame|llamen|llamar|ubicar|contactar)(?:\sa)?
    (?:tesorer|president|secretari)[oa]\s(?:sera|seria|es)
    (?:monitor|tallerista|profesor|encargad)[oa]?[a-z\s]{0,20}\s(?:es|sera|seria)"""
)
SUGGESTS = re.compile(
    r"(?:\b(?:(?:"
    + any_of(
        r"""(?:(?:le|les|te)\s)?h?abla(?:\s(?:con|usted))?
        (?:(?:le|les|te)\s)?escribe(?:\s(?:con|usted))? hablas\scon le\ssaluda atte
        saluda\satte atentamente saludos [sz]o[yi](?:\s(?:el|la|yo))? aqui aca somos
        yo (?:quien|el|la)\ssuscribe suscribe atentos\ssaludos\sde
        tia tio dr dra doctor doctora lamngen lamien peni"""
    )
    + rf")(?:\s(?:es|el|la))?(?:\s{TITLE}\.?)?|{TITLE}){_END}"
    + r"|\b(?:"
    + any_of(
        rf"""me\s(?:dicen|llaman|conocen\scomo)(?:\s(?:el|la))?
        pregunt(?:ar|e|en|a)\spor(?:\s(?:el|la))?
        (?:mi|mis|su|sus|tu)\s{RELATIVE}s? (?:el|la|mi|su|al|del|un|una|nuestr[oa])\s{OFFICE}
        {_TOWARDS} {RELATIVE}\sde (?:el|la|mi|su|nuestr[oa])\s{OFFICE}\slegal
        [sz]o[yi](?:\s(?:el|la))?\s{OFFICE}"""
    )
    + rf")(?:\s(?:es|era|sera|seria))?(?:\s{TITLE}\.?)?{_NEXT}"
    + rf"|(?:^|[\n,.;:(]\s{{0,2}}){OFFICE}(?:\s{TITLE}\.?)?{_NEXT}"
    + rf"|\bfirma(?:do)?(?:\spor)?\s?[:,\n]\s{{0,2}}(?:{TITLE}\.?\s)?$)"
)
"""A name may follow: one that is known, that has a capital or that is a strange word."""
ADDRESSES = re.compile(
    r"\b(?:"
    + any_of(
        rf"""{TITLE}\.? (?:mi|mis|su|sus|tu)\s{RELATIVE}s?\.? atte\.?\s{TITLE}\.?
        [sz]o[yi]\s(?:el|la) somos\s(?:el|la) pregunt(?:ar|e|en|a)\spor(?:\s(?:el|la))?
        me\sdicen(?:\s(?:el|la))?"""
    )
    + r")\s$"
)
"""A name follows, even one that is also a common word: «la señora Carmen», «mi hija Paz»."""
BEARS_NAME = re.compile(
    r"\b"
    + any_of(
        r"""calle pasaje avenida av villa poblacion escuela liceo colegio club deportivo hospital
        jardin teatro plaza parque estadio fundacion jjvv vecinos agrupacion centro comite
        corporacion universidad instituto sede biblioteca puente cerro rio estero lago volcan premio
        cesfam posta capilla parroquia iglesia ruta camino\sa santuario feria fiesta\sde virgen
        papa beca programa fondo conjunto folclorico ballet coro"""
    )
    + r"\.?[\s\"'«“]{1,3}(?:del? |la |el )?$"
)
"""A school or a street may bear a person's name: public, though it may be its president's."""
NOT_ALONE = re.compile(
    r"\b"
    + any_of(
        r"""ley plan sistema chatbot robot software huracan tormenta mes\sde dia\sde semana\sde san
        santo santa rey reina"""
    )
    + r"\s$"
)
ORGANISATION = re.compile(
    r"\b"
    + any_of("club centro comite agrupacion junta taller grupo union asociacion cooperativa jjvv")
    + r"(?:\s"
    + any_of(
        """de del la las los el adultos? mayores mayor vecinos vecinas vecinal deportiv[oa] social
        cultural rural agua potable mujeres madres padres apoderados y artesanos artesanas agricola
        campesin[oa]s? jovenes folcloric[oa] ambiental danza musica pintura tejedoras huasos
        emprendedoras productores productoras discapacidad crianceros regantes jubilados femenin[oa]
        indigena mapuche adelanto salud """
    )
    + r"){0,7}\s[\"«“]?$"
)
"""An organisation is named: «Agrupación de adultos mayores Flor de Naranjo»."""
NAMES_A_THING = re.compile(
    r"(?:^|[.;!?¿¡]\s{0,2})(?:(?:el|la|los|las|mi|un|una|este|esta|nuestr[oa])\s)?"
    + any_of(
        """sistema programa chatbot robot software herramienta plataforma aplicacion app proyecto
        empresa club agrupacion fondo formulario anexo concurso iniciativa linea portal pagina sitio
        documento tramite comite grupo conjunto taller fundacion corporacion sede pueblo sector
        villa poblacion organizacion perr[oa] gat[oa]"""
    )
    + r"(?:\s[a-z]{3,15})?\sse\sllama(?:ba|ra)?\s$"
)
"""«El sistema se llama Vigía», where the sentence begins: «la jefa del sistema se llama Ana»."""
FIRM = re.compile(
    r"(?:\sy\s[a-z]{2,20})?,?\s"
    + any_of(r"spa s\.p\.a ltda limitada s\.a y\sasociad[oa]s y\scia y\scompania")
    + r"\b"
)
"""One surname of a firm is public: «Ingeniería Muñoz SpA», «Consultora González y Asociados»."""
IS_PERSON = re.compile(
    r"(?:"
    + any_of(
        r"""\s(?:es|era|fue|sera|seria)\s(?:(?:el|la|mi|un|una|nuestr[oa]|su)\s)?
        ,\s(?:(?:el|la|mi|nuestr[oa]|su)\s)?(?:ex\s)?"""
    )
    + rf"(?:{OFFICE}|{RELATIVE})|\s(?:puede\s)?ser(?:\s(?:el|la))?\s{OFFICE}"
    + r"|,\s(?:viud[oa]|casad[oa]|solter[oa]|jubilad[oa]|chilen[oa])"
    + r"|,\sde\s\d{1,3}\sanos|,?\s(?:rut|run|r\.u\.t|c\.?i|cedula|pasaporte|carnet)"
    + r"|\sy\syo)\b"
)
"""Who goes before is a person: «…, presidenta», «… es mi vecina», «… y yo»."""
LIVES = re.compile(
    r"(?:\sno)?\s(?:ya\s)?(?:(?:me|nos|le|les|lo|la)\s)?"
    + any_of(
        r"""firmo postulo renuncio fallecio murio vive nacio declaro jubilo enviudo
        tiene\s\d+\sanos esta\senferm[oa] para\sservirle"""
    )
    + r"\b"
)
"""What only a person does: «… firmó», «… vive en»."""
ACTS = re.compile(
    r"(?:\sno)?\s(?:ya\s)?(?:(?:me|nos|le|les|lo|la)\s)?"
    + any_of(
        r"""dijo atendio llamo respondio contesto prometio aviso ayudo trato grito cobro explico
        firmo firma postulo renuncio fallecio murio vive trabaja quiere nacio declaro asumio jubilo
        viajo gano vendio compro tiene\s\d+\sanos para\sservirle puede\sfirmar"""
    )
    + r"\b"
)
"""Who goes before may be a person, or an office: «… nos dijo», «… vive en»."""
IS_ENDED = re.compile(r"\s*(?:$|[,.;!?\n]|y\s|de\s|del\s|desde\s|con\s|\d)")
"""What follows a name that ends there: «soy rosa de pinto», «soy paz, la tesorera»."""
LINKS_PERSON = re.compile(
    r"[a-z,;]\s?\b(?:con|a|para|por|de|y|e|que|donde|es|era|sera|ni|o|dijo)\s$"
)
"""What stands before a person in the middle of a sentence: «hablé con Rosa»."""
DETERMINER = re.compile(
    r"\b"
    + any_of(
        """la el las los una un unas unos mi su de del al en mucha mucho con y o que cada esa ese
        esta este por sin muy tan mas para"""
    )
    + r"\s$"
)
JOINS = re.compile(r"(?: y yo)?(?:, |,? (?:y|e|con|ni) )(?:(?:el|la|don|dona|mi \w+) )?$")
"""What joins one person with the next: «la Rosa, la Luz María y la Paz»."""


def before_name(word: Word, text: Text) -> str:
    """Return the folded characters in which a cue of the name that begins at `word` may be."""
    return text.folded[max(0, word.start - _WINDOW) : word.start]


def is_announced(word: Word, text: Text) -> bool:
    """Whether what begins at `word` is a name because of what is said before it."""
    before = before_name(word, text)
    return bool(ANNOUNCES.search(before)) and not NAMES_A_THING.search(before)


def is_labelled(word: Word, text: Text) -> bool:
    """Whether what begins at `word` fills in the name of a form."""
    return bool(LABELS.search(before_name(word, text)))


def is_cued(word: Word, text: Text) -> bool:
    """Whether a name may begin at `word` because of what is said before it."""
    before = before_name(word, text)
    return bool(SUGGESTS.search(before) or ADDRESSES.search(before))
