"""Addresses on the network that lead to a person: IP addresses and profiles in social networks.

Any other link is public information and survives; an identifier inside a link is found by its own
recognizer.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from ..model import Finding, Kind
from ..patterns import any_of
from ..text import Text

_IP = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:.]*)(?![\w:]|\.\d)"
)
_NETWORK = any_of("facebook fb instagram tiktok twitter x linkedin t wa threads")
_PROFILE = re.compile(
    rf"(?<![\w.])(?:https?://)?(?:[a-z\-]+\.)?{_NETWORK}\.(?:com|me)/"
    r"(?:in/|profile\.php\?id=|@)?[\w.\-@]{3,}(?:/[\w\-]*)?"
)
_SAID_NETWORK = any_of("instagram insta ig tiktok twitter facebook face fb telegram linkedin")
_HANDLE = re.compile(rf"\b{_SAID_NETWORK}\b[^\n@]{{0,25}}(?P<handle>@[\w.]{{3,}})")


def find(text: Text) -> Iterator[Finding]:
    """Yield IP addresses and personal profiles."""
    for match in _IP.finditer(text.folded):
        if _is_address(match[0]):
            yield Finding(Kind.IP, match.start(), match.end(), 0.9)
    for match in _PROFILE.finditer(text.folded):
        if "gore" not in match[0]:
            yield Finding(Kind.URL, match.start(), match.end(), 0.8)
    for match in _HANDLE.finditer(text.folded):
        if "gore" not in match["handle"]:
            yield Finding(Kind.URL, *match.span("handle"), 0.8)


def _is_address(written: str) -> bool:
    if ":" in written and len(written) < 6:
        return False
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return True
