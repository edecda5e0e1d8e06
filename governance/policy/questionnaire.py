"""The questionnaire of C.3, preceded by the prohibitions, and the rules that read its answers."""

from __future__ import annotations

from typing import Literal

from governance.policy.base import Citations, Level, Strict, Text


class Value(Strict):
    """An answer to a question. «No sé» is never one: not knowing is the absence of a fact.

    `severity` orders the answers of a question by risk, the mildest first. `jump` and `level` are
    what C.3 prints beside the box: the next question, or the level reached, never both.
    """

    value: Text
    label: Text
    means: Text
    severity: int
    jump: str | None = None
    level: Level | None = None
    counter_question: str | None = None
    suggests_evidence: tuple[Text, ...] = ()


class Subfact(Strict):
    """A smaller question that helps to answer one that nobody can answer with a tick."""

    id: Text
    text: Text
    supports: Text
    evidence: tuple[Text, ...] = ()


class Question(Strict):
    """A question of the questionnaire and when the prudent reading asks it.

    `asked_if` names the answers that must already be known: all of its questions, any of the
    values of each. Empty means always.
    """

    id: Text
    text: Text
    why: Text
    values: tuple[Value, ...]
    order: int
    asked_if: dict[str, tuple[Text, ...]]
    subfacts: tuple[Subfact, ...] = ()
    evidence: tuple[Text, ...] = ()
    article: Citations
    readings: tuple[Text, ...] = ()

    def value(self, value: str) -> Value:
        """Return the answer called `value`.

        Raises:
            KeyError: the question has no such answer.
        """
        for candidate in self.values:
            if candidate.value == value:
                return candidate
        raise KeyError(f"{self.id} has no answer {value!r}")


class Rule(Strict):
    """When every question of `when` has one of its values, the system reaches `level` at least."""

    id: Text
    when: dict[str, tuple[Text, ...]]
    level: Level
    article: Citations
    reading: str | None = None
    condition: str | None = None
    reason: Text


class Condition(Strict):
    """What must stay true for a rule to keep the level that it gave."""

    id: Text
    text: Text
    keeps: Level
    evidence: tuple[Text, ...]
    expires_months: int
    on_loss: Literal["reclasificar"]
    article: Citations
    reading: str | None = None
