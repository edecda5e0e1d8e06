"""An interview as it stands: what was answered, by whom, in which words, and what is being asked.

Everything is a frozen value that goes to JSON and comes back equal, so that an interview can stop
on one machine and go on days later on another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, cast, get_args

from governance.moments import read_stamp, stamp

SCHEMA = 1
"""Version of the JSON; a new field or meaning is a new version."""

Origin = Literal["said", "suggested"]
Stage = Literal["asking", "confirming", "countering", "reviewing", "submitted", "cancelled"]

FINAL: tuple[Stage, ...] = ("submitted", "cancelled")
"""Stages that accept nothing more."""


class StateError(Exception):
    """Raised when what was kept of an interview cannot be read back."""


@dataclass(frozen=True)
class Answer:
    """What a person answered. `value` None means «no sé»; `phrase` is what they wrote.

    `evidence` is the fact or document that sustains an answer that lowers the level;
    `evidence_pending` says that it was asked for and has not come. `ask_whom` names, in the
    person's words, who would know. `about` has the values of the questions that this one is about.
    """

    value: str | None
    phrase: str
    by: str
    at: datetime
    evidence: str | None = None
    evidence_pending: bool = False
    ask_whom: str | None = None
    origin: Origin = "said"
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggested:
    """An answer read in a description: it counts for nothing until the person confirms it."""

    value: str
    phrase: str
    rejected: bool = False


@dataclass(frozen=True)
class Pending:
    """An answer that waits for a confirmation or for what sustains it."""

    question: str
    value: str
    phrase: str
    origin: Origin = "said"


@dataclass(frozen=True)
class Interview:
    """The whole state of an interview.

    `answers` keeps those of questions that are closed now, in case they open again: read them with
    `flow.active`. `trail` has the questions in the order answered and `replaced` the answer that
    each step of the trail took the place of, so that going back restores it.
    """

    definition_id: str
    definition_digest: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    suggestions: Mapping[str, Suggested] = field(default_factory=dict)
    stage: Stage = "asking"
    paused: bool = False
    current: str | None = None
    pending: Pending | None = None
    trail: tuple[str, ...] = ()
    replaced: tuple[Answer | None, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether it was submitted or cancelled."""
        return self.stage in FINAL

    def to_json(self) -> dict[str, Any]:
        """Return the interview as JSON values."""
        return {
            "schema": SCHEMA,
            "definition": {"id": self.definition_id, "digest": self.definition_digest},
            "answers": {question: _write(answer) for question, answer in self.answers.items()},
            "suggestions": {question: asdict(s) for question, s in self.suggestions.items()},
            "stage": self.stage,
            "paused": self.paused,
            "current": self.current,
            "pending": None if self.pending is None else asdict(self.pending),
            "trail": list(self.trail),
            "replaced": [None if answer is None else _write(answer) for answer in self.replaced],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Interview:
        """Return the interview that `to_json` wrote.

        Raises:
            StateError: the data were written by another version or are damaged.
        """
        if data.get("schema") != SCHEMA:
            raise StateError(
                f"La entrevista se guardó con el formato {data.get('schema')!r} y este programa "
                f"lee el {SCHEMA}. Ábrela con la versión que la guardó."
            )
        try:
            return _read_interview(data)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise StateError(
                f"La entrevista guardada está dañada ({type(error).__name__}: {error}). "
                "Restaura una copia anterior."
            ) from error


def _read_interview(data: Mapping[str, Any]) -> Interview:
    stage, pending = data["stage"], data["pending"]
    if stage not in get_args(Stage):
        raise ValueError(f"etapa {stage!r}")
    return Interview(
        definition_id=data["definition"]["id"],
        definition_digest=data["definition"]["digest"],
        answers={question: _read(answer) for question, answer in data["answers"].items()},
        suggestions={q: Suggested(**suggested) for q, suggested in data["suggestions"].items()},
        stage=cast(Stage, stage),
        paused=data["paused"],
        current=data["current"],
        pending=None if pending is None else Pending(**pending),
        trail=tuple(data["trail"]),
        replaced=tuple(None if answer is None else _read(answer) for answer in data["replaced"]),
    )


def _write(answer: Answer) -> dict[str, Any]:
    return asdict(answer) | {"at": stamp(answer.at), "about": list(answer.about)}


def _read(data: Mapping[str, Any]) -> Answer:
    answer = Answer(**data)
    return replace(answer, at=read_stamp(data["at"]), about=tuple(answer.about))
