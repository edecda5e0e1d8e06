"""How much one address may ask for."""

from __future__ import annotations

import asyncio
import tracemalloc
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from tests.ui.fake_assistant import FakeAssistant, Serve
from ui.chat.handlers import ChatHandlers, View
from ui.rate_limit import MOST_AT_ONCE, Gate, is_plain_hand_off
from ui.workers import Workers

BASE = "/api/v1/conversations"


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(time=lambda: 1_800_000_030.0)
    for module in ("limits.storage.memory", "limits.strategies", "ui.rate_limit"):
        monkeypatch.setattr(f"{module}.time", clock)


def test_turns_over_the_limit_are_told_when_to_come_back(serve: Serve) -> None:
    client = serve(rate_limit=3)
    address = _turns(client)
    answers = [client.post(address, json={"text": "hola"}) for _ in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert answers[-1].headers["content-type"] == "application/problem+json"


def test_who_spent_their_turns_can_still_ask_for_a_person(serve: Serve) -> None:
    client = serve(rate_limit=1)
    address = _turns(client)
    client.post(address, json={"text": "hola"})
    assert client.post(address, json={"text": "hola"}).status_code == 429
    assert client.post(address, json={"text": "Derivar"}).json()["handoff"]["folio"]


def test_creating_conversations_is_limited_too(serve: Serve) -> None:
    client = serve(rate_limit=2)
    statuses = [client.post(BASE, json={"audience": "ciudadania"}).status_code for _ in range(6)]
    assert statuses == [201] * 4 + [429] * 2


def test_zero_means_no_limit(serve: Serve) -> None:
    client = serve(rate_limit=0)
    address = _turns(client)
    assert {client.post(address, json={"text": "a"}).status_code for _ in range(50)} == {200}


def test_a_visitor_cannot_choose_their_address(serve: Serve) -> None:
    client = serve(rate_limit=1)
    address = _turns(client)
    statuses = [
        client.post(address, json={"text": "a"}, headers={"X-Forwarded-For": f"198.51.100.{i}"})
        for i in range(3)
    ]
    assert [s.status_code for s in statuses] == [200, 429, 429]


def test_behind_our_proxy_only_its_own_entry_counts(serve: Serve) -> None:
    client = serve(rate_limit=1, trust_forwarded_for=True)
    address = _turns(client)

    def turn(forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return client.post(address, json={"text": "a"}, headers=headers).status_code

    assert turn("10.0.0.1, 198.51.100.1") == 200
    assert turn("10.9.9.9, 198.51.100.1") == 429
    assert turn("198.51.100.2") == 200
    # A proxy may add a line of its own instead of joining it to the visitor's.
    lines = [("X-Forwarded-For", "198.51.100.3"), ("X-Forwarded-For", "198.51.100.2")]
    assert client.post(address, json={"text": "a"}, headers=lines).status_code == 429


@pytest.mark.parametrize(
    ("peer", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "desconocida"),
        (None, "desconocida"),
    ],
)
def test_an_address_is_counted_as_who_holds_it(peer: str | None, counted: str) -> None:
    assert Gate(1).address(peer, None) == counted


def test_ten_thousand_requests_in_a_minute_change_nothing(serve: Serve) -> None:
    client = serve(rate_limit=30)
    address = _turns(client)
    gate = Gate(30)
    for _ in range(100):
        gate.seconds_to_wait("203.0.113.7", "turn")
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    refused = sum(gate.seconds_to_wait("203.0.113.7", "turn") > 0 for _ in range(10_000))
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert refused == 10_000
    assert grown < 100_000
    statuses = [client.post(address, json={"text": "a"}).status_code for _ in range(300)]
    assert statuses == [200] * 30 + [429] * 270
    assert client.get("/api/v1/health").status_code == 200


async def _views(handlers: ChatHandlers, conversation: str, text: str) -> list[View]:
    return [view async for view in handlers.say(conversation, text, "203.0.113.7")]


def test_the_chat_says_in_words_that_it_is_too_much_and_keeps_what_was_typed() -> None:
    assistant = FakeAssistant()
    workers = Workers(1)
    handlers = ChatHandlers(assistant, Gate(1), workers)
    conversation = assistant.start("ciudadania", "web").id

    async def talk() -> list[View]:
        await _views(handlers, conversation, "hola")
        return await _views(handlers, conversation, "otra pregunta larga")

    (view,) = asyncio.run(talk())
    workers.close()
    assert "muchos mensajes" in view.notice
    assert view.typed == "otra pregunta larga"
    assert len(view.messages or []) == 3


def test_only_the_word_itself_is_the_plain_hand_off() -> None:
    assert is_plain_hand_off("¡derivar!") and not is_plain_hand_off("derivar esto a otro")


def _turns(client: TestClient) -> str:
    started = client.post(BASE, json={"audience": "ciudadania"})
    return f"{BASE}/{started.json()['id']}/turns"


def test_one_address_does_not_take_the_room_of_those_who_wait() -> None:
    gate = Gate(30)
    with ExitStack() as waiting:
        may = [waiting.enter_context(gate.waiting("203.0.113.7")) for _ in range(MOST_AT_ONCE + 1)]
        assert may == [True] * MOST_AT_ONCE + [False]
        assert waiting.enter_context(gate.waiting("203.0.113.8"))
    with gate.waiting("203.0.113.7") as again:
        assert again


@pytest.mark.parametrize("written", ["203.0.113.9:5123", " 203.0.113.9", "[2001:db8::9]:443"])
def test_an_address_with_a_port_is_that_address(written: str) -> None:
    gate = Gate(30, trust_forwarded_for=True)
    assert gate.address("10.0.0.1", written) != "10.0.0.1"
