"""The part of a message that asks: what courtesy, vocatives and a story around it hide.

Older and rural people greet, excuse themselves, tell why they ask and say thanks. None of it is
about the topic, and all of it moves the meaning of the message away from that of its question.
Courtesy is set aside at once; a story is kept, and the question is told apart from it.
"""

from __future__ import annotations

import re

from knowledge_base.text import content_words, fold, words

LONG_WORDS = 7
"""A message shorter than this has no story to be told apart from its question."""

LEAST_CONTENT = 2
"""Content words without which a question does not stand alone («¿qué hacemos con eso?»)."""

ENOUGH_CONTENT = 3
"""Content words with which it does, even if it points back («¿hay que firmarlo ante notario?»)."""

_ACCENTED = {"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uúü]", "ñ": "[nñ]"}
_LETTER_OR_CLASS = re.compile(r"\[[^\]]*\]|\\.|\(\?P<\w+>|[aeiouñ ]")


def _any(*patterns: str) -> str:
    """Return a pattern for any of these, however they are accented and spaced."""

    def loosen(found: re.Match[str]) -> str:
        return r"\s+" if found[0] == " " else _ACCENTED.get(found[0], found[0])

    return "(?:" + _LETTER_OR_CLASS.sub(loosen, "|".join(patterns)) + ")"


_NAME = r"\[NOMBRE_\d+\]"
_YOU = _any(
    r"señorit(?:a|as|o|os)|mijit[oa]|lamngen|lamgen|peñi|joven|jovencit[oa]|jovin",
    r"estimad[oa]s?(?: señor(?:es|as?|itas?)?)?|señor(?:es|as?)?",
)
_YOU_APART = _any(r"caballeros?|colegas?|amig[oa]s?|vecin[oa]s?|mij[oa]|ti[oa]|don|doña|usted")
"""What people are called that is also what questions are about: only between pauses."""
_EXCUSE = _any(
    r"(?:disculp|perdon)(?:e|a|en|ar|eme|enme|ame)(?: usted| ud)?"
    r"(?: (?:la|tanta|mi) (?:ignorancia|molestia|pregunta|insistencia|tardanza|hora"
    r"|confianza|letra)"
    r"| (?:la|el|lo|mi|tanta) \w+(?=\W?[,.:;¿]))?"
    r"(?: que (?:la|lo|le|los|las|les) (?:molest|pregunt|interrump|distra)\w+(?: de nuevo"
    r"| otra vez)?)?",
    r"con (?:todo (?:el )?|el debido )respeto",
    r"con su permiso",
)
_HELLO = _any(
    r"hola+|ola|olaa|wenas?|alo|mari mari|pucha|ay(?=,| señor| joven| disc| perd| mij)"
    r"|bueno(?=,)|ya(?=,)",
    r"(?:muy )?buenos dias|buen dia|(?:muy )?buenas(?: tardes| noches)?",
    r"reciba(?:n)?(?: usted(?:es)?)? (?:mis|un|unos)(?: cordial(?:es)?| afectuosos?)? saludos?",
    r"un(?: cordial)? saludo|saludos(?: cordiales)?",
    r"(?:junto con|luego de|despues de) saludar(?:lo|la|le|los|las|les)?",
    r"espero que (?:se encuentren?|esten?)(?: muy)? bien",
)
_LISTEN = _any(
    r"oigan?(?: usted)?|oye|oe|mire(?: usted)?(?: que)?"
    r"|fijese(?: usted)?(?: señorit[oa])?(?: que)?|por favor(?:cito)?|porfa",
    r"(?:una |la )?(?:consulta|pregunta|duda)(?: cortita)?|una (?:consultita|preguntita|dudita)",
    r"(?:yo )?(?:te|le|les) (?:consulto|pregunto)|tengo una (?:duda|consulta|pregunta)",
    r"(?:tengo |son )?(?:dos|2|tres|varias) (?:cosas|preguntas|dudas|consultas)",
)
_PRESENTED = (
    _any(
        r"(?:y )?(?:yo )?(?:soy|me llamo|mi nombre es)",
        r"(?:aqui |aca )?(?:le|les|te) (?:habla|escribe|saluda|hablo|escribo|saludo)",
    )
    + rf"\W+(?:(?:don|do[nñ]a|la se[nñ]ora|el se[nñ]or)\W+)?{_NAME}"
)
_OPENING = re.compile(
    rf"^\W*(?:(?:{_PRESENTED}|{_NAME}(?=\W*[,.:;])"
    rf"|(?:{_HELLO}|{_EXCUSE}|{_LISTEN}|{_YOU})\b|{_YOU_APART}(?=\s*[,.:;!]))"
    r"[\s,.:;!¡\n-]*)+",
    re.IGNORECASE,
)
_THANKS = _any(
    r"(?:desde ya |de antemano |muchas |muchisimas |mil )*gracias(?: (?:por|de|desde"
    r"|anticipadas)\b[^?¿]*)?",
    r"(?:desde ya |de antemano |muy |le quedo |les quedo "
    r"|quedo )*agradecid[oa]s?(?: (?:de|por|desde)\b[^?¿]*)?",
    r"(?:se )?(?:lo|la|le|les) agradec(?:o|eria|ere)(?: mucho| tanto| harto)?",
    r"(?:se )?(?:lo|la) (?:pregunto|consulto|digo) con (?:todo )?(?:respeto|cariño)",
    r"(?:le|les) pregunto no mas",
    r"por favor(?:cito)?|porfa(?:vor|vorcito|s)?",
    r"si (?:es|fuera) (?:usted )?tan amable|si me (?:hace|hiciera) (?:usted )?el favor",
    r"(?:quedo|quedamos|estare) (?:muy )?atent[oa]s?(?: a [^?¿]*)?",
    r"(?:cordiales |atentos )?saludos(?: cordiales| a todos)?|atte|atentamente|cordialmente",
    r"(?:que )?(?:dios|diosito) (?:lo|la|le|los|las|les) (?:bendiga|pague|guarde)",
    r"(?:disculp|perdon)e(?: (?:la|tanta|mi) \w+)?",
    r"(?:usted |ud )?me (?:podra|podria|puede) decir",
    r"oigan?|pues|pue|poh|po",
)
_CLOSING = re.compile(
    rf"(?<!^)(?:[\s,.;:!¡]+(?:{_THANKS}|{_YOU})|[,.;!¡]\s*{_YOU_APART}|(?<=[?¿])\W*{_THANKS})"
    r"(?!\w)[\s.!¡,;:]*(?P<asks>\?*)[\s.!¡,;:]*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    rf",\s*(?:{_YOU}|{_YOU_APART}|{_EXCUSE}|{_any('oigan?', 'pues?', 'poh?', 'por favor', 'mire')})"
    r"(?=\s*[,?.!])",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"¿\s*\?")


