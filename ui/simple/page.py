"""GET and POST /simple: a turn of the chat for each page, and words for whatever fails.

Nothing is kept between two pages: no cookie, nothing in an address, and no page that the browser
keeps. A robot that visits the first screen opens no conversation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from fastapi import FastAPI, Request, Response

from assistant.desk.citizen import FolioUnknown
from knowledge_base.institution import Institution
from ui.chat.citizen_handlers import too_many_folios
from ui.chat.folio_entry import UNKNOWN_FOLIO
from ui.chat.handlers import failure, too_many
from ui.danger import in_danger
from ui.facade import AssistantFacade
from ui.feedback.words import too_many_ratings
from ui.forms import read_form
from ui.guard import log_failure
from ui.origin import is_ours
from ui.pages import page
from ui.rate_limit import Gate
from ui.simple.acts import Acts, Shown
from ui.simple.first import NEWEST, first_screen, first_words
from ui.simple.once import Once
from ui.simple.sent import Sent, read_sent
from ui.simple.talk import notice_part, talk_body
from ui.workers import TooBusy, Workers

ELSEWHERE = (
    "Ese mensaje vino de otro sitio y no se envió. Si quieres preguntar algo, escríbelo aquí."
)
_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_LINKS = (
    ("/caso", "Ya tengo un folio"),
    ("/lista-de-documentos", "Lista de documentos"),
    ("/calendario", "Fechas del concurso"),
    ("/transparencia", "Transparencia"),
    ("/accesibilidad", "Accesibilidad"),
    ("/", "Versión completa"),
)


@dataclass(frozen=True, repr=False)
class Drawn:
    """A page, ready to be sent."""

    body: str
    status: int = 200
    retry_after: int = 0
    """Seconds after which to come back; zero for a page that refuses nothing."""


class SimplePage:
    """Serves the page."""

    def __init__(self, assistant: AssistantFacade, gate: Gate, workers: Workers) -> None:
        """Answer with `assistant`, as often as `gate` allows."""
        self._assistant = assistant
        self._gate = gate
        self._workers = workers
        self._acts = Acts(assistant)
        self._once: Once[Drawn] = Once()

    def add_to(self, app: FastAPI) -> None:
        """Serve /simple."""
        app.add_api_route("/simple", self.enter, methods=["GET", "HEAD"], include_in_schema=False)
        app.add_api_route("/simple", self.act, methods=["POST"], include_in_schema=False)

    async def enter(self) -> Response:
        """Return the first screen; no conversation is opened until something is said."""
        return self._page(self._draw(Shown()))

    async def act(self, request: Request) -> Response:
        """Return the conversation after doing what a button asked for."""
        if not is_ours(request):
            return self._page(self._draw(Shown(words=ELSEWHERE, status=403)))
        sent = read_sent(await read_form(request))
        if sent.action == "nueva":
            return self._page(self._draw(Shown(typed=sent.typed)))
        address = self._gate.visitor(request)
        if seconds := self._gate.seconds_to_wait(address, sent.allowance):
            return self._page(await self._refuse(sent, address, seconds))
        if sent.changes and sent.whose:
            key = (sent.action, sent.whose, sent.after, sent.asked)
            return self._page(await self._once.run(key, lambda: self._attend(sent, address)))
        return self._page(await self._attend(sent, address))

    async def _attend(self, sent: Sent, address: str) -> Drawn:
        # Asking for a person waits behind nobody (promise 5).
        is_first = sent.allowance == "hand_off"
        run = self._workers.run_first if is_first else self._workers.run
        try:
            return await run(lambda: self._draw(self._acts.do(sent)))
        except FolioUnknown:
            if seconds := self._gate.seconds_to_wait(address, "wrong_key"):
                return await self._still(sent, too_many_folios(seconds), 429, seconds)
            return await self._still(sent, UNKNOWN_FOLIO, 404)
        except TooBusy as error:
            words = failure("página simple", error, self._institution)
            return self._unread(sent, self._help_first(sent, words), 503, 5)
        except Exception as error:  # the edge of the page: never what was written in an error
            words = failure("página simple", error, self._institution)
            return await self._still(sent, f"{words}\n{in_danger(self._institution)}", 500)

    async def _refuse(self, sent: Sent, address: str, seconds: int) -> Drawn:
        is_rating = sent.opinion is not None
        words = too_many_ratings(seconds) if is_rating else too_many(seconds)
        words = self._help_first(sent, words)
        if self._gate.seconds_to_wait(address, "read"):
            return self._unread(sent, words, 429, seconds)
        return await self._still(sent, words, 429, seconds)

    async def _still(self, sent: Sent, words: str, status: int, seconds: int = 0) -> Drawn:
        """Return the conversation as it is, with what was written and why it was not sent."""
        try:
            drawn = await self._workers.run(
                lambda: self._draw(self._acts.look(sent, words, status))
            )
        except Exception as error:  # the edge of the page: the words already say what to do
            log_failure("página simple, al leer", error)
            return self._unread(sent, words, status, seconds)
        return replace(drawn, retry_after=seconds)

    def _help_first(self, sent: Sent, words: str) -> str:
        """Return the words for a comment that nothing reads: where to call goes first, for all."""
        is_said = sent.opinion is not None and bool(sent.opinion.comment.strip())
        return f"{in_danger(self._institution)}\n{words}" if is_said else words

    def _unread(self, sent: Sent, words: str, status: int, seconds: int = 0) -> Drawn:
        """Return the form alone, with what was written, which goes on where it was."""
        shown = Shown(None, words, sent.typed, status, conversation=sent.conversation)
        return replace(self._draw(shown), retry_after=seconds)

    def _draw(self, shown: Shown) -> Drawn:
        name = escape(self._institution.institution.asistente)
        if shown.talk is not None:
            inside = talk_body(shown.talk, shown, self._assistant)
        else:
            words = first_words(self._assistant)
            first = first_screen(words, shown.typed, shown.conversation)
            inside = f"{notice_part(shown, NEWEST)}\n{first}"
        # The browser keeps no page of a conversation to go back to, so links leave it open.
        to_tab, told = (' target="_blank"', " (en otra pestaña)") if shown.talk else ("", "")
        links = "".join(f'<li><a href="{to}"{to_tab}>{words}</a></li>' for to, words in _LINKS)
        body = (
            f'<div class="simple">\n<h1>{name}</h1>\n{inside}\n'
            f'<nav aria-labelledby="s-otras"><h2 id="s-otras">Otras páginas{told}</h2>'
            f"<ul>{links}</ul></nav>\n</div>"
        )
        return Drawn(body, shown.status)

    @property
    def _institution(self) -> Institution:
        return self._assistant.institution

    def _page(self, drawn: Drawn) -> Response:
        names = self._institution.institution
        what = "Versión simple" if drawn.status == 200 else "No se envió"
        response = page(f"{what} · {names.asistente}", drawn.body, names.nombre, drawn.status)
        response.headers["Content-Security-Policy"] = _CSP
        response.headers["Cache-Control"] = "no-store"
        if drawn.retry_after:
            response.headers["Retry-After"] = str(drawn.retry_after)
        return response
