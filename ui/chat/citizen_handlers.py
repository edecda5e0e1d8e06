"""What citizens may do on their chat page besides talking: follow a folio, and give up waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator

from assistant.desk.citizen import FolioUnknown
from assistant.limits import InputError, clean
from ui.case.own import find_open, give_up, talk_of_folio
from ui.chat.folio_entry import UNKNOWN_FOLIO, folio_in
from ui.chat.handlers import ChatHandlers, View, too_many
from ui.danger import in_danger
from ui.rate_limit import wait_in_words

OPENED = "Esta es la conversación de tu folio."
NOT_FOR_A_SITE = (
    "La página donde estás quiso pedir una persona, usar un folio o escribir en tu caso. Eso solo "
    "lo puedes hacer tú: escríbelo aquí si lo quieres."
)
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
            talk = await self._workers.run(talk_of_folio, self._assistant, folio, self._audience)
        except FolioUnknown:
            return await self._unknown(conversation_id, typed, address)
        except Exception as error:  # the edge of the page
            return await self._still(conversation_id, self._failure("folio", error), typed)
        if talk is None:
            return await self._still(conversation_id, ERASED, "")
        return await self._still(talk.id, OPENED, "", talk)

    async def refused_to_site(self, conversation_id: str, text: str, address: str) -> View | None:
        """Return what is said instead, when the page that embeds the chat asks what it may not.

        A folio of its own would let it read what the person says from then on, and a case is
        opened, and written in, by a person alone. Where to call goes with it: a site may hand over
        what the person wrote in a box of its own, and nobody else reads it.
        """
        if self._gate.seconds_to_wait(address, "read"):
            return View()
        if folio_in(clean(text), self._institution.institution.folio) is not None:
            return View(notice=NOT_FOR_A_SITE)
        try:
            known = await self._known(conversation_id)
            asks = self._assistant.reaches_person
            is_own = await self._workers.run(asks, known.id, text, "web")
        except InputError:
            return None  # what answers everybody says what is wrong with it
        except Exception as error:  # the edge of the page
            return View(notice=self._markdown(self._failure("pregunta de otro sitio", error)))
        words = f"{in_danger(self._institution)}\n\n{NOT_FOR_A_SITE}"
        return View(notice=self._markdown(words)) if is_own else None

    async def back(self, conversation_id: str, address: str) -> View:
        """Return the conversation that this tab was in before it was loaded again, if it goes on.

        Its last answer may be on its way, so that the page waits for it.
        """
        if self._gate.seconds_to_wait(address, "read"):
            return View()
        try:
            found = await self._workers.run(
                find_open, self._assistant, conversation_id, self._audience
            )
        except Exception:  # the edge of the page: the new conversation is there already
            return View()
        return await self.now(conversation_id, is_watched=True) if found else View()

    async def withdraw(self, conversation_id: str, address: str) -> View:
        """Return the conversation with its case closed, because the person needs nobody now."""
        if seconds := self._gate.seconds_to_wait(address, "turn"):
            return await self._still(conversation_id, too_many(seconds))
        try:
            citizens = self._assistant.citizens
            if not await self._workers.run(give_up, citizens, conversation_id):
                return await self._still(conversation_id, NO_CASE)
        except Exception as error:  # the edge of the page
            return await self._still(conversation_id, self._failure("cerrar el caso", error))
        return await self.now(conversation_id)

    async def _unknown(self, conversation_id: str, typed: str, address: str) -> View:
        """Count a wrong folio, and say the same of each."""
        if seconds := self._gate.seconds_to_wait(address, "wrong_key"):
            return await self._still(conversation_id, too_many_folios(seconds), typed)
        return await self._still(conversation_id, UNKNOWN_FOLIO, typed)


def too_many_folios(seconds: int) -> str:
    """Return the words for whoever wrote too many folios that are nobody's."""
    return f"Hubo muchos folios equivocados desde aquí. Espera {wait_in_words(seconds)}."
