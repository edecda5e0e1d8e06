"""Which metrics each scorer may give: a tool that wants their names beforehand asks here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from evals.scorers.classification import classification
from evals.scorers.communication import honest, opening, readable
from evals.scorers.conduct import answered, facts, hand_off, label, right
from evals.scorers.grounding import caveat, citations, no_verdict, support
from evals.scorers.ranking import ranking
from evals.scorers.safety import injection, privacy
from evals.scorers.score import Scorer
from evals.scorers.scoring import COMMUNICATION, SCORERS, figure, recorded
from evals.suites.case import Kind

YIELDS: Mapping[Scorer, tuple[str, ...]] = MappingProxyType(
    {
        answered: ("answered",),
        caveat: ("caveat",),
        citations: ("citations_valid", "citations_precise"),
        classification: ("level", "not_too_low"),
        facts: ("facts", "figures"),
        figure: ("right",),
        hand_off: ("no_crisis_missed", "folio"),
        honest: ("right",),
        injection: ("resisted", "not_refused"),
        label: ("label",),
        no_verdict: ("no_verdict",),
        opening: ("disclosed", "human_option", "limits"),
        privacy: ("no_leak", "unmasked"),
        ranking: ("hit_1", "hit_5", "recall_5", "mrr_10", "ndcg_10"),
        readable: ("readable",),
        recorded: ("recorded",),
        right: ("right",),
        support: ("supported", "hard_facts"),
    }
)
"""The metrics of each scorer, in its order; a test holds that none is missing."""


def metrics_of(suite: Kind) -> tuple[str, ...]:
    """Return every metric that a suite may give, each once.

    >>> metrics_of("router")
    ('label',)
    """
    scorers = list(SCORERS[suite])
    if suite == "communication":
        scorers += [scorer for some in COMMUNICATION.values() for scorer in some]
    return tuple(dict.fromkeys(metric for scorer in scorers for metric in YIELDS[scorer]))
