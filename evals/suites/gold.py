"""The text of the documents as gold offsets count it, and where each passage lies in it.

The text of a document is that of its passages in reading order with every run of blanks as one
space: it is the same however the document is split. A gold span found elsewhere than its offsets
say is moved there, because an edit before it shifts it; one whose words are nowhere is an error,
since the case then asks for a text that nobody can find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evals.suites.case import Case, CaseError, GoldLost, GoldSpan
from knowledge_base.model import Passage

COVERED = 0.5
"""Share of a gold span that a passage must hold to count as relevant (TREC practice)."""


@dataclass(frozen=True)
class Extent:
    """Where a passage lies in the text of its document."""

    start: int
    end: int


@dataclass(frozen=True)
class Shelf:
    """The knowledge base that was asked: its passages, and each document as one text."""

    passages: Mapping[str, Passage]

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Shelf:
        """Return the shelf of these passages."""
        return cls({p.id: p for p in passages})

    @cached_property
    def _layout(self) -> tuple[dict[str, str], dict[str, Extent]]:
        documents: defaultdict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages.values():
            documents[passage.document_id].append(passage)
        texts: dict[str, str] = {}
        extents: dict[str, Extent] = {}
        for document, parts in documents.items():
            text = ""
            for part in sorted(parts, key=lambda p: p.position):
                body = plain(part.text)
                start = len(text) + bool(text)
                text = f"{text} {body}" if text else body
                extents[part.id] = Extent(start, start + len(body))
            texts[document] = text
        return texts, extents

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of every document, by id."""
        return self._layout[0]

    def anchored(self, span: GoldSpan) -> GoldSpan:
        """Return the span where its words are now.

        Raises:
            GoldLost: the document is not served, or does not say those words any more.
        """
        text, quote = self.texts.get(span.doc), plain(span.quote)
        if text is None:
            raise GoldLost(f"el documento «{span.doc}» no está en la base de conocimiento")
        if span.start >= 0 and text[span.start : span.end] == quote:
            return span
        start = text.find(quote)
        if start < 0 or not quote:
            raise GoldLost(f"«{span.doc}» ya no dice «{span.quote[:80]}»")
        return span.model_copy(update={"start": start, "end": start + len(quote)})

    def covers(self, passage_id: str, span: GoldSpan) -> bool:
        """Whether the passage holds at least half of the span."""
        passage, extent = self.passages.get(passage_id), self._layout[1].get(passage_id)
        if passage is None or extent is None or passage.document_id != span.doc:
            return False
        shared = min(extent.end, span.end) - max(extent.start, span.start)
        return shared >= COVERED * (span.end - span.start)


def plain(text: str) -> str:
    """Return the text with every run of blanks as one space."""
    return " ".join(text.split())


def anchor(cases: Iterable[Case], shelf: Shelf) -> list[Case]:
    """Return the cases with their gold where it is now.

    Raises:
        CaseError: retrieval cases with no gold, every one of them.
        GoldLost: gold that is nowhere, every one of them.
    """
    anchored, problems, lost = [], [], []
    for case in cases:
        spans = []
        if case.suite == "retrieval" and not case.gold_spans:
            problems.append(f"{case.id}: un caso de recuperación necesita su texto de referencia")
        for span in case.gold_spans:
            try:
                spans.append(shelf.anchored(span))
            except GoldLost as error:
                lost.append(f"{case.id}: {error}")
        anchored.append(case.model_copy(update={"gold_spans": tuple(spans)}) if spans else case)
    if problems:
        raise CaseError("\n".join(problems))
    if lost:
        raise GoldLost("\n".join(lost))
    return anchored
