"""A conversation as HTML: what was said, how its case stands, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape

from knowledge_base.model import Passage
from ui.case.row import CaseRow, case_row
from ui.chat.messages import can_rate
from ui.chat.text import speaker
from ui.facade import AssistantFacade, ShownConversation, ShownMessage
from ui.forms import hidden
from ui.simple.acts import AUDIENCE, Shown
from ui.simple.first import ADDRESS, FORM, NEWEST, PERSON, box
from ui.simple.opinion import opinion_part
from ui.simple.sent import Action
from ui.simple.source import ReadDocument, sources
from ui.simple.words import from_markdown, with_links

RESUME, WITHDRAW = "Seguir con el asistente", "Ya no necesito a una persona"
"""What the chat calls them too; its page brings Gradio, so a test holds both together."""


def talk_body(talk: ShownConversation, shown: Shown, assistant: AssistantFacade) -> str:
    """Return everything about a conversation."""
    row = case_row(talk)
    person = f'<p class="botones">{PERSON}</p>' if row.can_ask else ""
    last = talk.messages[-1].id if talk.messages else 0
    is_beside = shown.opinion is not None and any(
        m.id == shown.opinion.about and can_rate(m) for m in talk.messages
    )
    label = "Escribe tu pregunta" if talk.state == "active" else "Escribe a la persona"
    kept = {"conversacion": talk.id, "tras": last}
    return "\n".join(
        [
            f'<p class="s-ia"><strong>{escape(row.banner or assistant.disclosure())}</strong></p>',
            person,
            _said(talk, shown, assistant),
            _case(row),
            "" if is_beside else notice_part(shown, NEWEST),
            f'<section><form id="{FORM}" method="post" action="{ADDRESS}">{hidden(kept)}'
            f"{box(label, shown.typed, assistant.max_question_chars)}</form></section>",
            person,
            _ways_on(talk, row),
        ]
    )


def notice_part(shown: Shown, attributes: str = "") -> str:
    """Return what has to be known of what was asked for; nothing for no words."""
    if not shown.words:
        return ""
    kind, role = ("aviso", "alert") if shown.is_error else ("hecho", "status")
    lines = "<br>".join(escape(line) for line in shown.words.splitlines() if line.strip())
    return f'<p class="{kind}" role="{role}"{attributes}>{lines}</p>'


def _said(talk: ShownConversation, shown: Shown, assistant: AssistantFacade) -> str:
    @cache  # an answer often cites several passages of one document
    def read(document_id: str) -> Sequence[Passage]:
        return assistant.passages(document_id, AUDIENCE)

    said = [message for message in talk.messages if message.text.strip()]
    newest = None if shown.words or shown.opinion else _newest(said, shown.after)
    items = "\n".join(_message(m, m.id == newest, shown, assistant, read) for m in said)
    return (
        '<section aria-labelledby="s-charla"><h2 id="s-charla">Conversación</h2>'
        f'<ol class="mensajes">{items}</ol></section>'
    )


def _newest(said: Sequence[ShownMessage], after: str) -> int | None:
    """Return the message to look at: of those that are new, what answers the person."""
    new = [m for m in said if after and m.id > int(after)] or said
    place = max((i for i, m in enumerate(new) if m.role == "person"), default=-1)
    return next((m.id for m in (*new[place + 1 :], *new[-1:])), None)


def _message(
    message: ShownMessage,
    is_newest: bool,
    shown: Shown,
    assistant: AssistantFacade,
    read: ReadDocument,
) -> str:
    institution = assistant.institution
    opinion = ""
    if can_rate(message):
        said = shown.opinion if shown.opinion and shown.opinion.about == message.id else None
        words = notice_part(shown) if said else ""
        opinion = opinion_part(message.id, shown.rated.get(message.id), said, words)
    return (
        f'<li class="mensaje {message.role}"{NEWEST if is_newest else ""}>'
        f'<h3 class="quien">{escape(speaker(message, institution))}</h3>'
        f"{with_links(message.text, institution)}{sources(message.citations, read)}{opinion}</li>"
    )


def _case(row: CaseRow) -> str:
    if not row.words:
        return ""
    resume = _button(RESUME, "seguir") if row.can_resume else ""
    return (
        '<section aria-labelledby="s-caso"><h2 id="s-caso">Tu caso</h2>'
        f'<div class="estado">{from_markdown(row.words)}</div>'
        f'<p class="botones">{_button("Ver si hay respuesta", "ver")} {resume} '
        f"{_button(WITHDRAW, 'retirar')}</p>"
        '<p>Con tu folio puedes <a href="/caso" target="_blank">ver tu caso y dejar tu '
        "contacto (en otra pestaña)</a>.</p></section>"
    )


def _ways_on(talk: ShownConversation, row: CaseRow) -> str:
    look = "" if row.words else _button("Actualizar", "ver")  # beside the case it is there already
    return (
        f'<p class="botones">{look} '
        f"{_button('Nueva conversación', 'nueva')}</p>\n"
        f'<form method="post" action="/conversacion/archivo">{hidden({"conversacion": talk.id})}'
        '<p class="botones"><button class="otro" name="formato" value="txt">Guardar como texto'
        '</button> <button class="otro" name="formato" value="pdf">Guardar como PDF</button></p>'
        "</form>"
    )


def _button(words: str, action: Action) -> str:
    return (
        f'<button class="otro" form="{FORM}" name="accion" value="{action}" formnovalidate>'
        f"{words}</button>"
    )
