"""What tells one chat page from another: its words, its rows, and who may write there.

A side belongs to one page: `draw` and `connect` keep the components that they make.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.turn import Audience
from ui.chat.handlers import ChatHandlers, OpenPages, View
from ui.facade import AssistantFacade
from ui.rate_limit import Gate
from ui.workers import Workers


@dataclass(frozen=True)
class Page:
    """The page that was drawn, for a side that connects components of its own."""

    conversation_id: gr.Textbox
    outputs: list[Any]
    show: Callable[[View], tuple[Any, ...]]
    """What a `View` changes of `outputs`."""
    address: Callable[[gr.Request], str]
    pages: OpenPages
    ask: Callable[[str, str, gr.Request], AsyncIterator[tuple[Any, ...]]]
    """Ask something in a conversation, whatever is in the box."""


class ChatSide:
    """What every chat is; those of citizens and of staff say what is different there."""

    audience: Audience = "ciudadania"
    kind = "Inteligencia artificial"
    """What answers here, under the name."""

    def __init__(self, assistant: AssistantFacade) -> None:
        """Take the words from `assistant`."""
        self.assistant = assistant
        self.title = self.heading = assistant.institution.institution.asistente
        self.suggestions = assistant.suggestions(self.audience)
        self.outputs: list[Any] = []
        """Components of its own, which `update` changes."""
        self.says: list[tuple[gr.Button, gr.Button | gr.Textbox]] = []
        """Buttons, and where what each says is written: often on itself."""

    def handlers(self, gate: Gate, workers: Workers) -> ChatHandlers:
        """Return what happens when a person does something on the page."""
        return ChatHandlers(self.assistant, gate, workers, self.audience)

    def draw_links(self) -> None:
        """Draw what goes beside the title."""

    def draw(self) -> None:
        """Draw what goes between the conversation and the box."""

    def draw_case(self) -> None:
        """Draw what goes beside how the case of the conversation stands."""

    def draw_suggestions(self) -> None:
        """Draw what goes after the questions to begin with."""

    def connect(self, page: Page) -> None:
        """Connect the components of its own, once all of the page is drawn."""

    def update(self, view: View) -> tuple[Any, ...]:
        """Return the changes to `outputs` for what the page shows now."""
        return ()

    async def enter(self, request: gr.Request) -> str | None:
        """Return who writes, to sign it; None when they may not write here any more."""
        return ""

    def counted_as(self, request: gr.Request, address: str) -> str:
        """Return whose turns are counted together."""
        return address

    async def back(self, request: gr.Request, handlers: ChatHandlers) -> View | None:
        """Return the conversation that whoever opens the page had open, if it goes on."""
        return None

    async def moved(self, request: gr.Request, view: View) -> None:
        """Remember where they are."""
