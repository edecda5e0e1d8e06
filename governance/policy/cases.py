"""What the policy shows rather than states: examples, catalogue, doubts, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from governance.policy.base import Citations, Level, Strict, Text


class Example(Strict):
    """An example of article 3. With `floor`, a system like it is proposed no lower (A04)."""

    id: Text
    text: Text
    level: Level
    article: Citations
    facts: dict[str, str]
    why: Text
    floor: bool
    cues: tuple[Text, ...] = ()


class Fact(Strict):
    """An answer that the declared purpose of a system settles, and why it does."""

    value: Text
    why: Text


class CatalogueEntry(Strict):
    """A system as the catalogue of C.4 declares it. Nothing here was verified (A37).

    `facts` holds only what the declared purpose settles; `depends_on` says what must stay so.
    `interacts` is `None` where the purpose does not tell.
    """

    id: Text
    name: Text
    division: Text
    responsible: Text
    purpose: Text
    declared_level: Level
    ficha_status: Text
    operational_status: Text
    value_evidence: Text
    facts: dict[str, Fact]
    examples: tuple[Text, ...] = ()
    interacts: bool | None
    depends_on: str | None = None
    readings: tuple[Text, ...] = ()
    article: Citations

    @property
    def values(self) -> dict[str, str]:
        """Return the facts without their reasons, as the engine takes them."""
        return {question: fact.value for question, fact in self.facts.items()}


class Option(Strict):
    """One way of reading an ambiguous text, and what follows from it."""

    id: Text
    text: Text
    effect: Text


class Reading(Strict):
    """A doubt that the text leaves, how it is read meanwhile and who must settle it."""

    id: Text
    topic: Text
    article: Citations
    options: tuple[Option, ...] = Field(min_length=2)
    in_force: Text
    status: Literal["propuesta", "resuelta"]
    settled_by: Text
    act: str | None = None
    decided_on: date | None = None
    reason: Text


class InventoryRule(Strict):
    """A rule of the policy in a line, and the pieces of these files that carry it out."""

    id: Text
    text: Text
    articles: Citations
    kind: Text
    implemented_by: tuple[Text, ...] = Field(min_length=1)


class MissingInput(Strict):
    """Something that the policy cites and nobody has given us: shown, never filled in."""

    id: Text
    name: Text
    cited_in: Citations
    needed_for: Text
    label: Literal["dato no disponible"]
