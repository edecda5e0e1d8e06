"""The addresses of one case: its page, what is new in it, and every act of staff on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from fastapi import FastAPI, Request, Response

from assistant.conversations import ConversationClosed
from assistant.desk.alerts import WhoWaits
from assistant.desk.cases import CaseMoved, CaseNotFound
from assistant.desk.contacts.sealing import ContactUnreadable
from assistant.desk.permissions import Action, check, may
from assistant.limits import InputError
from assistant.settings import SettingsError
from ui.forms import notice, read_form
from ui.guard import log_failure
from ui.panel.case_acts import ACTS, LEAVES, PLACEHOLDER, STAYS, Form, in_words, with_hidden
from ui.panel.case_page import CasePage, locked_page
from ui.panel.case_pieces import contact_box
from ui.panel.case_reader import CaseReader
from ui.panel.cases import OLD_FORM, title_with
from ui.panel.cases_page import CASES
from ui.panel.live_part import answer, is_for_script, live_marks, with_script
from ui.panel.web import go_to, panel_page, session_of

P = ParamSpec("P")
T = TypeVar("T")
_UNREADABLE = (
    "El contacto está guardado, pero no se puede abrir ahora. Avisa a quien administra el servidor."
)
_GONE = "La conversación se borró: ya no se puede seguir en ella."


@dataclass(frozen=True)
class CasePages:
    """One case as a page, for whoever may attend it or read it with a justification."""

    reader: CaseReader

    def add_to(self, panel: FastAPI) -> None:
        """Serve it; after the addresses of the queue, which look like a number's."""
        panel.add_api_route("/casos/{number}", self.one, methods=["GET"])
        panel.add_api_route("/casos/{number}/novedades", self.news, methods=["GET"])
        panel.add_api_route("/casos/{number}/leer", self.read, methods=["POST"])
        panel.add_api_route("/casos/{number}/contacto", self.contact, methods=["POST"])
        panel.add_api_route("/casos/{number}/{act}", self.act, methods=["POST"])

    async def one(self, request: Request, number: str) -> Response:
        """Show a case, or ask why it has to be read if it is closed."""
        hidden = PLACEHOLDER.findall(request.query_params.get("ocultos", "")[:500])
        words = STAYS.get(request.query_params.get("hecho", ""), "")
        return await self._show(request, read_number(number), with_hidden(words, hidden))

    async def news(self, request: Request, number: str) -> Response:
        """Answer once there is something new on the page."""
        return await self.reader.news(request, read_number(number))

    async def act(self, request: Request, number: str, act: str) -> Response:
        """Do what an official decided about a case."""
        known, form = read_number(number), await read_form(request)
        session, do = session_of(request), ACTS.get(act)
        if do is None:
            raise CaseNotFound("Eso no se puede hacer con un caso. Vuelve a la fila.")
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._refuse(request, known, OLD_FORM, 403, form)
        try:
            hidden = await self._run(do, self.reader.desk, session.official, known, form)
        except (CaseMoved, ConversationClosed) as error:
            words = str(error) if isinstance(error, CaseMoved) else _GONE
            return await self._refuse(request, known, words, 409, form)
        except InputError as error:
            return await self._refuse(request, known, in_words(error), 422, form)
        if is_for_script(request):
            return answer({"words": with_hidden(STAYS.get(act, ""), hidden)})
        is_mine = act == "pasar" and form.get("a") == session.official.id
        if act in LEAVES and not is_mine:
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
            view = await self._run(self.reader.desk.read_closed, session.official, known, why)
        except CaseMoved as error:
            return self._locked(request, known, str(error), 409, form)
        except InputError as error:
            return self._locked(request, known, in_words(error), 422, form)
        page = CasePage(view, session, self.reader.replies, (), WhoWaits(), self.reader.now)
        words = notice("Quedó registrado que leíste esta conversación, y para qué.")
        return panel_page(f"Caso {known}", page.closed_page(words, {}), session)

    async def contact(self, request: Request, number: str) -> Response:
        """Show how to reach the person, once, to who attends them."""
        known, form = read_number(number), await read_form(request)
        session = session_of(request)
        if not session.is_from_our_form(form.get("csrf", "")):
            return await self._refuse(request, known, OLD_FORM, 403, form)
        try:
            found = await self._run(self.reader.desk.contact, session.official, known)
        except CaseMoved as error:
            return await self._refuse(request, known, str(error), 409, form)
        except (ContactUnreadable, SettingsError, OSError) as error:
            log_failure("contacto", error)
            return await self._refuse(request, known, _UNREADABLE, 500, form)
        box = contact_box(found)
        if is_for_script(request):
            return answer({"words": "", "contact": box})
        return await self._show(request, known, "", contact=box)

    async def _run(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.reader.workers.run(do, *args, **kwargs)

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
        sequence = await self.reader.live.now()
        try:
            view = await self.reader.open(session.official, number)
        except CaseMoved as error:
            return self._locked(request, number, words or str(error), status, typed or {})
        page = await self.reader.page(request, view)
        title, address = f"Caso {number}", f"{CASES}/{number}/novedades"
        body = page.page(notice(words), typed, contact)
        marks = live_marks(address, sequence, title, page.who, page.last)
        return with_script(panel_page(title_with(page.who, title), body + marks, session, status))

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


def read_number(text: str) -> int:
    """Return the number of a case in an address.

    Raises:
        CaseNotFound: it is no number of a case.
    """
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    raise CaseNotFound("Revisa el número: está en la lista de casos.")
