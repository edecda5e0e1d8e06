"""Each side of the chat shows its own conversations, whoever has the id of another."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.accounts.accounts import build_accounts
from assistant.settings import Settings
from assistant.turn import Audience
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.registers import Registers
from tests.ui.test_choices import VIEW
from ui.chat import ChatSide
from ui.chat_handlers import ChatHandlers, View
from ui.panel.chat_side import StaffSide
from ui.panel.choices import NEW
from ui.panel.sessions import COOKIE, Sessions
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


def test_an_office_that_shares_an_address_does_not_share_its_turns(registers: Registers) -> None:
    side = StaffSide(FakeAssistant(), _sessions(registers), Workers(1))
    one, other, none = (
        side.counted_as(_request(cookies), "203.0.113.7")
        for cookies in ({COOKIE: "a"}, {COOKIE: "b"}, {})
    )
    assert len({one, other, none, "203.0.113.7"}) == 4
    assert ChatSide(FakeAssistant()).counted_as(_request({COOKIE: "a"}), "x") == "x"


def test_the_first_suggestion_for_staff_is_to_classify_a_system(registers: Registers) -> None:
    side = StaffSide(FakeAssistant(), _sessions(registers), Workers(1))
    assert side.suggestions[0] == NEW and side.suggestions.count(NEW) == 1
    assert NEW not in ChatSide(FakeAssistant()).suggestions


def _sessions(registers: Registers) -> Sessions:
    settings = Settings(data_dir=registers.folder)
    return Sessions(build_accounts(registers.engine, registers.registry.officials, settings))


def _request(cookies: dict[str, str]) -> Any:
    return SimpleNamespace(cookies=cookies)
