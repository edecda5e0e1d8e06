"""What travels through the API about how to reach a person."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.desk.contacts.contact import Contact

_MOST = 1000
"""What is longer than any contact is refused before it is read."""


class ContactIn(BaseModel):
    """Cómo contactarte; hace falta un teléfono o un correo."""

    model_config = ConfigDict(
        title="Contacto nuevo",
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Ana", "phone": "9 6123 4567"}]},
    )

    name: StrictStr = Field("", max_length=_MOST, description="Cómo quieres que te llamen.")
    phone: StrictStr = Field("", max_length=_MOST, description="Sin código de país, es de Chile.")
    email: StrictStr = Field("", max_length=_MOST)


class ContactOut(BaseModel):
    """Cómo contactar a la persona: úsalo solo para responderle."""

    model_config = ConfigDict(title="Contacto")

    name: str
    phone: str
    email: str

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """Return what is shown of a contact."""
        return cls(name=contact.name, phone=contact.phone, email=contact.email)
