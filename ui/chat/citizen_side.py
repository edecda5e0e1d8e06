"""The chat of citizens: the case of who asked for a person, live, and a page that comes back.

The values of the hidden fields are read, and the hidden buttons pressed, by `static/live_chat.js`
and, in a page of another site, `static/embedded.js`;
what is done with a contact is not here, because Gradio keeps in memory whatever its fields hold.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from ui.chat.citizen_handlers import CitizenHandlers
from ui.chat.side import ChatSide, Page
from ui.facade import AssistantFacade
from ui.rate_limit import Gate
from ui.workers import Workers

WITHDRAW = "Ya no necesito a una persona"


class CitizenSide(ChatSide):
    """What citizens have besides the chat."""

    def __init__(self, assistant: AssistantFacade) -> None:
        """Take the words from `assistant`; the questions to begin with are of `first_screen`."""
        super().__init__(assistant)
        self.suggestions = ()

    def handlers(self, gate: Gate, workers: Workers) -> CitizenHandlers:
        """Return what happens when a person does something on the page."""
        self._handlers = CitizenHandlers(self.assistant, gate, workers, self.audience)
        return self._handlers

    def draw_case(self) -> None:
        """Draw what a person may do while they wait; the links work without our script too."""
        gr.Markdown("[Dejar mi contacto](/caso#contacto) [Ver mi caso](/caso)", elem_id="mi-caso")
        self._withdraw = gr.Button(WITHDRAW, elem_id="retirar", size="sm")

    def draw_suggestions(self) -> None:
        """Draw what `first_screen.js` writes a question in, and presses to ask it."""
        asked = gr.Textbox(visible="hidden", elem_id="sugerida")
        self.says = [(gr.Button("Preguntar", visible="hidden", elem_id="pedir-sugerida"), asked)]

    def connect(self, page: Page) -> None:
        """Connect what a person presses, and what `live_chat.js` does."""
        handlers = self._handlers
        refresh = gr.Button("Actualizar", visible="hidden", elem_id="refrescar")
        mine = gr.Textbox(visible="hidden", elem_id="volver-a")
        go_back = gr.Button("Volver", visible="hidden", elem_id="volver")

        for_site = gr.Textbox(visible="hidden", elem_id="del-sitio")
        ask_for_site = gr.Button("Preguntar", visible="hidden", elem_id="pedir-del-sitio")

        async def on_site(
            known_id: str, text: str, request: gr.Request
        ) -> AsyncIterator[tuple[Any, ...]]:
            known_id, text = _text(known_id), _text(text)
            refused = await handlers.refused_to_site(known_id, text, page.address(request))
            if refused is not None:
                yield page.show(refused)
                return
            async for shown in page.ask(known_id, text, request):
                yield shown

        async def on_refresh(known_id: str) -> tuple[Any, ...]:
            return page.show(await handlers.now(_text(known_id), is_watched=True))

        async def on_back(given: str, request: gr.Request) -> tuple[Any, ...]:
            view = await handlers.back(_text(given), page.address(request))
            if view.conversation_id is not None:
                page.pages.moved(request.session_hash, view.conversation_id)
            return ("", *page.show(view))

        async def on_withdraw(known_id: str, request: gr.Request) -> tuple[Any, ...]:
            return page.show(await handlers.withdraw(_text(known_id), page.address(request)))

        quick: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "queue": False,
        }
        refresh.click(
            on_refresh, page.conversation_id, page.outputs, trigger_mode="multiple", **quick
        )
        ask_for_site.click(
            on_site,
            [page.conversation_id, for_site],
            page.outputs,
            **{**quick, "queue": True},
            concurrency_limit=None,
        )
        go_back.click(on_back, mine, [mine, *page.outputs], **quick)
        self._withdraw.click(on_withdraw, page.conversation_id, page.outputs, **quick)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
