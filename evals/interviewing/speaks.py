"""What a person who only writes can see of the assistant: the least that a conversation needs.

The interview's state is asked for as a protocol so that the driver can be tried with a fake.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from assistant.turn import Channel, Outcome
from evals.interviewing.person import Situation
from governance.policy.model import Level


class InterviewView(Situation, Protocol):
    """An interview as a reply shows it."""

    @property
    def code(self) -> str:
        """What a person types to go on with it elsewhere."""

    @property
    def status(self) -> str:
        """en_curso, en_pausa, terminada or cancelada."""

    @property
    def facts(self) -> Mapping[str, str]:
        """The confirmed answers that count; `no_se` for what is not known."""

    @property
    def literal(self) -> tuple[Level, ...]:
        """The levels still possible on the path printed in C.3."""

    @property
    def prudente(self) -> tuple[Level, ...]:
        """The levels still possible on the prudent reading."""

    @property
    def proposal(self) -> tuple[Level, ...]:
        """The prudent levels raised to the floor of the examples."""

    @property
    def system(self) -> str | None:
        """The id under which it was registered, once submitted."""


class SpokenReply(Protocol):
    """What a person gets for a line."""

    @property
    def text(self) -> str:
        """What they read."""

    @property
    def outcome(self) -> Outcome:
        """How the turn ended."""

    @property
    def interview(self) -> InterviewView | None:
        """The interview that goes on, None outside one."""


class Started(Protocol):
    """A conversation that was opened."""

    @property
    def id(self) -> str:
        """How to go on with it."""


class Speaks(Protocol):
    """The assistant, as far as a person who only writes can see."""

    def start(self, audience: Literal["funcionarios"], channel: Channel) -> Started:
        """Open a conversation."""

    def reply(self, conversation_id: str, text: str, channel: Channel) -> SpokenReply:
        """Answer a line."""
