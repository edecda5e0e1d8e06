"""What travels through the API about what is new in a conversation."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from ui.api.models import HandOffOut, MessageOut
from ui.facade import ShownConversation, State


class StateOut(BaseModel):
    """En qué está la conversación."""

    model_config = ConfigDict(title="Estado")

    state: State
    handoff: HandOffOut | None = Field(description="La derivación en curso; nulo si no hay.")

    @classmethod
    def of(cls, conversation: ShownConversation) -> Self:
        """Return how a conversation is."""
        return cls(state=conversation.state, handoff=HandOffOut.of(conversation.handoff))


class NewsOut(StateOut):
    """Lo nuevo de una conversación."""

    model_config = ConfigDict(title="Novedades")

    messages: list[MessageOut]
    last: int = Field(description="Lo que va en «after» la próxima vez.")

    @classmethod
    def after(cls, last: int, conversation: ShownConversation) -> Self:
        """Return what was said after the message `last`, and how the conversation is."""
        said = [MessageOut.of(m) for m in conversation.messages if m.id > last]
        return cls(
            state=conversation.state,
            handoff=HandOffOut.of(conversation.handoff),
            messages=said,
            last=said[-1].id if said else last,
        )
