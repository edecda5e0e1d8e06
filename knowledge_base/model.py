"""What the assistant may know: documents, passages and the evidence that a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Confidence = Literal["alta", "media-alta", "media"]


@dataclass(frozen=True)
class Passage:
    """One section of a document: the smallest piece that is found, shown and cited.

    `id` is `document_id#anchor` and does not change when the text does; `version` (a hash of
    everything that a reader could see) does.
    """

    id: str
    document_id: str
    title: str
    section: str
    text: str
    source: str
    audience: tuple[str, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    confidence: Confidence = "alta"
    caveat: str = ""
    owner: str = ""
    reviewed: date | None = None
    questions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    offer_person: bool = False
    page: int | None = None
    position: int = 0
    version: str = ""

    def is_in_force(self, day: date) -> bool:
        """Whether a reader may be told this on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True)
class Document:
    """A file as ingested, with the passages it was split into, in reading order."""

    id: str
    title: str
    path: str
    content_hash: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class ScoredSentence:
    """One sentence or list item of a passage, and how near the question it is.

    `score` is a cosine; `coverage`, in [0, 1], the share of what the question says that it says.
    """

    text: str
    score: float
    position: int
    coverage: float = 0.0
    is_list_item: bool = False


@dataclass(frozen=True)
class Evidence:
    """A passage that a search found, best first, with why it was found.

    `score` is the fused relevance; the parts (cosines in [-1, 1], `lexical` in [0, 1] relative to
    the best the question could reach, `coverage` in [0, 1]) explain it and feed the abstention.
    """

    passage: Passage
    score: float
    dense: float
    best_sentence: float
    best_question: float
    lexical: float
    coverage: float
    missing: float = 0.0
    """How telling (idf relative to the rarest) the most telling word that the passage lacks is."""
    sentences: tuple[ScoredSentence, ...] = ()
