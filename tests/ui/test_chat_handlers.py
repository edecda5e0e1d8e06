"""Each side of the chat shows its own conversations, whoever has the id of another."""

from __future__ import annotations

import asyncio

import pytest

from assistant.turn import Audience
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.test_choices import VIEW
from ui.chat_handlers import ChatHandlers, View
from ui.rate_limit import Gate
from ui.workers import Workers

SIDES: list[tuple[Audience, Audience]] = [
    ("ciudadania", "funcionarios"),
    ("funcionarios", "ciudadania"),
]


def handlers(assistant: FakeAssistant, audience: Audience) -> ChatHandlers:
    return ChatHandlers(assistant, Gate(0), Workers(1), audience)


def said(chat: ChatHandlers, conversation_id: str, author: str = "") -> list[View]:
    async def every() -> list[View]:
        return [view async for view in chat.say(conversation_id, "hola", "a", author)]

    return asyncio.run(every())


@pytest.mark.parametrize(("mine", "theirs"), SIDES)
def test_a_conversation_of_the_other_side_is_neither_shown_nor_continued(
    mine: Audience, theirs: Audience
) -> None:
    assistant = FakeAssistant()
    chat = handlers(assistant, mine)
    other = assistant.start(theirs, "web")
    assistant.reply(other.id, "SECRETO", "web")
    assert asyncio.run(chat.now(other.id)) == View()
    resumed = asyncio.run(chat.resume(other.id, "a"))
    views = [resumed, *said(chat, other.id)]
    assert "SECRETO" not in str(views)
    assert other.id not in {view.conversation_id for view in views}
    assert len(assistant.conversation(other.id).messages) == 3


def test_only_a_whole_answer_says_how_the_interview_goes() -> None:
    assistant = FakeAssistant(interview=VIEW)
    chat = handlers(assistant, "funcionarios")
    started = assistant.start("funcionarios", "web")
    *before, last = said(chat, started.id, "Encargada")
    assert before and all(v.is_pending and not v.is_whole and v.interview is None for v in before)
    assert last.is_whole and not last.is_pending and last.interview == VIEW
    assert assistant.authors == ["Encargada"]
