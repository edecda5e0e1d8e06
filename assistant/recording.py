"""What the decision log is told of a turn, and the fingerprints of what shaped the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from assistant.turn import Turn
from governance.folio import mask_folio
from governance.log.decision import Decision, Hashes, RecordedCitation, RecordedPassage
from governance.log.decision_log import DecisionLog
from governance.moments import Clock


@dataclass(frozen=True)
class Fingerprints:
    """Digests of what can change between turns; the knowledge base has its own version."""

    prompt: str
    policy: str
    configuration: str
    model: str | None = None


@dataclass(frozen=True)
class Recorder:
    """Writes turns in the decision log."""

    log: DecisionLog
    fingerprints: Fingerprints
    knowledge_base: Callable[[], str]
    """The version that answers now."""
    folio_prefix: str
    clock: Clock

    def append(self, connection: Connection, turn: Turn, said: str, case: int | None) -> str:
        """Return the entry of a finished turn, which was answered with `said`.

        Folios are masked: whoever reads the log must not be able to use one.
        """
        answer = mask_folio(said, self.folio_prefix)
        now, version = self.clock(), self.knowledge_base()
        return self.log.append(
            connection, build_decision(turn, answer, case, now, self.fingerprints, version)
        )


def build_decision(
    turn: Turn,
    answer: str,
    case: int | None,
    at: datetime,
    fingerprints: Fingerprints,
    knowledge_base: str,
) -> Decision:
    """Return the record of a finished turn.

    `answer` is the text as the person reads it, its folio masked; `case` is the number of the case
    that it opened or belongs to.
    """
    assert turn.outcome is not None
    found = {e.passage.id: e for evidence in turn.evidence for e in evidence}
    return Decision(
        conversation_id=turn.conversation_id,
        at=at,
        channel=turn.channel,
        audience=turn.audience,
        question=turn.redacted,
        outcome=turn.outcome.value,
        answer=answer,
        label=turn.label.value if turn.label else None,
        route_scores={name: round(share, 4) for name, share in turn.route_scores.items()},
        rule_id=turn.rule_id,
        language=turn.language,
        passages=tuple(
            RecordedPassage(
                e.passage.id,
                e.passage.version,
                e.score,
                {
                    "dense": e.dense,
                    "best_sentence": e.best_sentence,
                    "best_question": e.best_question,
                    "lexical": e.lexical,
                    "coverage": e.coverage,
                },
            )
            for e in found.values()
        ),
        citations=tuple(
            RecordedCitation(
                passage_id=c.passage_id,
                version=found[c.passage_id].passage.version,
                title=c.title,
                section=c.section,
                source=c.source,
                url=c.url,
                quote=c.quote,
            )
            for c in turn.citations
        ),
        confidence=turn.confidence,
        composer=turn.composer,
        model=fingerprints.model,
        hashes=Hashes(
            prompt=fingerprints.prompt,
            policy=fingerprints.policy,
            knowledge_base=knowledge_base,
            configuration=fingerprints.configuration,
        ),
        timings_ms=turn.timings_ms,
        redactions=turn.redactions,
        failed_step=turn.failed_step,
        case=case,
    )
