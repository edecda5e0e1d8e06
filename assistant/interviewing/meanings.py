"""What an official may have meant by a message: one closed union, nothing half understood.

Every meaning carries the words that it rests on, so that a person can check the reading. `sure`
is false when a careful listener would say it back before writing it down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Help = Literal["why", "example", "help", "summary", "progress"]
Wish = Literal["back", "pause", "cancel", "resume", "restart", "submit", "keep"]


@dataclass(frozen=True)
class Chose:
    """One of the answers of the question."""

    value: str
    phrase: str
    sure: bool


@dataclass(frozen=True)
class Unknown:
    """They do not know; `ask_whom` is who does, in their words."""

    phrase: str
    ask_whom: str | None = None


@dataclass(frozen=True)
class Yes:
    """What was said back to them is right."""

    phrase: str


@dataclass(frozen=True)
class No:
    """What was said back to them is wrong."""

    phrase: str


@dataclass(frozen=True)
class Sustains:
    """A fact or a document that sustains an answer that lowers the level."""

    evidence: str


@dataclass(frozen=True)
class DoesNotSustain:
    """Nothing sustains the answer."""

    phrase: str


@dataclass(frozen=True)
class Later:
    """There is evidence, they say, and it is not here yet, or it is named too vaguely to count."""

    phrase: str


@dataclass(frozen=True)
class Refutes:
    """What they say contradicts their own answer and points at `value`."""

    value: str
    phrase: str


@dataclass(frozen=True)
class Wrote:
    """The answer to a question that takes free words, a date or a number."""

    text: str


@dataclass(frozen=True)
class Asks:
    """They ask about the question or the interview itself."""

    what: Help


@dataclass(frozen=True)
class Wants:
    """They want the interview to do something other than take an answer."""

    what: Wish


@dataclass(frozen=True)
class WantsChange:
    """They want to answer another question again; `rest` is the new answer, when they give it."""

    question_id: str
    rest: str = ""


@dataclass(frozen=True)
class Presses:
    """They ask for a level. Levels are never chosen: nothing changes."""

    phrase: str


@dataclass(frozen=True)
class Depends:
    """It is sometimes so and sometimes not."""

    phrase: str


@dataclass(frozen=True)
class Aside:
    """A question about something else, for the knowledge base."""

    question: str


@dataclass(frozen=True)
class Unclear:
    """Nothing that could be understood."""


Reading = (
    Chose
    | Unknown
    | Yes
    | No
    | Sustains
    | DoesNotSustain
    | Later
    | Refutes
    | Wrote
    | Asks
    | Wants
    | WantsChange
    | Presses
    | Depends
    | Aside
    | Unclear
)
