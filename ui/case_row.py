"""What a chat page says, all the time, of the case of its conversation."""

from __future__ import annotations

from dataclasses import dataclass

from ui.chat_text import escape
from ui.facade import ShownConversation, ShownMessage


@dataclass(frozen=True)
class CaseRow:
    """How the case stands, as Markdown; no words when there is none open."""

    words: str = ""
    can_resume: bool = False
    """Whether the person may call the assistant back."""
    can_ask: bool = True
    """Whether to ask for a person does anything now."""


def case_row(conversation: ShownConversation) -> CaseRow:
    """Return what to say of the open case of a conversation."""
    handoff = conversation.handoff
    if handoff is None:
        return CaseRow()
    folio = f"Tu folio: **{escape(handoff.folio)}**."
    if conversation.state == "attended":
        post = attending(conversation)
        who = f"**Te atiende una persona**{f' ({escape(post)})' if post else ''}."
        return CaseRow(f"{who} {folio} El asistente no interviene.", can_ask=False)
    expectation = escape(handoff.expectation)
    if conversation.state == "waiting":
        words = f"**Esperas a una persona.** {folio} {expectation} El asistente no responde."
        return CaseRow(words, can_resume=True, can_ask=False)
    return CaseRow(f"**Tu caso sigue en la fila**, y responde el asistente. {folio} {expectation}")


def attending(conversation: ShownConversation) -> str:
    """Return the post of who attends, when they were the last to speak; else it may be another."""
    said = [m for m in conversation.messages if m.role != "person"]
    return said[-1].author if said and said[-1].role == "official" else ""


def may_be_written_to(conversation: ShownConversation) -> bool:
    """Whether somebody besides the assistant may write in it: it has a case, or had one."""
    return conversation.handoff is not None or any(map(_is_of_a_case, conversation.messages))


def _is_of_a_case(message: ShownMessage) -> bool:
    asked = message.outcome is not None and message.outcome.is_hand_off
    return asked or message.role in ("official", "system")
