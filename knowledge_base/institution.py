"""The institution that runs the assistant: names, contact points, hours, links.

One YAML file, so that another regional government can adopt the program by changing it. A contact
point that nobody has verified is kept, marked, and never shown as a fact.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from knowledge_base.attention import Attention


class InstitutionError(Exception):
    """The institution file cannot be used; raised when it is missing or wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(_Strict):
    """How the institution and its assistant are called."""

    nombre: str
    sigla: str
    region: str
    asistente: str
    folio: str
    """Prefix of the folios of derivations, e.g. NB."""


class ContactPoint(_Strict):
    """A way to reach the institution."""

    value: str
    verified: bool
    url: str = ""
    note: str = ""


class EmergencyLine(_Strict):
    """A national help line, shown in the fixed crisis text."""

    value: str
    use: str
    verified: bool


class Institution(_Strict):
    """Everything the program says about who runs it."""

    institution: Names
    contacts: dict[str, ContactPoint]
    attention: Attention
    emergency: tuple[EmergencyLine, ...] = ()
    public: tuple[str, ...] = ()
    """Telephones, e-mails and addresses that officials may give: never masked as personal data."""

    def verified_contact(self, name: str) -> ContactPoint | None:
        """Return the contact point, or None when it is unknown, empty or not verified."""
        point = self.contacts.get(name)
        return point if point and point.verified and point.value else None

    def published(self) -> tuple[str, ...]:
        """Return every contact point that is public, so no personal data of anyone."""
        verified = (point.value for point in self.contacts.values() if point.verified)
        return tuple(filter(None, (*verified, *self.public)))

    def hours_text(self) -> str:
        """Return the opening hours in words, or an empty text when nobody has verified them."""
        return self.attention.words() if self.attention.verified else ""

    def placeholders(self) -> dict[str, str]:
        """Return what `{{institucion.x}}` and `{{contacto.x}}` stand for in documents and texts.

        Contact points that are not verified are left out: a document that names one does not
        build, so it can never be shown.
        """
        values = {f"institucion.{k}": v for k, v in self.institution.model_dump().items()}
        for name in self.contacts:
            if point := self.verified_contact(name):
                values[f"contacto.{name}"] = point.value
        return values


def load_institution(path: Path) -> Institution:
    """Return the institution described in `path`.

    Raises:
        InstitutionError: the file is missing or wrong; the message says where, in Spanish.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InstitutionError(f"{path}: no se puede leer ({error.strerror}).") from error
    except (yaml.YAMLError, ValueError) as error:  # a date that does not exist is a ValueError
        raise InstitutionError(f"{path}: no es YAML válido: {error}") from error
    try:
        return Institution.model_validate(data)
    except ValidationError as error:
        lines = map(_explain, error.errors())
        raise InstitutionError(f"{path}: " + "; ".join(lines)) from error


def _explain(mistake: ErrorDetails) -> str:
    """Return where a mistake is and what it is, in Spanish."""
    where = ".".join(str(part) for part in mistake["loc"] if part != "[key]")
    kind = mistake["type"]
    if kind == "value_error":
        return f"{where}: {mistake['msg'].removeprefix('Value error, ')}"
    said = next((words for start, words in _MISTAKES.items() if kind.startswith(start)), None)
    return f"{where or 'el archivo'}: {said or mistake['msg']}"


_MISTAKES = {
    "missing": "falta esta clave",
    "extra_forbidden": "esta clave no existe",
    "bool": "escribe true o false, sin comillas",
    "string": "escribe un texto, entre comillas si son números",
    "date": "escribe una fecha que exista, como 2026-12-24",
    "tuple": "escribe una lista",
    "dict": "escribe una clave y su valor por línea",
    "model": "escribe una clave y su valor por línea",
}
"""The mistakes that people make in YAML, by the start of their name in pydantic."""
