"""What happens when a person presses a button of the page, and what the page shows after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from assistant.conversations import ConversationNotFound
from assistant.database import DatabaseError
from assistant.desk.feedback.desk import CannotRate, CommentNotKept
from assistant.desk.feedback.rating import REASONS, Reason
from assistant.limits import InputError, check_text
from assistant.turn import Audience, Outcome
from ui.case.own import find_open, give_up, talk_of_folio, was_sent
from ui.chat.citizen_handlers import ERASED, NO_CASE, OPENED
from ui.chat.folio_entry import folio_in
from ui.facade import AssistantFacade, ShownConversation
from ui.feedback.rating import with_help
from ui.feedback.words import THANKS
from ui.simple.once import Openings
from ui.simple.sent import Action, Opinion, Sent

ANOTHER = (
    "La conversación anterior ya no está: terminó o venció su plazo. Seguimos en una nueva, así "
    "que el asistente no recuerda lo de antes."
)
GONE = "Esa conversación ya no está: terminó o venció su plazo. Puedes empezar otra aquí."
NO_NEWS = "No hay mensajes nuevos por ahora."
AUDIENCE: Audience = "ciudadania"


@dataclass(frozen=True, repr=False)
class Shown:
    """What the page shows. Without a `talk` it is the first screen."""

    talk: ShownConversation | None = None
    words: str = ""
    """What has to be known of what was asked for."""
    typed: str = ""
    """What the box holds, so that it is not lost."""
    status: int = 200
    """How it went, as HTTP says it."""
    rated: Mapping[int, bool] = field(default_factory=lambda: MappingProxyType({}))
    opinion: Opinion | None = None
    """What was just said of an answer."""
    conversation: str = ""
    """The id of a conversation that could not be read, to go on with it."""
    after: str = ""
    """The last message that the page before showed, if it said so: what follows is new."""

    @property
    def is_error(self) -> bool:
        """Whether what was asked for was not done."""
        return self.status != 200


class Acts:
    """What can be done in a conversation; everything here runs in a thread of the workers."""

    def __init__(self, assistant: AssistantFacade) -> None:
        """Do it with `assistant`."""
        self._assistant = assistant
        self._openings = Openings()
        self._do: Mapping[Action, Callable[[Sent], Shown]] = {
            "preguntar": self._say,
            "derivar": self._say,
            "seguir": self._resume,
            "retirar": self._withdraw,
            "opinion": self._rate_with_help,
            "ver": self._look,
        }

    def do(self, sent: Sent) -> Shown:
        """Return what to show after doing what was asked for.

        Raises:
            FolioUnknown: what was written is a folio, and nobody's.
        """
        shown = self._with_ratings(self._do[sent.action](sent))
        return replace(shown, after=sent.after)

    def look(self, sent: Sent, words: str, status: int) -> Shown:
        """Return the conversation as it is, with words about what was not done.

        Where it cannot be read, its id and what was written are kept. The comment of an opinion
        stays in its box too.
        """
        shown = Shown(None, words, sent.typed, status, conversation=sent.conversation)
        if sent.opinion is not None and sent.opinion.said == "motivo":
            shown = replace(shown, opinion=replace(sent.opinion, asks_why=True))
        try:
            talk = self._find(sent)
        except DatabaseError:
            return shown
        return self._with_ratings(replace(shown, talk=talk))

    def _say(self, sent: Sent) -> Shown:
        is_typed = sent.asked == sent.typed
        rest = "" if is_typed else sent.typed
        try:
            text = check_text(sent.asked, self._assistant.max_question_chars)
        except InputError as error:
            return self.look(sent, error.detail, 422)
        folio = folio_in(text, self._assistant.institution.institution.folio)
        if folio is not None:
            return self._follow(sent, folio, rest)
        try:
            talk = self._find(sent)
            is_another = talk is None and bool(sent.conversation)
            if talk is None:
                talk = self._assistant.start(AUDIENCE, "web")
            elif was_sent(self._assistant, talk.messages, text, sent.after):
                return Shown(talk, typed=rest)
        except DatabaseError:
            return self._unrecorded(sent, text)
        self._openings.opened(sent.whose, talk.id)
        reply = self._assistant.reply(talk.id, text, "web")
        kept = self._assistant.conversation(talk.id)
        if reply.outcome == Outcome.FAILED:
            words = "" if reply.decision_id else reply.text  # a recorded one is in the conversation
            return Shown(kept, words, sent.asked if is_typed else rest, 503 if words else 200)
        return Shown(kept, ANOTHER if is_another else "", rest)

    def _unrecorded(self, sent: Sent, text: str) -> Shown:
        """Return what the assistant says when nothing can be kept: it knows the words of a crisis.

        Raises:
            DatabaseError: it could say nothing either.
        """
        try:
            reply = self._assistant.reply(sent.conversation, text, "web")
        except ConversationNotFound as error:
            raise DatabaseError("no se puede abrir una conversación") from error
        return Shown(None, reply.text, sent.typed, 503, conversation=sent.conversation)

    def _follow(self, sent: Sent, folio: str, rest: str) -> Shown:
        talk = talk_of_folio(self._assistant, folio, AUDIENCE)
        return Shown(talk, OPENED, rest) if talk else Shown(self._find(sent), ERASED, rest)

    def _resume(self, sent: Sent) -> Shown:
        talk = self._find(sent)
        if talk is None:
            return Shown(None, GONE, sent.typed)
        if talk.state == "waiting":  # a page that is loaded again asks for it again
            self._assistant.resume(talk.id)
        return Shown(self._assistant.conversation(talk.id), typed=sent.typed)

    def _withdraw(self, sent: Sent) -> Shown:
        talk = self._find(sent)
        if talk is None:
            return Shown(None, GONE, sent.typed)
        words = "" if give_up(self._assistant.citizens, talk.id) else NO_CASE
        return Shown(self._assistant.conversation(talk.id), words, sent.typed)

    def _look(self, sent: Sent) -> Shown:
        talk = self._find(sent)
        if talk is None:
            return Shown(None, GONE if sent.conversation else "", sent.typed)
        is_same = bool(talk.messages) and str(talk.messages[-1].id) == sent.after
        return Shown(talk, NO_NEWS if is_same else "", sent.typed)

    def _rate_with_help(self, sent: Sent) -> Shown:
        shown, comment = self._rate(sent), sent.opinion.comment if sent.opinion else ""
        return replace(shown, words=with_help(self._assistant.feedback, comment, shown.words))

    def _rate(self, sent: Sent) -> Shown:
        talk, opinion = self._find(sent), sent.opinion
        if talk is None or opinion is None:
            return Shown(None, GONE, sent.typed)
        shown = Shown(talk, THANKS, sent.typed, opinion=opinion)
        if opinion.said == "porque":
            return replace(shown, words="")
        reasons: dict[str, Reason] = {reason: reason for reason in REASONS}
        reason, comment = reasons.get(opinion.reason), opinion.comment
        if opinion.said != "motivo":
            reason, comment = None, ""
        rate = self._assistant.feedback.rate
        try:
            rate(talk.id, opinion.about, opinion.said == "si", reason, comment)
        except CommentNotKept as error:
            return replace(shown, words=str(error))
        except CannotRate as error:
            return replace(shown, words=str(error), status=422)
        except InputError as error:
            again = replace(opinion, asks_why=True)
            return replace(shown, words=error.detail, status=422, opinion=again)
        return shown

    def _find(self, sent: Sent) -> ShownConversation | None:
        found = find_open(self._assistant, sent.conversation, AUDIENCE)
        if found is None and (opened := self._openings.conversation(sent.whose)):
            return find_open(self._assistant, opened, AUDIENCE)
        return found

    def _with_ratings(self, shown: Shown) -> Shown:
        if shown.talk is None:
            return shown
        try:
            return replace(shown, rated=self._assistant.feedback.rated(shown.talk.id))
        except DatabaseError:
            return shown
