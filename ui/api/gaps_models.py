"""What travels back through the API about the gaps of the knowledge base."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.desk.gaps.check import Findings
from assistant.desk.gaps.draft import Draft
from assistant.desk.gaps.finding import Gap
from assistant.desk.gaps.groups import GapGroup
from assistant.desk.gaps.shelf import Published

Hide = Callable[[str], str]
"""Masks what is the person's secret."""


class DraftOut(BaseModel):
    """El borrador que propone el programa: hay que corregirlo antes de publicarlo."""

    model_config = ConfigDict(title="Borrador")

    title: str
    text: str
    questions: list[str]
    valid_until: date | None
    caveat: str

    @classmethod
    def of(cls, draft: Draft, hide: Hide) -> Self:
        """Return what is shown of a draft."""
        return cls(
            title=hide(draft.title),
            text=hide(draft.text),
            questions=[hide(question) for question in draft.questions],
            valid_until=draft.valid_until,
            caveat=draft.caveat,
        )


class GapOut(BaseModel):
    """Una pregunta que solo una persona pudo responder."""

    model_config = ConfigDict(title="Pregunta sin respuesta")

    case: int
    question: str
    answer: str = Field(description="Lo que escribió quien atendió.")
    at: datetime

    @classmethod
    def of(cls, gap: Gap, hide: Hide) -> Self:
        """Return what is shown of a gap."""
        return cls(
            case=gap.case_number, question=hide(gap.question), answer=hide(gap.answer), at=gap.at
        )


class GapGroupOut(BaseModel):
    """Un vacío: preguntas con un mismo sentido, la más reciente primero."""

    model_config = ConfigDict(title="Vacío")

    id: int = Field(description="No cambia cuando se suman otros casos.")
    cases: list[int] = Field(description="Los que hay que enviar al decidir.")
    last: datetime
    gaps: list[GapOut]
    draft: DraftOut

    @classmethod
    def of(cls, group: GapGroup, draft: Draft, hide: Hide) -> Self:
        """Return what is shown of a group, with the draft of its answer."""
        return cls(
            id=group.id,
            cases=list(group.numbers),
            last=group.last,
            gaps=[GapOut.of(gap, hide) for gap in group.gaps],
            draft=DraftOut.of(draft, hide),
        )


class FindingsOut(BaseModel):
    """Lo que tiene un borrador."""

    model_config = ConfigDict(title="Revisión del borrador")

    errors: list[str] = Field(description="Con uno solo no se publica.")
    notes: list[str] = Field(description="Lo que sería mejor.")
    figures: list[str] = Field(description="Lo que hay que comparar con su fuente.")

    @classmethod
    def of(cls, found: Findings) -> Self:
        """Return what was found."""
        return cls(errors=list(found.errors), notes=list(found.notes), figures=list(found.figures))


class ApprovedOut(BaseModel):
    """El documento que ya responde."""

    model_config = ConfigDict(title="Respuesta publicada")

    document_id: str = Field(description="Se lee en /fuentes/{document_id}.")


class PublishedOut(ApprovedOut):
    """Un documento que salió de un vacío."""

    model_config = ConfigDict(title="Documento publicado")

    title: str
    source: str = Field(description="Con el día y el cargo que lo aprobó.")
    valid_until: date | None

    @classmethod
    def of(cls, one: Published) -> Self:
        """Return what is shown of a document."""
        return cls(
            document_id=one.document_id,
            title=one.title,
            source=one.source,
            valid_until=one.valid_until,
        )
