"""E-mail addresses, also when spelled out («juana arroba gmail punto com»).

Functional mailboxes of public bodies (oficinapartes@…) belong to no person, and survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of
from ..text import Text

PROVIDER = any_of(
    r"""g[\s.\-]?mail gmai gamil gmial gmaill gmeil jimeil yimeil gimail hotmail hotmial hotmeil
    jotmail hot\smail outlook outlok autluk yahoo yahu yaoo live icloud msn vtr protonmail proton
    tutanota aol zoho"""
)
_TOP = any_of(
    """com con cl net org es edu gob gov info co io ar pe bo ve br mx uk fr de eu me app dev biz
    name online site ht ec uy py"""
)
AT_WORD = r"(?:a+r+o+(?:b+|v)a+s?|arob|arro+ba|aroba|arova|(?:signo|simbolo)\s(?:de\s)?arroba)"
_AT = (
    rf"(?:\s?(?:@+|[(\[{{<*]\s?(?:at|a|{AT_WORD}|@)\s?[)\]}}>*])\s?"
    rf"|\s+(?:(?:en|la|con)\s)?{AT_WORD}(?:\s+|(?={PROVIDER}))|\s+at\s+|[\-_.](?:{AT_WORD}|at)[\-_.]|(?<=[a-z\d]){AT_WORD}(?=[a-z]))"
)
_DOT = (
    r"(?:\s?(?:[.,]|[(\[{<]\s?(?:dot|punto|pto|\.)\s?[)\]}>])\s?|\s*\b(?:punto|pto|dot|punt)\b\s*"
    rf"|punto(?={_TOP}\b))"
)
_SPELLED_LINK = r"(?:punto|pto|guion\s(?:bajo|medio)|guion|raya|dot|underscore|slash|mas)"
_LINK = rf"(?:[.\-_+]+|\s+{_SPELLED_LINK}\s+|\s?[(\[]\s?{_SPELLED_LINK}\s?[)\]]\s?)"
_START = r"(?<![\w.+\-@])"
_USER = rf"_?[a-z0-9]+(?:{_LINK}[a-z0-9]+)*_?"
DOMAIN_END = rf"(?:{_DOT}{_TOP}\b(?:{_DOT}{_TOP}\b)?|\s?com\b|\s?cl\b)"
_TIGHT = tuple(
    re.compile(_START + pattern)
    for pattern in (
        # juana.perez@gmail.com
        r"[\w][\w.%+\-']*@+\.?(?=[\d.\-]*[a-z])[a-z0-9\-]+(?:\.[a-z0-9\-]+)*",
        # juana @ gmail . com, juana@gmail,com
        rf"[\w][\w.%+\-']*\s?@\s?[a-z0-9\-]+(?:\s?\.\s?[a-z0-9\-]+)*?\s?[.,]\s?{_TOP}\b",
        rf"[\w][\w.%+\-']*\s?@\s?{PROVIDER}\b",
        r"[a-z0-9][a-z0-9._\-]{2,}@(?!\S)",
        # juanagmail.com, juana#gmail.com, rosa.catrileo gmail.com
        rf"[a-z0-9][\w.\-]*?{PROVIDER}(?:\.(?:com|cl|es|net)|com|cl)\b",
        rf"[a-z0-9][\w.\-]*\s?[#&*$!|~^]\s?{PROVIDER}\.?(?:com|cl|es|net)\b",
        # j u a n a @ g m a i l . c o m
        r"(?:[a-z0-9._\-]\s){3,}@(?:\s[a-z0-9.\-])+\b",
    )
)
_SPELLED = tuple(
    re.compile(_START + pattern)
    for pattern in (
        # juana punto perez arroba gmail punto com
        rf"{_USER}(?P<at>{_AT})[a-z0-9\-]+(?:{_DOT}[a-z0-9\-]+)*?{_DOT}{_TOP}\b(?:{_DOT}{_TOP}\b)?",
        # juana arroba gmail
        rf"{_USER}(?P<at>{_AT})(?:la\s)?{PROVIDER}(?:{DOMAIN_END}|\b)",
        rf"(?=\w*[\d._\-]){_USER}(?P<at>\s(?:en|de|a)\s){PROVIDER}{DOMAIN_END}",
        rf"{_USER}(?P<at>\s(?:arriba|arr?)\s){PROVIDER}{DOMAIN_END}",
        rf"{_USER}(?P<at>\s){PROVIDER}(?:(?:{_DOT}|\s)(?:com|cl|es|net)|com)\b",
        # juana arroba la muni
        rf"{_USER}(?P<at>\s{AT_WORD}\s)(?!de\b)(?:(?:la|el)\s)?[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?"
        rf"(?:{_DOT}{_TOP}\b)?",
        rf"{_USER}(?P<at>\s{AT_WORD})(?=\W*$)",
    )
)
_HINT = re.compile(rf"@|[(\[{{<*]\s?a|\bat\b|[\-_.]at[\-_.]|{AT_WORD}|{PROVIDER}|\barr?\b|arriba")
# Going back over the words of a spelled name ends at one of these.
_ENDS_NAME = frozenset(
    """es era al a el la los las lo mi mis tu su sus en por con para que y o correo correos mail
    email emeil electronico gmail hotmail escribame escribanme escribir enviar envie envien
    mandar manden responder respondan contactar contacto soy gracias favor hola cualquier
    respuesta esta este otro otra de del un una mio mia si no se me le les nos ser contestar
    hablar""".split()
)
_FUNCTIONAL = re.compile(
    any_of(
        r"""of(?:icina)?\.?(?:de)?\.?partes partes contacto consultas? informaciones info oirs
        oirs\w* transparencia incidentes[\w\-]* reclamos prensa comunicaciones ayuda soporte
        fndr\d* concurso\w* fondos?\w* postulacion\w* rendicion\w* participacion\w* cultura
        deportes? gabinete secretaria\w* protecciondedatos dpo datospersonales lobby"""
    )
    + r"@(?:[a-z0-9\-]+\.)*(?:gore[a-z]*\.cl|gob\.cl|gov\.cl)$"
)
_BEFORE_SPELLED = re.compile(r"([\w.\-]+)[\s,]+$")


def find(text: Text) -> Iterator[Finding]:
    """Yield every e-mail address of the text."""
    folded = text.folded
    if not _HINT.search(folded):
        return
    for pattern in _TIGHT:
        for match in pattern.finditer(folded):
            if not (_FUNCTIONAL.match(match[0]) or match[0].startswith(("www.", "mail."))):
                yield Finding(Kind.EMAIL, match.start(), match.end(), 1.0)
    for pattern in _SPELLED:
        for match in pattern.finditer(folded):
            if not (_FUNCTIONAL.match(match[0]) or _is_no_user(folded, match)):
                start = _with_words_before(folded, match)
                yield Finding(Kind.EMAIL, start, match.end(), 1.0)


def _is_no_user(folded: str, match: re.Match[str]) -> bool:
    """Whether what stands before the at sign is a word of the sentence: «a gmail.com»."""
    user = folded[match.start() : match.start("at")]
    return user in _ENDS_NAME and "@" not in match["at"]


def _with_words_before(folded: str, match: re.Match[str]) -> int:
    """Return where a spelled name begins: «juana perez arroba gmail» is one address."""
    start = match.start()
    if (
        "@" in match["at"]
        and " " not in match["at"]
        or match["at"].strip() in ("", "en", "de", "a")
    ):
        return start
    for _ in range(6):
        word = _BEFORE_SPELLED.search(folded[max(0, start - 40) : start])
        if not word or word[1] in _ENDS_NAME or folded[start - 1 : start] == "\n":
            return start
        start -= len(word[0])
    return start
