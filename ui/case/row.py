"""What a chat page says, all the time, of the case of its conversation."""

from __future__ import annotations

from dataclasses import dataclass

from ui.chat.text import escape
from ui.facade import ShownConversation, ShownMessage

ATTENDED_BANNER = (
    "Este es el chat de una inteligencia artificial, pero ahora te atiende una persona: la "
    "inteligencia artificial no interviene hasta que ella termine."
)


@dataclass(frozen=True)
class CaseRow:
    """How the case stands, as Markdown; no words when there is none open.

    The first paragraph is what always fits; small screens show no more.
    """

    words: str = ""
    banner: str = ""
    """Who is on the other side, when it is not the assistant."""
    can_resume: bool = False
    """Whether the person may call the assistant back."""
    can_ask: bool = True
    """Whether to ask for a person does anything now."""


def case_row(conversation: ShownConversation) -> CaseRow:
    """Return what to say of the open case of a conversation."""
    handoff = conversation.handoff
    if handoff is None:
        return CaseRow()
    folio = f"Folio **{escape(handoff.folio)}**."
    if conversation.state == "attended":
        words = f"**Te atiende una persona** ({escape(handoff.attended_by)}). {folio}"
        return CaseRow(words, ATTENDED_BANNER, can_ask=False)
    has_place = handoff.place is not None and handoff.reason != "crisis"
    place = f"Lugar en la fila: {handoff.place}. " if has_place else ""
    expectation = escape(handoff.expectation)
    if conversation.state == "waiting":
        words = (
            f"**Esperas a una persona.** {place}{folio}\n\n{expectation} El asistente no responde."
        )
        return CaseRow(words, can_resume=True, can_ask=False)
    words = f"**Tu caso sigue en la fila**; responde el asistente. {place}{folio}\n\n{expectation}"
    return CaseRow(words)


def may_be_written_to(conversation: ShownConversation) -> bool:
    """Whether somebody besides the assistant may write in it: it has a case, or had one."""
    return conversation.handoff is not None or any(map(_is_of_a_case, conversation.messages))


def _is_of_a_case(message: ShownMessage) -> bool:
    asked = message.outcome is not None and message.outcome.is_hand_off
    return asked or message.role in ("official", "system")