_PRESENTATION = re.compile(rf"^(?:\W*(?:{_HELLO})\b)*\W*{_PRESENTED}[\s,.:;!]*", re.IGNORECASE)


def without_presentation(text: str) -> str:
    """Return `text` without the masked name that a person begins with.

    >>> without_presentation("Hola, soy [NOMBRE_1]. ¿Quién puede postular?")
    '¿Quién puede postular?'
    """
    kept = _PRESENTATION.sub("", text, count=1)
    return kept if content_words(kept) else text


def without_courtesy(text: str) -> str:
    """Return `text` without greetings, presentations, apologies, vocatives and thanks.

    What is nothing but courtesy stays as it is.

    >>> without_courtesy("Buenas tardes señorita, disculpe la molestia, ¿quién postula, oiga?")
    '¿quién postula?'
    """
    kept = _ASIDE.sub("", _OPENING.sub("", text, count=1))
    while (shorter := _EMPTY.sub("", _CLOSING.sub(r"\g<asks>", kept)).rstrip()) != kept:
        kept = shorter
    return kept.strip() if content_words(kept) else text


_QUESTION = _any(r"(?:(?:a|de|en|con|por|para|pa|desde|hasta|sobre) )?(?:que|q|cual(?:es)?"
                 r"|cuant[oa]s?|cuando|donde|como|quien(?:es)?)")  # fmt: skip
