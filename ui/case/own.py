"""What a person does about their own case from a conversation, however its page is drawn."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from assistant.conversations import ConversationNotFound
from assistant.desk.cases import CaseMoved
from assistant.desk.citizen import CitizenDesk, FolioUnknown
from assistant.redaction import RedactionError
from assistant.turn import Audience
from governance.folio import mask_folio
from ui.facade import AssistantFacade, ShownConversation, ShownMessage
from ui.rate_limit import is_plain_hand_off

logger = logging.getLogger(__name__)
_NUMBER = re.compile(r"(?<=[^\W\d])_\d+(?=\])")
"""What tells one value from another among those that were masked: «_2» of «[RUT_2]»."""


def find_open(
    assistant: AssistantFacade, conversation_id: str, audience: Audience
) -> ShownConversation | None:
    """Return a conversation that goes on; None when there is none, or it is closed.

    One for staff is never shown to citizens, nor the other way round, whoever has its id.
    """
    try:
        found = assistant.conversation(conversation_id)
    except ConversationNotFound:
        return None
    return None if found.state == "closed" or found.audience != audience else found


def talk_of_folio(
    assistant: AssistantFacade, folio: str, audience: Audience
) -> ShownConversation | None:
    """Return the conversation of a folio; None when what was said in it was deleted.

    Raises:
        FolioUnknown: it is nobody's, or of a conversation that is not for `audience`.
    """
    followed = assistant.citizens.follow(folio)
    try:
        talk = assistant.conversation(followed.case.conversation_id)
    except ConversationNotFound as error:
        raise FolioUnknown("De ese folio no queda nada.") from error
    if talk.audience != audience:
        raise FolioUnknown("Ese folio no es de una conversación de este chat.")
    return None if talk.state == "closed" else talk


def give_up(citizens: CitizenDesk, conversation_id: str) -> bool:
    """Close the open case of a conversation; return whether there was one to close."""
    followed = citizens.of_conversation(conversation_id)
    if followed is None:
        return False
    try:
        citizens.withdraw(followed.case.folio)
    except (CaseMoved, FolioUnknown):
        return False
    return True


def was_sent(
    assistant: AssistantFacade, said: Iterable[ShownMessage], text: str, after: str
) -> bool:
    """Return whether the same form arrived before: a page loaded again sends it twice.

    `after` is the last message that the page of the form showed, as the form says it. Where the
    text cannot be redacted nobody knows, and it is not said that it arrived: twice is better than
    never.
    """
    if not re.fullmatch(r"[0-9]{1,18}", after):
        return False
    prefix = assistant.institution.institution.folio
    # A conversation numbers what it masks as it goes, which a text alone cannot know.
    try:
        # What always reaches a person holds nothing to mask, and waits for nothing that may fail.
        redact = str if is_plain_hand_off(text) else assistant.citizens.redact
        kept = _unnumbered(redact(mask_folio(text, prefix)))
    except RedactionError as error:
        logger.error("not known whether it was sent before: %s", type(error).__name__)
        return False
    later = (m.text for m in said if m.role == "person" and m.id > int(after))
    return any(_unnumbered(other) == kept for other in later)


def _unnumbered(text: str) -> str:
    return _NUMBER.sub("", text)
