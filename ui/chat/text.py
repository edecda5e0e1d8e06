"""What the chat page shows for each message of a conversation.

The page renders Markdown, so whatever a person or a document says is escaped first: nothing
written by anybody becomes a heading, an image or a tag.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypedDict

from assistant.turn import Citation
from knowledge_base.institution import Institution
from ui.facade import ShownConversation, ShownMessage

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>$^=:@/&<])")
_BOLD = re.compile(r"\*\*(?!Persona ·|Aviso|Asistente \()(?=[^\s*])([^*\n]+?)(?<=\S)\*\*")
"""But the headings that only the page itself writes, to say who speaks."""
ASSISTANT = "**Asistente \\(IA\\)**\n\n"
"""Who speaks, above what the assistant says to citizens; staff only ever talk with it."""
PENDING = "_Buscando en los documentos…_"


class Bubble(TypedDict):
    """One message as Gradio's chat takes it."""

    role: str
    content: str


def bubbles(conversation: ShownConversation, institution: Institution) -> list[Bubble]:
    """Return every message of a conversation as it is shown; one that says nothing is not."""
    is_staff = conversation.audience == "funcionarios"
    said = (m for m in conversation.messages if m.text.strip())
    return [bubble(message, institution, is_staff) for message in said]


def bubble(message: ShownMessage, institution: Institution, has_bold: bool = False) -> Bubble:
    """Return one message as it is shown; a person of the institution is always named as one."""
    if message.role == "person":
        return person(message.text)
    text = to_markdown(message.text, institution, has_bold)
    if message.role == "official":
        who = escape(speaker(message, institution))
        text = f"**{who}**\n\n{text}"
    elif message.role == "system":
        text = f"**Aviso**\n\n{text}"
    elif not has_bold:
        text = ASSISTANT + text
    return {"role": "assistant", "content": text + sources(message.citations)}


def speaker(message: ShownMessage, institution: Institution) -> str:
    """Return who speaks, as citizens are told it: a post of the institution, never a machine."""
    if message.role == "official":
        parts = ("Persona", message.author, institution.institution.nombre)
        return " · ".join(filter(None, parts))
    return {"assistant": "Asistente (IA)", "system": "Aviso"}.get(message.role, "Tú")


def person(text: str) -> Bubble:
    """Return what a person wrote, letter by letter."""
    return {"role": "user", "content": _lines(text)}


def to_markdown(text: str, institution: Institution, has_bold: bool = False) -> str:
    """Return light Markdown (paragraphs and «- » lists) as the page takes it, the rest escaped.

    With `has_bold` also what goes between double asterisks, as in the texts of interviews.
    """
    paragraphs = [
        "\n".join(
            f"- {_marked(line[2:], institution, has_bold)}"
            if line.startswith("- ")
            else _marked(line, institution, has_bold)
            for line in (raw.strip() for raw in paragraph.splitlines())
        )
        for paragraph in text.strip().split("\n\n")
    ]
    return "\n\n".join(re.sub(r"(?m)^(?!- )(.+)\n(?=- )", r"\1\n\n", p) for p in paragraphs)


def sources(citations: Sequence[Citation]) -> str:
    """Return the labels of the sources, each once, that open the passage.

    Labels are short: the section, which is what the person asked about.
    """
    by_url = {citation.url: citation for citation in citations}
    links = [
        f"[{escape(c.section or c.title)}]({safe_url(c.url)})"
        for c in by_url.values()
        if safe_url(c.url)
    ]
    if not links:
        return ""
    name = "Fuente" if len(links) == 1 else "Fuentes"
    return f"\n\n**{name}:** " + " · ".join(links)


def escape(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> escape("[a](b) <i> 1. #")
    '\\[a\\]\\(b\\) &lt;i\\> 1\\. \\#'
    """
    escaped = _SPECIAL.sub(r"\\\1", text)
    return escaped.replace("\\<", "&lt;").replace("\\&", "&amp;")


def _lines(text: str) -> str:
    return "\n".join(escape(line.strip()) for line in text.strip().splitlines())


def _marked(text: str, institution: Institution, has_bold: bool) -> str:
    parts = _BOLD.split(text) if has_bold else [text]  # what is bold is at the odd places
    return "".join(
        f"**{_linked(part, institution)}**" if place % 2 else _linked(part, institution)
        for place, part in enumerate(parts)
    )


def _linked(text: str, institution: Institution) -> str:
    """Escape a line; the institution's own verified addresses become links."""
    known = {
        point.value: point.url
        for point in institution.contacts.values()
        if point.verified and point.value and point.url.startswith("https://")
    }
    if not known:
        return escape(text)
    found = re.split(f"({'|'.join(re.escape(v) for v in sorted(known, key=len)[::-1])})", text)
    return "".join(
        f"[{escape(part)}]({known[part]})" if part in known else escape(part) for part in found
    )


def safe_url(url: str) -> str:
    """Return the address if it is of one of our documents; else nothing."""
    return url if re.fullmatch(r"/fuentes/[\w\-.~%/]+(#[\w\-.~%]*)?", url) else ""
