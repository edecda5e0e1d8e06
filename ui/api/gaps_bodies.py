"""What officials send through the API about the gaps of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr
from pydantic.config import JsonDict

from assistant.desk.gaps.check import MAX_QUESTION, MAX_TEXT
from assistant.desk.gaps.desk import MAX_REASON
from assistant.desk.gaps.draft import LONGEST_TITLE, MOST_QUESTIONS, Draft
from assistant.limits import clean

_EXAMPLE: JsonDict = {
    "title": "Cuánto puede pesar el archivo comprimido",
    "text": "El archivo comprimido puede pesar hasta diez megas.",
    "questions": ["¿Cuántos megas puede pesar el archivo comprimido?"],
    "valid_until": "2027-11-21",
    "caveat": "",
}
_CASES = Field(
    min_length=1,
    max_length=1000,
    description="Los casos del vacío que revisaste: los que se sumaron después siguen en la lista.",
)
CaseNumbers = list[Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]]


class DraftIn(BaseModel):
    """Una respuesta para la base de conocimiento, como la dejó quien la revisa."""

    model_config = ConfigDict(
        title="Borrador revisado", extra="forbid", json_schema_extra={"examples": [_EXAMPLE]}
    )

    title: StrictStr = Field(max_length=LONGEST_TITLE)
    text: StrictStr = Field(max_length=MAX_TEXT, description="La primera frase debe responder.")
    questions: list[Annotated[StrictStr, Field(max_length=MAX_QUESTION)]] = Field(
        max_length=MOST_QUESTIONS, description="Cómo lo pregunta la gente."
    )
    valid_until: date = Field(description="Hasta cuándo vale, AAAA-MM-DD.")
    caveat: StrictStr = Field("", max_length=60, description="Clave del aviso que la acompaña.")

    def to_draft(self) -> Draft:
        """Return the draft, tidied as the form of the panel tidies it."""
        return Draft(
            title=_line(self.title),
            text=clean(self.text),
            questions=_lines(self.questions),
            valid_until=self.valid_until,
            caveat=self.caveat,
        )


class ApproveIn(DraftIn):
    """Lo que se publica, y para qué casos."""

    model_config = ConfigDict(
        title="Publicación",
        json_schema_extra={"examples": [{**_EXAMPLE, "cases": [12], "figures_checked": True}]},
    )

    cases: CaseNumbers = _CASES
    figures_checked: StrictBool = Field(
        False, description="Comparaste con su fuente las cifras, fechas, leyes y nombres."
    )


class DismissIn(BaseModel):
    """Por qué un vacío sale de la lista sin publicar nada."""

    model_config = ConfigDict(
        title="Descarte",
        extra="forbid",
        json_schema_extra={"examples": [{"cases": [12], "why": "Ya está en la base."}]},
    )

    cases: CaseNumbers = _CASES
    why: StrictStr = Field(description=f"Hasta {MAX_REASON} caracteres; queda registrado.")


class WithdrawIn(BaseModel):
    """Por qué se retira lo publicado."""

    model_config = ConfigDict(
        title="Retiro",
        extra="forbid",
        json_schema_extra={"examples": [{"why": "La respuesta cambió."}]},
    )

    why: StrictStr = Field(description=f"Hasta {MAX_REASON} caracteres; queda registrado.")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := _line(text))))
