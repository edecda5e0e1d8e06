"""All that was found in one description: what the warnings are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.describe.cues import Evidence
from assistant.describe.description import ExampleMatch
from assistant.describe.reading import Reading
from assistant.describe.verdicts import SIGNAL, Verdict


@dataclass(frozen=True)
class Findings:
    """All that was found in one text: what the warnings are about."""

    reading: Reading
    evidence: Sequence[Evidence]
    verdicts: Mapping[str, Verdict]
    facts: Mapping[str, str]
    examples: Sequence[ExampleMatch]
    disputed: Sequence[str] = ()
    """Questions on which the chat model and the text do not agree."""

    @cached_property
    def signals(self) -> dict[str, Evidence]:
        """The first evidence of each signal."""
        found: dict[str, Evidence] = {}
        for item in self.evidence:
            if item.question == SIGNAL:
                found.setdefault(item.value, item)
        return found

    def quote(self, evidence: Evidence | None) -> str:
        """Return the words of the text, shortened for a warning."""
        if evidence is None:
            return "…"
        words = self.reading.quote(evidence.start, evidence.end)
        return words if len(words) <= 160 else words[:157].rsplit(" ", 1)[0] + "…"
