"""What the script of the citizens' chat asks for: news of its conversation, and the contact form.

Both take the id of the conversation in the body, so that it is in no address and no log. Whoever
waits holds no thread; see `ui.live`.
"""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.conversations import ConversationNotFound
from assistant.desk.citizen import FolioUnknown
from ui.case.contact_form import render
from ui.case.contacts import contact_form
from ui.facade import AssistantFacade
from ui.guard import log_failure
from ui.live import LONGEST_S, Live, while_there
from ui.origin import is_ours
from ui.problems import problem
from ui.rate_limit import Gate
from ui.workers import TooBusy, Workers

MOST_WAITING = 2000
"""Pages that may wait at once; the next ones ask again later."""
LARGEST = 2**53 - 1


class Watch(BaseModel):
    """What a page waits for: something about its conversation, after what it shows."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: str = Field(max_length=64)
    after: int = Field(ge=0, le=LARGEST)
    wait: bool = True


class ContactAsked(BaseModel):
    """The form of a contact, as the page sends it; `accion` is the button that was pressed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: str = Field(max_length=64)
    accion: str = Field(default="", max_length=32)
    nombre: str = Field(default="", max_length=1000)
    telefono: str = Field(default="", max_length=1000)
    correo: str = Field(default="", max_length=1000)


class LiveChat:
    """Serves the script of the chat."""

    def __init__(
        self, assistant: AssistantFacade, live: Live, gate: Gate, workers: Workers, version: str
    ) -> None:
        """Tell pages the `version` of the chat: one of another version loads itself again."""
        self._assistant = assistant
        self._live = live
        self._gate = gate
        self._workers = workers
        self._version = version

    def add_to(self, app: FastAPI) -> None:
        """Serve both addresses."""
        app.add_api_route("/vivo", self.news, methods=["POST"], include_in_schema=False)
        app.add_api_route("/vivo/contacto", self.contact, methods=["POST"], include_in_schema=False)

    async def news(self, request: Request) -> Response:
        """Return where the log is, and whether the conversation changed; wait until it does."""
        if refusal := self._refusal(request):
            return refusal
        try:
            watch = Watch.model_validate_json(await request.body())
        except ValidationError:
            return problem("datos-invalidos")
        if watch.wait and self._live.waiting >= MOST_WAITING:
            return problem("ocupado", headers={"Retry-After": "15"})
        seconds = LONGEST_S if watch.wait else 0
        with self._gate.waiting(self._address(request)) as may:
            if not may:
                return problem("ocupado", headers={"Retry-After": "15"})
            waiting = self._live.wait(watch.conversation, watch.after, seconds)
            news = await while_there(request, waiting)
        if news is None:
            return Response(status_code=204)  # whoever asked went away
        changed = watch.conversation in news.conversations
        told = {"sequence": news.sequence, "changed": changed, "version": self._version}
        return _unkept(JSONResponse(told))

    async def contact(self, request: Request) -> Response:
        """Return the form of the contact of the case of a conversation, after what it asked for."""
        if refusal := self._refusal(request):
            return refusal
        try:
            asked = ContactAsked.model_validate_json(await request.body())
        except ValidationError:
            return problem("datos-invalidos")
        try:
            html = await self._workers.run(self._form, asked)
        except TooBusy:
            return problem("ocupado", headers={"Retry-After": "5"})
        except Exception as error:  # the edge of the page: never the contact in an error
            log_failure("contacto", error)
            return problem("error-interno")
        return problem("sin-caso") if html is None else _unkept(JSONResponse({"html": html}))

    def _form(self, asked: ContactAsked) -> str | None:
        citizens = self._assistant.citizens
        try:
            talk = self._assistant.conversation(asked.conversation)
            followed = citizens.of_conversation(asked.conversation)
            if followed is None or talk.audience != "ciudadania":
                return None
            sent = asked.model_dump()
            return render(contact_form(citizens, followed, asked.accion, sent), hidden="")
        except (ConversationNotFound, FolioUnknown):
            return None

    def _refusal(self, request: Request) -> Response | None:
        if not is_ours(request):
            return problem("origen-ajeno")
        if seconds := self._gate.seconds_to_wait(self._address(request), "read"):
            return problem("demasiadas-solicitudes", headers={"Retry-After": str(seconds)})
        return None

    def _address(self, request: Request) -> str:
        return self._gate.visitor(request)


def _unkept(response: JSONResponse) -> JSONResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
