"""How an address of the API says which role it needs: to the program, and to who reads about it."""

from __future__ import annotations

from typing import Any

from fastapi import Depends
from fastapi.security import HTTPBearer

from assistant.desk.permissions import ALLOWED, Action
from ui.api.desk import ApiDesk
from ui.rate_limit import Allowance


def staff_key() -> HTTPBearer:
    """Return how the key of staff is documented; `ApiDesk` is who reads it."""
    return HTTPBearer(
        auto_error=False,
        scheme_name="clave",
        description="Clave personal, o la clave común de funcionarios donde no hace falta un rol.",
    )


def needing(desk: ApiDesk, action: Action, what: Allowance = "read") -> dict[str, Any]:
    """Return how to declare an address that counts as `what` and is only for some roles.

    The description for machines names the roles as `x-roles`, from the table that decides.
    """
    return {
        "dependencies": [
            Depends(desk.counting(what)),
            Depends(staff_key()),
            Depends(desk.allowing(action)),
        ],
        "openapi_extra": {"x-roles": sorted(ALLOWED[action])},
    }
