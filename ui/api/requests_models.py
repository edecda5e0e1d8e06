"""What travels through the API about the requests of people over their records, for the DPO."""

from __future__ import annotations

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

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return what staff are shown of a request."""
        own = OwnRequestOut.of(request).model_dump()
        return cls(**own, id=request.id, case_number=request.case_number, by=request.by)
