"""What looks like a password by itself, in a sentence that speaks of passwords.

«Intenté con Itata*2019 y la ClaveÚnica no pasa» never says that it is the password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import MASKED

SECRET = (
    r"(?:[ck]lave\s?unica|[ck]la[vb]es?|contrase[nñ]{1,2}[ai]a?s?|contra[sz]?[sc]?e[nñ]\w*|pas{1,2}w\w{0,6}"
    r"|pas{1,2}guord|pass|pwd|psw|pin|token|otp"
    r"|cod(?:igo)?\s(?:sms|de\s(?:verificacion|acceso|seguridad|confirmacion|activacion|ingreso)))"
    r"(?:\s(?:secreta|unica|personal|actual|nueva|vieja|anterior|dinamica|tributaria|mia|wifi))?"
)
"""How people call a password, folded."""
TRIED = (
    r"(?:intente|intento|probe|pruebo|trate|puse|pongo|escribi|escribo|entre|entro|use|uso|meti|meto"
    r"|teclee|digite|digito|ingrese|ingreso|marque|coloque|ocupe|ocupo)"
)
"""What people say that they did with one."""
_SENTENCE = re.compile(r"(?:[^\n.?!;]|[.?!;](?=\S))+")
_MENTION = re.compile(rf"\b(?<!palabra\s)(?<!punto\s){SECRET}(?!\w)")
_TOKEN = (
    r"(?P<value>(?=\S*[^\W\d_]\S*\d|\S*\d\S*[^\W\d_])[^\s\"'«»“”(),;:¿?/]{5,64})(?=$|[\s,;:.)?])"
)
_TOKENS = (
    # Intenté con Itata*2019 y con itata2019, where the sentence speaks of a password
    re.compile(rf"\b{TRIED}\s(?:(?:con|la|el)\s){{0,2}}{_TOKEN}"),
    re.compile(
        rf"\b{TRIED}\s(?:con\s)?\S{{4,64}},?\s(?:y|e|o|ni|luego|despues)\s(?:(?:con|la|el)\s){{0,2}}"
        rf"{_TOKEN}"
    ),
    # Letters, digits and a sign in one: nothing else is written so
    re.compile(
        r"(?<![^\s\"'«“(])(?P<value>(?=\S*[^\W\d_]{2})(?=\S*\d)(?=\w\S*[*!#%&+@$])"
        r"(?!m\$|us\$)[^\s\"'»”(),;:¿?/]{6,64})"
    ),
)
_NO_TOKEN = re.compile(
    r"\S*\w@[\w\-]+\.\S+|\d[\d.]*-?k|(?:www|http)\S*|\S+\.(?:pdf|docx?|xlsx?|jpe?g|png|zip|cl|com)"
    r"|\d+(?:er|da|ta|va|hrs?|am|pm|mil|mb|kb)\.?|\d+%\w*|[a-z]{1,5}-\d{1,3}"
)


def tokens(folded: str) -> Iterator[Finding]:
    """Yield what looks like a password in a sentence that speaks of one."""
    for sentence in _SENTENCE.finditer(folded):
        if not _MENTION.search(sentence[0]):
            continue
        for pattern in _TOKENS:
            for match in pattern.finditer(folded, *sentence.span()):
                value = match["value"].rstrip(".,;:")
                if MASKED not in value and not _NO_TOKEN.fullmatch(value):
                    start = match.start("value")
                    yield Finding(Kind.SECRET, start, start + len(value), 0.85)
