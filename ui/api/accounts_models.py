"""What travels through the API about the accounts of staff."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.accounts.administration import LONGEST_POST, Account
from governance.registers.officials import Official
from governance.registers.roles import ROLES, Role

_ROLES = Field(min_length=1, max_length=len(ROLES))


class RolesIn(BaseModel):
    """Los roles de un cargo, en lugar de los que tenía."""

    model_config = ConfigDict(
        title="Roles", extra="forbid", json_schema_extra={"examples": [{"roles": ["atencion"]}]}
    )

    roles: list[Role] = _ROLES


class NewAccount(BaseModel):
    """Un cargo nuevo; nunca el nombre de una persona."""

    model_config = ConfigDict(
        title="Cuenta nueva",
        extra="forbid",
        json_schema_extra={"examples": [{"post": "Encargada de Atención", "roles": ["atencion"]}]},
    )

    post: StrictStr = Field(max_length=LONGEST_POST, description="El cargo.")
    roles: list[Role] = _ROLES


class OfficialOut(BaseModel):
    """Un cargo."""

    model_config = ConfigDict(title="Cargo")

    id: str
    post: str
    roles: list[Role]
    is_active: bool

    @classmethod
    def of(cls, official: Official) -> Self:
        """Return what administrators are shown of an official."""
        return cls(
            id=official.id,
            post=official.name,
            roles=sorted(official.roles),
            is_active=official.active,
        )


class AccountOut(OfficialOut):
    """Un cargo, y cómo entra al panel."""

    model_config = ConfigDict(title="Cuenta")

    has_password: bool
    is_linked: bool = Field(description="Entra con otro servicio, como ClaveÚnica.")
    is_locked: bool = Field(description="Espera, por intentos equivocados.")
    last_entry: datetime | None = Field(description="Nula si no entró en los últimos meses.")
    open_sessions: int

    @classmethod
    def of_account(cls, account: Account) -> Self:
        """Return what administrators are shown of an account."""
        return cls(
            **OfficialOut.of(account.official).model_dump(),
            has_password=account.has_password,
            is_linked=account.is_linked,
            is_locked=account.is_locked,
            last_entry=account.last_entry,
            open_sessions=account.open_sessions,
        )


class KeyOut(BaseModel):
    """Una clave personal; no se puede volver a ver."""

    model_config = ConfigDict(title="Clave personal")

    id: str = Field(description="De qué cargo es.")
    key: str
