"""Folios: numbers that a person writes down, dictates by phone and types back.

Fifteen random characters of Crockford's alphabet (75 bits: nobody finds another person's folio by
trying) and one that checks them. The check is a weighted sum in GF(32): it notices any wrong
character and any two that changed places, which are the mistakes of people who copy.
"""

from __future__ import annotations

import re
import secrets

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
