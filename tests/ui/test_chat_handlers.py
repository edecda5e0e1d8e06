"""Each side of the chat shows its own conversations, whoever has the id of another."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.accounts.accounts import build_accounts
from assistant.assistant import Assistant
from assistant.database import writing
from assistant.settings import Settings
from assistant.turn import Audience
from governance.registers.officials import Official
from tests.conftest import BuildAssistant
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.registers import Registers
from tests.ui.test_choices import VIEW
from ui.case.row import CaseRow
from ui.chat.citizen_handlers import CitizenHandlers
from ui.chat.handlers import ChatHandlers, View
from ui.chat.page import ChatSide
from ui.chat.text import escape
from ui.panel.chat_side import StaffSide
from ui.panel.choices import NEW
from ui.panel.sessions import COOKIE, Sessions
from ui.rate_limit import Gate
from ui.workers import Workers

SIDES: list[tuple[Audience, Audience]] = [
    ("ciudadania", "funcionarios"),
    ("funcionarios", "ciudadania"),
]


WRONG_FOLIO = "NB-0000-0000-0000-0000"


@pytest.fixture
def assistant(build_assistant: BuildAssistant) -> Assistant:
    """Return a real assistant of the test's own."""
    return build_assistant()


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


# With a real assistant


def handlers_of(assistant: Assistant, turns_per_minute: int = 0) -> CitizenHandlers:
    return CitizenHandlers(assistant, Gate(turns_per_minute), Workers(1))


def test_what_is_said_to_a_person_gets_no_bubble_of_the_assistant(assistant: Assistant) -> None:
    chat, talk = handlers_of(assistant), assistant.start("ciudadania", "web").id
    assistant.reply(talk, "derivar", "web")
    take(assistant, talk)
    before = asyncio.run(chat.now(talk)).messages
    views = said(chat, talk)
    assert all("Buscando" not in str(view.messages) for view in views)
    assert before is not None and views[-1].messages is not None
    assert [b["role"] for b in views[-1].messages[len(before) :]] == ["user"]


def test_the_row_of_the_case_says_who_is_awaited_or_attends(assistant: Assistant) -> None:
    chat, talk = handlers_of(assistant), assistant.start("ciudadania", "web").id
    assert asyncio.run(chat.now(talk)).case == CaseRow()
    folio = assistant.reply(talk, "derivar", "web").handoff
    assert folio is not None
    waiting = asyncio.run(chat.now(talk)).case
    assert waiting is not None and waiting.can_resume and not waiting.can_ask
    assert "Esperas a una persona" in waiting.words and escape(folio.folio) in waiting.words
    assistant.resume(talk)
    resumed = asyncio.run(chat.now(talk)).case
    assert resumed is not None and resumed.can_ask and not resumed.can_resume
    assert "sigue en la fila" in resumed.words
    who, number = take(assistant, talk)
    assistant.desk.reply(who, number, "Hola.")
    attended = asyncio.run(chat.now(talk)).case
    assert attended is not None and not attended.can_resume and not attended.can_ask
    assert "Te atiende una persona** (Encargada" in attended.words and attended.banner


def test_a_page_waits_for_news_where_somebody_may_write_from_before_it_was_read(
    assistant: Assistant,
) -> None:
    chat, talk = handlers_of(assistant), assistant.start("ciudadania", "web").id
    assert said(chat, talk)[-1].live == ""
    assistant.reply(talk, "derivar", "web")
    assert asyncio.run(chat.now(talk)).live == str(assistant.pulse.now())
    assert asyncio.run(chat.withdraw(talk, "a")).case == CaseRow()
    assert asyncio.run(chat.now(talk)).live  # whoever attended may open it again


def test_a_folio_opens_its_conversation_and_is_kept_nowhere(assistant: Assistant) -> None:
    chat = handlers_of(assistant)
    talk, other = (assistant.start("ciudadania", "web").id for _ in range(2))
    handoff = assistant.reply(talk, "derivar", "web").handoff
    assert handoff is not None

    async def writes(text: str) -> list[View]:
        return [view async for view in chat.say(other, text, "a")]

    for spelt in (handoff.folio, f"mi folio es {handoff.folio.lower().replace('-', ' ')}"):
        (opened,) = asyncio.run(writes(spelt))
        assert opened.conversation_id == talk and opened.typed == ""
    (wrong,) = asyncio.run(writes(WRONG_FOLIO))
    assert wrong.conversation_id == other and wrong.typed == WRONG_FOLIO
    assert len(assistant.conversation(other).messages) == 1


def test_the_folio_of_a_conversation_of_staff_opens_nothing_for_citizens(
    assistant: Assistant,
) -> None:
    chat, talk = handlers_of(assistant), assistant.start("ciudadania", "web").id
    theirs = assistant.start("funcionarios", "web").id
    handoff = assistant.reply(theirs, "derivar", "web").handoff
    assert handoff is not None
    view = asyncio.run(chat.follow(talk, handoff.folio, handoff.folio, "a"))
    wrong = asyncio.run(chat.follow(talk, WRONG_FOLIO, WRONG_FOLIO, "a"))
    assert view.notice == wrong.notice and view.conversation_id == talk


def test_wrong_folios_are_slowed_down(assistant: Assistant) -> None:
    chat, talk = handlers_of(assistant, 2), assistant.start("ciudadania", "web").id
    notices = [
        asyncio.run(chat.follow(talk, WRONG_FOLIO, WRONG_FOLIO, "a")).notice for _ in range(3)
    ]
    assert notices[0] == notices[1] != notices[2]


def test_a_tab_gets_its_conversation_back_and_no_other(assistant: Assistant) -> None:
    chat, mine = handlers_of(assistant), assistant.start("ciudadania", "web").id
    assert asyncio.run(chat.back(mine, "a")).conversation_id == mine
    for other in (assistant.start("funcionarios", "web").id, "x", ""):
        assert asyncio.run(chat.back(other, "a")) == View()
    with writing(assistant.engine) as connection:
        assistant.conversations.close(connection, mine)
    assert asyncio.run(chat.back(mine, "a")) == View()


def take(assistant: Assistant, talk: str) -> tuple[Official, int]:
    with writing(assistant.engine) as connection:
        officials = assistant.registry.officials
        who, _ = officials.create(connection, "Encargada", {"atencion"})
    found = assistant.citizens.of_conversation(talk)
    assert found is not None
    assistant.desk.take(who, found.case.number)
    return who, found.case.number


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
