"""The API of the accounts of staff, for whoever administers them."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Path, Request, Response

from assistant.accounts.administration import Administration
from assistant.desk.permissions import Action
from assistant.limits import clean
from ui.api.accounts_models import AccountOut, KeyOut, NewAccount, OfficialOut, RolesIn
from ui.api.desk import ApiDesk, official_of
from ui.api.problems import problems
from ui.api.roles import needing

OfficialId = Annotated[
    str, Path(description="Identificador del cargo.", pattern="^F-[0-9]{3,9}$", examples=["F-003"])
]
TAG = "cuentas"


def add_accounts(api: FastAPI, desk: ApiDesk, administration: Administration) -> None:
    """Add what administrators do with accounts; their role is read again when it is done."""
    acting = needing(desk, Action.MANAGE_ACCOUNTS, "turn")
    refusals = problems(401, 403, 404, 409, 422, 429, 500, 503)
    of_bodies = problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503)

    @api.get(
        "/accounts",
        summary="Ver las cuentas",
        response_description="Todas, también las desactivadas.",
        responses=problems(401, 403, 429, 500, 503),
        tags=[TAG],
        **needing(desk, Action.MANAGE_ACCOUNTS),
    )
    async def accounts(request: Request, response: Response) -> list[AccountOut]:
        response.headers["Cache-Control"] = "no-store"
        found = await desk.think(administration.list, official_of(request))
        return [AccountOut.of_account(account) for account in found]

    @api.post(
        "/accounts",
        status_code=201,
        summary="Agregar un cargo",
        response_description="Su clave personal, por única vez.",
        responses=problems(400, 401, 403, 409, 413, 415, 422, 429, 500, 503),
        tags=[TAG],
        **acting,
    )
    async def add(request: Request, response: Response, body: NewAccount) -> KeyOut:
        response.headers["Cache-Control"] = "no-store"
        who, post = official_of(request), clean(body.post)
        official, key = await desk.think(administration.add, who, post, body.roles)
        return KeyOut(id=official.id, key=key)

    @api.post(
        "/accounts/{official_id}/roles",
        summary="Cambiar los roles",
        response_description="El cargo; sus sesiones se cerraron.",
        responses=of_bodies,
        tags=[TAG],
        **acting,
    )
    async def roles(request: Request, official_id: OfficialId, body: RolesIn) -> OfficialOut:
        who = official_of(request)
        changed = await desk.think(administration.change_roles, who, official_id, body.roles)
        return OfficialOut.of(changed)

    @api.post(
        "/accounts/{official_id}/renew",
        summary="Renovar la clave personal",
        response_description="La clave nueva, por única vez; la anterior y la contraseña no valen.",
        responses=refusals,
        tags=[TAG],
        **acting,
    )
    async def renew(request: Request, response: Response, official_id: OfficialId) -> KeyOut:
        response.headers["Cache-Control"] = "no-store"
        key = await desk.think(administration.renew_key, official_of(request), official_id)
        return KeyOut(id=official_id, key=key)

    @api.post(
        "/accounts/{official_id}/deactivate",
        summary="Desactivar un cargo",
        response_description="El cargo; no puede entrar ni actuar. No se deshace.",
        responses=refusals,
        tags=[TAG],
        **acting,
    )
    async def deactivate(request: Request, official_id: OfficialId) -> OfficialOut:
        who = official_of(request)
        return OfficialOut.of(await desk.think(administration.deactivate, who, official_id))

    @api.post(
        "/accounts/{official_id}/unlock",
        summary="Desbloquear una cuenta",
        response_description="El cargo; puede intentar entrar de inmediato.",
        responses=refusals,
        tags=[TAG],
        **acting,
    )
    async def unlock(request: Request, official_id: OfficialId) -> OfficialOut:
        who = official_of(request)
        return OfficialOut.of(await desk.think(administration.unlock, who, official_id))

    @api.post(
        "/accounts/{official_id}/end-sessions",
        summary="Cerrar las sesiones de un cargo",
        response_description="El cargo; tiene que entrar de nuevo donde esté.",
        responses=refusals,
        tags=[TAG],
        **acting,
    )
    async def end_sessions(request: Request, official_id: OfficialId) -> OfficialOut:
        who = official_of(request)
        return OfficialOut.of(await desk.think(administration.end_sessions, who, official_id))
