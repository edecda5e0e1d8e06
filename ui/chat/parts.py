"""What the page of citizens and that of staff are made of, besides Gradio."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from knowledge_base.institution import Institution
from ui.chat.first_screen import first_screen
from ui.chat.served import Parts
from ui.embedding.frames import framed_head
from ui.facade import AssistantFacade


def citizen_parts(assistant: AssistantFacade, sites: Sequence[str]) -> Parts:
    """Return the parts of the page of citizens, which `sites` may show in a frame."""
    return Parts(
        assistant.institution.institution.asistente,
        (
            "first_screen.js",
            "a11y.js",
            "live_chat.js",
            "contact.js",
            "answers.js",
            "sources.js",
            "tools.js",
        ),
        ("chat.css", "answers.css", "tools.css"),
        partial(first_screen, assistant),
        framed_head(sites),
    )


def staff_parts(institution: Institution) -> Parts:
    """Return the parts of the page of staff, who are told that it needs JavaScript."""
    name = institution.institution.asistente
    words = (
        f'<noscript><div class="sin-javascript"><h1>{escape(name)}</h1><p>El panel conversa con '
        "JavaScript, que está desactivado en tu navegador. Actívalo, o usa las demás páginas del "
        'panel, como <a href="/panel/casos">los casos</a>.</p></div></noscript>'
    )
    return Parts(name, ("a11y.js", "panel.js"), ("chat.css",), lambda: words)
