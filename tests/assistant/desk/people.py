"""Officials and conversations for the tests of the desk, on the assistant that bootstrap wires."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.database import writing
from assistant.desk.cases import Case
from assistant.turn import Reply
from governance.registers.officials import Official
from governance.registers.roles import Role


def hire(assistant: Assistant, post: str, *roles: Role) -> Official:
    """Return a new official."""
    with writing(assistant.engine) as connection:
        return assistant.desk.officials.create(connection, post, roles)[0]


@dataclass
class Person:
    """A citizen in one conversation."""

    assistant: Assistant
    conversation_id: str

    def says(self, text: str) -> Reply:
        """Return the answer to a message."""
        return self.assistant.reply(self.conversation_id, text, "web")

    @property
    def folio(self) -> str:
        """The folio of their case."""
        followed = self.assistant.citizens.of_conversation(self.conversation_id)
        assert followed is not None
        return followed.case.folio

    @property
    def case(self) -> Case:
        """Their case as it is now."""
        return self.assistant.citizens.follow(self.folio).case

    @property
    def sees(self) -> list[tuple[str, str]]:
        """Who said what, on their screen."""
        shown = self.assistant.conversation(self.conversation_id)
        return [(m.role, m.text) for m in shown.messages]

    @property
    def state(self) -> str:
        """The state of their conversation."""
        return self.assistant.conversation(self.conversation_id).state


def somebody(assistant: Assistant) -> Person:
    """Return a citizen who just opened the page."""
    return Person(assistant, assistant.start("ciudadania", "web").id)
