"""/caso: who asked for a person comes back with their folio, from any device, without JavaScript.

There is nothing to keep between two pages: every form carries the folio in its body. It is in no
address, cookie or title, and no page that holds it is kept by the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

from fastapi import FastAPI, Request, Response

from assistant.conversations import ConversationClosed, ConversationNotFound
from assistant.desk.cases import CaseMoved
from assistant.desk.citizen import CitizenDesk, FolioUnknown
from assistant.desk.requests import RequestKind
from assistant.limits import InputError, check_text
from assistant.turn import Outcome
from governance.log.decision import Decision
from ui.assets import version_of
from ui.case.body import SAID, CaseShown, case_body, entry
from ui.case.contact_form import ERASE, SAVE
from ui.case.contacts import contact_form
from ui.case.copy_file import copy_response
from ui.case.own import was_sent
from ui.case.requests_part import COPY_JSON, COPY_TEXT
from ui.chat.folio_entry import UNKNOWN_FOLIO
from ui.chat.handlers import too_many
from ui.facade import AssistantFacade
from ui.forms import notice, read_form
from ui.guard import log_failure
from ui.origin import is_ours
from ui.pages import page
from ui.rate_limit import Gate
from ui.workers import TooBusy, Workers

_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
SENT = "Enviamos tu mensaje. La respuesta aparecerá aquí y en el chat."
ASKED = "Recibimos tu solicitud. La respuesta aparecerá más abajo."
WITHDRAWN = "Cerramos tu caso. Si vuelves a necesitar a una persona, escribe aquí."
MOVED = "Tu caso cambió mientras lo veías: así está ahora."
GONE = "Lo que se conversó en este caso ya se borró: no se puede seguir. Puedes empezar otro."
BUSY = "Hay muchas personas usando el asistente. Espera unos segundos y vuelve a intentar."
FAILED = "Algo falló y no se guardó nada. Vuelve a intentar en unos minutos."
ELSEWHERE = "Esa solicitud vino de otro sitio y no se hizo nada. Escribe tu folio aquí."

Done = tuple[str, str]
"""What is said of what was asked for, and what was typed and must not be lost."""


class CasePage:
    """Serves the page."""

    def __init__(self, assistant: AssistantFacade, gate: Gate, workers: Workers) -> None:
        """Do what people ask for with `assistant`, as often as `gate` allows."""
        self._assistant = assistant
        self._gate = gate
        self._workers = workers
        self._do: Mapping[str, Callable[[str, Mapping[str, str]], Done]] = {
            "escribir": self._write,
            "retirar": self._withdraw,
            "solicitar": self._ask,
        }

    def add_to(self, app: FastAPI) -> None:
        """Serve /caso."""
        app.add_api_route("/caso", self.enter, methods=["GET", "HEAD"], include_in_schema=False)
        app.add_api_route("/caso", self.act, methods=["POST"], include_in_schema=False)

    async def enter(self) -> Response:
        """Return the page where a folio is written."""
        return self._page(entry())

    async def act(self, request: Request) -> Response:
        """Return the case of a folio, after doing what was asked for; one answer for wrong ones."""
        if not is_ours(request):
            return self._page(entry(), ELSEWHERE, 403)
        address = self._gate.visitor(request)
        if seconds := self._gate.seconds_to_wait(address, "turn"):
            return self._slow_down(seconds)
        form = await read_form(request)
        folio = form.get("folio", "")[:200]
        try:
            if (action := form.get("accion", "")) in (COPY_JSON, COPY_TEXT):
                return copy_response(await self._workers.run(self._citizens.copy, folio), action)
            words, shown = await self._workers.run(self._done, folio, form)
        except FolioUnknown:
            if seconds := self._gate.seconds_to_wait(address, "wrong_key"):
                return self._slow_down(seconds)
            return self._page(entry(folio, is_wrong=True), UNKNOWN_FOLIO, 404)
        except TooBusy:
            return self._page(entry(folio), BUSY, 503)
        except Exception as error:  # the edge of the page: never the folio in an error
            log_failure("caso", error)
            return self._page(entry(folio), FAILED, 500)
        return self._page(case_body(shown, self._assistant.institution), words)

    def _done(self, folio: str, form: Mapping[str, str]) -> tuple[str, CaseShown]:
        """Return what to say, and the case as it is afterwards.

        Raises:
            FolioUnknown: the folio is nobody's.
        """
        action = form.get("accion", "")
        self._citizens.follow(folio)
        words = typed = ""
        try:
            if do := self._do.get(action):
                words, typed = do(folio, form)
        except InputError as error:
            words, typed = error.detail, form.get("texto", "")
        except CaseMoved:
            words = MOVED
        except ConversationClosed:
            words, typed = GONE, form.get("texto", "")
        shown = self._shown(folio, action, form)
        return words, replace(shown, typed=typed)

    def _write(self, folio: str, form: Mapping[str, str]) -> Done:
        text = form.get("texto", "")
        cleaned = check_text(text, self._assistant.max_question_chars)
        followed = self._citizens.follow(folio)
        said = self._assistant.conversation(followed.case.conversation_id).messages
        if was_sent(self._assistant, said, cleaned, form.get("tras", "")):
            return SENT, ""
        case = self._citizens.call_back(folio)
        reply = self._assistant.reply(case.conversation_id, cleaned, "web")
        return (reply.text, text) if reply.outcome == Outcome.FAILED else (SENT, "")

    def _withdraw(self, folio: str, form: Mapping[str, str]) -> Done:
        self._citizens.withdraw(folio)
        return WITHDRAWN, ""

    def _ask(self, folio: str, form: Mapping[str, str]) -> Done:
        kinds: dict[str, RequestKind] = {kind: kind for kind in get_args(RequestKind)}
        kind = kinds.get(form.get("pide", ""))
        if kind is None:
            return "Elige qué pides.", ""
        self._citizens.ask(folio, kind, form.get("explica", ""))
        return ASKED, ""

    def _shown(self, folio: str, action: str, form: Mapping[str, str]) -> CaseShown:
        citizens = self._citizens
        followed = citizens.follow(folio)
        contact = contact_form(citizens, followed, action if action in (SAVE, ERASE) else "", form)
        try:
            talk = self._assistant.conversation(followed.case.conversation_id)
        except ConversationNotFound:
            talk = None
        recorded: tuple[Decision, ...] = ()
        if talk is None or talk.state == "closed":
            talk = None
        else:
            recorded = citizens.recorded(folio)
        days = citizens.reception.cases.conversations.retention_days
        most = self._assistant.max_question_chars
        return CaseShown(followed, talk, recorded, contact, most, days)

    @property
    def _citizens(self) -> CitizenDesk:
        return self._assistant.citizens

    def _slow_down(self, seconds: int) -> Response:
        response = self._page(entry(), too_many(seconds), 429)
        response.headers["Retry-After"] = str(seconds)
        return response

    def _page(self, body: str, words: str = "", status: int = 200) -> Response:
        script = f'<script src="/case.js?v={version_of("case.js")}" defer></script>'
        name = self._assistant.institution.institution.nombre
        said = f'<div id="{SAID}">{notice(words)}</div>' if words else ""
        title = "Ver mi caso" if status == 200 else "No se pudo ver el caso"
        response = page(title, f"{said}\n{body}\n{script}", name, status)
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["Cache-Control"] = "no-store"
        return response
