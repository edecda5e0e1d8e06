"""A logged turn as scorers see it, and what they say of it.

The scorers are those of the suites. A turn that was answered from a knowledge base or with texts
that are no longer here cannot be scored against them, and is counted apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assistant.texts import TEXTS_FILE
from assistant.turn import Outcome, Reply
from evals.live.bands import METRICS, Metric
from evals.running.observation import Cited, Found, Observation, action
from evals.scorers.communication import readable
from evals.scorers.grounding import caveat, citations, claims, no_verdict, support
from evals.scorers.score import Context, Scorer
from evals.suites.case import Case
from governance.log.decision import Decision
from knowledge_base.store import knowledge_version

AGAINST_SOURCES: tuple[Scorer, ...] = (citations, support, caveat)
"""Those that need the passages as they were when the person read them."""


@dataclass(frozen=True)
class Looked:
    """The scores of a turn, and whether what it was answered from is gone."""

    values: Mapping[Metric, float] = field(default_factory=dict)
    is_past: bool = False


@dataclass(frozen=True)
class Look:
    """Scores turns against the knowledge base as it is now."""

    context: Context

    def __call__(self, decision_id: str, decision: Decision) -> Looked:
        """Return the scores of a turn; of one that claims nothing there are none.

        Raises:
            Exception: whatever breaks in a scorer; the turn could then not be measured.
        """
        seen = observe(decision_id, decision)
        if not (seen.cited or claims(seen, self.context)):
            return Looked()
        is_past = self._is_past(decision)
        case = Case(id=decision_id, suite="answers", question=seen.kept, expected_action="")
        values: dict[Metric, float] = {}
        for scorer in _scorers(seen, is_past):
            for score in scorer(case, seen, self.context):
                name = next((metric for metric in METRICS if metric == score.metric), None)
                if name is not None and score.value is not None:
                    values[name] = score.value
        return Looked(values, is_past)

    @cached_property
    def _knowledge_base(self) -> str:
        return knowledge_version(self.context.shelf.passages.values())

    def _is_past(self, decision: Decision) -> bool:
        if decision.hashes.prompt != texts_version():
            return True
        if decision.hashes.knowledge_base == self._knowledge_base:
            return False  # a citation that is not there is then wrong, not old
        shelf = self.context.shelf.passages
        return any(
            (passage := shelf.get(cited.passage_id)) is None or passage.version != cited.version
            for cited in decision.citations
        )


def observe(decision_id: str, decision: Decision) -> Observation:
    """Return what the assistant did, as the log keeps it.

    Raises:
        ValueError: the outcome is none that this program knows.
    """
    outcome = Outcome(decision.outcome)
    return Observation(
        case_id=decision_id,
        suite="live",
        outcome=outcome.value,
        action=action(Reply(outcome, decision.answer, decision_id)),
        text=decision.answer,
        label=decision.label or "",
        confidence=decision.confidence,
        cited=tuple(
            Cited(passage_id=c.passage_id, url=c.url, quote=c.quote) for c in decision.citations
        ),
        found=tuple(Found(passage_id=p.id, score=p.score) for p in decision.passages),
        kept=decision.question,
        is_recorded=True,
        timings_ms=dict(decision.timings_ms),
    )


def texts_version() -> str:
    """Return the digest of the fixed texts, as the log keeps it (`Hashes.prompt`)."""
    return hashlib.sha256(TEXTS_FILE.read_bytes()).hexdigest()[:16]


def _scorers(seen: Observation, is_past: bool) -> Iterator[Scorer]:
    if not is_past:
        yield from AGAINST_SOURCES
    yield no_verdict
    if seen.action == "answer":  # the words of a hand-off are fixed, and measured as such
        yield readable
