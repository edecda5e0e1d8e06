"""The addresses of one case: its page, what is new in it, and every act of staff on it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from fastapi import FastAPI, Request, Response

from assistant.conversations import ConversationClosed
from assistant.desk.alerts import WhoWaits, record_protocol, who_waits
from assistant.desk.cases import CLOSE_REASONS, CaseMoved, CaseNotFound
from assistant.desk.desk import CaseView, Desk
from assistant.desk.permissions import Action, check, may
from assistant.desk.replies import Replies
from assistant.desk.sealing import Contact, ContactUnreadable
from assistant.limits import InputError
from assistant.settings import SettingsError
from governance.registers.officials import Official
from ui.guard import log_failure
from ui.live import Live, while_there
from ui.panel.case_page import CasePage, contact_box, locked_page
from ui.panel.cases import OLD_FORM, title_with
from ui.panel.cases_page import CASES
from ui.panel.live_part import (
    Asked,
    answer,
    is_for_script,
    live_marks,
    news_response,
    read_asked,
    with_script,
)
from ui.panel.web import go_to, notice, panel_page, read_form, session_of
from ui.workers import Workers

Form = Mapping[str, str]
_PLACEHOLDER = re.compile(r"\[[A-Z]+(?:_[A-Z]+)*_[0-9]+\]")
_MOST_HIDDEN = 20
_UNREADABLE = (
    "El contacto está guardado, pero no se puede abrir ahora. Avisa a quien administra el servidor."
)
_STAYS = MappingProxyType(
    {
        "tomar": "El caso es tuyo. La persona ya sabe que llegó alguien.",
        "responder": "Se envió tu mensaje.",
        "nota": "Se guardó la nota. La persona no la ve.",
        "pasar": "Ahora atiendes este caso.",
    }
)
"""Acts after which one goes on in the page of the case, and their words."""
_LEAVES = ("soltar", "pasar", "cerrar", "reabrir")
"""Acts after which one goes back to the queue."""


@dataclass(frozen=True)
class CasePages:
    """One case as a page, for whoever may attend it or read it with a justification."""

    desk: Desk
    replies: Replies
    live: Live
    workers: Workers

    def add_to(self, panel: FastAPI) -> None:
        """Serve it; after the addresses of the queue, which look like a number's."""
        panel.add_api_route("/casos/{number}", self.one, methods=["GET"])
        panel.add_api_route("/casos/{number}/novedades", self.news, methods=["GET"])
        panel.add_api_route("/casos/{number}/leer", self.read, methods=["POST"])
        panel.add_api_route("/casos/{number}/contacto", self.contact, methods=["POST"])
        panel.add_api_route("/casos/{number}/{act}", self.act, methods=["POST"])

    async def one(self, request: Request, number: str) -> Response:
        """Show a case, or ask why it has to be read if it is closed."""
        hidden = _PLACEHOLDER.findall(request.query_params.get("ocultos", "")[:500])
        words = _STAYS.get(request.query_params.get("hecho", ""), "")
        return await self._show(request, read_number(number), _with_hidden(words, hidden))

    async def news(self, request: Request, number: str) -> Response:
        """Answer when something was written in the conversation, or somebody else waits."""
        session, asked = session_of(request), read_asked(request)
        try:
            view = await self._open_case(session.official, read_number(number))
            sequence = await self._wait(request, session.official, view, asked)
            if sequence is None:
                return Response(status_code=204)
            view = await self._open_case(session.official, view.case.number)
        except CaseMoved as moved:
            return news_response(asked.sequence, WhoWaits(), (), ended=str(moved))
        page, who = await self._page(request, view)
        return news_response(sequence, who, page.parts().values(), page.said_after(asked.last))

    async def act(self, request: Request, number: str, act: str) -> Response:
        """Do what an official decided about a case."""
        known, form = read_number(number), await read_form(request)
        session, do = session_of(request), _ACTS.get(act)
        if do is None:
            raise CaseNotFound("Eso no se puede hacer con un caso. Vuelve a la fila.")
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._refuse(request, known, OLD_FORM, 403, form)
        try:
            hidden = await self.workers.run(do, self.desk, session.official, known, form)
        except (CaseMoved, ConversationClosed) as error:
            words = str(error) if isinstance(error, CaseMoved) else _GONE
            return await self._refuse(request, known, words, 409, form)
        except InputError as error:
            return await self._refuse(request, known, in_words(error), 422, form)
        if is_for_script(request):
            return answer({"words": _with_hidden(_STAYS.get(act, ""), hidden)})
        is_mine = act == "pasar" and form.get("a") == session.official.id
        if act in _LEAVES and not is_mine:
            return go_to(f"{CASES}?hecho={act}")
        also = f"&ocultos={','.join(hidden)}" if hidden else ""
        return go_to(f"{CASES}/{known}?hecho={act}{also}")

    async def read(self, request: Request, number: str) -> Response:
        """Show a closed case to who wrote why they need to read it, which is recorded."""
        known, form = read_number(number), await read_form(request)
        session = session_of(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._refuse(request, known, OLD_FORM, 403, form)
        why = form.get("motivo_leer", "")
        try:
            view = await self.workers.run(self.desk.read_closed, session.official, known, why)
        except CaseMoved as error:
            return self._locked(request, known, str(error), 409, form)
        except InputError as error:
            return self._locked(request, known, in_words(error), 422, form)
        page = CasePage(view, session, self.replies, (), None, self._now())
        words = notice("Quedó registrado que leíste esta conversación, y para qué.")
        return panel_page(f"Caso {known}", page.closed_page(words, {}), session)

    async def contact(self, request: Request, number: str) -> Response:
        """Show how to reach the person, once, to who attends them."""
        known, form = read_number(number), await read_form(request)
        session = session_of(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._refuse(request, known, OLD_FORM, 403, form)
        try:
            found = await self.workers.run(self._contact, session.official, known)
        except CaseMoved as error:
            return await self._refuse(request, known, str(error), 409, form)
        except (ContactUnreadable, SettingsError, OSError) as error:
            log_failure("contacto", error)
            return await self._refuse(request, known, _UNREADABLE, 500, form)
        box = contact_box(found)
        if is_for_script(request):
            return answer({"words": "", "contact": box})
        return await self._show(request, known, "", contact=box)

    async def _show(
        self,
        request: Request,
        number: int,
        words: str,
        status: int = 200,
        typed: Form | None = None,
        contact: str = "",
    ) -> Response:
        session = session_of(request)
        if not may(session.official, Action.ATTEND):
            check(session.official, Action.READ_CLOSED)
            return self._locked(request, number, words, status, typed or {})
        sequence = await self.live.now()
        try:
            view = await self._open_case(session.official, number)
        except CaseMoved as error:
            return self._locked(request, number, words or str(error), status, typed or {})
        page, who = await self._page(request, view)
        title, address = f"Caso {number}", f"{CASES}/{number}/novedades"
        body = page.page(notice(words), typed, contact)
        marks = live_marks(address, sequence, title, who, page.last)
        return with_script(panel_page(title_with(who, title), body + marks, session, status))

    def _locked(
        self, request: Request, number: int, words: str, status: int, typed: Form
    ) -> Response:
        session = session_of(request)
        may_reopen = may(session.official, Action.ATTEND)
        body = locked_page(number, session, notice(words), may_reopen, typed)
        return panel_page(f"Caso {number}", body, session, status)

    async def _refuse(
        self, request: Request, number: int, words: str, status: int, typed: Form
    ) -> Response:
        if is_for_script(request):
            return answer({"error": words}, status)
        return await self._show(request, number, words, status, typed)

    async def _open_case(self, official: Official, number: int) -> CaseView:
        return await self.workers.run(self._read, official, number)

    def _read(self, official: Official, number: int) -> CaseView:
        view = self.desk.case(official, number)
        if view.case.is_crisis:
            record_protocol(self.desk, official, view)
        return view

    def _contact(self, official: Official, number: int) -> Contact | None:
        return self.desk.contact(official, number)

    async def _page(self, request: Request, view: CaseView) -> tuple[CasePage, WhoWaits]:
        session = session_of(request)
        who = await self.workers.run(who_waits, self.desk, session.official)
        colleagues = await self.workers.run(self.desk.colleagues, session.official)
        number = view.case.number
        place = who.numbers.index(number) + 1 if number in who.numbers else None
        page = CasePage(view, session, self.replies, colleagues, place, self._now())
        return page, who

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

    def _now(self) -> datetime:
        return self.desk.reception.cases.conversations.clock()


def read_number(text: str) -> int:
    """Return the number of a case in an address.

    Raises:
        CaseNotFound: it is no number of a case.
    """
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    raise CaseNotFound("Revisa el número: está en la lista de casos.")


def in_words(error: InputError) -> str:
    """Return what is wrong with what an official wrote."""
    return "Falta escribir el texto." if error.kind == "empty" else error.detail


def _with_hidden(words: str, hidden: list[str]) -> str:
    if not words or not hidden:
        return words
    which = ", ".join(dict.fromkeys(hidden[:_MOST_HIDDEN]))
    return f"{words} Se ocultaron datos personales: {which}. Se ve así, sin ellos."


def _take(desk: Desk, official: Official, number: int, form: Form) -> list[str]:
    desk.take(official, number)
    return []


def _reply(desk: Desk, official: Official, number: int, form: Form) -> list[str]:
    typed = form.get("respuesta", "")
    kept = desk.reply(official, number, typed).text
    return [found for found in _PLACEHOLDER.findall(kept) if found not in typed][:_MOST_HIDDEN]


def _note(desk: Desk, official: Official, number: int, form: Form) -> list[str]:
    desk.note(official, number, form.get("nota", ""))
    return []


def _transfer(desk: Desk, official: Official, number: int, form: Form) -> list[str]:
    desk.transfer(official, number, form.get("a", ""), form.get("motivo_pase", ""))
    return []


def _release(desk: Desk, official: Official, number: int, form: Form) -> list[str]:
    desk.release(official, number)
    return []


def _close(desk: Desk, official: Official, number: int, form: Form) -> list[str]:
    chosen = form.get("cierre", "")
    reason = next((r for r in CLOSE_REASONS if r == chosen and r != "withdrawn"), None)
    if reason is None:
        raise CaseMoved("Elige el motivo del cierre. El caso sigue abierto.")
    desk.close(official, number, reason, form.get("nota_cierre", ""))
    return []


def _reopen(desk: Desk, official: Official, number: int, form: Form) -> list[str]:
    desk.reopen(official, number, form.get("motivo_reabrir", ""))
    return []


Act = Callable[[Desk, Official, int, Form], list[str]]
_ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "tomar": _take,
        "responder": _reply,
        "nota": _note,
        "pasar": _transfer,
        "soltar": _release,
        "cerrar": _close,
        "reabrir": _reopen,
    }
)
_GONE = "La conversación se borró: ya no se puede seguir en ella."
