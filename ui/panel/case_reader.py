"""Reading one open case for its page, and waiting for what is new in it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response

from assistant.desk.alerts import WhoWaits, record_protocol, who_waits
from assistant.desk.cases import CaseMoved
from assistant.desk.desk import CaseView, Desk
from assistant.desk.replies import Replies
from governance.registers.officials import Official
from ui.live import Live, while_there
from ui.panel.case_page import CasePage
from ui.panel.live_part import Asked, news_response, read_asked
from ui.panel.web import session_of
from ui.workers import Workers


@dataclass(frozen=True)
class CaseReader:
    """Reads cases for whoever may attend them."""

    desk: Desk
    replies: Replies
    live: Live
    workers: Workers

    @property
    def now(self) -> datetime:
        """The moment that the clock of the desk shows."""
        return self.desk.reception.cases.conversations.clock()

    async def open(self, official: Official, number: int) -> CaseView:
        """Return an open case; whoever sees a crisis sees its protocol, which is recorded.

        Raises what `Desk.case` does.
        """
        return await self.workers.run(self._read, official, number)

    async def page(self, request: Request, view: CaseView) -> CasePage:
        """Return the page of an open case."""
        session = session_of(request)
        who = await self.workers.run(who_waits, self.desk, session.official)
        colleagues = await self.workers.run(self.desk.colleagues, session.official)
        return CasePage(view, session, self.replies, colleagues, who, self.now)

    async def news(self, request: Request, number: int) -> Response:
        """Answer when something was written in the conversation, or somebody else waits."""
        official, asked = session_of(request).official, read_asked(request)
        try:
            view = await self.open(official, number)
            sequence = await self._wait(request, official, view, asked)
            if sequence is None:
                return Response(status_code=204)
            view = await self.open(official, number)
        except CaseMoved as moved:
            return news_response(asked.sequence, WhoWaits(), (), ended=str(moved))
        page = await self.page(request, view)
        said = page.said_after(asked.last)
        return news_response(sequence, page.who, page.parts().values(), said)

    def _read(self, official: Official, number: int) -> CaseView:
        view = self.desk.case(official, number)
        if view.case.is_crisis:
            record_protocol(self.desk, official, view)
        return view

    async def _wait(
        self, request: Request, official: Official, view: CaseView, asked: Asked
    ) -> int | None:
        """Return where the log is once there is news for this page; None if nobody is there."""
        sequence, clock = asked.sequence, asyncio.get_running_loop().time
        until = clock() + asked.seconds
        while True:
            waiting = self.live.wait(None, sequence, max(0.0, until - clock()))
            news = await while_there(request, waiting)
            if news is None:
                return None
            is_known = self.live.remembers(sequence)
            is_ours = not is_known or view.case.conversation_id in news.conversations
            sequence = news.sequence
            if is_ours or clock() >= until:
                return sequence
            who = await self.workers.run(who_waits, self.desk, official)
            if len(who.numbers) != asked.waiting:
                return sequence
