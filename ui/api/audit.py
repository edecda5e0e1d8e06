"""The API of whoever audits: the whole log, for a role and a reason that are recorded before."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.desk.audit.period import Period
from assistant.desk.desk import MAX_REPLY, SHORTEST_WHY
from assistant.desk.permissions import Action
from governance.registers.days import day_in_chile
from ui.api.desk import ApiDesk, official_of
from ui.api.problems import problems
from ui.api.roles import needing
from ui.zip_file import export_name, zip_response

Day = Annotated[date | None, Field(ge=date(2001, 1, 1), lt=date(3000, 1, 1))]


class ExportIn(BaseModel):
    """Para qué se pide el registro, y de qué días son sus tablas."""

    model_config = ConfigDict(
        title="Pedido de exportación",
        extra="forbid",
        json_schema_extra={
            "examples": [{"why": "Auditoría interna del primer semestre.", "since": "2026-01-01"}]
        },
    )

    why: StrictStr = Field(
        description=f"De {SHORTEST_WHY} a {MAX_REPLY} caracteres; queda registrado."
    )
    since: Day = Field(None, description="Primer día de las tablas, en Chile; el registro va todo.")
    until: Day = Field(None, description="Último día de las tablas.")


def add_audit(api: FastAPI, desk: ApiDesk) -> None:
    """Add the export of the log."""
    audit = desk.assistant.audit

    @api.post(
        "/log/export",
        summary="Exportar el registro para auditoría",
        response_class=Response,
        response_description="Un ZIP con el registro, dos tablas, su guía y cómo comprobarlo.",
        responses={
            200: {"content": {"application/zip": {"schema": {"type": "string"}}}},
            **problems(400, 401, 403, 409, 413, 415, 422, 429, 500, 503),
        },
        tags=["gobernanza"],
        **needing(desk, Action.EXPORT_LOG, "turn"),
    )
    async def export(request: Request, body: ExportIn) -> Response:
        period = await desk.think(Period, body.since, body.until)
        file = await desk.think(audit.export, official_of(request), body.why, period)
        return zip_response(file, export_name(day_in_chile(audit.clock())))
