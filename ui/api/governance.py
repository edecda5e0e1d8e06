"""The API of governance: classify facts, the register of systems, its documents and its acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, FastAPI, Path, Query, Request, Response

from assistant.registry import DocumentFormat
from governance.classification.engine import assess
from governance.classification.facts import UNKNOWN, read_facts
from governance.policy.model import Policy
from ui.api.audit_models import AgendaOut, AuditedOut, AuditOut
from ui.api.desk import ApiDesk
from ui.api.policy_models import AssessmentOut, FactsIn, PolicyOut
from ui.api.problems import problems
from ui.api.roles import staff_key
from ui.api.systems_models import ActIn, ActOut, DossierOut, SystemOut
from ui.documents import document_response
from ui.problems import ProblemError
from ui.staff import Staff

SystemId = Annotated[
    str, Path(description="Identificador del sistema.", examples=["SDA-004"], max_length=40)
]
Version = Annotated[
    int | None,
    Query(description="Versión de la clasificación; si falta, la última.", ge=1, le=1_000_000),
]
Format = Annotated[DocumentFormat, Query(description="Formato del documento.")]
_DECISIONS = ("approve", "reject", "observe")


def add_governance(api: FastAPI, desk: ApiDesk) -> None:
    """Add what staff may ask of the registers."""
    key = staff_key()
    staff = [Depends(desk.counting("read")), Depends(key), Depends(desk.only_staff)]
    acting = [Depends(desk.counting("turn")), Depends(key), Depends(desk.only_staff)]
    registry = desk.registry

    @api.post(
        "/classify",
        dependencies=staff,
        summary="Saber qué nivel dan unos hechos",
        response_description="Los niveles posibles según cada lectura. No registra nada.",
        responses=problems(400, 401, 403, 413, 415, 422, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def classify(body: FactsIn) -> AssessmentOut:
        policy = await desk.think(registry.policy)
        _check_facts(body.root, policy)
        facts = read_facts(body.root, policy)
        return AssessmentOut.of(await desk.think(assess, facts, policy))

    @api.get(
        "/systems",
        dependencies=staff,
        summary="Ver los sistemas registrados",
        response_description="Todos, también los retirados.",
        responses=problems(401, 403, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def systems() -> list[SystemOut]:
        return [SystemOut.of(dossier) for dossier in await desk.think(registry.systems)]

    @api.get(
        "/systems/{system_id}",
        dependencies=staff,
        summary="Ver un sistema con su historia",
        response_description="El sistema, sus clasificaciones y los actos.",
        responses=problems(401, 403, 404, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def system(system_id: SystemId) -> DossierOut:
        return DossierOut.of(await desk.think(registry.system, system_id))

    @api.get(
        "/systems/{system_id}/classification",
        dependencies=acting,
        summary="Descargar el documento de una clasificación",
        response_class=Response,
        response_description="El documento, en el formato pedido.",
        responses=problems(401, 403, 404, 409, 422, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def document(
        system_id: SystemId, version: Version = None, formato: Format = "json"
    ) -> Response:
        found = await desk.think(registry.document, system_id, version, formato)
        return document_response(found)

    @api.post(
        "/systems/{system_id}/acts",
        status_code=201,
        dependencies=acting,
        summary="Decidir sobre un sistema",
        response_description="El acto, ya registrado.",
        responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def act(request: Request, system_id: SystemId, body: ActIn) -> ActOut:
        who: Staff = request.state.staff
        if who.official is None:
            raise ProblemError("falta-clave-personal")
        if body.kind in _DECISIONS and not who.decides:
            raise ProblemError("sin-rol")
        done = await desk.think(registry.act, who.official, system_id, body.order())
        return ActOut.of(done)

    @api.get(
        "/catalogue/audit",
        dependencies=staff,
        summary="Comparar lo declarado con lo que dan los hechos",
        response_description="Cada sistema, y cuáles no coinciden.",
        responses=problems(401, 403, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def audit() -> AuditOut:
        found = await desk.think(registry.audit)
        return AuditOut(
            discrepancies=[one.id for one in found if one.is_discrepancy],
            systems=[AuditedOut.of(one) for one in found],
        )

    @api.get(
        "/agenda",
        dependencies=staff,
        summary="Ver qué espera al Subcomité",
        response_description="Propuestas, divergencias, discrepancias y condiciones.",
        responses=problems(401, 403, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def agenda() -> AgendaOut:
        return AgendaOut.of(await desk.think(registry.agenda))

    @api.get(
        "/policy",
        dependencies=staff,
        summary="Ver la política en vigor",
        response_description="Versión, niveles con lo que exigen, y lecturas en uso.",
        responses=problems(401, 403, 429, 500, 503),
        tags=["gobernanza"],
    )
    async def policy() -> PolicyOut:
        return PolicyOut.of(await desk.think(registry.policy))


def _check_facts(raw: Mapping[str, str], policy: Policy) -> None:
    """Refuse facts that are not of the questionnaire, without repeating what was sent.

    Raises:
        ProblemError: names the questions whose answer does not exist.
    """
    allowed = {q.id: (*(v.value for v in q.values), UNKNOWN) for q in policy.questions}
    wrong = [
        {"campo": name, "mensaje": f"Usa una de estas: {', '.join(values)}."}
        for name, values in allowed.items()
        if raw.get(name, UNKNOWN) not in values
    ]
    if not raw.keys() <= allowed.keys():
        wrong.append({"campo": "cuerpo", "mensaje": f"Solo van {', '.join(allowed)}."})
    if wrong:
        raise ProblemError("datos-invalidos", errors=wrong)
