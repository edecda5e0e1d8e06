"""The API for programs, under /api/v1.

A turn is thought in a thread of the pool; the event loop only checks, waits and writes. Errors are
`application/problem+json` in Spanish and never repeat what the caller sent.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from assistant.accounts.administration import Administration
from assistant.turn import Reply
from ui.api.accounts import add_accounts
from ui.api.audit import add_audit
from ui.api.case_acts import add_case_acts
from ui.api.cases import add_cases
from ui.api.contact import add_contact
from ui.api.desk import ApiDesk
from ui.api.feedback import add_feedback
from ui.api.folios import add_folios
from ui.api.gaps import add_gaps
from ui.api.governance import add_governance
from ui.api.live import add_live
from ui.api.measures import add_measures
from ui.api.models import ConversationId, ConversationOut, NewConversation, NewTurn, TurnOut
from ui.api.problems import add_problem_handlers, problems, with_problems_only
from ui.api.requests import add_requests
from ui.facade import AssistantFacade
from ui.live import Live
from ui.problems import KINDS, ProblemError
from ui.rate_limit import Gate, is_plain_hand_off
from ui.staff import StaffKeys
from ui.streaming import accepts_events, pieces
from ui.workers import Workers

DESCRIPTION = """Conversa con el asistente desde otro programa.

1. Crea una conversación; su primer mensaje dice que es un sistema de inteligencia artificial, y
   hay que mostrarlo.
2. Envía cada turno. Con `Accept: text/event-stream` la respuesta ya comprobada llega en eventos
   `delta` (trozos de texto) y termina con `done` (el JSON completo).
3. Si `handoff` trae un folio, el asistente calla hasta que la persona elija seguir con él
   (`resume`). Lo que escriba quien la atienda llega por `messages` (que espera) o `events`.
4. Con el folio se sigue el caso desde otra parte. Es secreto: va en el cuerpo, nunca en la
   dirección.

Lo de gobernanza exige ser funcionario: `Authorization: Bearer` con la clave personal o la común.
Los actos (aprobar, rechazar, observar, retirar, rediseñar) solo se firman con clave personal.
Atender exige clave personal y un rol; `x-roles` dice cuáles sirven en cada ruta.

Los errores son `application/problem+json` (RFC 9457).
"""


def create_api(
    assistant: AssistantFacade,
    gate: Gate,
    workers: Workers,
    keys: StaffKeys,
    live: Live,
    administration: Administration,
) -> FastAPI:
    """Return the API, to be mounted at /api/v1."""
    api = FastAPI(
        title=f"API del {assistant.institution.institution.asistente}",
        description=DESCRIPTION,
        version="1",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        openapi_tags=[
            {"name": "conversaciones", "description": "Preguntar y recibir respuestas citadas."},
            {"name": "folios", "description": "Seguir un caso desde otra parte, con su folio."},
            {"name": "atención", "description": "Atender a quien pidió una persona."},
            {"name": "vacíos", "description": "Publicar lo que solo una persona supo responder."},
            {"name": "opiniones", "description": "Leer si las respuestas sirven."},
            {"name": "cuentas", "description": "Administrar los cargos y sus claves."},
            {"name": "gobernanza", "description": "Clasificar sistemas y decidir sobre ellos."},
            {"name": "servicio", "description": "Estado del servicio y errores."},
        ],
    )
    add_problem_handlers(api)
    desk = ApiDesk(assistant, gate, workers, keys, live)

    @api.post(
        "/conversations",
        status_code=201,
        dependencies=[Depends(desk.counting("conversation"))],
        summary="Crear una conversación",
        response_description="La conversación, con el aviso de que es una IA.",
        responses=problems(400, 401, 403, 413, 415, 422, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def create_conversation(request: Request, body: NewConversation) -> ConversationOut:
        await desk.author(request, body.audience)
        return ConversationOut.of(await desk.think(assistant.start, body.audience, "api"))

    @api.get(
        "/conversations/{conversation_id}",
        dependencies=[Depends(desk.counting("read"))],
        summary="Leer una conversación",
        response_description="Los mensajes, con los datos personales ocultos.",
        responses=problems(401, 403, 404, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def read_conversation(
        request: Request, conversation_id: ConversationId
    ) -> ConversationOut:
        conversation, _ = await desk.open(request, conversation_id)
        return ConversationOut.of(conversation)

    @api.post(
        "/conversations/{conversation_id}/turns",
        summary="Enviar un turno",
        response_model=TurnOut,
        response_description="La respuesta comprobada y registrada.",
        responses={
            200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
            **problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        },
        tags=["conversaciones"],
    )
    async def add_turn(
        request: Request, conversation_id: ConversationId, body: NewTurn
    ) -> Response:
        desk.count(request, "hand_off" if is_plain_hand_off(body.text) else "turn")
        author = await desk.try_open(request, conversation_id)
        think = desk.think_first if is_plain_hand_off(body.text) else desk.think
        reply = await think(assistant.reply, conversation_id, body.text, "api", author or "")
        if author is None and reply.decision_id is not None:
            raise ProblemError("error-interno")
        return _answer(reply, request)

    @api.post(
        "/conversations/{conversation_id}/resume",
        dependencies=[Depends(desk.counting("turn"))],
        summary="Seguir con el asistente después de derivar",
        response_model=TurnOut,
        response_description="El asistente vuelve a responder.",
        responses=problems(401, 403, 404, 409, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def resume(request: Request, conversation_id: ConversationId) -> Response:
        await desk.open(request, conversation_id)
        return _answer(await desk.think(assistant.resume, conversation_id), request)

    add_live(api, desk)
    add_contact(api, desk)
    add_folios(api, desk)
    add_cases(api, desk)
    add_case_acts(api, desk)
    add_requests(api, desk)
    add_measures(api, desk)
    add_gaps(api, desk)
    add_feedback(api, desk)
    add_accounts(api, desk, administration)
    add_governance(api, desk)
    add_audit(api, desk)

    @api.get(
        "/health",
        summary="Saber si el servicio está sano",
        response_description="`status` es «ok»: los turnos se registran.",
        responses={
            503: {
                "description": "`status` es «degraded»: lo que se escribe no se puede registrar, y "
                "`unrecorded_since` dice desde cuándo.",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            **problems(500),
        },
        tags=["servicio"],
    )
    async def health() -> Response:
        found = await workers.run(assistant.health)
        is_well = found["status"] == "ok"
        return JSONResponse(found, 200 if is_well else 503, {"Cache-Control": "no-store"})

    @api.get(
        "/problemas/{kind}",
        summary="Saber qué significa un error",
        response_description="Título y remedio.",
        tags=["servicio"],
    )
    async def explain_problem(kind: str) -> dict[str, str | int]:
        if (known := KINDS.get(kind)) is None:
            raise ProblemError("ruta-desconocida")
        return {"status": known.status, "title": known.title, "remedio": known.remedy}

    api.openapi = lambda: with_problems_only(api)  # type: ignore[method-assign]
    return api


def _answer(reply: Reply, request: Request) -> Response:
    shown = TurnOut.of(reply).model_dump(mode="json")
    if not accepts_events(request.headers.get("accept", "")):
        return JSONResponse(shown, headers={"Cache-Control": "no-store"})
    return StreamingResponse(
        _events(reply.text, shown),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(text: str, shown: Mapping[str, Any]) -> AsyncIterator[str]:
    for piece in pieces(text):
        yield _event("delta", {"text": piece})
    yield _event("done", shown)


def _event(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
