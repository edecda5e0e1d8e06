"""The page of the chat, in Gradio: that of citizens at the root, and that of staff with more rows.

What is said and kept is the work of `ui.chat.handlers`; this draws the page and connects its
buttons. The id of the conversation travels in the body of requests, never in an address, and
outlives a restart of the server.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from typing import Any, cast

import gradio as gr
from starlette.requests import HTTPConnection

from ui.case.row import CaseRow
from ui.chat.citizen_side import CitizenSide
from ui.chat.handlers import OpenPages, View
from ui.chat.quiet import QuietBlocks
from ui.chat.side import ChatSide as ChatSide
from ui.chat.side import Page
from ui.chat.text import escape, to_markdown
from ui.facade import AssistantFacade
from ui.rate_limit import Gate
from ui.workers import Workers

HAND_OFF, RESUME = "derivar", "Seguir con el asistente"
LOOK_EVERY_S = 0.02
"""How often Gradio looks whether somebody sent something."""
BOX = 3
"""Place of the box among the outputs."""
OVER = "Tu sesión terminó. Entra de nuevo en otra pestaña y vuelve a enviar tu mensaje."


def build_chat(
    assistant: AssistantFacade, gate: Gate, workers: Workers, side: ChatSide | None = None
) -> gr.Blocks:
    """Return the page, for citizens unless another `side` is given."""
    side = side or CitizenSide(assistant)
    handlers = side.handlers(gate, workers)
    chat = QuietBlocks(title=side.title, fill_width=True, fill_height=True, analytics_enabled=False)
    with chat:
        conversation_id = gr.Textbox(visible="hidden", elem_id="conversacion")
        live = gr.Textbox(visible="hidden", elem_id="vivo")
        with gr.Column(elem_id="pagina"):
            with gr.Row(elem_id="cabecera"):
                gr.Markdown(f"# {escape(side.heading)}\n{side.kind}", elem_id="titulo")
                side.draw_links()
                hand_off = gr.Button("Hablar con una persona", elem_id="derivar", size="sm")
                new = gr.Button("Nueva conversación", elem_id="nueva", size="sm")
            disclosure = to_markdown(assistant.disclosure(), assistant.institution)
            banner = gr.Markdown(disclosure, elem_id="ia")
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
                    for text in side.suggestions
                ]
                side.draw_suggestions()
            with gr.Row(elem_id="espera", visible=False) as waiting:
                why = gr.Markdown(elem_id="motivo")
                with gr.Row(elem_id="opciones"):
                    resume = gr.Button(RESUME, elem_id="seguir", size="sm")
                    side.draw_case()
            notice = gr.Markdown(elem_id="aviso", visible=False)
            side.draw()
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

        of_case = [waiting, why, resume, hand_off, banner]
        outputs = [conversation_id, log, notice, box, suggestions, *of_case, live, *side.outputs]

        def show(view: View) -> tuple[Any, ...]:
            return (
                _or_skip(view.conversation_id),
                _or_skip(view.messages),
                gr.update(value=view.notice, visible=bool(view.notice)),
                _or_skip(view.typed),
                gr.skip() if view.is_new is None else gr.update(visible=view.is_new),
                *_case_changes(view.case, disclosure),
                _or_skip(view.live),
                *side.update(view),
            )

        def address(request: gr.Request) -> str:
            return side.counted_as(request, gate.visitor(cast(HTTPConnection, request)))

        pages = OpenPages()
        nothing = tuple(gr.skip() for _ in outputs)

        async def begin(request: gr.Request) -> View:
            view = await handlers.open(address(request))
            if view.conversation_id is not None:
                pages.moved(request.session_hash, view.conversation_id)
                await side.moved(request, view)
            return view

        async def on_open(request: gr.Request) -> tuple[Any, ...]:
            if await side.enter(request) is None:
                return show(View(notice=OVER))
            found = await side.back(request, handlers)
            if found is None or found.conversation_id is None:
                return show(await begin(request))
            pages.moved(request.session_hash, found.conversation_id)
            return show(found)

        async def on_new(request: gr.Request) -> tuple[Any, ...]:
            if await side.enter(request) is None:
                return show(View(notice=OVER))
            return show(await begin(request))

        async def on_resume(known_id: str, request: gr.Request) -> tuple[Any, ...]:
            if await side.enter(request) is None:
                return show(View(notice=OVER))
            return show(await handlers.resume(_text(known_id), address(request)))

        async def talk(
            known_id: str, text: str, request: gr.Request
        ) -> AsyncIterator[tuple[Any, ...]]:
            author = await side.enter(request)
            if author is None:
                yield show(View(notice=OVER, typed=text))
                return
            page, sent_to = request.session_hash, _text(known_id)
            async for view in handlers.say(sent_to, text, address(request), author):
                if pages.has_left(page, sent_to):
                    break
                if view.conversation_id not in (sent_to, None):  # it goes on in a new one
                    sent_to = view.conversation_id
                    pages.moved(page, sent_to)
                await side.moved(request, view)
                yield show(view)
            if pages.has_left(page, sent_to):
                # Gradio repeats the last output at the end: it must change nothing of the new one,
                # nor show it, because the page that sent this only named the other.
                yield nothing

        async def on_say(
            known_id: str, text: str, request: gr.Request
        ) -> AsyncIterator[tuple[Any, ...]]:
            if not text:  # a second press of «Enviar» after the first emptied the box
                yield nothing
                return
            async for shown in talk(known_id, _text(text), request):
                yield shown

        async def on_button(
            known_id: str, text: str, request: gr.Request
        ) -> AsyncIterator[tuple[Any, ...]]:
            async for shown in talk(known_id, _text(text), request):
                # What is in the box is not what was sent: it stays.
                yield tuple(gr.skip() if i == BOX else x for i, x in enumerate(shown))

        def saying(text: str) -> Callable[..., AsyncIterator[tuple[Any, ...]]]:
            async def on_fixed(
                known_id: str, request: gr.Request
            ) -> AsyncIterator[tuple[Any, ...]]:
                async for shown in on_button(known_id, text, request):
                    yield shown

            return on_fixed

        side.connect(Page(conversation_id, outputs, show, address, pages, on_button))
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
        for button, text in zip(suggested, side.suggestions, strict=True):
            button.click(saying(text), conversation_id, outputs, **slow)
        for button, what in side.says:
            button.click(on_button, [conversation_id, what], outputs, **slow)
        # Queued like the answers, so that it arrives after whatever was sent before it.
        new.click(on_new, None, outputs, **slow)
    chat.queue(default_concurrency_limit=None, max_size=1000, api_open=False)
    # It looks for work a thousand times a second, which costs 3 % of a core while nothing happens.
    chat._queue.sleep_when_free = LOOK_EVERY_S
    return chat


def version_of_page(chat: gr.Blocks) -> str:
    """Return what changes when a page that is open could no longer talk with the server.

    Pages call the functions of the server by their place, which is another in another version.
    """
    told = chat.get_config_file()["dependencies"]
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16]


def chat_theme() -> gr.themes.Base:
    """Return the look: system fonts, so that nothing is fetched and letters are whole."""
    fonts = ["system-ui", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"])


def _case_changes(row: CaseRow | None, disclosure: str) -> tuple[Any, ...]:
    """Return the changes to what says how the case stands, and what may be done about it."""
    if row is None:
        return (gr.skip(),) * 5
    return (
        gr.update(visible=bool(row.words)),
        row.words,
        gr.update(visible=row.can_resume),
        gr.update(visible=row.can_ask),
        row.banner or disclosure,
    )


def _or_skip(value: object) -> object:
    return gr.skip() if value is None else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
