"""Personal data that redaction should have masked: the kept texts are redacted again.

Redacting a redacted text changes nothing, so whatever is found now was let through when it was
written. Only how many of each kind is told, never what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.redaction import Kind, Redactor
from evals.scorers.grounding import source_text
from evals.suites.gold import Shelf, plain
from governance.log.decision import Decision
from knowledge_base.text import fold


@dataclass(frozen=True)
class LeakCheck:
    """Looks for personal data in what the log keeps of a turn."""

    redactor: Redactor
    shelf: Shelf

    def __call__(self, decision: Decision) -> Counter[Kind]:
        """Return how many data of each kind are in the question or in the answer.

        What the cited sources themselves publish, such as the name of who signs an instruction, is
        nobody's secret.

        Raises:
            RedactionError: a text could not be looked at.
        """
        found = Counter(entity.kind for entity in self.redactor.redact(decision.question).entities)
        told = " ".join(self._published(decision))
        for entity in self.redactor.redact(decision.answer).entities:
            said = f" {_words(decision.answer[entity.start : entity.end])} "
            if said not in f" {told} ":
                found[entity.kind] += 1
        return found

    def _published(self, decision: Decision) -> Iterator[str]:
        for cited in decision.citations:
            if (passage := self.shelf.passages.get(cited.passage_id)) is not None:
                yield _words(f"{source_text(passage)} {passage.source}")


def _words(text: str) -> str:
    """Return the words of a text, folded, without signs around them."""
    return plain("".join(c if c.isalnum() else " " for c in fold(text)))
