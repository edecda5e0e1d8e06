"""A question of an interview: its words, its answers and when it comes up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

UNKNOWN = "no_se"
"""How conditions and results name an answer that the person does not know."""

Kind = Literal["text", "choice", "date", "number"]
Text = Annotated[str, Field(min_length=1)]
Condition = dict[str, tuple[Text, ...]]


class Strict(BaseModel):
    """A piece of a definition: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Counter(Strict):
    """The one question that an answer meets when it lowers what is asked of a system.

    `accepts` lists what would sustain the answer. When nothing does, the answer becomes unknown
    (`unsupported: no_se`) or stays with its evidence pending (no `unsupported`). With `needed_now`
    a promise to bring it later sustains nothing. `refuted_by` has, for other values of the same
    question, ways of telling facts that contradict the answer.
    """

    ask: Text
    accepts: tuple[Text, ...] = Field(min_length=1)
    unsupported: Literal["no_se"] | None = None
    needed_now: bool = False
    refuted_by: dict[str, tuple[Text, ...]] = {}


class Option(Strict):
    """An answer that can be chosen, what it means and other short ways of saying it."""

    value: Text
    label: Text
    means: Text
    says: tuple[Text, ...] = ()
    counter: Counter | None = None


class Question(Strict):
    """A question and when it is asked.

    `ask_if` holds conditions, any of which opens the question; a condition is met when each of its
    questions is open and has one of the values listed (`no_se`: answered as unknown). Without
    conditions it is always asked. With `ask_if_suggested` someone must also have suggested an
    answer. An answer is about what the questions in `about` said when it was given: once they say
    otherwise it does not count and is asked again. What was read in a person's words about a
    `grave` question is remembered even if they refuse it. `passages` are knowledge-base sections.
    """

    id: Annotated[str, Field(pattern=r"^\w+$")]
    title: Text
    ask: Text
    why: Text
    example: Text
    kind: Kind
    group: Text
    reference: str = ""
    passages: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()
    allows_unknown: bool = True
    optional: bool = False
    ask_if: tuple[Condition, ...] = ()
    ask_if_suggested: bool = False
    grave: bool = False
    about: tuple[Text, ...] = ()
    max_words: Annotated[int, Field(gt=0)] | None = None
    pattern: str | None = None
    pattern_help: str = ""

    @field_validator("ask_if", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, dict) else value

    def option(self, value: str | None) -> Option | None:
        """Return the option with that value, if the question has it."""
        return next((option for option in self.options if option.value == value), None)

    @property
    def can_be_skipped(self) -> bool:
        """Whether «no sé» is an answer to this question."""
        return self.allows_unknown or self.optional
