"""Canonical JSON: one value, one text, in any program and any year (RFC 8785).

A hash is only worth something to an auditor who can recompute it. RFC 8785 is the agreement that
makes it possible: keys sorted by UTF-16 unit, no spaces, numbers written as JavaScript writes them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring

LARGEST_INTEGER = 2**53 - 1


class CanonicalError(ValueError):
    """A value has no canonical form; raised when it is not JSON, not finite or not Unicode."""


def canonical(value: object) -> str:
    """Return the only canonical text of `value`.

    Raises:
        CanonicalError: the value holds something that JSON cannot say the same way everywhere.

    >>> canonical({"b": 1.0, "a": [True, None, "ñ"]})
    '{"a":[true,null,"ñ"],"b":1}'
    """
    text = _write(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise CanonicalError("a text holds half a character (lone surrogate)") from None
    return text


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _write(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise CanonicalError("an integer is too large to read the same everywhere")
        return str(int(value))
    if isinstance(value, float):
        return _write_float(value)
    if isinstance(value, dict | Mapping):
        return "{" + ",".join(_write_members(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([_write(item) for item in value]) + "]"
    raise CanonicalError(f"a {type(value).__name__} is not JSON")


def _write_members(members: Mapping[object, object]) -> list[str]:
    keys = [key for key in members if isinstance(key, str)]
    if len(keys) != len(members):
        raise CanonicalError("a key is not a text")
    keys.sort(key=None if all(map(str.isascii, keys)) else _utf16)
    return [f"{encode_basestring(key)}:{_write(members[key])}" for key in keys]


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _write_float(value: float) -> str:
    if not math.isfinite(value):
        raise CanonicalError("a number is not finite")
    if value == 0:
        return "0"
    if 1e-4 <= abs(value) < 1e16:  # here Python and JavaScript write alike, but for the ".0"
        return float.__repr__(value).removesuffix(".0")
    sign, digits, exponent = Decimal(float.__repr__(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    return ("-" if sign else "") + _place_point("".join(map(str, digits)), exponent)


def _place_point(digits: str, exponent: int) -> str:
    point = len(digits) + exponent
    if len(digits) <= point <= 21:
        return digits + "0" * exponent
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{mantissa}e{point - 1:+d}"
