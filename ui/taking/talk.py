"""What a file of a conversation says, whatever its format: who said what, when, with what sources.

It is the conversation as it is kept, so without personal data, in the order and with the names of
the chat. Nothing is added to it that it does not show already: no folio and no identifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.turn import Citation
from knowledge_base.institution import Institution
from ui.case.words import moment_in_words
from ui.chat.text import safe_url, speaker
from ui.facade import ShownConversation, ShownMessage

NOTICES = (
    "Lo que dice «Asistente (IA)» lo escribió un sistema de inteligencia artificial, no una "
    "persona, y puede tener errores. Lo que dice «Persona» lo escribió una persona de la "
    "institución.",
    "Esto no es un documento oficial: no acredita nada, no reserva ni inicia un trámite y no "
    "reemplaza las bases del concurso. Revisa siempre la fuente.",
    "Tus datos personales no se guardaron: en su lugar dice, por ejemplo, [RUT_1].",
)
"""What whoever reads the file must know, even if they never saw the chat."""


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: the section, its document and the address where it is read."""

    name: str
    address: str


@dataclass(frozen=True)
class Said:
    """One message of the file."""

    who: str
    when: str
    text: str
    sources: tuple[Source, ...]

    @property
    def heading(self) -> str:
        """Who speaks and when, in a line."""
        return f"{self.who} · {self.when}"


@dataclass(frozen=True)
class SavedTalk:
    """A conversation to be taken away."""

    assistant: str
    institution: str
    saved_at: str
    said: tuple[Said, ...]

    @property
    def title(self) -> str:
        """What the file is, in a line."""
        return f"Conversación con el {self.assistant}"


def saved_talk(
    talk: ShownConversation, institution: Institution, site: str, now: datetime
) -> SavedTalk:
    """Return what the file says; `site` is the address of this service, for the sources."""
    return SavedTalk(
        institution.institution.asistente,
        institution.institution.nombre,
        f"{moment_in_words(now)} (hora de Chile)",
        tuple(_said(m, institution, site) for m in talk.messages if m.text.strip()),
    )


def _said(message: ShownMessage, institution: Institution, site: str) -> Said:
    return Said(
        speaker(message, institution),
        moment_in_words(message.at),
        message.text.strip(),
        _sources(message.citations, site),
    )


def _sources(citations: Sequence[Citation], site: str) -> tuple[Source, ...]:
    by_url = {citation.url: citation for citation in citations}
    return tuple(
        Source(
            ", ".join(filter(None, (f"«{c.section or c.title}»", c.section and c.title, c.source))),
            site + url if (url := safe_url(c.url)) else "",
        )
        for c in by_url.values()
    )
