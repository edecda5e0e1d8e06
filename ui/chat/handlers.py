"""What happens when a person does something on a chat page: each step is a `View`.

The conversation that the assistant keeps is the truth: every handler takes its id and the new
text, and returns the messages as kept. What the page remembers is never sent back nor believed.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from assistant.conversations import ConversationNotFound
from assistant.interviewing.session import InterviewView
from assistant.limits import InputError
from assistant.turn import Audience, Outcome, Reply
from knowledge_base.institution import Institution
from ui.case.own import find_open
from ui.case.row import CaseRow, case_row, may_be_written_to
from ui.chat.text import ASSISTANT, PENDING, Bubble, bubbles, person, to_markdown
from ui.facade import AssistantFacade, ShownConversation
from ui.guard import log_failure
from ui.rate_limit import Allowance, Gate, is_plain_hand_off, wait_in_words
from ui.streaming import growing
from ui.workers import TooBusy, Workers

PAUSE = 0.005
"""Seconds between two pieces of an answer."""


@dataclass(frozen=True)
class View:
    """What the page shows: the kept messages, and what may be done now. None leaves it as it is."""

    conversation_id: str | None = None
    messages: list[Bubble] | None = None
    notice: str = ""
    typed: str | None = None
    """What the box holds."""
    case: CaseRow | None = None
    """How the case of the conversation stands."""
    live: str | None = None
    """Where the log was when this was read, for a page that waits for news; empty for others."""
    is_new: bool | None = None
    is_pending: bool = False
    """Whether the answer is still on its way."""
    interview: InterviewView | None = None
    """The interview that the conversation is in the middle of, if the answer is whole."""
    is_whole: bool = False
    """Whether the last answer is there to the end, so that `interview` says how things stand."""


class ChatHandlers:
    """What happens when a person does something on the page; each step is a `View`."""

    def __init__(
        self,
        assistant: AssistantFacade,
        gate: Gate,
        workers: Workers,
        audience: Audience = "ciudadania",
    ) -> None:
        """Answer with `assistant` in conversations for `audience`, as often as `gate` allows."""
        self._assistant = assistant
        self._audience: Audience = audience
        self._gate = gate
        self._workers = workers

    async def open(self, address: str) -> View:
        """Return a new conversation, whose first message says that this is an AI."""
        if seconds := self._gate.seconds_to_wait(address, "conversation"):
            return View(notice=to_markdown(too_many(seconds), self._institution))
        try:
            started = await self._workers.run(self._assistant.start, self._audience, "web")
        except Exception as error:  # the edge of the page: words instead of a dead page
            notice = self._failure("abrir la conversación", error)
            return View(notice=self._markdown(notice))
        return replace(self._view(started), live="")

    async def say(
        self, conversation_id: str, text: str, address: str, author: str = ""
    ) -> AsyncIterator[View]:
        """Yield the question at once, then the verified answer as it is read.

        `author` is the post of the official who writes; empty for citizens.
        """
        what: Allowance = "hand_off" if is_plain_hand_off(text) else "turn"
        if seconds := self._gate.seconds_to_wait(address, what):
            yield await self._still(conversation_id, too_many(seconds), text)
            return
        before: ShownConversation | None = None
        reply: Reply | None = None
        try:
            before = await self._known(conversation_id)
            if text.strip():
                # Where a person is awaited the assistant looks for nothing.
                pending = PENDING if before.state == "active" else ""
                asked = self._view(before, self._asked(before, text, pending), "")
                yield replace(asked, is_pending=True)
            say = self._assistant.reply
            run = self._workers.run_first if what == "hand_off" else self._workers.run
            reply = await run(say, before.id, text, "web", author)
            kept = await self._workers.run(self._assistant.conversation, before.id)
        except InputError as error:
            yield await self._still(conversation_id, error.detail, text, before)
            return
        except Exception as error:  # the edge of the page
            yield await self._unrecorded(conversation_id, text, author, error, before, reply)
            return
        last = kept.messages[-1]
        is_last = last.text == reply.text
        if not is_last and reply.decision_id is None:
            # It could not be recorded: it is shown, and what was typed stays in the box.
            answer = self._markdown(reply.text)
            yield self._view(kept, self._asked(kept, text, answer), text)
            return
        is_streamed = is_last and last.role == "assistant"
        shown = bubbles(kept, self._institution)[:-1] if is_streamed else []
        for part in growing(reply.text) if shown else ():
            content = self._label() + self._markdown(part)
            growing_view = self._view(kept, [*shown, {"role": "assistant", "content": content}])
            yield replace(growing_view, is_pending=True)
            await asyncio.sleep(PAUSE)
        # Read again: a person may have been asked for while the answer was arriving.
        last_view = await self._still(before.id, known=kept)
        is_whole = reply.outcome != Outcome.FAILED  # a turn that failed left everything as it was
        yield replace(last_view, interview=reply.interview, is_whole=is_whole)

    async def now(self, conversation_id: str, is_watched: bool = False) -> View:
        """Return the conversation as it is kept now; `is_watched` when more of it may be coming."""
        return await self._still(conversation_id, is_watched=is_watched)

    async def resume(self, conversation_id: str, address: str) -> View:
        """Return the conversation with the assistant answering again."""
        if seconds := self._gate.seconds_to_wait(address, "turn"):
            return await self._still(conversation_id, too_many(seconds))
        try:
            conversation = await self._known(conversation_id)
            await self._workers.run(self._assistant.resume, conversation.id)
            return await self._still(conversation.id, known=conversation)
        except Exception as error:  # the edge of the page
            return await self._still(conversation_id, self._failure("seguir", error))

    def _markdown(self, text: str) -> str:
        return to_markdown(text, self._institution, self._audience == "funcionarios")

    def _label(self) -> str:
        return ASSISTANT if self._audience == "ciudadania" else ""

    @property
    def _institution(self) -> Institution:
        return self._assistant.institution

    async def _known(self, conversation_id: str) -> ShownConversation:
        """Return the conversation, or a new one when there was none."""
        found = await self._workers.run(find_open, self._assistant, conversation_id, self._audience)
        if found is None:
            return await self._workers.run(self._assistant.start, self._audience, "web")
        return found

    def _view(
        self,
        conversation: ShownConversation,
        messages: list[Bubble] | None = None,
        typed: str | None = None,
    ) -> View:
        shown = bubbles(conversation, self._institution) if messages is None else messages
        is_new = all(m.role != "person" for m in conversation.messages) and messages is None
        return View(conversation.id, shown, "", typed, case_row(conversation), None, is_new)

    def _asked(self, before: ShownConversation, text: str, answer: str) -> list[Bubble]:
        shown = [*bubbles(before, self._institution), person(text)]
        if not answer:
            return shown
        return [*shown, {"role": "assistant", "content": self._label() + answer}]

    async def _unrecorded(
        self,
        conversation_id: str,
        text: str,
        author: str,
        error: Exception,
        before: ShownConversation | None,
        reply: Reply | None,
    ) -> View:
        """Return what can be said when the conversation cannot be reached.

        The assistant still knows the words for a crisis, and how to reach a person.
        """
        notice = self._failure("turno", error)
        view = await self._still(conversation_id, notice, text, before)
        if isinstance(error, TooBusy):
            return view
        if reply is None:
            try:
                say = self._assistant.reply
                reply = await self._workers.run(say, conversation_id, text, "web", author)
            except Exception as again:  # the notice already says what went wrong
                log_failure("turno sin registro", again)
                return view
            if reply.decision_id is not None:
                return await self._still(conversation_id, known=before)
        return replace(view, notice=self._markdown(reply.text))

    async def _still(
        self,
        conversation_id: str,
        notice: str = "",
        typed: str | None = None,
        known: ShownConversation | None = None,
        is_watched: bool = False,
    ) -> View:
        """Return the conversation as it is kept now, with words about what could not be done.

        When it cannot be read, the page stays as it is, or as it was last `known`.
        """
        live = None
        try:
            found, sequence = await self._workers.run(self._read, conversation_id, is_watched)
            if found.audience == self._audience:
                known, live = found, sequence
        except Exception as error:  # the edge of the page
            if not isinstance(error, ConversationNotFound):
                log_failure("leer conversación", error)
        view = View() if known is None else self._view(known)
        return replace(view, notice=self._markdown(notice), typed=typed, live=live)

    def _read(self, conversation_id: str, is_watched: bool) -> tuple[ShownConversation, str]:
        """Return a conversation and, if it may change by itself, where the log was before."""
        found = self._assistant.conversation(conversation_id)
        if not is_watched and not may_be_written_to(found):
            return found, ""
        sequence = self._assistant.pulse.now()  # before: nothing written later is missed
        return self._assistant.conversation(conversation_id), str(sequence)

    def _failure(self, what: str, error: Exception) -> str:
        return failure(what, error, self._institution)


class OpenPages:
    """Which conversation each open page is in, when it began another one than its first.

    An answer that is still arriving when a person presses «Nueva conversación» belongs to the
    conversation that was left; without this it would be written over the new one. It protects
    nothing and may forget: pages are named by the browser.
    """

    def __init__(self, most: int = 10_000) -> None:
        """Remember the last `most` pages."""
        self._most = most
        self._now: OrderedDict[str, str] = OrderedDict()

    def moved(self, page: str | None, conversation_id: str) -> None:
        """Remember that a page shows this conversation from now on."""
        self._now[page or ""] = conversation_id
        self._now.move_to_end(page or "")
        while len(self._now) > self._most:
            self._now.popitem(last=False)

    def shown(self, page: str | None, conversation_id: str) -> str:
        """Return the conversation that a page is in now; `conversation_id` if nothing is known."""
        return self._now.get(page or "", conversation_id)

    def has_left(self, page: str | None, conversation_id: str) -> bool:
        """Whether a page began another conversation since it sent something to this one."""
        return self.shown(page, conversation_id) != conversation_id


def too_many(seconds: int) -> str:
    """Return the words for whoever sent too much in little time."""
    return (
        f"Enviaste muchos mensajes en poco tiempo. Espera {wait_in_words(seconds)} y vuelve a "
        "enviar. "
        "El botón «Hablar con una persona» sigue funcionando."
    )


def failure(what: str, error: Exception, institution: Institution) -> str:
    """Return the words for whoever was not answered because of an error, which is logged."""
    if isinstance(error, TooBusy):
        return "Hay muchas personas usando el asistente. Espera unos segundos y vuelve a enviar."
    log_failure(what, error)
    web = institution.verified_contact("web")
    contact = f" También puedes contactarnos en {web.value}." if web else ""
    return f"Algo falló y tu mensaje no se respondió. Vuelve a enviarlo.{contact}"
