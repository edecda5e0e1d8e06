"""The citizen chat, at the root of the site.

The conversation that the assistant keeps is the truth: every handler takes its id and the new
text, and returns the messages as kept. What the page remembers is never sent back nor believed.
The id travels in the body of requests, never in an address, and outlives a restart of the server.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import gradio as gr

from assistant.conversations import ConversationNotFound
from assistant.limits import InputError
from assistant.turn import Reply
from knowledge_base.institution import Institution
from ui.chat_text import PENDING, Bubble, bubbles, escape, person, to_markdown
from ui.facade import AssistantFacade, ShownConversation
from ui.guard import log_failure
from ui.rate_limit import Allowance, Gate, is_plain_hand_off
from ui.streaming import growing
from ui.workers import TooBusy, Workers

T = TypeVar("T")
PAUSE = 0.05
"""Seconds between two pieces of an answer."""
HAND_OFF, RESUME = "derivar", "Seguir con el asistente"


@dataclass(frozen=True)
class View:
    """What the page shows: the kept messages, and what may be done now. None leaves it as it is."""

    conversation_id: str | None = None
    messages: list[Bubble] | None = None
    notice: str = ""
    typed: str | None = None
    """What the box holds."""
    waiting: str | None = None
    """Why the assistant is silent; empty while it answers."""
    is_new: bool | None = None


class ChatHandlers:
    """What happens when a person does something on the page; each step is a `View`."""

    def __init__(self, assistant: AssistantFacade, gate: Gate, workers: Workers) -> None:
        """Answer with `assistant`, as often as `gate` allows."""
        self._assistant = assistant
        self._gate = gate
        self._workers = workers

    async def open(self, address: str) -> View:
        """Return a new conversation, whose first message says that this is an AI."""
        if seconds := self._gate.seconds_to_wait(address, "conversation"):
            return View(notice=to_markdown(_too_many(seconds), self._institution))
        try:
            started = await self._workers.run(self._assistant.start, "ciudadania", "web")
        except Exception as error:  # the edge of the page: words instead of a dead page
            notice = self._failure("abrir la conversación", error)
            return View(notice=to_markdown(notice, self._institution))
        return self._view(started)

    async def say(self, conversation_id: str, text: str, address: str) -> AsyncIterator[View]:
        """Yield the question at once, then the verified answer as it is read."""
        what: Allowance = "hand_off" if is_plain_hand_off(text) else "turn"
        if seconds := self._gate.seconds_to_wait(address, what):
            yield await self._still(conversation_id, _too_many(seconds), text)
            return
        before: ShownConversation | None = None
        reply: Reply | None = None
        try:
            before = await self._known(conversation_id)
            if text.strip():
                yield self._view(before, self._asked(before, text, PENDING), "")
            reply = await self._workers.run(self._assistant.reply, before.id, text, "web")
            kept = await self._workers.run(self._assistant.conversation, before.id)
        except InputError as error:
            yield await self._still(conversation_id, error.detail, text, before)
            return
        except Exception as error:  # the edge of the page
            yield await self._unrecorded(conversation_id, text, error, before, reply)
            return
        last = kept.messages[-1]
        is_last = last.text == reply.text
        if not is_last and reply.decision_id is None:
            # It could not be recorded: it is shown, and what was typed stays in the box.
            answer = to_markdown(reply.text, self._institution)
            yield self._view(kept, self._asked(kept, text, answer), text)
            return
        is_streamed = is_last and last.role == "assistant"
        shown = bubbles(kept, self._institution)[:-1] if is_streamed else []
        for part in growing(reply.text) if shown else ():
            content = to_markdown(part, self._institution)
            yield self._view(kept, [*shown, {"role": "assistant", "content": content}])
            await asyncio.sleep(PAUSE)
        # Read again: a person may have been asked for while the answer was arriving.
        yield await self._still(before.id, known=kept)

    async def now(self, conversation_id: str) -> View:
        """Return the conversation as it is kept now."""
        return await self._still(conversation_id)

    async def resume(self, conversation_id: str, address: str) -> View:
        """Return the conversation with the assistant answering again."""
        if seconds := self._gate.seconds_to_wait(address, "turn"):
            return await self._still(conversation_id, _too_many(seconds))
        try:
            conversation = await self._known(conversation_id)
            await self._workers.run(self._assistant.resume, conversation.id)
            return self._view(await self._known(conversation.id))
        except Exception as error:  # the edge of the page
            return await self._still(conversation_id, self._failure("seguir", error))

    @property
    def _institution(self) -> Institution:
        return self._assistant.institution

    async def _known(self, conversation_id: str) -> ShownConversation:
        """Return the conversation, or a new one when there was none.

        A conversation for staff is never shown here, whoever has its id.
        """
        try:
            found = await self._workers.run(self._assistant.conversation, conversation_id)
        except ConversationNotFound:
            found = None
        if found is None or found.state == "closed" or found.audience != "ciudadania":
            return await self._workers.run(self._assistant.start, "ciudadania", "web")
        return found

    def _view(
        self,
        conversation: ShownConversation,
        messages: list[Bubble] | None = None,
        typed: str | None = None,
    ) -> View:
        waiting = ""
        if conversation.state == "waiting":
            handoff = conversation.handoff
            folio = f" Tu folio es **{escape(handoff.folio)}**." if handoff else ""
            waiting = (
                f"**Esperas a una persona.**{folio} El asistente no responderá mientras tanto."
            )
        shown = bubbles(conversation, self._institution) if messages is None else messages
        is_new = all(m.role != "person" for m in conversation.messages) and messages is None
        return View(conversation.id, shown, "", typed, waiting, is_new)

    def _asked(self, before: ShownConversation, text: str, answer: str) -> list[Bubble]:
        shown = bubbles(before, self._institution)
        return [*shown, person(text), {"role": "assistant", "content": answer}]

    async def _unrecorded(
        self,
        conversation_id: str,
        text: str,
        error: Exception,
        before: ShownConversation | None,
        reply: Reply | None,
    ) -> View:
        """Return what can be said when the conversation cannot be reached.

        The assistant still knows the words for a crisis, and how to reach a person.
        """
        notice = self._failure("turno", error)
        view = await self._still(conversation_id, notice, text, before)
        if isinstance(error, TooBusy):
            return view
        if reply is None:
            try:
                say = self._assistant.reply
                reply = await self._workers.run(say, conversation_id, text, "web")
            except Exception as again:  # the notice already says what went wrong
                log_failure("turno sin registro", again)
                return view
            if reply.decision_id is not None:
                return await self._still(conversation_id, known=before)
        return replace(view, notice=to_markdown(reply.text, self._institution))

    async def _still(
        self,
        conversation_id: str,
        notice: str = "",
        typed: str | None = None,
        known: ShownConversation | None = None,
    ) -> View:
        """Return the conversation as it is kept now, with words about what could not be done.

        When it cannot be read, the page stays as it is, or as it was last `known`.
        """
        try:
            found = await self._workers.run(self._assistant.conversation, conversation_id)
            if found.audience == "ciudadania":
                known = found
        except Exception as error:  # the edge of the page
            if not isinstance(error, ConversationNotFound):
                log_failure("leer conversación", error)
        view = View() if known is None else self._view(known)
        return replace(view, notice=to_markdown(notice, self._institution), typed=typed)

    def _failure(self, what: str, error: Exception) -> str:
        if isinstance(error, TooBusy):
            return (
                "Hay muchas personas usando el asistente. Espera unos segundos y vuelve a enviar."
            )
        log_failure(what, error)
        web = self._institution.verified_contact("web")
        contact = f" También puedes contactarnos en {web.value}." if web else ""
        return f"Algo falló y tu mensaje no se respondió. Vuelve a enviarlo.{contact}"


class OpenPages:
    """Which conversation each open page is in, when it began another one than its first.

    An answer that is still arriving when a person presses «Nueva conversación» belongs to the
    conversation that was left; without this it would be written over the new one. It protects
    nothing and may forget: pages are named by the browser.
    """

    def __init__(self, most: int = 10_000) -> None:
        """Remember the last `most` pages."""
        self._most = most
        self._now: OrderedDict[str, str] = OrderedDict()

    def moved(self, page: str | None, conversation_id: str) -> None:
        """Remember that a page shows this conversation from now on."""
        self._now[page or ""] = conversation_id
        self._now.move_to_end(page or "")
        while len(self._now) > self._most:
            self._now.popitem(last=False)

    def shown(self, page: str | None, conversation_id: str) -> str:
        """Return the conversation that a page is in now; `conversation_id` if nothing is known."""
        return self._now.get(page or "", conversation_id)

    def has_left(self, page: str | None, conversation_id: str) -> bool:
        """Whether a page began another conversation since it sent something to this one."""
        return self.shown(page, conversation_id) != conversation_id


def build_chat(assistant: AssistantFacade, gate: Gate, workers: Workers) -> gr.Blocks:
    """Return the page."""
    handlers = ChatHandlers(assistant, gate, workers)
    names = assistant.institution.institution
    chat: gr.Blocks = gr.Blocks(
        title=names.asistente, fill_width=True, fill_height=True, analytics_enabled=False
    )
    with chat:
        conversation_id = gr.Textbox(visible="hidden", elem_id="conversacion")
        with gr.Column(elem_id="pagina"):
            with gr.Row(elem_id="cabecera"):
                gr.Markdown(f"# {escape(names.asistente)}", elem_id="titulo")
                new = gr.Button("Nueva conversación", elem_id="nueva", size="sm")
            gr.Markdown(to_markdown(assistant.disclosure(), assistant.institution), elem_id="ia")
            log = gr.Chatbot(
                elem_id="charla",
                show_label=False,
                label="Conversación",
                container=False,
                height="100%",
                buttons=[],
                feedback_options=None,
                layout="bubble",
                group_consecutive_messages=False,
                allow_file_downloads=False,
                latex_delimiters=[],
                sanitize_html=True,
                autoscroll=False,
            )
            with gr.Row(elem_id="sugerencias", visible=True) as suggestions:
                suggested = [
                    gr.Button(text, size="sm", elem_classes="sugerencia")
                    for text in assistant.suggestions("ciudadania")
                ]
            with gr.Row(elem_id="espera", visible=False) as waiting:
                why = gr.Markdown(elem_id="motivo")
                resume = gr.Button(RESUME, elem_id="seguir", size="sm")
            notice = gr.Markdown(elem_id="aviso", visible=False)
            with gr.Row(elem_id="escribir"):
                box = gr.Textbox(
                    elem_id="pregunta",
                    label="Escribe tu pregunta",
                    show_label=False,
                    container=False,
                    placeholder="Escribe tu pregunta",
                    lines=1,
                    max_lines=4,
                    scale=1,
                    autofocus=False,
                )
                send = gr.Button("Enviar", variant="primary", elem_id="enviar", scale=0)
            with gr.Row(elem_id="acciones"):
                hand_off = gr.Button("Hablar con una persona", elem_id="derivar", size="sm")

        outputs = [conversation_id, log, notice, box, suggestions, waiting, why]

        def show(view: View) -> tuple[Any, ...]:
            return (
                _or_skip(view.conversation_id),
                _or_skip(view.messages),
                gr.update(value=view.notice, visible=bool(view.notice)),
                _or_skip(view.typed),
                gr.skip() if view.is_new is None else gr.update(visible=view.is_new),
                gr.skip() if view.waiting is None else gr.update(visible=bool(view.waiting)),
                _or_skip(view.waiting),
            )

        def address(request: gr.Request) -> str:
            peer = request.client.host if request.client else None
            return gate.address(peer, request.headers.get("x-forwarded-for"))

        pages = OpenPages()
        nothing = tuple(gr.skip() for _ in outputs)

        async def on_open(request: gr.Request) -> tuple[Any, ...]:
            view = await handlers.open(address(request))
            if view.conversation_id is not None:
                pages.moved(request.session_hash, view.conversation_id)
            return show(view)

        async def on_resume(known_id: str, request: gr.Request) -> tuple[Any, ...]:
            return show(await handlers.resume(_text(known_id), address(request)))

        async def talk(
            known_id: str, text: str, request: gr.Request
        ) -> AsyncIterator[tuple[Any, ...]]:
            page, sent_to = request.session_hash, _text(known_id)
            async for view in handlers.say(_text(known_id), text, address(request)):
                if pages.has_left(page, sent_to):
                    break
                if view.conversation_id not in (sent_to, None):  # it goes on in a new one
                    sent_to = view.conversation_id
                    pages.moved(page, sent_to)
                yield show(view)
            if pages.has_left(page, sent_to):
                # What was on its way may have been drawn over the new conversation, and Gradio
                # repeats the last output at the end: that must be the new conversation.
                yield show(await handlers.now(pages.shown(page, sent_to)))

        async def on_say(
            known_id: str, text: str, request: gr.Request
        ) -> AsyncIterator[tuple[Any, ...]]:
            if not text:  # a second press of «Enviar» after the first emptied the box
                yield nothing
                return
            async for shown in talk(known_id, _text(text), request):
                yield shown

        def saying(text: str) -> Callable[..., AsyncIterator[tuple[Any, ...]]]:
            async def on_fixed(
                known_id: str, request: gr.Request
            ) -> AsyncIterator[tuple[Any, ...]]:
                async for shown in talk(known_id, text, request):
                    # What is in the box is not what was sent: it stays.
                    yield tuple(gr.skip() if i == 3 else x for i, x in enumerate(shown))

            return on_fixed

        quick: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "trigger_mode": "once",
        }
        slow = {**quick, "concurrency_limit": None}
        chat.load(on_open, None, outputs, **quick, queue=False)
        resume.click(on_resume, conversation_id, outputs, **quick, queue=False)
        # Who presses before the answer has ended is attended after it, not ignored.
        asking = {**slow, "trigger_mode": "always_last"}
        gr.on([box.submit, send.click], on_say, [conversation_id, box], outputs, **asking)
        hand_off.click(saying(HAND_OFF), conversation_id, outputs, **slow)
        for button, text in zip(suggested, assistant.suggestions("ciudadania"), strict=True):
            button.click(saying(text), conversation_id, outputs, **slow)
        # Queued like the answers, so that it arrives after whatever was sent before it.
        new.click(on_open, None, outputs, **slow)
    chat.queue(default_concurrency_limit=None, max_size=1000, api_open=False)
    return chat


def chat_theme() -> gr.themes.Base:
    """Return the look: system fonts, so that nothing is fetched and letters are whole."""
    fonts = ["system-ui", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"])


def _or_skip(value: object) -> object:
    return gr.skip() if value is None else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _too_many(seconds: int) -> str:
    return (
        f"Enviaste muchos mensajes en poco tiempo. Espera {seconds} segundos y vuelve a enviar. "
        "El botón «Hablar con una persona» sigue funcionando."
    )
