"""The chat of staff: that of citizens, with the buttons of the interview and the registers."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import gradio as gr

from assistant.conversations import ConversationNotFound
from assistant.database import DatabaseError
from assistant.interviewing.session import InterviewView
from assistant.registry import DOCUMENT_FORMATS
from assistant.turn import Audience
from ui.chat.handlers import ChatHandlers, View
from ui.chat.page import ChatSide
from ui.chat.text import escape
from ui.facade import AssistantFacade
from ui.guard import log_failure
from ui.panel.choices import MOST_ANSWERS, MOST_HELPS, NEW, choices, progress
from ui.panel.sessions import COOKIE, Sessions, StaffSession
from ui.workers import Workers


class StaffSide(ChatSide):
    """What the panel adds to the chat."""

    audience: Audience = "funcionarios"

    def __init__(self, assistant: AssistantFacade, sessions: Sessions, workers: Workers) -> None:
        """Know who writes by `sessions`, read in the threads of `workers`."""
        super().__init__(assistant)
        self._assistant = assistant
        self._sessions = sessions
        self._workers = workers
        self.title, self.heading = "Panel de funcionarios", "Panel"
        self.suggestions = tuple(dict.fromkeys((NEW, *self.suggestions)))

    def draw_links(self) -> None:
        """Draw the way to the register and out."""
        gr.Markdown("[Sistemas](/panel/sistemas) [Salir](/panel/salir)", elem_id="enlaces")

    def draw(self) -> None:
        """Draw how far the interview is, its answers, its helps and its documents."""
        self._progress = gr.Markdown(elem_id="avance", visible=False)
        self._documents = gr.Markdown(elem_id="documentos", visible=False)
        with gr.Row(elem_id="respuestas", visible=False) as self._answer_row:
            self._answers = [
                gr.Button("", size="sm", visible=False, elem_classes="respuesta")
                for _ in range(MOST_ANSWERS)
            ]
        with gr.Row(elem_id="ayudas", visible=False) as self._help_row:
            self._helps = [
                gr.Button("", size="sm", visible=False, elem_classes="ayuda")
                for _ in range(MOST_HELPS)
            ]
        self.says = [(button, button) for button in [*self._answers, *self._helps]]
        rows = [self._progress, self._documents, self._answer_row, self._help_row]
        self.outputs = [*rows, *self._answers, *self._helps]

    def update(self, view: View) -> tuple[Any, ...]:
        """Return the changes: while an answer arrives nothing can be pressed."""
        if not (view.is_whole or view.is_new):
            held = gr.update(interactive=not view.is_pending)
            return (*(gr.skip() for _ in range(4)), *(held for _ in self.says))
        can = choices(view.interview)
        far = progress(view.interview)
        documents = _documents(view)
        return (
            gr.update(value=far, visible=bool(far)),
            gr.update(value=documents, visible=bool(documents)),
            gr.update(visible=bool(can.answers)),
            gr.update(visible=bool(can.helps)),
            *_labelled(can.answers, MOST_ANSWERS),
            *_labelled(can.helps, MOST_HELPS),
        )

    async def enter(self, request: gr.Request) -> str | None:
        """Return the post of who writes; None when their session is over."""
        session = await self._session(request)
        return None if session is None else session.staff.author

    def counted_as(self, request: gr.Request, address: str) -> str:
        """Return the session: a whole office may share one address."""
        return f"panel {sha256((request.cookies.get(COOKIE) or address).encode()).hexdigest()}"

    async def back(self, request: gr.Request, handlers: ChatHandlers) -> View | None:
        """Return the conversation that this session was in: a page may be loaded again."""
        session = await self._session(request)
        if session is None or not session.conversation_id:
            return None
        view = await handlers.now(session.conversation_id)
        return replace(view, interview=await self._interview(session), is_whole=True)

    async def moved(self, request: gr.Request, view: View) -> None:
        """Remember the conversation of this session."""
        session = await self._session(request)
        if session is None or view.conversation_id is None:
            return
        try:
            await self._workers.run(self._sessions.move, session, view.conversation_id)
        except DatabaseError as error:  # the page still knows where it is, until it is loaded again
            log_failure("sesión", error)

    async def _session(self, request: gr.Request) -> StaffSession | None:
        return await self._workers.run(self._sessions.find, request.cookies.get(COOKIE))

    async def _interview(self, session: StaffSession) -> InterviewView | None:
        try:
            return await self._workers.run(self._assistant.interview_of, session.conversation_id)
        except (ConversationNotFound, DatabaseError) as error:
            log_failure("entrevista", error)
            return None


def _labelled(labels: tuple[str, ...], places: int) -> list[Any]:
    shown = [gr.update(value=label, visible=True, interactive=True) for label in labels]
    return [*shown, *(gr.update(visible=False) for _ in range(places - len(labels)))]


def _documents(view: View) -> str:
    """Return the links to the documents of the system that was just registered."""
    system = view.interview.system if view.interview else None
    if not system:
        return ""
    address = f"/panel/sistemas/{system}"
    links = [f"[{form.upper()}]({address}/documento?formato={form})" for form in DOCUMENT_FORMATS]
    return f"[Ver {escape(system)}]({address}) · Documento: {' · '.join(links)}"
