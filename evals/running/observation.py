"""What the assistant did with a case, as plain values that outlive the classes that produced it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from assistant.turn import Outcome, Reply

ANSWERED = (Outcome.ANSWERED, Outcome.ANSWERED_PARTIALLY, Outcome.ABOUT_ASSISTANT)
_ACTIONS = {
    Outcome.HANDED_OFF_CRISIS: "handoff_crisis",
    Outcome.SMALL_TALK: "smalltalk",
    Outcome.CLARIFIED: "clarify",
    Outcome.DECLINED_OUT_OF_SCOPE: "decline",
    Outcome.DECLINED_UNSAFE: "refuse",
    Outcome.FAILED: "failed",
}


TIMED = "answers"
"""The suite whose turns are timed: nothing of them is looked up in an earlier run."""


RESUMED = "resumed"
"""The label of a message with which a person took the assistant back: nothing was searched."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(_Value):
    """A citation as it was shown."""

    passage_id: str
    url: str
    quote: str


class Found(_Value):
    """A passage that the search found, best first, and its score."""

    passage_id: str
    score: float


class Observation(_Value):
    """Everything that scorers may look at, about one case."""

    case_id: str
    suite: str
    outcome: str = ""
    action: str = ""
    """What was done, in the words of the cases: answer, abstain, decline, handoff…"""
    text: str = ""
    opening: str = ""
    """What the conversation began with."""
    label: str = ""
    confidence: float | None = None
    cited: tuple[Cited, ...] = ()
    found: tuple[Found, ...] = ()
    kept: str = ""
    """The question as the log keeps it."""
    folio: str = ""
    is_recorded: bool = False
    reads: Mapping[str, str] = {}
    """What a description or an interview ended in: facts and levels."""
    timings_ms: Mapping[str, float] = {}
    total_ms: float = 0.0
    reference_ms: float | None = None
    """Time of a fixed piece of work on this machine at that moment, where it was taken."""
    error: str = ""
    """What broke: the case could then not be asked."""


def action(reply: Reply) -> str:
    """Return what a reply does, in the words of the cases."""
    if reply.outcome in _ACTIONS:
        return _ACTIONS[reply.outcome]
    if reply.outcome.is_hand_off:
        return "handoff"
    return "answer" if reply.outcome in ANSWERED else "abstain"
