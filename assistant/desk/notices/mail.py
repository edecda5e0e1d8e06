"""E-mail to staff, whoever carries it: one method, and why it may fail in a few words we choose."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from assistant.desk.words import desk_words


class MailFailure(StrEnum):
    """Why a message did not leave; the records keep this, and nothing that a server said."""

    UNREACHABLE = "unreachable"
    ENCRYPTION = "encryption"
    CREDENTIALS = "credentials"
    SENDER = "sender"
    RECIPIENTS = "recipients"
    SOME_RECIPIENTS = "some_recipients"
    MESSAGE = "message"

    @property
    def words(self) -> str:
        """What happened and what to do, for whoever operates the program."""
        return desk_words().text(f"mail_{self.value}")


class MailError(Exception):
    """A message was not sent; raised with the kind of failure."""

    def __init__(self, failure: MailFailure) -> None:
        """Keep the kind; the words are ours, because those of a server may quote addresses."""
        super().__init__(failure.words)
        self.failure = failure


class Mailer(Protocol):
    """Who carries messages to the addresses that are to be told."""

    def send(self, subject: str, body: str) -> int:
        """Return how many of the addresses the server refused, when it took the others.

        Raises:
            MailError: nobody was told.
        """
        ...
