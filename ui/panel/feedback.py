"""The addresses of what people think of the answers: to read it, mark it as read, take it away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response

from assistant.desk.feedback.desk import FeedbackDesk, OpinionMoved
from assistant.desk.feedback.opinions import Opinion, Wanted
from assistant.desk.feedback.rating import REASONS
from governance.moments import read_stamp, stamp
from ui.csv_file import csv_response
from ui.feedback.words import REASONS as REASON_WORDS
from ui.forms import notice, read_form
from ui.panel.cases import OLD_FORM
from ui.panel.feedback_page import USEFUL, feedback_page, query
from ui.panel.web import FEEDBACK, go_to, panel_page, session_of
from ui.workers import Workers

_NUMBER = re.compile(r"[1-9][0-9]{0,14}")
_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_DONE = "revisada"
_HEAD = (
    "momento",
    "le_sirvio",
    "motivo",
    "comentario",
    "pregunta",
    "respuesta",
    "fuentes",
    "caso",
    "asiento",
    "revisada",
    "reviso",
)


@dataclass(frozen=True)
class FeedbackPages:
    """What people think of the answers, as pages, for whoever keeps the assistant."""

    desk: FeedbackDesk
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve them."""
        panel.add_api_route("/opiniones", self.all, methods=["GET", "HEAD"])
        panel.add_api_route("/opiniones", self.review, methods=["POST"])
        panel.add_api_route("/opiniones.csv", self.as_csv, methods=["GET", "HEAD"])

    async def all(self, request: Request) -> Response:
        """Show a page of opinions, and the figures of the last weeks."""
        is_done = request.query_params.get("hecho") == _DONE
        words = "La opinión quedó revisada, con tu cargo y la hora." if is_done else ""
        return await self._show(request, read_wanted(request), words)

    async def review(self, request: Request) -> Response:
        """Mark one as read."""
        session, form = session_of(request), await read_form(request)
        wanted = read_wanted(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._show(request, wanted, OLD_FORM, 403)
        number, at = form.get("mensaje", ""), _moment(form.get("dicha", ""))
        if not _NUMBER.fullmatch(number) or at is None:
            return await self._show(request, wanted, OLD_FORM, 422)
        try:
            await self.workers.run(self.desk.review, session.official, int(number), at)
        except OpinionMoved as error:
            return await self._show(request, wanted, str(error), 409)
        asked = query(wanted, wanted.page)
        return go_to(f"{FEEDBACK}?{urlencode({**asked, 'hecho': _DONE})}")

    async def as_csv(self, request: Request) -> Response:
        """Hand over every opinion that matches."""
        official, wanted = session_of(request).official, read_wanted(request)
        found = await self.workers.run(self.desk.all, official, wanted)
        return csv_response("opiniones.csv", _HEAD, map(_line, found))

    async def _show(
        self, request: Request, wanted: Wanted, words: str, status: int = 200
    ) -> Response:
        session = session_of(request)
        found = await self.workers.run(self.desk.list, session.official, wanted)
        summary = await self.workers.run(self.desk.summary, session.official)
        body = feedback_page(found, summary, wanted, session, notice(words))
        return panel_page("Opiniones", body, session, status)


def read_wanted(request: Request) -> Wanted:
    """Return what the address asks for; what cannot be understood is not asked."""
    asked = request.query_params
    page, useful = asked.get("pagina", ""), asked.get("sirvio", "")
    return Wanted(
        is_useful=USEFUL.get(useful),
        reason=next((reason for reason in REASONS if reason == asked.get("motivo")), None),
        is_unread=asked.get("estado") == "pendientes",
        page=int(page) if _PAGE.fullmatch(page) else 1,
    )


def _moment(text: str) -> datetime | None:
    try:
        found = read_stamp(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _line(one: Opinion) -> tuple[object, ...]:
    rating = one.rating
    return (
        stamp(rating.at),
        "sí" if rating.is_useful else "no",
        REASON_WORDS[rating.reason] if rating.reason else "",
        rating.comment,
        one.question,
        one.answer,
        "; ".join(dict.fromkeys(f"{c.title}: {c.section}" for c in one.citations)),
        one.case_number,
        rating.decision_id,
        stamp(rating.reviewed_at) if rating.reviewed_at else "",
        one.reviewer,
    )
