"""The classification for programs: one JSON object whose every field is described here.

Levels, values and kinds are the policy's own ids. A list of levels holds what is still possible.
`schema()` is the same description as JSON Schema. A change of meaning is a new `format`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from governance.classification.report.sheet import ActKind
from governance.policy.model import Kind, Level

FORMAT: Literal["clasificacion-1"] = "clasificacion-1"

Articles = tuple[str, ...]
YesNo = Literal["si", "no"]


class ExchangeError(ValueError):
    """A JSON is not a classification; raised with each field that is wrong and why."""


class _Piece(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class SystemOut(_Piece):
    """The system that is classified."""

    id: str
    name: str
    unit: str
    responsible_title: str
    """A post, never a person's name."""
    description: str
    personal_data: YesNo | None
    in_use: YesNo | None
    """Whether real people already use it, also as a pilot."""


class ActOut(_Piece):
    """What a person with the role decided."""

    kind: ActKind
    on: date
    acta: str | None
    level: Level | None
    reason: str


class AnswerOut(_Piece):
    """An answer with its source. `value` is null for «no sé»."""

    question: str
    value: str | None
    counts: bool
    """False when the other answers leave the question unasked."""
    phrase: str
    by: str
    at: datetime | None
    evidence: str | None
    evidence_pending: bool
    ask_whom: str | None


class StepOut(_Piece):
    """A step of the literal walk: it goes to a question or reaches a level."""

    question: str
    value: str
    goes_to: str | None
    level: Level | None
    articles: Articles


class RuleOut(_Piece):
    """A rule that holds, with all that is needed to check it."""

    id: str
    when: dict[str, tuple[str, ...]]
    level: Level
    reason: str
    articles: Articles
    reading: str | None
    condition: str | None


class ChangeOut(_Piece):
    """A single answer that would give another prudent result."""

    question: str
    value: str
    levels: tuple[Level, ...]


class ResultOut(_Piece):
    """The result of the engine."""

    literal: tuple[Level, ...]
    prudente: tuple[Level, ...]
    proposal: tuple[Level, ...]
    """The prudent one, raised to the floor."""
    floor: Level | None
    """What an example of article 3 sets as the least."""
    examples: tuple[str, ...]
    differs: bool
    is_determined: bool
    is_prohibited: bool
    because: tuple[str, ...]
    open_questions: tuple[str, ...]
    next_question: str | None
    path: tuple[StepOut, ...]
    rules: tuple[RuleOut, ...]
    changes: tuple[ChangeOut, ...]


class ConditionOut(_Piece):
    """What must stay true for the level to hold."""

    id: str
    text: str
    keeps: Level
    evidence: tuple[str, ...]
    expires_on: date
    on_loss: str
    articles: Articles
    reading: str | None


class DemandOut(_Piece):
    """How strongly the level asks for something."""

    kind: Kind
    condition: str | None
    not_while: str | None = None
    """The answer that leaves the condition without effect for now, such as «P5 = no»."""
    detail: str | None
    exception: str | None
    retention_years: int | None


class ObligationOut(_Piece):
    """An obligation as the level has it."""

    id: str
    title: str
    text: str
    demand: DemandOut
    due: str | None
    owner: str
    evidence: str
    source: Literal["art-4", "union"]
    articles: Articles
    reading: str | None


class CriterionOut(_Piece):
    """A criterion of C.6 as the level has it."""

    number: int
    text: str
    demand: DemandOut
    verification: str
    state: Literal["pendiente", "no_exigido"]
    articles: Articles


class ReadingOut(_Piece):
    """An ambiguity that the result rests on."""

    id: str
    topic: str
    in_force: str
    status: Literal["propuesta", "resuelta"]
    settled_by: str
    reason: str
    articles: Articles


class ProvenanceOut(_Piece):
    """With what it was made."""

    policy: str
    encoding: str
    in_force_from: date
    text_sha256: str
    policy_digest: str
    engine: str
    record_hash: str | None


class Classification(_Piece):
    """One version of the classification of one system."""

    format: Literal["clasificacion-1"]
    status: str
    is_proposal: bool
    """True until an Acta approves it."""
    version: int
    on: date
    answered_by: str
    system: SystemOut
    act: ActOut | None
    answers: tuple[AnswerOut, ...]
    result: ResultOut
    conditions: tuple[ConditionOut, ...]
    duties_of: Level
    """Whose obligations and checklist these are: the approved level or the highest possible one."""
    obligations: tuple[ObligationOut, ...]
    checklist: tuple[CriterionOut, ...]
    readings: tuple[ReadingOut, ...]
    provenance: ProvenanceOut


def read_json(text: str) -> Classification:
    """Return the classification that `to_json` wrote.

    Raises:
        ExchangeError: names every field that is missing, unknown or wrong.
    """
    try:
        return Classification.model_validate_json(text)
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'archivo'}: {each['msg']}"
            for each in error.errors(include_input=False, include_url=False)
        )
        raise ExchangeError(
            f"El JSON no es una clasificación ({FORMAT}): {wrong}. Vuelve a exportarlo."
        ) from None


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a classification, each field with its description."""
    return Classification.model_json_schema()