_TELL = _any("(?:decir|indicar|explicar|informar|aclarar|contar|señalar|orientar|detallar)")
_FRAME = re.compile(
    r"^(?P<before>.*?)(?<!\w)(?:"
    + _any(
        r"(?:quisiera(?:mos|n)?|quier(?:o|e|en)|queremos|queria(?:mos|n)?|necesit(?:o|amos|a)"
        r"|(?:me|nos|le) (?:gustaria|interesa|interesaria|urge)|venia a|vengo a|veniamos a)"
        r" (?:saber|preguntar(?:le|les|te)?|consultar(?:le|les|te)?|averiguar"
        r"|que (?:me|nos) (?:dig|dijer|expli|aclar|indi|inform)\w+)",
    )
    + "|"
    + _any(
        r"(?:tenga (?:usted )?(?:la|a) (?:gentileza|amabilidad|bondad|bien)(?: de)?"
        r"|(?:le|les|te) (?:ruego|pido|agradeceria|rogaria|pediria)|hag(?:a|an)(?:me"
        r"|nos) el favor de"
        r"|seria(?:n)? (?:usted )?tan (?:amable|gentil)(?:es)? (?:de|en)|me (?:haria|haga"
        r"|hace) el favor de"
        r"|(?:podria|podra|puede|pudiera)n?(?: usted(?:es)?)?) "
    )
    + rf"{_TELL}(?:me|nos)|"
    + _any(r"(?:me|nos) (?:podria|podra|puede|pudiera)n?(?: usted(?:es)?)? ")
    + rf"{_TELL}|"
    + _any(
        r"le agradeceria(?: que)? (?:me|nos) \w+ra",
        r"(?:me|nos) (?:diria|explicaria|aclararia)n?",
        r"(?:dig|expliqu|cuent|aclar|inform|indiqu)(?:a|an|e|en)(?:me|nos)",
    )  # fmt: skip
    + "|"
    + _any(
        r"(?:usted )?sab(?:e|en|ra|ran)(?: usted)?|cachai|(?:me|nos) (?:explica|dice"
        r"|cuenta|aclara)n?"
    )
    + rf"(?=\s+(?:si\b|{_QUESTION}\b))"
    + r")(?!\w)[\s,:]*(?:(?:pues?|po|oiga|usted|si\s+acaso)\b[\s,:]*)*(?P<after>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_REASON = re.compile(
    r"(?:[,;.]\s*|\s+)"
    + _any(
        "es que (?:mi|mis|yo|uno|una|nosotros|aca|aqui|no)",
        "porque|ya que|(?:mire|fijese) que|(?:para|pa) que no se",
    )
    + r"\b[^?¿.!]*|[,;.]\s*(?:y\s+)?"
    + _any(
        "es que",
        r"(?:para|pa) (?:que|no|ir|saber|conversar|contar|dejar|anotar|avisar)\w*",
        r"(?:como|que) (?:aca|aqui|por aca|uno|una|nosotros|despues)",
        r"(?:yo|uno|una) no",
    )
    + r"\b[^?¿.!]*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"(?:^\W*?|[,;:]\s*|(?=¿))(?P<asked>¿?\s*(?:{_QUESTION}|"
    + _any("se puede|podemos|puedo|hay que|sirve|es obligatorio|es necesario")
    + r")\b)",
    re.IGNORECASE,
)
_LINKS = re.compile(r"^(?:que|como|cuando|donde)\b", re.IGNORECASE)
"""Without its accent, a word that may only link; whoever writes accents would have written it."""
_STORY = re.compile(
    r"\b(?:me|nos|mis?|yo|nosotr[oa]s|un[oa]|soy|somos|tengo|estoy|ando|quier[oe]"
    r"|\w{2,}[aei]mos)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")
_POINTS_BACK = re.compile(
    r"\b(?:es[oae]|es[oa]s|ello|ah[ií]|all[ií]|lo mismo|el mismo|la misma|dicho|aquel|as[ií]"
    r"|igual|\w+[aei]r(?:se)?l[oa]s?|l[oa]s? (?:cambi|pag|compr|hac|rind|dej|sac|pued|pod)\w+)\b",
    re.IGNORECASE,
)


def asking_part(text: str) -> str:
    """Return the part of a message without courtesy that asks, when it stands alone; else "".

    >>> asking_part("Me ayuda un sobrino que entiende de esto. ¿Qué papeles hay que mandar?")
    '¿Qué papeles hay que mandar?'
    >>> asking_part("¿Qué papeles hay que mandar para postular este año?")
    ''
    """
    if len(words(text)) < LONG_WORDS:
        return ""
    whole = [s for s in _SENTENCE.split(text) if s.strip(" ¿?.,;")]
    asking = [s for s in whole if "?" in s or "¿" in s] or [
        s for s in whole if _question_in(s) or _FRAME.match(s)
    ]
    part = " ".join(_core(sentence) for sentence in asking or whole).strip()
    if not _stands_alone(part):
        part = " ".join(_REASON.sub("", sentence).strip() for sentence in whole).strip()
    return part if _says_less(part, text) else ""


def _core(sentence: str) -> str:
    """Return what is asked in one sentence, without its frame, its reasons and what leads to it."""
    core = sentence
    framed = _FRAME.match(core)
    if framed and not _question_in(framed["before"]) and _stands_alone(framed["after"]):
        core = framed["after"]
    shorter = _REASON.sub("", core)
    core = shorter if _stands_alone(shorter) else core
    found = _question_in(core)
    if found and _STORY.search(core[: found.start("asked")]):
        rest = core[found.start("asked") :]
        core = rest if _stands_alone(rest) else core
    return core


def _question_in(sentence: str) -> re.Match[str] | None:
    """Return where a question begins in `sentence`, at its start or after a pause."""
    with_care = fold(sentence) != sentence.lower() or "¿" in sentence
    for found in _ASKED.finditer(sentence):
        if not (_LINKS.match(found["asked"]) and (with_care or not found.start("asked"))):
            return found
    return None


def _stands_alone(part: str) -> bool:
    least = ENOUGH_CONTENT if _POINTS_BACK.search(part) else LEAST_CONTENT
    return len(content_words(part)) >= least


def _says_less(part: str, text: str) -> bool:
    return len(content_words(part)) >= LEAST_CONTENT and content_words(part) != content_words(text)
