"""What citizens may do on their chat page besides talking: follow a folio, and give up waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator

from assistant.conversations import ConversationNotFound
from assistant.desk.cases import CaseMoved
from assistant.desk.citizen import FolioUnknown
from assistant.limits import clean
from ui.chat.folio_entry import UNKNOWN_FOLIO, folio_in
from ui.chat.handlers import ChatHandlers, View, too_many

OPENED = "Esta es la conversación de tu folio."
ERASED = "Lo que se conversó en ese caso ya fue borrado. Lo demás está en «Ya tengo un folio»."
NO_CASE = "Esta conversación no tiene un caso abierto."


class CitizenHandlers(ChatHandlers):
    """The handlers of every chat, and what only whoever asked for a person needs."""

    async def say(
        self, conversation_id: str, text: str, address: str, author: str = ""
    ) -> AsyncIterator[View]:
        """Yield what `ChatHandlers.say` does; a folio opens its conversation and is not kept."""
        folio = folio_in(clean(text), self._institution.institution.folio)
        if folio is None:
            async for view in super().say(conversation_id, text, address, author):
                yield view
        else:
            yield await self.follow(conversation_id, folio, text, address)

    async def follow(self, conversation_id: str, folio: str, typed: str, address: str) -> View:
        """Return the conversation of a folio, or the one that was there and why not."""
        if seconds := self._gate.seconds_to_wait(address, "turn"):
            return await self._still(conversation_id, too_many(seconds), typed)
        try:
            followed = await self._workers.run(self._assistant.citizens.follow, folio)
            found = followed.case.conversation_id
            talk = await self._workers.run(self._assistant.conversation, found)
        except (FolioUnknown, ConversationNotFound):
            return await self._unknown(conversation_id, typed, address)
        except Exception as error:  # the edge of the page
            return await self._still(conversation_id, self._failure("folio", error), typed)
        if talk.audience != self._audience:
            return await self._unknown(conversation_id, typed, address)
        if talk.state == "closed":
            return await self._still(conversation_id, ERASED, "")
        return await self._still(found, OPENED, "", talk)

    async def back(self, conversation_id: str, address: str) -> View:
        """Return the conversation that this tab was in before it was loaded again, if it goes on.

        Its last answer may be on its way, so that the page waits for it.
        """
        if self._gate.seconds_to_wait(address, "read"):
            return View()
        try:
            found = await self._workers.run(self._assistant.conversation, conversation_id)
        except Exception:  # the edge of the page: the new conversation is there already
            return View()
        is_theirs = found.audience == self._audience and found.state != "closed"
        return await self.now(conversation_id, is_watched=True) if is_theirs else View()

    async def withdraw(self, conversation_id: str, address: str) -> View:
        """Return the conversation with its case closed, because the person needs nobody now."""
        if seconds := self._gate.seconds_to_wait(address, "turn"):
            return await self._still(conversation_id, too_many(seconds))
        citizens = self._assistant.citizens
        try:
            followed = await self._workers.run(citizens.of_conversation, conversation_id)
            if followed is None:
                return await self._still(conversation_id, NO_CASE)
            await self._workers.run(citizens.withdraw, followed.case.folio)
        except (CaseMoved, FolioUnknown):
            return await self._still(conversation_id, NO_CASE)
        except Exception as error:  # the edge of the page
            return await self._still(conversation_id, self._failure("cerrar el caso", error))
        return await self.now(conversation_id)

    async def _unknown(self, conversation_id: str, typed: str, address: str) -> View:
        """Count a wrong folio, and say the same of each."""
        if seconds := self._gate.seconds_to_wait(address, "wrong_key"):
            words = f"Hubo muchos folios equivocados desde aquí. Espera {seconds} segundos."
            return await self._still(conversation_id, words, typed)
        return await self._still(conversation_id, UNKNOWN_FOLIO, typed)
