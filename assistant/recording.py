"""What the decision log is told of a turn, and the fingerprints of what shaped the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.turn import HandOff, Turn
from governance.decision import Decision, Hashes, RecordedCitation, RecordedPassage


@dataclass(frozen=True)
class Fingerprints:
    """Digests of what can change between turns; the knowledge base has its own version."""

    prompt: str
    policy: str
    configuration: str
    model: str | None = None


def build_decision(
    turn: Turn,
    answer: str,
    handoff: HandOff | None,
    at: datetime,
    fingerprints: Fingerprints,
    knowledge_base: str,
) -> Decision:
    """Return the record of a finished turn; `answer` is the text as the person reads it."""
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
        folio=handoff.folio if handoff else None,
    )
