"""POST /conversacion/archivo: the conversation as a file, for whoever has its identifier.

The identifier travels in the body, so that it is in no address and no log, and the name of the file
holds nothing but the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from fastapi import FastAPI, Request
from starlette.responses import Response

from assistant.conversations import ConversationNotFound
from governance.moments import Clock
from governance.registers.days import day_in_chile
from ui.facade import AssistantFacade
from ui.forms import read_form
from ui.guard import log_failure
from ui.origin import is_ours
from ui.pages import words_page
from ui.rate_limit import Gate, wait_in_words
from ui.taking.site import Site
from ui.taking.talk import SavedTalk, saved_talk
from ui.taking.talk_pdf import talk_pdf
from ui.taking.talk_text import talk_text
from ui.workers import TooBusy, Workers

PATH = "/conversacion/archivo"
FORMATS = ("txt", "pdf")
UNREADABLE = ("No pudimos guardar la conversación", "Vuelve al asistente y prueba de nuevo.")
GONE = (
    "Esa conversación ya no está",
    "Puede que se haya borrado porque venció su plazo, o porque lo pediste. Empieza otra en el "
    "asistente.",
)
EMPTY = (
    "Todavía no hay nada que guardar",
    "Primero haz una pregunta al asistente; después podrás guardar la conversación.",
)
ELSEWHERE = ("Esa solicitud vino de otro sitio", "Guarda tu conversación desde el asistente.")
BUSY = ("Hay muchas personas usando el asistente", "Espera unos segundos y vuelve a intentar.")
FAILED = ("No pudimos hacer el archivo", "Vuelve a intentar en unos minutos.")


@dataclass(frozen=True)
class TalkPage:
    """Serves the file."""

    assistant: AssistantFacade
    gate: Gate
    workers: Workers
    site: Site
    clock: Clock
    _writing: Lock = field(default_factory=Lock, init=False)
    """Held while a PDF is made: one at a time, because nothing else here takes a second."""

    def add_to(self, app: FastAPI) -> None:
        """Serve the address."""
        app.add_api_route(PATH, self.save, methods=["POST"], include_in_schema=False)

    async def save(self, request: Request) -> Response:
        """Return the file, or a page that says why there is none."""
        if not is_ours(request):
            return self._words(403, ELSEWHERE)
        form = await read_form(request)
        talk, kind = form.get("conversacion", "")[:64], form.get("formato", "")
        if not talk or kind not in FORMATS:
            return self._words(400, UNREADABLE)
        address = self.gate.visitor(request)
        if seconds := self.gate.seconds_to_wait(address, "file"):
            words = f"Guardaste muchos archivos en poco tiempo. Espera {wait_in_words(seconds)}."
            refusal = self._words(429, ("Espera un momento", words))
            refusal.headers["Retry-After"] = str(seconds)
            return refusal
        try:
            return await self.workers.run(self._file, talk, kind, self.site.address(request))
        except ConversationNotFound:
            return self._words(404, GONE)
        except TooBusy:
            busy = self._words(503, BUSY)
            busy.headers["Retry-After"] = "5"
            return busy
        except Exception as error:  # the edge of the page: never what was said in an error
            log_failure("guardar la conversación", error)
            return self._words(500, FAILED)

    def _file(self, conversation_id: str, kind: str, site: str) -> Response:
        """Return the file.

        Raises:
            TooBusy: another PDF is being made.
            ConversationNotFound: there is no such conversation of a citizen, or it was deleted.
        """
        found = self.assistant.conversation(conversation_id)
        if found.audience != "ciudadania" or found.state == "closed":
            raise ConversationNotFound(conversation_id)
        if not any(message.role == "person" for message in found.messages):
            return self._words(409, EMPTY)
        now = self.clock()
        talk = saved_talk(found, self.assistant.institution, site, now)
        name = f"conversacion-asistente-{day_in_chile(now)}.{kind}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        }
        if kind == "pdf":
            return Response(self._pdf(talk), 200, headers, "application/pdf")
        # The mark at the beginning is what tells old readers that accents are UTF-8.
        content = f"\ufeff{talk_text(talk)}".replace("\n", "\r\n")
        return Response(content, 200, headers, "text/plain; charset=utf-8")

    def _pdf(self, talk: SavedTalk) -> bytes:
        if not self._writing.acquire(blocking=False):
            raise TooBusy
        try:
            return talk_pdf(talk)
        finally:
            self._writing.release()

    def _words(self, status: int, words: tuple[str, str]) -> Response:
        name = self.assistant.institution.institution.nombre
        page = words_page(status, words[0], words[1], name)
        page.headers["Cache-Control"] = "no-store"
        return page
