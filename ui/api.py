"""The API for programs, under /api/v1.

A turn is thought in a thread of the pool; the event loop only checks, waits and writes. Errors are
`application/problem+json` in Spanish and never repeat what the caller sent.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.exceptions import HTTPException

from assistant.conversations import ConversationClosed, ConversationNotFound
from assistant.database import DatabaseError
from assistant.limits import InputError
from assistant.settings import Settings
from assistant.turn import Audience, Reply
from ui.api_models import ConversationOut, NewConversation, NewTurn, Problem, TurnOut
from ui.facade import AssistantFacade, ShownConversation
from ui.guard import log_failure
from ui.problems import KINDS, MEDIA_TYPE, ProblemError, problem
from ui.rate_limit import Allowance, Gate, is_plain_hand_off
from ui.streaming import accepts_events, pieces
from ui.workers import TooBusy, Workers

T = TypeVar("T")
ConversationId = Annotated[
    str, Path(description="Identificador de la conversación.", max_length=200)
]

DESCRIPTION = """Conversa con el asistente desde otro programa.

1. Crea una conversación; su primer mensaje dice que es un sistema de inteligencia artificial, y
   hay que mostrarlo.
2. Envía cada turno. Con `Accept: text/event-stream` la respuesta ya comprobada llega en eventos
   `delta` (trozos de texto) y termina con `done` (el JSON completo).
3. Si `handoff` trae un folio, el asistente calla hasta que la persona elija seguir con él
   (`resume`).

