"""One turn of conversation, from the question a person writes to what they are shown.

A `Turn` is a frozen value that steps hand on (`Turn -> Turn`). A step that sets `outcome` ends the
run. The raw text lives in `Turn.text` only while the turn runs: nothing writes it anywhere, and
`Redact` fills the two forms that the rest may use (`redacted` for what is stored or leaves the
process, `query` for retrieval inside it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from assistant.interviewing.session import InterviewView, Session
from knowledge_base.model import Evidence, Passage

Audience = Literal["ciudadania", "funcionarios"]
Channel = Literal["web", "api", "cli", "evals"]


class Outcome(StrEnum):
    """How a turn ended. Each has its text in `texts.es.yaml`, and a test that says so."""

    ANSWERED = "answered"
    ANSWERED_PARTIALLY = "answered_partially"
    CLARIFIED = "clarified"
    SMALL_TALK = "small_talk"
    ABOUT_ASSISTANT = "about_assistant"
    INTERVIEW = "interview"
    ABSTAINED_NO_EVIDENCE = "abstained_no_evidence"
    ABSTAINED_UNSUPPORTED = "abstained_unsupported"
    DECLINED_OUT_OF_SCOPE = "declined_out_of_scope"
    DECLINED_UNSAFE = "declined_unsafe"
    HANDED_OFF_REQUESTED = "handed_off_requested"
    HANDED_OFF_PERSONAL_CASE = "handed_off_personal_case"
    HANDED_OFF_CRISIS = "handed_off_crisis"
    ATTENDED = "attended"
    SUSPENDED = "suspended"
    FAILED = "failed"

    @property
    def is_hand_off(self) -> bool:
        """Whether a person must take the conversation after this turn."""
        return self.value.startswith("handed_off_")


class Label(StrEnum):
    """What a question is about, as the router sees it. Examples are in `route_examples.yaml`."""

    CONTEST = "contest_question"
    POLICY = "policy_question"
    INSTITUTION = "institution_question"
    ASKS_HUMAN = "asks_human"
    PERSONAL_CASE = "personal_case"
    PREDICTION = "prediction_opinion"
    COMPLAINT = "complaint_incident"
    TRANSPARENCY = "transparency_request"
    GREETING = "greeting"
    ABOUT_ASSISTANT = "about_assistant"
    CRISIS = "crisis"
    CLASSIFY_SYSTEM = "classify_system"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Citation:
    """Where a shown sentence comes from; `quote` is the sentence as the passage has it."""

    passage_id: str
    title: str
    section: str
    source: str
    url: str
    quote: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of a draft and the passage that it claims to rest on."""

    text: str
    passage: Passage
    is_list_item: bool = False


@dataclass(frozen=True)
class Draft:
    """An unchecked answer: sentences in reading order, each tied to its passage."""

    sentences: tuple[Sentence, ...]
    composer: str
    question: str = ""
    is_nearest: bool = False
    """Whether it is shown as the closest that was found, and not as the answer."""


@dataclass(frozen=True)
class HandOff:
    """A derivation as the citizen sees it."""

    folio: str
    reason: str
    contact: str
    hours: str
    place: int | None = None
    """Place in the queue, from one; None once somebody attends it."""
    expectation: str = ""
    """What happens next and when, without promising what nobody promised."""
    is_attended: bool = False
    attended_by: str = ""
    """The post of who attends it."""


@dataclass(frozen=True)
class Exchange:
    """One earlier turn of the same conversation, as stored (redacted)."""

    question: str
    answer: str
    outcome: Outcome
    label: Label | None = None
    passage_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """Everything known about one turn while it runs."""

    conversation_id: str
    audience: Audience
    channel: Channel
    text: str
    author: str = ""
    """The post of the official who writes, where one is known; empty for citizens."""
    history: tuple[Exchange, ...] = ()
    session: Session | None = None
    """The guided interview that the conversation is in, if it is in one."""
    redacted: str = ""
    query: str = ""
    redactions: Mapping[str, int] = field(default_factory=dict)
    label: Label | None = None
    route_scores: Mapping[str, float] = field(default_factory=dict)
    rule_id: str | None = None
    language: str = "es"
    questions: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    """Each question as written, where `questions` completed it with the one before; else empty."""
    asks: str = ""
    """What the only question asks, where the message around it says more; else empty."""
    said: tuple[str, ...] = ()
    """The questions as the router reads them: written as they were, with their courtesy."""
    evidence: tuple[tuple[Evidence, ...], ...] = ()
    confidence: float | None = None
    drafts: tuple[Draft, ...] = ()
    answer: str = ""
    citations: tuple[Citation, ...] = ()
    outcome: Outcome | None = None
    composer: str | None = None
    failed_step: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What a person is shown, after it was recorded."""

    outcome: Outcome
    text: str
    decision_id: str | None
    citations: tuple[Citation, ...] = ()
    confidence: float | None = None
    handoff: HandOff | None = None
    interview: InterviewView | None = None
