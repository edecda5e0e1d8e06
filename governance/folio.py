"""Folios: numbers that a person writes down, dictates by phone and types back.

Fifteen random characters of Crockford's alphabet (75 bits: nobody finds another person's folio by
trying) and one that checks them. The check is a weighted sum in GF(32): it notices any wrong
character and any two that changed places, which are the mistakes of people who copy.
"""

from __future__ import annotations

import re
import secrets
from functools import cache

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 15
LENGTH = RANDOM_CHARACTERS + 1
_LOOKALIKES = str.maketrans("OIL", "011")
_PREFIX = re.compile(r"[A-Z]{1,6}")


def new_folio(prefix: str) -> str:
    """Return a folio that nobody can guess, such as `NB-7K3M-9Q2X-04TZ-WEHC`.

    Raises:
        ValueError: the prefix is not one to six capital letters.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"folio prefix {prefix!r}: use one to six letters A-Z")
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return _grouped(prefix, body + check_character(body))


def read_folio(text: str, prefix: str) -> str | None:
    """Return the folio that a person meant, or None when it cannot be one.

    Case, spaces, dashes and a missing prefix do not matter; O is read as 0, I and L as 1.

    >>> read_folio(" nb 7k3m9q2xo4tzweh" + check_character("7K3M9Q2X04TZWEH").lower(), "NB")[:20]
    'NB-7K3M-9Q2X-04TZ-WE'
    """
    body = "".join(c for c in text.upper() if c.isalnum())
    if len(body) == LENGTH + len(prefix):
        body = body.removeprefix(prefix)
    body = body.translate(_LOOKALIKES)
    if len(body) != LENGTH or any(c not in ALPHABET for c in body):
        return None
    return _grouped(prefix, body) if check_character(body[:-1]) == body[-1] else None


def mask_folio(text: str, prefix: str) -> str:
    """Return `text` with every folio in it masked but for its last group.

    A folio is found however a person writes it. One that follows its prefix in groups is masked
    even with a mistake in it: who reads the log could find the right one by trying.

    >>> mask_folio("Tu folio es nb 7k3m9q2xo4tzweh" + check_character("7K3M9Q2X04TZWEH"), "NB")
    'Tu folio es NB-····-····-····-WEHN'
    """
    for pattern in _patterns(prefix):
        kept, end, place = [], 0, 0
        while found := pattern.search(text, place):
            if not _is_folio(found, prefix):
                place = found.start() + 1  # the true one may begin inside
                continue
            last = "".join(c for c in found[0].upper() if c.isalnum())[-4:].translate(_LOOKALIKES)
            kept += [text[end : found.start()], "-".join([prefix, *["····"] * 3, last])]
            end = place = found.end()
        text = "".join([*kept, text[end:]])
    return text


def _is_folio(found: re.Match[str], prefix: str) -> bool:
    """Return whether what looks like a folio is one: one word in 32 passes the check by chance."""
    written = found[0]
    is_code = written.isupper() or any(c.isdecimal() for c in written)
    return "typed" in found.groupdict() or (is_code and read_folio(written, prefix) is not None)


@cache
def _patterns(prefix: str) -> tuple[re.Pattern[str], ...]:
    """Return how a folio is written: prefix and groups, prefix and anything, and with no prefix."""
    sign, some, any_ = r"[^\W_]", r"[\W_]{1,3}", r"[\W_]{0,3}"
    start = any_.join(prefix) + any_
    typed = rf"{start}(?P<typed>{sign}{{4}}(?:{some}{sign}{{4}}){{3}})"
    together = rf"{start}{sign}(?:{any_}{sign}){{{LENGTH - 1}}}"
    even = (rf"{sign}{{{n}}}(?:{some}{sign}{{{n}}}){{{LENGTH // n - 1}}}" for n in (16, 8, 4, 2, 1))
    forms = (typed, together, "|".join(even))
    return tuple(re.compile(rf"(?<!{sign})(?:{p})(?!{sign})", re.IGNORECASE) for p in forms)


def check_character(body: str) -> str:
    """Return the character that checks `body`."""
    total, weight = 0, 1
    for character in body:
        weight = _double(weight)  # 2, 4, 8…: all different, so that swaps are noticed
        total ^= _multiply(ALPHABET.index(character), weight)
    return ALPHABET[total]


def _grouped(prefix: str, body: str) -> str:
    return "-".join([prefix, *(body[i : i + 4] for i in range(0, LENGTH, 4))])


def _double(value: int) -> int:
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)  # modulo x⁵ + x² + 1


def _multiply(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = _double(a), b >> 1
    return product
