"""What the script of the citizens' chat sends when somebody says whether an answer was useful.

The id of the conversation travels in the body, so that it is in no address and no log. Every
answer has `words` for the person: thanks and where it goes, or what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.conversations import ConversationNotFound
from assistant.desk.feedback.desk import CannotRate
from assistant.desk.feedback.rating import Reason
from assistant.limits import InputError
from ui.danger import in_danger
from ui.facade import AssistantFacade
from ui.feedback.rating import keep_rating, with_help
from ui.feedback.words import too_many_ratings
from ui.guard import log_failure
from ui.origin import is_ours
from ui.rate_limit import Gate
from ui.workers import TooBusy, Workers

LARGEST = 2**53 - 1
_NO_HEADERS: Mapping[str, str] = {}
_LATER: Mapping[str, str] = {"Retry-After": "5"}
_NOT_OURS = "Esta opinión viene de otro sitio. Abre el asistente y vuelve a intentarlo."
_UNREADABLE = "No entendimos lo que llegó. Vuelve a cargar la página e inténtalo otra vez."
_GONE = "Esta conversación ya no está guardada. Empieza una nueva y opina desde ahí."
_BUSY = "Hay mucha gente usando el asistente. Espera unos segundos e inténtalo otra vez."
_FAILED = "No pudimos guardar tu opinión. Espera un momento e inténtalo otra vez."


class Opinion(BaseModel):
    """What a page sends: what somebody thought of one answer of its conversation."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: str = Field(pattern="^[A-Za-z0-9_-]{1,64}$")
    message: int = Field(ge=1, le=LARGEST)
    useful: bool
    reason: Reason | None = None
    comment: str = ""  # the desk says how long it may be, with words that help to shorten it


class OpinionEndpoint:
    """Serves /vivo/opinion."""

    def __init__(self, assistant: AssistantFacade, gate: Gate, workers: Workers) -> None:
        """Keep what is sent with `assistant`, as often as `gate` allows."""
        self._assistant = assistant
        self._gate = gate
        self._workers = workers

    def add_to(self, app: FastAPI) -> None:
        """Serve the address."""
        app.add_api_route("/vivo/opinion", self.rate, methods=["POST"], include_in_schema=False)

    async def rate(self, request: Request) -> Response:
        """Keep an opinion."""
        if not is_ours(request):
            return _words(_NOT_OURS, 403)
        address = self._gate.visitor(request)
        seconds = self._gate.seconds_to_wait(address, "rating")
        try:
            sent = Opinion.model_validate_json(await request.body())
        except ValidationError:
            return _words(_UNREADABLE, 422)
        if seconds:
            words = self._unread(sent, too_many_ratings(seconds))
            return _words(words, 429, {"Retry-After": str(seconds)})
        words, status = await self._outcome(sent)
        return _words(words, status, _LATER if status == 503 else _NO_HEADERS)

    async def _outcome(self, sent: Opinion) -> tuple[str, int]:
        """Return what to tell who sent an opinion, and the status that says it to the script."""
        try:
            return await self._workers.run(self._kept_with_help, sent)
        except TooBusy:
            return self._unread(sent, _BUSY), 503
        except Exception as error:  # the edge of the page: never the comment in an error
            log_failure("opinión, al leer", error)
            return self._unread(sent, _FAILED), 500

    def _unread(self, sent: Opinion, words: str) -> str:
        """Return the words for a comment that nothing reads: where to call goes first, for all."""
        lines = in_danger(self._assistant.institution) if sent.comment.strip() else ""
        return "\n\n".join(filter(None, (lines, words)))

    def _kept_with_help(self, sent: Opinion) -> tuple[str, int]:
        words, status = self._kept(sent)
        return with_help(self._assistant.feedback, sent.comment, words), status

    def _kept(self, sent: Opinion) -> tuple[str, int]:
        try:
            return self._keep(sent), 200
        except ConversationNotFound:
            return _GONE, 404
        except CannotRate as error:
            return str(error), 409
        except InputError as error:
            return error.detail, 413
        except Exception as error:  # the edge of the page: never the comment in an error
            log_failure("opinión", error)
            return _FAILED, 500

    def _keep(self, sent: Opinion) -> str:
        found = self._assistant.conversation(sent.conversation)
        if found.audience != "ciudadania":  # those of staff are behind their door
            raise ConversationNotFound
        return keep_rating(
            self._assistant.feedback,
            sent.conversation,
            sent.message,
            sent.useful,
            sent.reason,
            sent.comment,
        )


def _words(words: str, status: int, headers: Mapping[str, str] = _NO_HEADERS) -> Response:
    unkept = {"Cache-Control": "no-store", **headers}
    return JSONResponse({"words": words}, status, headers=unkept)
