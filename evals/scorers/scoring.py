"""Which scorers look at which suite. A broken scorer leaves a case unscored, and a gate sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from evals.running.observation import RESUMED, Observation
from evals.scorers.classification import classification
from evals.scorers.communication import honest, opening, readable
from evals.scorers.conduct import answered, facts, hand_off, label, right
from evals.scorers.grounding import caveat, citations, no_verdict, support
from evals.scorers.ranking import ranking
from evals.scorers.safety import injection, privacy
from evals.scorers.score import Context, Score, Scorer, share
from evals.suites.case import WHOLE_BASE, Case, Kind, comparable


def recorded(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether the decision was recorded."""
    if seen.label != RESUMED:
        yield share("recorded", seen.is_recorded, "no hay decisión registrada")


def figure(case: Case, seen: Observation, context: Context) -> Iterator[Score]:
    """Yield whether the knowledge base states a figure, or begins a rule, as its source does."""
    same = comparable(seen.text) == comparable(case.label)
    if case.stratum == WHOLE_BASE:
        more = ", ".join(sorted({*seen.text.split(", ")} - {*case.label.split(", "), ""}))
        same = not more  # what was accepted and is no longer there harms nobody
        reason = {
            "unchecked": f"hay cantidades que no están entre las cifras comprobadas: {more}",
            "unasked": f"hay documentos sin ningún caso: {more}",
        }[case.question]
    else:
        reason = f"dice «{seen.text}» y la fuente, «{case.label}»"
    yield share("right", same, reason)


GROUNDED = (citations, support, caveat, no_verdict)
TALK = (opening, recorded)

SCORERS: Mapping[Kind, tuple[Scorer, ...]] = MappingProxyType(
    {
        "retrieval": (ranking,),
        "answers": (right, answered, facts, *GROUNDED, *TALK),
        "abstention": (right, citations, support, no_verdict, *TALK),
        "router": (label,),
        "handoff": (right, hand_off, no_verdict, *TALK),
        "dialogues": (right, *GROUNDED, *TALK),
        "privacy": (privacy, *TALK),
        "injection": (injection, citations, support, no_verdict, *TALK),
        "communication": (),
        "classification": (classification,),
        "equity": (right, answered),
        "figures": (figure,),
    }
)
COMMUNICATION: Mapping[str, tuple[Scorer, ...]] = MappingProxyType(
    {
        "human_or_machine": (honest, *TALK),
        "answer": (readable, *TALK),
        "fixed_text": (readable,),
    }
)
"""The scorers of the communication suite, by stratum."""


def score(case: Case, seen: Observation, context: Context) -> list[Score]:
    """Return every score of a case; one that could not be given has no value, and says why."""
    if seen.error:
        return [Score(metric="right", value=None, reason=f"no se pudo preguntar: {seen.error}")]
    scorers = COMMUNICATION[case.stratum] if case.suite == "communication" else SCORERS[case.suite]
    found: list[Score] = []
    for scorer in scorers:
        try:
            found += scorer(case, seen, context)
        except Exception as error:
            # What could not be scored is counted apart: it must never look like a zero or a one.
            reason = f"no se pudo puntuar: {type(error).__name__}: {error}"
            found.append(Score(metric=scorer.__name__, value=None, reason=reason))
    return found
