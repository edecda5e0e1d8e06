"""Our assistant as one more peer: the whole turn, recorded, in a new conversation each time."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.bootstrap import build
from assistant.settings import day_in_chile, load_settings
from assistant.turn import Outcome


class TurnFailed(Exception):
    """The assistant did not answer; raised so that the turn counts as an error."""


@dataclass(frozen=True)
class Ours:
    """Asks the assistant, and searches as its turns do."""

    assistant: Assistant

    def ask(self, question: str) -> str:
        """Return what a citizen is shown.

        Raises:
            TurnFailed: the turn ended as failed.
        """
        talk = self.assistant.start("ciudadania", "api")
        reply = self.assistant.reply(talk.id, question, "api")
        if reply.outcome is Outcome.FAILED:
            raise TurnFailed(reply.outcome.value)
        return reply.text

    def find(self, question: str, k: int) -> list[str]:
        """Return what the search finds for a citizen today."""
        retriever, today = self.assistant.knowledge(), day_in_chile(self.assistant.clock())
        found = retriever.search(retriever.read(question), "ciudadania", today, k)
        return [evidence.passage.id for evidence in found]


def open_ours() -> Ours:
    """Return the assistant of the settings of this process."""
    return Ours(build(load_settings()))
