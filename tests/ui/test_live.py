"""Waiting for news: one poller for everybody, nothing missed, nothing left behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from starlette.requests import Request
from starlette.types import Message

from assistant.database import DatabaseBusy
from assistant.desk.pulse import News
from ui import live
from ui.live import Live, while_there

TICK = 0.01


@dataclass
class FakeLog:
    """A log that tests write in; `is_gone` makes it unreachable."""

    entries: list[str] = field(default_factory=lambda: ["antes"] * 5)
    asked: int = 0
    is_gone: bool = False

    def now(self) -> int:
        """Return where it is."""
        self._count()
        return len(self.entries)

    def since(self, sequence: int) -> News:
        """Return what came after."""
        self._count()
        return News(len(self.entries), frozenset(filter(None, self.entries[sequence:])))

    def _count(self) -> None:
        self.asked += 1
        if self.is_gone:
            raise DatabaseBusy("secreto")


@asynccontextmanager
async def waiting_on(log: FakeLog) -> AsyncIterator[Live]:
    live = Live(log, every=TICK)
    yield live
    live.close()


def in_loop(test: Callable[[FakeLog, Live], Awaitable[None]]) -> FakeLog:
    """Run a test inside an event loop, and return the log that it used."""
    log = FakeLog()

    async def run() -> None:
        async with waiting_on(log) as live:
            await asyncio.wait_for(test(log, live), 10)

    asyncio.run(run())
    return log


async def later(log: FakeLog, *entries: str, ticks: int = 5) -> None:
    await asyncio.sleep(TICK * ticks)
    log.entries += entries


def test_who_waits_hears_of_their_conversation_and_of_no_other() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        mine = asyncio.create_task(live.wait("mia", 5, 5))
        other = asyncio.create_task(live.wait("otra", 5, TICK * 30))
        await later(log, "ajena", "mia")
        assert await mine == News(7, frozenset({"mia"}))
        assert await other == News(7, frozenset())

    in_loop(test)


def test_the_queue_hears_of_everything() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        waiting = asyncio.create_task(live.wait(None, 5, 5))
        await later(log, "una", "")
        assert await waiting == News(7, frozenset({"una"}))
        assert live.remembers(5) and not live.remembers(4)
        keeping = asyncio.create_task(live.wait("nadie", 7, 5))
        await later(log, "otra", "una")
        await asyncio.sleep(TICK * 5)
        await later(log, "tercera")
        await asyncio.sleep(TICK * 5)
        assert (await live.wait(None, 7, 5)).conversations == {"una", "otra", "tercera"}
        assert (await live.wait(None, 9, 5)).conversations == {"tercera"}
        keeping.cancel()

    in_loop(test)


def test_what_was_written_between_two_waits_is_not_missed() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        keeping = asyncio.create_task(live.wait("nadie", 5, 5))
        await later(log, "mia")
        await asyncio.sleep(TICK * 5)
        assert await live.wait("mia", 5, 5) == News(6, frozenset({"mia"}))
        assert await live.wait("mia", 6, TICK * 3) == News(6, frozenset())
        keeping.cancel()

    in_loop(test)


def test_who_comes_from_before_what_is_remembered_is_told_to_look() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        assert (await live.wait("mia", 0, 5)).conversations == {"mia"}

    in_loop(test)


def test_after_a_long_rest_nobody_reads_all_that_was_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def test(log: FakeLog, live: Live) -> None:
        await live.wait("mia", 5, TICK)
        await asyncio.sleep(TICK * 3)
        log.entries += ["otra"] * 100
        monkeypatch.setattr("ui.live.FORGET_S", 0.0)
        monkeypatch.setattr(log, "since", None)
        assert (await live.wait("mia", 5, 5)).conversations == {"mia"}

    in_loop(test)


def test_more_conversations_than_are_remembered_are_only_told_to_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "MOST_REMEMBERED", 3)

    async def test(log: FakeLog, live: Live) -> None:
        keeping = asyncio.create_task(live.wait("nadie", 5, 5))
        await later(log, *"abcdefgh")
        await asyncio.sleep(TICK * 5)
        assert (await live.wait("a", 5, 5)).conversations == {"a"}
        assert (await live.wait("z", 13, TICK * 2)).conversations == frozenset()
        keeping.cancel()

    in_loop(test)


def test_hundreds_who_wait_are_one_poller() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        waits = [asyncio.create_task(live.wait(f"c{n}", 5, 5)) for n in range(500)]
        await asyncio.sleep(TICK * 10)
        assert live.waiting == 500
        log.entries += [f"c{n}" for n in range(500)]
        assert all(news.conversations for news in await asyncio.gather(*waits))

    assert in_loop(test).asked < 60


def test_nobody_is_asked_while_nobody_waits() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        await live.wait("mia", 5, TICK)
        await asyncio.sleep(TICK * 5)
        before = log.asked
        await asyncio.sleep(TICK * 20)
        assert log.asked == before and live.waiting == 0

    in_loop(test)


def test_who_goes_away_leaves_nothing_behind() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        waits = [asyncio.create_task(live.wait("mia", 5, 25)) for _ in range(50)]
        await asyncio.sleep(TICK * 5)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        assert live.waiting == 0
        before = log.asked
        await asyncio.sleep(TICK * 20)
        assert log.asked <= before + 2

    in_loop(test)


def test_without_the_database_who_waits_only_waits_and_then_hears_it_all(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def test(log: FakeLog, live: Live) -> None:
        keeping = asyncio.create_task(live.wait("mia", 5, 5))
        await asyncio.sleep(TICK * 5)
        log.is_gone = True
        assert await live.wait("otra", 5, TICK * 10) == News(5, frozenset())
        log.entries += ["mia"]
        log.is_gone = False
        assert (await keeping).conversations == {"mia"}

    in_loop(test)
    assert len(caplog.records) == 1 and "secreto" not in caplog.text


def test_with_the_database_gone_from_the_beginning_nobody_waits_longer_than_asked() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        log.is_gone = True
        assert await live.wait("mia", 3, TICK * 5) == News(3, frozenset())

    in_loop(test)


def test_a_sequence_that_the_log_never_reached_is_put_right() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        assert await live.wait(None, 10**18, TICK * 10) == News(5, frozenset())

    in_loop(test)


def test_nobody_waits_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONGEST_S", TICK * 5)

    async def test(log: FakeLog, live: Live) -> None:
        started = time.monotonic()
        await live.wait("mia", 5, 3600)
        assert time.monotonic() - started < 2

    in_loop(test)


def test_an_answer_is_given_up_when_whoever_asked_goes_away() -> None:
    async def test(log: FakeLog, live: Live) -> None:
        async def leaves() -> Message:
            await asyncio.sleep(TICK * 5)
            return {"type": "http.disconnect"}

        request = Request({"type": "http"}, leaves)
        assert await while_there(request, live.wait("mia", 5, 25)) is None
        await asyncio.sleep(TICK)
        assert live.waiting == 0
        assert await while_there(request, live.wait("mia", 0, 25)) is not None

    in_loop(test)
