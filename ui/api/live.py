"""A conversation as it happens: long polls, and server-sent events.

Whoever waits holds no thread. Messages are told apart by their number, so that a client that lost
its connection says the last one it saw, and nothing is lost or doubled.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from time import monotonic
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.responses import StreamingResponse

from ui.api.desk import ApiDesk
from ui.api.live_models import NewsOut, StateOut
from ui.api.models import ConversationId, MessageOut
from ui.api.problems import problems
from ui.api.waiting import LARGEST, After, Wait, answer_when_new
from ui.facade import ShownConversation, State
from ui.problems import ProblemError

HEARTBEAT_S = 15.0
"""Seconds of silence after which a comment is sent, so that nobody in between hangs up."""
LOOK_AGAIN_S = 60.0
"""The place in the queue moves although nothing is written about this conversation."""
STREAM_S = 600.0
"""After this long a stream ends; clients come back by themselves with the last message they saw."""

LastSeen = Annotated[
    int | None,
    Header(
        alias="Last-Event-ID",
        description="Lo envía el navegador al volver a conectarse; vale más que «after».",
        ge=0,
        le=LARGEST,
    ),
]


def add_live(api: FastAPI, desk: ApiDesk) -> None:
    """Add what tells who waits of what is new."""

    @api.get(
        "/conversations/{conversation_id}/messages",
        dependencies=[Depends(desk.counting("read"))],
        summary="Esperar lo nuevo de una conversación",
        response_description="Los mensajes que siguen a «after», o ninguno si no llegó nada.",
        responses=problems(401, 403, 404, 422, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def messages(
        request: Request,
        response: Response,
        conversation_id: ConversationId,
        after: After = 0,
        wait: Wait = 0,
    ) -> NewsOut:
        response.headers["Cache-Control"] = "no-store"
        begun: State | None = None

        async def look() -> ShownConversation:
            return (await desk.open(request, conversation_id))[0]

        def is_new(found: ShownConversation) -> bool:
            nonlocal begun
            begun = begun or found.state
            is_moved = found.state == "closed" or found.state != begun
            return is_moved or any(m.id > after for m in found.messages)

        found = await answer_when_new(request, desk, conversation_id, wait, look, is_new)
        return NewsOut.after(after, found)

    @api.get(
        "/conversations/{conversation_id}/events",
        dependencies=[Depends(desk.counting("read"))],
        summary="Seguir una conversación en eventos",
        response_class=StreamingResponse,
        response_description="`message`, con su número en `id`; `state` al cambiar; `end`.",
        responses={
            200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
            **problems(401, 403, 404, 422, 429, 500, 503),
        },
        tags=["conversaciones"],
    )
    async def events(
        request: Request,
        conversation_id: ConversationId,
        after: After = 0,
        last_seen: LastSeen = None,
    ) -> Response:
        sequence = await desk.live.now()
        found, _ = await desk.open(request, conversation_id)
        with desk.waiting(request):
            pass  # refused now, while there is still an answer to refuse with
        last = after if last_seen is None else last_seen
        return StreamingResponse(
            _stream(desk, request, found, sequence, last),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )


async def _stream(
    desk: ApiDesk, request: Request, found: ShownConversation, sequence: int, last: int
) -> AsyncIterator[str]:
    """Yield what is new from `found` on, until the conversation ends or the stream is old."""
    with desk.waiting(request):
        async for event in _told(desk, request, found, sequence, last):
            yield event


async def _told(
    desk: ApiDesk, request: Request, found: ShownConversation, sequence: int, last: int
) -> AsyncIterator[str]:
    ends_at, told = monotonic() + STREAM_S, ""
    while True:
        for message in found.messages:
            if message.id > last:
                last = message.id
                yield _event("message", MessageOut.of(message).model_dump_json(), last)
        state = StateOut.of(found).model_dump_json()
        if state != told:
            told = state
            yield _event("state", state)
        if found.state == "closed":
            yield _event("end", "{}")
            return
        looks_at = monotonic() + LOOK_AGAIN_S
        news = await desk.live.wait(found.id, sequence, HEARTBEAT_S)
        while not news.conversations and monotonic() < min(looks_at, ends_at):
            yield ": sigo aquí\n\n"
            news = await desk.live.wait(found.id, news.sequence, HEARTBEAT_S)
        if monotonic() >= ends_at:
            return
        sequence = news.sequence
        try:
            found, _ = await desk.open(request, found.id)
        except ProblemError:  # it was deleted, or the key that opened it is nobody's any more
            yield _event("end", "{}")
            return


def _event(name: str, data: str, number: int | None = None) -> str:
    r"""Return one event.

    >>> _event("message", '"hola"', 7)
    'event: message\nid: 7\ndata: "hola"\n\n'
    """
    numbered = "" if number is None else f"id: {number}\n"
    return f"event: {name}\n{numbered}data: {data}\n\n"