Los errores son `application/problem+json` (RFC 9457).
"""


def create_api(
    assistant: AssistantFacade, settings: Settings, gate: Gate, workers: Workers
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
            {"name": "servicio", "description": "Estado del servicio y errores."},
        ],
    )
    _add_problem_handlers(api)
    desk = _Desk(assistant, settings, gate, workers)

    @api.post(
        "/conversations",
        status_code=201,
        dependencies=[Depends(desk.counting("conversation"))],
        summary="Crear una conversación",
        response_description="La conversación, con el aviso de que es una IA.",
        responses=_problems(400, 401, 403, 413, 415, 422, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def create_conversation(request: Request, body: NewConversation) -> ConversationOut:
        desk.check_staff(request, body.audience)
        return ConversationOut.of(await desk.think(assistant.start, body.audience, "api"))

    @api.get(
        "/conversations/{conversation_id}",
        dependencies=[Depends(desk.counting("read"))],
        summary="Leer una conversación",
        response_description="Los mensajes, con los datos personales ocultos.",
        responses=_problems(401, 403, 404, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def read_conversation(
        request: Request, conversation_id: ConversationId
    ) -> ConversationOut:
        return ConversationOut.of(await desk.open(request, conversation_id))

    @api.post(
        "/conversations/{conversation_id}/turns",
        summary="Enviar un turno",
        response_model=TurnOut,
        response_description="La respuesta comprobada y registrada.",
        responses={
            200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
            **_problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        },
        tags=["conversaciones"],
    )
    async def add_turn(
        request: Request, conversation_id: ConversationId, body: NewTurn
    ) -> Response:
        desk.count(request, "hand_off" if is_plain_hand_off(body.text) else "turn")
        is_open = await desk.try_open(request, conversation_id)
        reply = await desk.think(assistant.reply, conversation_id, body.text, "api")
        if not is_open and reply.decision_id is not None:
            raise ProblemError("error-interno")
        return _answer(reply, request)

    @api.post(
        "/conversations/{conversation_id}/resume",
        dependencies=[Depends(desk.counting("turn"))],
        summary="Seguir con el asistente después de derivar",
        response_model=TurnOut,
        response_description="El asistente vuelve a responder.",
        responses=_problems(401, 403, 404, 409, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def resume(request: Request, conversation_id: ConversationId) -> Response:
        await desk.open(request, conversation_id)
        return _answer(await desk.think(assistant.resume, conversation_id), request)

    @api.get(
        "/health",
        summary="Saber si el servicio está sano",
        response_description="`status` es «ok» o «degraded».",
        responses=_problems(500),
        tags=["servicio"],
    )
    async def health() -> dict[str, Any]:
        return await workers.run(assistant.health)

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

    api.openapi = lambda: _with_problems_only(api)  # type: ignore[method-assign]
    return api


class _Desk:
    """What every request goes through: counting, permission, thinking in a thread."""

    def __init__(
        self, assistant: AssistantFacade, settings: Settings, gate: Gate, workers: Workers
    ) -> None:
        self._assistant = assistant
        self._token = settings.staff_token.get_secret_value().encode()
        self._gate = gate
        self._workers = workers

    def counting(self, what: Allowance) -> Callable[[Request], Awaitable[None]]:
        """Return the dependency that counts a request as `what`."""

        async def count(request: Request) -> None:
            self.count(request, what)

        return count

    def count(self, request: Request, what: Allowance) -> None:
        """Let the request through.

        Raises:
            ProblemError: its address asked for too much.
        """
        peer = request.client.host if request.client else None
        address = self._gate.address(peer, request.headers.get("x-forwarded-for"))
        if seconds := self._gate.seconds_to_wait(address, what):
            raise ProblemError(
                "demasiadas-solicitudes",
                f"Espera {seconds} segundos y vuelve a intentar. "
                "Para llegar a una persona basta con enviar «derivar».",
                {"Retry-After": str(seconds)},
            )

    def check_staff(self, request: Request, audience: Audience) -> None:
        """Let through whoever may see what is for `audience`.

        Raises:
            ProblemError: it is for staff and the token is not there or is not the one.
        """
        if audience != "funcionarios":
            return
        if not self._token:
            raise ProblemError("audiencia-no-habilitada")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token.strip().encode("latin-1", "replace")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given, self._token):
            raise ProblemError("sin-autorizacion", headers={"WWW-Authenticate": "Bearer"})

    async def open(self, request: Request, conversation_id: str) -> ShownConversation:
        """Return a conversation that this request may see."""
        found = await self.think(self._assistant.conversation, conversation_id)
        self.check_staff(request, found.audience)
        return found

    async def try_open(self, request: Request, conversation_id: str) -> bool:
        """Check that the request may see a conversation; False when nothing can be read now.

        Without records the assistant still says how to reach help, and nothing else: whoever goes
        on must show only a reply that was not recorded.
        """
        try:
            await self.open(request, conversation_id)
        except DatabaseError as error:
            log_failure("leer conversación", error)
            return False
        return True

    async def think(self, do: Callable[..., T], *args: object) -> T:
        """Return what the assistant does, from a thread, with its refusals as problems."""
        try:
            return await self._workers.run(do, *args)
        except InputError as error:
            kind = {"empty": "texto-vacio", "too_long": "texto-largo"}[error.kind]
            raise ProblemError(kind, error.detail) from None
        except ConversationNotFound:
            raise ProblemError("conversacion-desconocida") from None
        except ConversationClosed:
            raise ProblemError("conversacion-cerrada") from None
        except TooBusy:
            raise ProblemError("ocupado", headers={"Retry-After": "5"}) from None


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


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    titles: dict[int, str] = {}
    for kind in KINDS.values():
        titles.setdefault(kind.status, kind.title)
    return {
        status: {
            "description": titles[status],
            "model": Problem,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def _with_problems_only(api: FastAPI) -> dict[str, Any]:
    # FastAPI documents every model as application/json too; errors never travel as that.
    schema = FastAPI.openapi(api)
    for path in schema["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                if MEDIA_TYPE in content:
                    content.pop("application/json", None)
            operation["responses"].pop("422", None) if "requestBody" not in operation else None
    return schema


_OF_STATUS = {404: "ruta-desconocida", 405: "metodo-no-permitido", 413: "cuerpo-grande"}
_MESSAGES = {
    "missing": "Falta este dato.",
    "string_type": "Debe ser un texto entre comillas.",
    "string_too_long": "Es demasiado largo.",
    "literal_error": "No es uno de los valores posibles: «ciudadania» o «funcionarios».",
    "model_attributes_type": "Debe ser un objeto JSON.",
    "dict_type": "Debe ser un objeto JSON.",
}


def _add_problem_handlers(api: FastAPI) -> None:
    @api.exception_handler(ProblemError)
    async def _refused(_: Request, error: ProblemError) -> Response:
        return problem(error.kind, error.detail, error.headers)

    @api.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> Response:
        kind = _OF_STATUS.get(error.status_code, "solicitud-invalida")
        return problem(kind, headers=error.headers)

    @api.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        found = error.errors()
        if any(item["type"] == "json_invalid" for item in found):
            return problem("json-invalido")
        if any(isinstance(item.get("input"), bytes) for item in found):
            return problem("tipo-no-admitido")
        return problem(
            "datos-invalidos",
            errors=[
                {
                    "campo": ".".join(str(part) for part in item["loc"][1:]) or "cuerpo",
                    "mensaje": _MESSAGES.get(item["type"], "No es válido."),
                }
                for item in found
            ],
        )

    @api.exception_handler(Exception)
    async def _broken(_request: Request, _error: Exception) -> Response:
        return problem("error-interno")  # the guard around the application logs where it broke
