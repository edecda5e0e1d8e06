"""The step that searches: evidence for each question of the turn, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from assistant.confidence import Calibration
from assistant.route import HUMAN_OR_MACHINE_RULE, RESUME_RULE
from assistant.turn import Label, Outcome, Turn
from knowledge_base.model import Evidence
from knowledge_base.retrieval import Retriever

SEARCHED = frozenset({None, Label.CONTEST, Label.POLICY, Label.INSTITUTION, Label.ABOUT_ASSISTANT,
                      Label.COMPLAINT, Label.TRANSPARENCY, Label.PREDICTION, Label.PERSONAL_CASE,
                      Label.CLASSIFY_SYSTEM, Label.OUT_OF_SCOPE})  # fmt: skip
"""Labels whose questions are searched; the others are answered with fixed texts."""


@dataclass(frozen=True)
class Retrieve:
    """Fills `evidence` (one list for each question) and `confidence` (of the surest)."""

    retriever: Callable[[], Retriever]
    calibration: Calibration
    today: Callable[[], date]

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn with what the search found."""
        if turn.drafts:
            return turn  # an interview explains its question with sections that it names
        if turn.label not in SEARCHED or (
            turn.label == Label.OUT_OF_SCOPE and _decided_by_rule(turn)
        ):
            return turn
        found = tuple(
            self._surest(turn, question, written)
            for question, written in zip_longest(turn.questions, turn.alone, fillvalue="")
        )
        sure = max(
            (self._chance(turn, evidence) for evidence in found),
            default=0.0,
        )
        return replace(turn, evidence=found, confidence=sure)

    def _surest(self, turn: Turn, question: str, written: str) -> tuple[Evidence, ...]:
        """Search the question and, if it was completed by guess, also as it was written.

        What it asks, without what is told around it, is searched only where the whole is not
        sure. It counts only if the whole found that passage too and, where the whole had something
        to show, only if it is sure: a question torn from its story may be about something else.
        """
        found = self._search(turn, question)
        if written:
            found = self._surer(turn, found, self._search(turn, written))
        chance, limits = self._chance(turn, found), self.calibration
        if turn.asks and chance < limits.sure:
            asked = self._search(turn, turn.asks)
            least = chance if chance < limits.threshold else limits.sure
            agrees = asked and asked[0].passage.id in {e.passage.id for e in found}
            return asked if agrees and self._chance(turn, asked) > least else found
        return found

    def _search(self, turn: Turn, text: str) -> tuple[Evidence, ...]:
        retriever = self.retriever()
        return retriever.search(retriever.read(text), turn.audience, self.today())

    def _surer(
        self, turn: Turn, one: tuple[Evidence, ...], other: tuple[Evidence, ...]
    ) -> tuple[Evidence, ...]:
        return max(one, other, key=lambda evidence: self._chance(turn, evidence))

    def _chance(self, turn: Turn, evidence: tuple[Evidence, ...]) -> float:
        return self.calibration.probability(evidence, turn.language)


def _decided_by_rule(turn: Turn) -> bool:
    return turn.rule_id is not None and not turn.rule_id.startswith("classifier:")


@dataclass(frozen=True)
class Decline:
    """Ends the turns that no draft is written for: each with the outcome of its label."""

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn, ended when its label needs no answer from the knowledge base."""
        outcome = (
            {
                Label.CRISIS: Outcome.HANDED_OFF_CRISIS,
                Label.ASKS_HUMAN: Outcome.HANDED_OFF_REQUESTED,
                Label.UNSAFE: Outcome.DECLINED_UNSAFE,
                Label.GREETING: Outcome.SMALL_TALK,
                Label.UNCLEAR: Outcome.CLARIFIED,
            }.get(turn.label)
            if turn.label and not turn.drafts
            else None
        )
        if turn.label == Label.OUT_OF_SCOPE and _decided_by_rule(turn):
            outcome = Outcome.DECLINED_OUT_OF_SCOPE
        if turn.rule_id in (RESUME_RULE, HUMAN_OR_MACHINE_RULE):
            outcome = Outcome.ABOUT_ASSISTANT  # in fixed words: the disclosure says what this is
        return replace(turn, outcome=outcome)


@dataclass(frozen=True)
class Suspend:
    """The kill switch: nothing is answered, not even a greeting that would invite to ask."""

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn, ended as suspended; who needs a person still reaches one."""
        outcome = {
            Label.CRISIS: Outcome.HANDED_OFF_CRISIS,
            Label.ASKS_HUMAN: Outcome.HANDED_OFF_REQUESTED,
            Label.PERSONAL_CASE: Outcome.HANDED_OFF_PERSONAL_CASE,
        }.get(turn.label or Label.UNCLEAR, Outcome.SUSPENDED)
        return replace(turn, outcome=outcome)
