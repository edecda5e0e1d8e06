"""The interview that a turn belongs to: what was kept of it, and what this turn makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a turn is a plain value: whoever names it need not load databases and YAML
    from governance.interview.definition import InterviewDefinition
    from governance.interview.state import Interview
    from governance.policy.model import Level
    from governance.registers.interviews import Status, StoredInterview


@dataclass(frozen=True)
class InterviewView:
    """An interview as programs see it after a turn. Facts are confirmed answers; «no_se» else."""

    code: str
    title: str
    status: Status
    stage: str
    question: str | None
    options: tuple[tuple[str, str], ...]
    """Value and label of each answer that can be chosen now."""
    pending: tuple[str, str] | None
    """Question and value that wait for a confirmation or for what sustains them."""
    facts: Mapping[str, str]
    literal: tuple[Level, ...]
    prudente: tuple[Level, ...]
    proposal: tuple[Level, ...]
    answered: int
    remaining: int
    system: str | None = None
    """The system under which the classification was registered, once submitted."""


@dataclass(frozen=True)
class Session:
    """An interview in one turn. Texts are what the assistant says, in this order."""

    definition: InterviewDefinition
    interview: Interview
    stored: StoredInterview | None = None
    """None until the first turn is recorded."""
    said: str = ""
    """What is said before everything else."""
    then: str = ""
    """The question that waits for an answer, after everything else."""
    is_changed: bool = False
    is_moved: bool = False
    """Whether it comes from another conversation."""
    system: str | None = None
    """The system registered by this turn."""

    @property
    def status(self) -> Status:
        """How it is kept."""
        if self.interview.stage == "submitted":
            return "terminada"
        if self.interview.stage == "cancelled":
            return "cancelada"
        return "en_pausa" if self.interview.paused else "en_curso"
