"""What staff send through the API about a case."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from assistant.desk.desk import MAX_REPLY, SHORTEST_WHY

StaffCloseReason = Literal[
    "resolved", "sent_elsewhere", "no_answer", "duplicate", "not_ours", "handed_back"
]
"""Every reason to close a case but the person's own."""


class SearchIn(BaseModel):
    """Qué buscar."""

    model_config = ConfigDict(
        title="Búsqueda", extra="forbid", json_schema_extra={"examples": [{"words": "rendición"}]}
    )

    words: StrictStr = Field(
        max_length=200,
        description="Un número de caso, un folio o un día (AAAA-MM-DD) encuentran cualquier caso; "
        "otras palabras, solo los abiertos.",
    )


class TextIn(BaseModel):
    """Lo que escribe quien atiende; se guarda sin datos personales."""

    model_config = ConfigDict(
        title="Texto del funcionario",
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Buenas tardes. Ya reviso su consulta."}]},
    )

    text: StrictStr = Field(description=f"Hasta {MAX_REPLY} caracteres.")


class WhyIn(BaseModel):
    """Por qué; queda registrado."""

    model_config = ConfigDict(
        title="Justificación",
        extra="forbid",
        json_schema_extra={"examples": [{"why": "Reclamo de la persona por la respuesta."}]},
    )

    why: StrictStr = Field(
        description=f"Hasta {MAX_REPLY} caracteres; {SHORTEST_WHY} o más para leer un caso cerrado."
    )


class TransferIn(BaseModel):
    """A quién pasa el caso."""

    model_config = ConfigDict(
        title="Traspaso", extra="forbid", json_schema_extra={"examples": [{"to": "F-003"}]}
    )

    to: StrictStr = Field(
        pattern="^F-[0-9]{3,9}$", description="Identificador del cargo; el propio, para tomarlo."
    )
    why: StrictStr = Field("", description=f"Hasta {MAX_REPLY} caracteres.")


class CloseIn(BaseModel):
    """Cómo termina el caso."""

    model_config = ConfigDict(
        title="Cierre", extra="forbid", json_schema_extra={"examples": [{"reason": "resolved"}]}
    )

    reason: StaffCloseReason = Field(description="«handed_back»: lo sigue el asistente.")
    note: StrictStr = Field("", description=f"Hasta {MAX_REPLY} caracteres; la persona no la ve.")


class ResolveIn(BaseModel):
    """La respuesta a una petición."""

    model_config = ConfigDict(
        title="Respuesta a la petición",
        extra="forbid",
        json_schema_extra={"examples": [{"accepted": True, "answer": "Borramos lo conversado."}]},
    )

    accepted: StrictBool = Field(description="Aceptar una de borrado borra lo conversado.")
    answer: StrictStr = Field(description=f"La lee la persona. Hasta {MAX_REPLY} caracteres.")


class ExtendIn(BaseModel):
    """Por qué se alarga el plazo; la persona lo lee."""

    model_config = ConfigDict(
        title="Prórroga",
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "Debemos revisar documentos de otra unidad."}]},
    )

    reason: StrictStr = Field(description=f"De {SHORTEST_WHY} a {MAX_REPLY} caracteres.")
