"""One version of the policy: everything that an auditor needs to derive a result by hand.

Each field of `Policy` is one YAML file of the version's folder with the same name. The pieces are
defined next door (`questionnaire`, `duties`, `cases`, `deadlines`) and can be imported from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Self

from governance.canonical import canonical, sha256
from governance.policy.base import LEVELS, Citations, Level, Strict, Text
from governance.policy.cases import (
    CatalogueEntry,
    Example,
    Fact,
    InventoryRule,
    MissingInput,
    Option,
    Reading,
)
from governance.policy.deadlines import Deadlines
from governance.policy.duties import (
    ChecklistItem,
    Complement,
    Exception_,
    Kind,
    Obligation,
    Principle,
    Prohibition,
    Requirement,
    Role,
)
from governance.policy.questionnaire import Condition, Question, Rule, Subfact, Value

__all__ = [
    "LEVELS",
    "Article",
    "CatalogueEntry",
    "ChecklistItem",
    "Citations",
    "Complement",
    "Condition",
    "Deadlines",
    "Example",
    "Exception_",
    "Fact",
    "InventoryRule",
    "Kind",
    "Level",
    "LevelInfo",
    "MissingInput",
    "Obligation",
    "Option",
    "Policy",
    "Principle",
    "Prohibition",
    "Question",
    "Reading",
    "Requirement",
    "Role",
    "Rule",
    "Scope",
    "ScopeUse",
    "Subfact",
    "Value",
    "Version",
]


class Version(Strict):
    """Which text this is, since when it is in force and how to know it is the same text."""

    policy: Text
    encoding: Text
    in_force_from: date
    source: Text
    text_sha256: Text
    approved_by: Text
    verified_on: date


class Article(Strict):
    """A place of the policy that can be cited. With `states_rule`, something must apply it."""

    id: Text
    title: Text
    states_rule: bool
    parent: str | None = None


class ScopeUse(Strict):
    """One of the four uses of article 1 that bring a system under the policy."""

    letter: Text
    text: Text
    article: Citations


class Scope(Strict):
    """What the policy applies to (article 1): whose system, with which technique, for what."""

    text: Text
    whose: tuple[Text, ...]
    techniques: tuple[Text, ...]
    uses: tuple[ScopeUse, ...]
    outside: Text
    article: Citations


class LevelInfo(Strict):
    """What a level of article 3 is and what it brings."""

    id: Level
    number: int
    name: Text
    definition: Text
    effect: Text
    article: Citations


class Policy(Strict):
    """The whole policy of one version, checked: every id that it names exists in it."""

    version: Version
    articles: tuple[Article, ...]
    scope: Scope
    levels: tuple[LevelInfo, ...]
    prohibitions: tuple[Prohibition, ...]
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    conditions: tuple[Condition, ...]
    obligations: tuple[Obligation, ...]
    checklist: tuple[ChecklistItem, ...]
    complements: tuple[Complement, ...]
    roles: tuple[Role, ...]
    principles: tuple[Principle, ...]
    examples: tuple[Example, ...]
    catalogue: tuple[CatalogueEntry, ...]
    readings: tuple[Reading, ...]
    inventory: tuple[InventoryRule, ...]
    deadlines: Deadlines
    missing_inputs: tuple[MissingInput, ...]

    @cached_property
    def digest(self) -> str:
        """Return the policy hash: SHA-256 of the canonical JSON of everything it says."""
        return sha256(canonical(self.model_dump(mode="json")))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with `update` applied, which works out its own digest."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("digest", None)  # pydantic copies cached properties too
        return copied

    def question(self, question_id: str) -> Question:
        """Return the question called `question_id`.

        Raises:
            KeyError: the questionnaire has no such question.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(f"no question {question_id!r}")
