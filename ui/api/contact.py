"""What a person does about their case from its conversation: leave a contact, or need nobody."""

from __future__ import annotations

from fastapi import Depends, FastAPI, Request

from assistant.desk.contacts.contact import read_contact
from ui.api.contact_models import ContactIn
from ui.api.desk import ApiDesk
from ui.api.models import ConversationId, ConversationOut
from ui.api.problems import problems
from ui.problems import ProblemError


def add_contact(api: FastAPI, desk: ApiDesk) -> None:
    """Add what a person may do about the case of their conversation."""
    citizens = desk.assistant.citizens
    counted = [Depends(desk.counting("turn"))]

    async def folio(request: Request, conversation_id: str) -> str:
        """Return the folio of the case of a conversation that this request may see."""
        await desk.open(request, conversation_id)
        found = await desk.think(citizens.of_conversation, conversation_id)
        if found is None:
            raise ProblemError("sin-caso")
        return found.case.folio

    @api.put(
        "/conversations/{conversation_id}/contact",
        status_code=204,
        dependencies=counted,
        summary="Dejar un contacto para que te respondan",
        response_description="Quedó guardado, cifrado, en lugar del que hubiera.",
        responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def leave(request: Request, conversation_id: ConversationId, body: ContactIn) -> None:
        of_case = await folio(request, conversation_id)
        contact = await desk.think(read_contact, body.name, body.phone, body.email)
        await desk.think(citizens.leave_contact, of_case, contact)

    @api.delete(
        "/conversations/{conversation_id}/contact",
        status_code=204,
        dependencies=counted,
        summary="Borrar el contacto",
        response_description="Se borró.",
        responses=problems(401, 403, 404, 409, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def erase(request: Request, conversation_id: ConversationId) -> None:
        of_case = await folio(request, conversation_id)
        if not await desk.think(citizens.erase_contact, of_case):
            raise ProblemError("sin-contacto")

    @api.post(
        "/conversations/{conversation_id}/withdraw",
        dependencies=counted,
        summary="Ya no necesitar a una persona",
        response_description="La conversación, otra vez con el asistente.",
        responses=problems(401, 403, 404, 409, 429, 500, 503),
        tags=["conversaciones"],
    )
    async def withdraw(request: Request, conversation_id: ConversationId) -> ConversationOut:
        await desk.think(citizens.withdraw, await folio(request, conversation_id))
        found, _ = await desk.open(request, conversation_id)
        return ConversationOut.of(found)
