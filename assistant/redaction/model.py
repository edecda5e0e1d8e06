"""What redaction hands over: the kinds of personal data, the entities found, and the two texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

WEAK = 0.5
"""Below this score a name is a guess: masked in what is stored, left in the retrieval query."""

GUESS = 0.6
"""Up to this score the kind of a number is a guess, and any other recognizer knows better."""


class RedactionError(Exception):
    """The text could not be redacted; raised when any step of redaction fails.

    It never carries the text or the original error, whose message might quote it.
    """


class Kind(StrEnum):
    """A kind of personal data; the value is the word inside its placeholder."""

    RUT = "RUT"
    PHONE = "TELEFONO"
    EMAIL = "CORREO"
    NAME = "NOMBRE"
    ADDRESS = "DIRECCION"
    BIRTH_DATE = "FECHA_NACIMIENTO"
    PLATE = "PATENTE"
    ACCOUNT = "CUENTA"
    CARD = "TARJETA"
    SECRET = "CLAVE"
    DOCUMENT = "DOCUMENTO"
    IP = "IP"
    DEVICE = "DISPOSITIVO"
    URL = "URL"
    PROFILE = "RED_SOCIAL"
    LOCATION = "UBICACION"
    HEALTH = "SALUD"
    SOCIAL = "SITUACION"


@dataclass(frozen=True)
class Finding:
    """One stretch of text that a recognizer takes for personal data."""

    kind: Kind
    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Entity:
    """One masked stretch of the original text, and the placeholder that stands for it."""

    kind: Kind
    start: int
    end: int
    placeholder: str
    score: float


@dataclass(frozen=True)
class Redaction:
    """A redacted message.

    `text` is the strict form, the only one that may be stored or leave the process. `query` is the
    precise form, for retrieval inside the process: names that are public or only weakly supported
    stay in it, identifiers never do.
    """

    text: str
    query: str
    entities: tuple[Entity, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many entities of each kind were masked, by placeholder word."""
        return count(entity.kind for entity in self.entities)


def count(kinds: Iterable[Kind]) -> dict[str, int]:
    """Return how often each kind occurs, by placeholder word, in order of appearance.

    >>> count([Kind.RUT, Kind.NAME, Kind.RUT])
    {'RUT': 2, 'NOMBRE': 1}
    """
    return dict(Counter(kind.value for kind in kinds))
