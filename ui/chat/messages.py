"""What the script of the citizens' chat needs to offer things to do with each answer.

The page shows answers as Gradio draws them, which loses their ids, their sources and the sentence
that each one rests on. The id of the conversation travels in the body, so that it is in no address
and no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.conversations import ConversationNotFound
from assistant.desk.feedback.rating import can_be_rated
from assistant.turn import Outcome
from ui.chat.text import safe_url
from ui.facade import AssistantFacade, Role, ShownMessage
from ui.guard import log_failure
from ui.origin import is_ours
from ui.problems import problem
from ui.rate_limit import Gate
from ui.workers import TooBusy, Workers

UNRATED = frozenset(
    {
        Outcome.FAILED,
        Outcome.HANDED_OFF_CRISIS,
        Outcome.HANDED_OFF_REQUESTED,
        Outcome.INTERVIEW,
        Outcome.SMALL_TALK,
    }
)
"""How turns end whose answer nobody is asked about: it would be out of place, or say nothing."""


class MessagesAsked(BaseModel):
    """The conversation that a page shows."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: str = Field(max_length=64)


class CitedLine(TypedDict):
    """A source of an answer, and the sentence of it that the answer rests on."""

    title: str
    section: str
    source: str
    url: str
    quote: str


class ToldMessage(TypedDict):
    """One message, with what may be done with it; `rated` is None until the person rates it."""

    id: int
    role: Role
    text: str
    can_rate: bool
    rated: bool | None
    citations: list[CitedLine]


class ChatMessages:
    """Serves /vivo/mensajes."""

    def __init__(self, assistant: AssistantFacade, gate: Gate, workers: Workers) -> None:
        """Read conversations of `assistant`, as often as `gate` allows."""
        self._assistant = assistant
        self._gate = gate
        self._workers = workers

    def add_to(self, app: FastAPI) -> None:
        """Serve the address."""
        app.add_api_route("/vivo/mensajes", self.all, methods=["POST"], include_in_schema=False)

    async def all(self, request: Request) -> Response:
        """Return the messages of a conversation of a citizen, in the order that the page shows."""
        if not is_ours(request):
            return problem("origen-ajeno")
        address = self._gate.visitor(request)
        if seconds := self._gate.seconds_to_wait(address, "read"):
            return problem("demasiadas-solicitudes", headers={"Retry-After": str(seconds)})
        try:
            asked = MessagesAsked.model_validate_json(await request.body())
            messages = await self._workers.run(self._read, asked.conversation)
        except ValidationError:
            return problem("datos-invalidos")
        except ConversationNotFound:
            return problem("conversacion-desconocida")
        except TooBusy:
            return problem("ocupado", headers={"Retry-After": "5"})
        except Exception as error:  # the edge of the page: never the conversation in an error
            log_failure("mensajes", error)
            return problem("error-interno")
        return JSONResponse({"messages": messages}, headers={"Cache-Control": "no-store"})

    def _read(self, conversation_id: str) -> list[ToldMessage]:
        found = self._assistant.conversation(conversation_id)
        if found.audience != "ciudadania":  # one of staff is never shown here, whoever has its id
            raise ConversationNotFound
        rated = self._assistant.feedback.rated(conversation_id)
        return [told(message, rated) for message in found.messages if message.text.strip()]


def told(message: ShownMessage, rated: Mapping[int, bool]) -> ToldMessage:
    """Return a message as the page takes it; `rated` is what the person thought of each answer."""
    citations: list[CitedLine] = [
        {"title": c.title, "section": c.section, "source": c.source, "url": c.url, "quote": c.quote}
        for c in message.citations
        if safe_url(c.url)
    ]
    return {
        "id": message.id,
        "role": message.role,
        "text": message.text,
        "can_rate": can_rate(message),
        "rated": rated.get(message.id),
        "citations": citations,
    }


def can_rate(message: ShownMessage) -> bool:
    """Whether the person is asked if this message was of use."""
    return can_be_rated(message.role, message.decision_id) and message.outcome not in UNRATED
