"""The words that join the questions of any interview, read from `texts.yaml`."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from governance.policy.strict_yaml import load_strict

PATH = Path(__file__).with_name("texts.yaml")

FIELDS: dict[str, frozenset[str]] = {
    "progress": frozenset({"answered", "remaining"}),
    "max_words": frozenset({"words"}),
    "standing": frozenset({"label"}),
    "confirm_said": frozenset({"label", "phrase"}),
    "confirm_suggested": frozenset({"label", "means", "phrase"}),
    "counter_head": frozenset({"label"}),
    "summary_answer": frozenset({"title", "label"}),
    "summary_phrase": frozenset({"phrase"}),
    "summary_suggested": frozenset({"phrase"}),
    "summary_evidence": frozenset({"evidence"}),
    "task_unknown": frozenset({"title"}),
    "task_ask_whom": frozenset({"title", "whom"}),
    "task_unsupported": frozenset({"title"}),
    "task_evidence": frozenset({"title", "label"}),
    "review_help": frozenset({"title"}),
    "changed_dropped": frozenset({"title", "phrase"}),
    "changed_asked_again": frozenset({"title", "phrase"}),
}
"""What each text may put between braces; the others put nothing."""


class Texts(BaseModel):
    """The connective texts, one for each thing that an interview says between questions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    progress: str
    last_question: str
    unknown_label: str
    skipped_label: str
    unknown_option: str
    optional: str
    max_words: str
    standing: str
    confirm_said: str
    confirm_suggested: str
    counter_head: str
    counter_accepts: str
    counter_unknown: str
    counter_needed_now: str
    counter_pending: str
    summary_answer: str
    summary_phrase: str
    summary_suggested: str
    summary_evidence: str
    summary_empty: str
    tasks_head: str
    task_unknown: str
    task_ask_whom: str
    task_unsupported: str
    task_evidence: str
    review_help: str
    paused: str
    cancelled: str
    changed_definition: str
    changed_dropped: str
    changed_asked_again: str

    @model_validator(mode="after")
    def _known_fields(self) -> Texts:
        for name, text in self:
            used = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
            unknown = used - FIELDS.get(name, frozenset())
            if unknown:
                raise ValueError(f"texts.yaml: {name}: nadie pone {sorted(unknown)}. Quítalo.")
        return self


@cache
def load_texts(path: Path = PATH) -> Texts:
    """Return the texts written in `path`, read once in the life of the program."""
    return Texts.model_validate(load_strict(path))
