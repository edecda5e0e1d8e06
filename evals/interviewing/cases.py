"""Scripted conversations: what an official has in mind, what they say, and where it must end.

A case is written in YAML by whoever knows the policy, without reading code. Only what the person
says in their own way is written; the rest they say plainly, from the facts that are expected.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from evals.suites.case import CASES
from governance.policy.model import LEVELS, Level
from governance.policy.strict_yaml import load_strict

FILE = CASES / "conversaciones.yaml"
FACTS = ("P0", "P1", "P2", "P3", "P4", "P5")
UNKNOWN = "no_se"
COUNTER = ".respaldo"
"""What follows a question's id where a line is said at its counter-question."""

End = Literal["terminada", "cancelada", "en_pausa", "derivada"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _spoken(value: Any) -> Any:
    return {"say": value} if isinstance(value, str) else value


def _answered(value: Any) -> Any:
    if isinstance(value, str):
        return {"says": [value]}
    if isinstance(value, list):
        return {"says": value[:1], "sustains": value[1:]}
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Answers(_Strict):
    """What the person says when asked (`says`, in turn) and when asked for a fact (`sustains`).

    A text is one way to answer; a list is the answer followed by what sustains it.
    """

    says: Words = ()
    sustains: Words = ()


Answered = Annotated[Answers, BeforeValidator(_answered)]


class Line(_Strict):
    """Something the person says on their own account; a text alone is the line.

    `moves` lines leave the question (go back, change, pause); the others must not. `resume` is
    what is said later, in a new conversation, with `{code}` where the interview's code goes.
    `answers` and `claims` are what they hold from here on.
    """

    say: str
    moves: bool = False
    reply_has: Words = ()
    resume: str | None = None
    answers: dict[str, Answered] = {}
    claims: dict[str, Words] = {}


Lines = Annotated[
    tuple[Annotated[Line, BeforeValidator(_spoken)], ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str | dict) else value),
]


class Expected(_Strict):
    """Where the conversation must end: the facts that count, and the levels under each reading.

    A fact that is not written must be unknown or not asked. Without `proposal`, it is the prudent
    result; without `never_below`, the highest level proposed.
    """

    end: End = "terminada"
    facts: dict[str, str] = {}
    literal: tuple[Level, ...] = ()
    prudente: tuple[Level, ...] = ()
    proposal: tuple[Level, ...] = ()
    never_below: Level | None = None
    not_stored: Words = ()

    @model_validator(mode="after")
    def _says_enough(self) -> Expected:
        if self.end == "terminada" and not (self.literal and self.prudente):
            raise ValueError("una conversación terminada necesita literal y prudente")
        if strange := self.facts.keys() - set(FACTS):
            raise ValueError(f"los hechos son {', '.join(FACTS)}; sobra {', '.join(strange)}")
        return self

    @property
    def proposed(self) -> tuple[Level, ...]:
        """The levels that must be proposed."""
        return self.proposal or self.prudente

    @property
    def lowest_allowed(self) -> Level:
        """The level under which the proposal must not stay."""
        highest: Level = max(self.proposed or LEVELS[:1], key=LEVELS.index)
        return self.never_below or highest


class ConversationCase(_Strict):
    """An official with a system in mind, and how the conversation must end.

    `claims` is what they hold where it differs from the facts that must remain (with several
    values they would say yes to any); `trap` says what a hurried reader would get wrong.
    """

    id: str = Field(pattern=r"conv-\d\d")
    who: str
    trap: str = ""
    opening: Words = ("Quiero clasificar un sistema nuevo.",)
    answers: dict[str, Answered] = {}
    asides: dict[str, Lines] = {}
    on_confirm: dict[str, Words] = {}
    claims: dict[str, Words] = {}
    later: Lines = ()
    expect: Expected

    @property
    def is_held_out(self) -> bool:
        """Whether nobody looks at it while the rules are written."""
        return self.id[-1] in "048"


def load_conversations(path: Path = FILE) -> tuple[ConversationCase, ...]:
    """Return the cases of a file; one that does not follow the format stops everything.

    Raises:
        StrictYamlError: the YAML is not what it seems (an unquoted `no`, for instance).
        ValidationError: a case has a field missing, unknown or of another kind.
    """

    class _File(_Strict):
        cases: tuple[ConversationCase, ...]

    cases = _File.model_validate({"cases": load_strict(path)}).cases
    repeated = sorted({case.id for case in cases if sum(c.id == case.id for c in cases) > 1})
    if repeated:
        raise ValueError(f"{path.name}: ids repetidos: {', '.join(repeated)}. Dale otro a uno.")
    return cases
