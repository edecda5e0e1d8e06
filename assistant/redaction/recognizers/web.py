"""What leads to a person or their machine on the network: addresses, profiles, device numbers.

Any other link is public information and survives; an identifier inside a link is found by its own
recognizer.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of
from ..text import MASKED, Text

_IP = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:.]*)(?![\w:]|\.\d)"
)
_MAC = re.compile(r"(?<![\w:\-])[0-9a-f]{2}(?:([:\-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:\-])")
_DEVICE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bimei\w*\W{0,3}(?:(?:es|el|de|mi|celular|telefono|numero|n°)\s){0,4}"
        r"(?P<value>\d(?:[ \-/]?\d){13,16})",
        r"\b(?:android\sid|device\sid|udid|idfa|gaid|iccid|imsi|mac|id\sde(?:l|\smi)?\s?"
        r"(?:dispositivo|equipo|telefono|celular)|numero\sde\sserie\sdel?\s(?:mi\s)?"
        r"(?:celular|telefono|notebook|computador|tablet|equipo))\W{0,3}(?:(?:es|el|la)\s){0,2}"
        r"(?P<value>(?=[\w:\-]*\d)[\w:\-]{6,40})",
    )
)
_NETWORK = any_of(
    "facebook fb instagram tiktok twitter x linkedin t wa threads youtube messenger m"
)
_PROFILE = re.compile(
    rf"(?<![\w.])(?:https?://)?(?:[a-z\-]+\.)?{_NETWORK}\.(?:com|me)/"
    r"(?:in/|profile\.php\?id=|@)?[\w.\-@]{3,}(?:/[\w\-]*)?"
)
_SAID_NETWORK = any_of(
    r"""instagram insta ig instagran tiktok tik\stok twitter facebook face feis fb telegram linkedin
    discord snapchat skype threads messenger tw x"""
)
_HANDLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_SAID_NETWORK}\b[^\n@]{{0,25}}(?P<handle>@\s?[\w.]{{3,}})",
        rf"\b(?:(?:mi|su|nuestro|tu)\s{_SAID_NETWORK}\ses\s?:?|{_SAID_NETWORK}\s?[:=])\s?"
        r"(?:(?:el|la)\s)?(?P<handle>[a-z][\w.#]*[\w#])",
        rf"\b(?:mi|su|nuestro|en|el)\s{_SAID_NETWORK}\s(?:como\s|soy\s|es\s)?"
        r"(?P<handle>(?=[\w.]*[\d_.]\w)[a-z][\w.]{3,}\w)",
        rf"(?<![\w.@])(?P<handle>@[a-z][\w.]{{3,}})\s(?:en|de|es\smi)\s(?:mi\s)?{_SAID_NETWORK}\b",
        r"(?<![\w.@])(?P<handle>@[a-z_][\w.]*[\w])(?![\w@])",
    )
)
_PUBLIC = re.compile(
    r"@?\s?(?:\w*gore\w*|gob\w*|muni\w*|minister\w*|min\w{3,5}$|seremi\w*|presidencia\w*|chile\w*"
    r"|subdere|sernac|sence|sercotec|corfo|fosis|indap|ind\b|gmail|hotmail|outlook|yahoo"
    r"|(?:no|un|una|el|la|muy|que|para|de|del|mi|su|se|lo|esta|personal|publico|privado|abierto"
    r"|falso|oficial|donde|cual|instagram|facebook|nuestro)$)"
)


def find(text: Text) -> Iterator[Finding]:
    """Yield addresses on the network, device numbers and personal profiles."""
    folded = text.folded
    for match in _IP.finditer(folded):
        if _is_address(match[0]) and not _is_numbering(folded, match):
            yield Finding(Kind.IP, match.start(), match.end(), 0.9)
    for match in _MAC.finditer(folded):
        yield Finding(Kind.DEVICE, match.start(), match.end(), 0.9)
    for pattern in _DEVICE:
        for match in pattern.finditer(folded):
            yield Finding(Kind.DEVICE, *match.span("value"), 0.9)
    for match in _PROFILE.finditer(folded):
        if "gore" not in match[0]:
            yield Finding(Kind.URL, match.start(), match.end(), 0.8)
    for pattern in _HANDLES:
        for match in pattern.finditer(folded):
            handle = match["handle"]
            if not _PUBLIC.match(handle) and MASKED not in handle and "gore" not in handle:
                yield Finding(Kind.PROFILE, *match.span("handle"), 0.8)


def _is_numbering(folded: str, match: re.Match[str]) -> bool:
    """Whether it is the number of a clause («punto 3.2.1.4») or of a version."""
    is_small = all(part.isdigit() and int(part) < 32 for part in match[0].split("."))
    return is_small and not re.search(r"\bip\b", folded[max(0, match.start() - 24) : match.start()])


def _is_address(written: str) -> bool:
    if ":" in written and len(written) < 6:
        return False
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True
