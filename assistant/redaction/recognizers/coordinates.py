"""Where a place is on the map: coordinates, Plus Codes, what3words and links of maps.

A pair of coordinates is the address of a house that has none, as many rural ones here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..text import Text

_MINUTE = r"['′]"
_SECOND = r"(?:\"|''|′′|″|”|“)"
_SIDE = r"(?:\s?(?:sur|norte|oeste|este|[nsewo])(?![a-z]))"
_LATITUDE, _LONGITUDE = r"[1-5]\d", r"(?:6[5-9]|7[0-6]|109)"
_DECIMAL = r"[.,]\d{2,}"
_JOIN = r"(?:\s?[,;/|]\s?|\s{1,3}|\s?y\s|\s?,?\s?lon(?:g(?:itud)?)?\W{0,3})"
_ANGLE = (
    rf"\d{{1,3}}\s?(?:°|grados|º)\s?\d{{1,2}}(?:\s?(?:{_MINUTE}|minutos|min\b)"
    rf"\s?(?:\d{{1,2}}(?:[.,]\d+)?\s?(?:{_SECOND}|segundos|seg\b)?)?|[.,]\d+\s?{_MINUTE}?){_SIDE}?"
)
_CUE = r"\b(?:lat(?:itud)?|lon(?:g(?:itud)?)?|coord\w*|gps|ubicaci?[so]i?on)\b"
_OPEN_LOCATION = "23456789cfghjmpqrvwx"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # -36.6066, -72.1034; 36,6066 S 72,1034 O
        rf"(?<![\w.])(?:-\s?{_LATITUDE}{_DECIMAL}°?|{_LATITUDE}{_DECIMAL}°?{_SIDE}|{_LATITUDE}[.,]\d{{3,}})"
        rf"{_JOIN}-?\s?{_LONGITUDE}{_DECIMAL}°?{_SIDE}?(?!\w)",
        # 36°36'24"S 72°06'12"O
        rf"(?<![\w.]){_ANGLE}(?:\s?[,;/]?\s?(?:y\s)?{_ANGLE})?",
        # lat -36,7412 lon -72,2987
        rf"{_CUE}\W{{0,3}}?(?:es\s)?(?P<value>-?\s?\d{{1,3}}[.,]\d+{_SIDE}?"
        rf"(?:{_JOIN}-?\s?\d{{1,3}}[.,]\d+{_SIDE}?)?)",
        # UTM 19H 234567 5945678; este 234.567 norte 5.945.678
        r"\b(?:huso|utm|datum|wgs\s?84|coord\w*)\b[^\n\d]{0,20}(?P<value>(?:1[89]\s?[hgj]?\W{1,3})?"
        r"(?:(?:este|e|x)\W{0,3})?\d{3}[.,]?\d{3}(?:[.,]\d+)?\W{1,4}(?:m\W{0,3})?(?:(?:norte|n|y)\W{0,3})?"
        r"[5-6][.,]?\d{3}[.,]?\d{3})",
        r"\b(?P<value>(?:este|e|x)\W{0,3}\d{3}[.,]?\d{3}(?:[.,]\d+)?\W{1,4}(?:norte|n|y)\W{0,3}[5-6][.,]?\d{3}"
        r"[.,]?\d{3})",
        r"(?<!\w)\d{3}[.,]?\d{3}\s?(?:m\s?)?(?:e|este)\b\W{0,3}[5-6][.,]?\d{3}[.,]?\d{3}\s?(?:m\s?)?"
        r"(?:n|norte)\b",
        # 8QH4+2V Chillán
        rf"(?<![\w+])[{_OPEN_LOCATION}]{{4}}(?:[{_OPEN_LOCATION}]{{4}})?\+[{_OPEN_LOCATION}]{{2,3}}(?![\w+])",
        # ///casa.perro.azul
        r"///[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}",
        r"\b(?:what3words|w3w|what\s3\swords|tres\spalabras)\W{0,4}(?:es\s)?"
        r"(?P<value>[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,})",
        # links
        r"(?:https?://)?(?:www\.)?(?:maps\.(?:app\.)?goo\.gl|goo\.gl/maps|maps\.google\.[a-z.]{2,6}"
        r"|google\.[a-z.]{2,6}/maps|maps\.apple\.com|(?:ul\.)?waze\.com|openstreetmap\.org"
        r"|w3w\.co|plus\.codes)(?:/[^\s<>\"]*|\?[^\s<>\"]*)",
        r"(?<!\w)geo:-?\d[^\s<>\"]*",
    )
)


def find(text: Text) -> Iterator[Finding]:
    """Yield every place on the map."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            group = "value" if "value" in pattern.groupindex else 0
            start, end = match.span(group)
            trailing = len(match[group]) - len(match[group].rstrip(" ,.;"))
            yield Finding(Kind.LOCATION, start, end - trailing, 0.9)
