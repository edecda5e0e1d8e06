"""The addresses of the queue: the list, what is new in it, and the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import FastAPI, Request, Response

from assistant.desk.alerts import WhoWaits, who_waits
from assistant.desk.desk import Desk
from assistant.desk.queue import QueueItem
from governance.registers.officials import Official
from ui.forms import notice, read_form
from ui.live import Live, while_there
from ui.panel.cases_page import CASES, LONGEST_SEARCH, queue_page, queue_parts, search_page
from ui.panel.live_part import live_marks, news_response, read_asked, with_script
from ui.panel.web import panel_page, session_of
from ui.workers import Workers

TITLE = "Casos"
OLD_FORM = "El formulario venció. Revisa lo que escribiste y envíalo otra vez."
_DONE = {
    "soltar": "El caso volvió a la fila.",
    "pasar": "El caso quedó con otra persona.",
    "cerrar": "El caso quedó cerrado y el asistente volvió a responder.",
    "reabrir": "El caso está otra vez en la fila.",
}


@dataclass(frozen=True)
class CasesPages:
    """The queue as pages, for whoever attends people."""

    desk: Desk
    live: Live
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        panel.add_api_route("/casos", self.queue, methods=["GET", "HEAD"])
        panel.add_api_route("/casos/novedades", self.news, methods=["GET"])
        panel.add_api_route("/casos/buscar", self.search, methods=["POST"])

    async def queue(self, request: Request) -> Response:
        """Show every open case."""
        session, sequence = session_of(request), await self.live.now()
        items, who = await self._read(session.official)
        words = notice(_DONE.get(request.query_params.get("hecho", ""), ""))
        parts = queue_parts(items, who, session, self._now())
        marks = live_marks(f"{CASES}/novedades", sequence, TITLE, who)
        body = queue_page(parts, session, words) + marks
        return with_script(panel_page(title_with(who, TITLE), body, session))

    async def news(self, request: Request) -> Response:
        """Answer as soon as something was written anywhere, with the queue as it is then."""
        session, asked = session_of(request), read_asked(request)
        await self.workers.run(who_waits, self.desk, session.official)  # only for who may know
        news = await while_there(request, self.live.wait(None, asked.sequence, asked.seconds))
        if news is None:
            return Response(status_code=204)
        items, who = await self._read(session.official)
        return news_response(news.sequence, who, queue_parts(items, who, session, self._now()))

    async def search(self, request: Request) -> Response:
        """Show the cases that match what was typed."""
        session, form = session_of(request), await read_form(request)
        typed = form.get("buscar", "")[:LONGEST_SEARCH]
        is_ours = session.is_from_our_form(form.get("csrf", ""))
        found = None
        if is_ours:
            found = await self.workers.run(self.desk.search, session.official, typed)
        words = "" if is_ours else notice(OLD_FORM)
        body = search_page(found, typed, session, self._now(), words)
        return panel_page("Buscar casos", body, session, 200 if is_ours else 403)

    def _now(self) -> datetime:
        return self.desk.reception.cases.conversations.clock()

    async def _read(self, official: Official) -> tuple[tuple[QueueItem, ...], WhoWaits]:
        items = await self.workers.run(self.desk.queue, official)
        waiting = [item.case for item in items if item.case.state == "waiting"]
        who = WhoWaits(tuple(c.number for c in waiting), sum(c.is_crisis for c in waiting))
        return items, who


def title_with(who: WhoWaits, title: str) -> str:
    """Return the title of a page, with how many wait.

    >>> title_with(WhoWaits((4, 7)), "Casos")
    '(2) Casos'
    """
    return f"({len(who.numbers)}) {title}" if who.numbers else title
