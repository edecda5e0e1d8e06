"""What travels through the API about the requests of people over their records, for the DPO."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import ConfigDict, Field

from assistant.desk.requests import Request
from ui.api.folios_models import OwnRequestOut


class RequestOut(OwnRequestOut):
    """Una petición, como la ve quien la responde."""

    model_config = ConfigDict(title="Petición por responder")

    id: str
    case_number: int
    by: str | None = Field(description="Identificador de quien respondió.")
    days_left: int = Field(description="Días corridos hasta el último; negativo si ya venció.")
    extension_days: int = Field(description="Días en que todavía se puede prorrogar.")

    @classmethod
    def of_staff(cls, request: Request, now: datetime) -> Self:
        """Return what staff are shown of a request."""
        return cls(
            **OwnRequestOut.of(request).model_dump(),
            id=request.id,
            case_number=request.case_number,
            by=request.by,
            days_left=request.days_left(now),
            extension_days=request.extension_days,
        )
