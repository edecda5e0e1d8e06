"""Canaries: personal data of nobody, unique to the entry where they were planted.

Every value is made up from a counter, so that what is found in a sink tells by which entry it came.
The spelling of each kind changes from one entry to the next: as people write it, lower case,
capitals, with and without signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

_ACCENTS = re.compile("[\u0300-\u036f]")
_FIRST = (
    "Rosa",
    "Juan",
    "Marcela",
    "Pedro",
    "Elena",
    "Luis",
    "Carmen",
    "José",
    "Ana María",
    "Sergio",
)
_HEADS = (
    "Quila Huen Cari Anti Mari Calfu Nahuel Lincu Curi Milla Coñue Llanca Paine Reuque Hueche "
    "Cayu Ñanco Lefi Trangu Catri"
).split()
_TAILS = (
    "man leo pan queo ñanco huala nao cheo llan pichún mil vilu cura lef fil lemu nguir tripay"
).split()
_SURNAMES = tuple(head + tail for tail, head in product(_TAILS, _HEADS))
_HALF = len(_SURNAMES) // 2
_STREET_HEADS = "Quiri Roble Copi Maite Litre Peumo Boldo Cane Avella Espi Tama Guinda".split()
_STREET_TAILS = "dal hueral nares lares melas rinas vales cillo zuelo bamba tures ganes".split()
_STREETS = tuple(head + tail for tail, head in product(_STREET_TAILS, _STREET_HEADS))
_MODELS = "BCDFGHJKLPRSTVWXYZ"
_ILLNESSES = (
    "epilepsia",
    "esclerosis múltiple",
    "diabetes tipo 2",
    "esquizofrenia",
    "cáncer de mama",
    "fibromialgia",
)


@dataclass(frozen=True)
class Canary:
    """Something personal, and the marks by which any trace of it is known."""

    entry: str
    kind: str
    written: str
    """As it was typed."""
    marks: tuple[str, ...] = ()
    """Folded words of it, of six letters or more; none of them occurs for another reason."""
    digits: str = ""
    """Its figures alone."""
    plate: str = ""
    """Folded and without signs: too short to be known inside of other words."""


@dataclass
class Nest:
    """Makes canaries and remembers all of them."""

    planted: list[Canary] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def value(self, entry: str, kind: str) -> str:
        """Return a new value of a kind, as somebody would type it."""
        made = _MAKE[kind](entry, self._counts[kind])
        self._counts[kind] += 1
        self.planted.append(made)
        return made.written

    def about(self, entry: str, *kinds: str) -> str:
        """Return what somebody writes about themselves, with one canary of each kind."""
        told = [_TOLD[kind].format(self.value(entry, kind)) for kind in kinds or KINDS]
        return f"{', '.join(told)}."


def folded(text: str) -> str:
    """Return a text without capitals or accents.

    >>> folded("Ñandú ÁRBOL")
    'nandu arbol'
    """
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _spelled(text: str, count: int) -> str:
    return (text, text.lower(), text.upper())[count % 3]


def _rut(entry: str, count: int) -> Canary:
    body = str(11_234_567 + 73_331 * count)
    verifier = _verifier(body)
    dotted = f"{body[:2]}.{body[2:5]}.{body[5:]}"
    spellings = (
        f"{dotted}-{verifier}",
        f"{body}-{verifier}",
        f"{body}{verifier}",
        f"{dotted.replace('.', ' ')} {verifier}",
        f"{dotted} guion {verifier}",
        f"{dotted}-{verifier.lower()}",
    )
    return Canary(entry, "rut", spellings[count % 6], digits=body)


def _verifier(body: str) -> str:
    total = sum(int(d) * w for d, w in zip(reversed(body), (2, 3, 4, 5, 6, 7) * 2, strict=False))
    return "0123456789K"[-total % 11]


def _phone(entry: str, count: int) -> Canary:
    number = str(961_000_000 + 41_117 * count)
    spellings = (
        f"+56 9 {number[1:5]} {number[5:]}",
        number,
        f"{number[0]} {number[1:5]}-{number[5:]}",
        f"(+56){number}",
    )
    return Canary(entry, "phone", spellings[count % 4], digits=number)


def _email(entry: str, count: int) -> Canary:
    mark = f"buzonzq{count:04d}"
    spellings = (
        f"{mark}@correo-inventado.cl",
        f"{mark.upper()}@CORREO-INVENTADO.CL",
        f"{mark} arroba correo-inventado punto cl",
        f"{mark} (at) correo-inventado.cl",
    )
    return Canary(entry, "email", spellings[count % 4], (mark,))


def _name(entry: str, count: int) -> Canary:
    one, other = _SURNAMES[count], _SURNAMES[_HALF + count]  # fails when there are no more
    full = f"{_FIRST[count % len(_FIRST)]} {one} {other}"
    return Canary(entry, "name", _spelled(full, count), (folded(one), folded(other)))


def _address(entry: str, count: int) -> Canary:
    street, number = _STREETS[count], 211 + 13 * count
    spellings = (
        f"calle {street} {number} depto 12",
        f"pasaje {street} N° {number}",
        f"Avda. {street} #{number}, Chillán",
    )
    return Canary(entry, "address", _spelled(spellings[count % 3], count // 3), (folded(street),))


def _plate(entry: str, count: int) -> Canary:
    letters = "".join(_MODELS[(count // 18**n) % 18] for n in (1, 0))
    mark, figures = f"{letters[0]}Z{letters[1]}W", f"{10 + count % 90}"
    spellings = (f"{mark}{figures}", f"{mark}-{figures}", f"{mark} {figures}")
    return Canary(entry, "plate", spellings[count % 3], plate=f"{mark}{figures}".lower())


def _account(entry: str, count: int) -> Canary:
    number = str(81_230_045_600 + 7_717 * count)
    return Canary(entry, "account", number, digits=number)


def _password(entry: str, count: int) -> Canary:
    mark = f"Kz{count:04d}vulpeja"
    return Canary(entry, "password", mark, (mark.lower(),))


def _illness(entry: str, count: int) -> Canary:
    # No illness is of one entry alone: any trace of any of them is one too many.
    illness = _ILLNESSES[count % len(_ILLNESSES)]
    return Canary(entry, "health", _spelled(illness, count // 6), (folded(illness).split()[0],))


_MAKE: Mapping[str, Callable[[str, int], Canary]] = {
    "name": _name,
    "rut": _rut,
    "phone": _phone,
    "email": _email,
    "address": _address,
    "plate": _plate,
    "account": _account,
    "password": _password,
    "health": _illness,
}
KINDS: Sequence[str] = tuple(_MAKE)
_TOLD: Mapping[str, str] = {
    "name": "me llamo {}",
    "rut": "mi rut es {}",
    "phone": "mi celular es {}",
    "email": "mi correo es {}",
    "address": "vivo en {}",
    "plate": "la patente de mi auto es {}",
    "account": "mi cuenta corriente del Banco Estado es {}",
    "password": "mi contraseña es {}",
    "health": "tengo {}",
}
