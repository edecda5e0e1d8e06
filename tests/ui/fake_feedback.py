"""The desk of feedback for a fake assistant: ratings of conversations that are in no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.desk.feedback.desk import CannotRate, FeedbackDesk
from assistant.desk.feedback.rating import Reason, can_be_rated
from ui.facade import ShownConversation


@dataclass(frozen=True)
class Rated:
    """What was said of one answer."""

    is_useful: bool
    reason: Reason | None
    comment: str


@dataclass(frozen=True)
class FakeFeedback(FeedbackDesk):
    """Keeps ratings in memory, as they were written; what officials do is the real desk's."""

    find: Callable[[str], ShownConversation]
    """Returns a conversation of the fake assistant."""
    kept: dict[str, dict[int, Rated]]
    """What was rated, by conversation and message."""

    def rate(
        self,
        conversation_id: str,
        message_id: int,
        is_useful: bool,
        reason: Reason | None = None,
        comment: str = "",
    ) -> None:
        """Keep a rating."""
        said = {m.id: m for m in self.find(conversation_id).messages}
        message = said.get(message_id)
        if message is None or not can_be_rated(message.role, message.decision_id):
            raise CannotRate("Solo se puede opinar sobre una respuesta del asistente.")
        given = Rated(is_useful, None if is_useful else reason, self._kept("", comment) or "")
        self.kept.setdefault(conversation_id, {})[message_id] = given

    def rated(self, conversation_id: str) -> Mapping[int, bool]:
        """Return the ratings of a conversation."""
        return {n: one.is_useful for n, one in self.kept.get(conversation_id, {}).items()}

    @classmethod
    def beside(
        cls,
        desk: FeedbackDesk,
        find: Callable[[str], ShownConversation],
        kept: dict[str, dict[int, Rated]],
    ) -> FakeFeedback:
        """Return a fake that is the real `desk` in everything else."""
        return cls(**vars(desk), find=find, kept=kept)
