"""The tables of an export: one row for each decision and each act, with the words of both.

They are for reading, sorting and sampling; what proves anything is the log itself, beside them.
Each column says what it is, and the reading guide is written from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection

from assistant.desk.audit.period import Period
from assistant.sheets import one_line, sheet_lines
from governance.log.chain import Entry
from governance.log.decision import Decision, read_decision
from governance.log.entries import entries_of
from governance.log.event import Event, read_event
from governance.moments import read_stamp
from governance.registers.days import CHILE

T = TypeVar("T")


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column: its name, what it is, and what it holds of a content that was not purged."""

    name: str
    meaning: str
    of: Callable[[T], object]


ENTRY_COLUMNS: Mapping[str, str] = {
    "asiento": "Número del asiento en el registro. Es el mismo en registro.jsonl.",
    "id": "Identificador del asiento.",
    "momento_utc": "Momento en UTC.",
    "momento_chile": "El mismo momento en la hora de Chile.",
    "conservacion": "Clase de conservación, según el nivel de riesgo.",
    "contenido": "completo; purgado, si venció su plazo y se borró; o ilegible, si alguien lo "
    "alteró. Si no está completo, las demás celdas van vacías.",
    "huella": "Huella SHA-256 que encadena el asiento con el anterior.",
}
"""What every row begins with."""

DECISION_COLUMNS: tuple[Column[Decision], ...] = (
    Column("conversacion", "Identificador de la conversación.", lambda d: d.conversation_id),
    Column("canal", "Por dónde se preguntó.", lambda d: d.channel),
    Column("audiencia", "ciudadania o funcionarios.", lambda d: d.audience),
    Column("idioma", "Idioma de la pregunta.", lambda d: d.language),
    Column("pregunta", "Lo que se preguntó, sin datos personales.", lambda d: one_line(d.question)),
    Column("etiqueta", "Tema que se reconoció.", lambda d: d.label),
    Column("regla", "Regla que decidió el camino, si fue una.", lambda d: d.rule_id),
    Column("resultado", "Cómo terminó el turno.", lambda d: d.outcome),
    Column("respuesta", "Lo que se mostró.", lambda d: one_line(d.answer)),
    Column(
        "confianza", "Probabilidad calculada de que la respuesta sirva.", lambda d: d.confidence
    ),
    Column("citas", "Documento y sección citados.", lambda d: _citations(d)),
    Column("fragmentos", "Fragmentos encontrados, con su versión.", lambda d: _passages(d)),
    Column("redactor", "Quién redactó: extractivo o generativo.", lambda d: d.composer),
    Column("modelo", "Modelo de lenguaje, si se usó uno.", lambda d: d.model),
    Column("caso", "Número del caso, si se derivó a una persona.", lambda d: d.case),
    Column("paso_fallido", "Paso que falló, si alguno.", lambda d: d.failed_step),
    Column("enmascarado", "Datos personales ocultados, por tipo.", lambda d: _pairs(d.redactions)),
    Column("milisegundos", "Cuánto demoró.", lambda d: round(sum(d.timings_ms.values()), 1)),
    Column("huella_textos", "Versión de los textos fijos.", lambda d: d.hashes.prompt),
    Column("huella_politica", "Versión de las reglas.", lambda d: d.hashes.policy),
    Column("huella_base", "Versión de la base de conocimiento.", lambda d: d.hashes.knowledge_base),
    Column("huella_ajustes", "Versión de la configuración.", lambda d: d.hashes.configuration),
)

EVENT_COLUMNS: tuple[Column[Event], ...] = (
    Column("acto", "Qué se hizo; los nombres están en esquema.json.", lambda e: e.kind),
    Column("quien", "Cargo (F-002), person, assistant o console.", lambda e: e.by),
    Column("caso", "Número del caso.", lambda e: e.case),
    Column("conversacion", "Identificador de la conversación.", lambda e: e.conversation_id),
    Column("motivo", "Motivo del caso, del cierre o del cambio.", lambda e: e.reason),
    Column("a_quien", "Cargo al que se pasó o que se cambió.", lambda e: e.to),
    Column("texto", "Lo que se escribió, sin datos personales.", lambda e: one_line(e.text)),
)


def decision_sheet(connection: Connection, period: Period) -> Iterator[str]:
    """Yield the lines of the table of decisions."""
    found = entries_of(connection, "decision", period.begins, period.ends)
    rows = (_row(entry, read_decision, DECISION_COLUMNS) for entry in found)
    return sheet_lines(_head(DECISION_COLUMNS), rows)


def event_sheet(connection: Connection, period: Period) -> Iterator[str]:
    """Yield the lines of the table of acts."""
    found = entries_of(connection, "event", period.begins, period.ends)
    rows = (_row(entry, read_event, EVENT_COLUMNS) for entry in found)
    return sheet_lines(_head(EVENT_COLUMNS), rows)


def _head(columns: Iterable[Column[T]]) -> tuple[str, ...]:
    return (*ENTRY_COLUMNS, *(column.name for column in columns))


def _row(
    entry: Entry, read: Callable[[str, datetime, str], T], columns: Sequence[Column[T]]
) -> tuple[object, ...]:
    """Return the row of an entry, also of one that somebody altered: those matter the most."""
    nothing = [""] * len(columns)
    try:
        at = read_stamp(entry.at)
        local = f"{at.astimezone(CHILE):%d/%m/%Y %H:%M:%S}"
        content = None if entry.content is None else read(entry.content, at, entry.retention)
        said = nothing if content is None else [column.of(content) for column in columns]
        state = "purgado" if content is None else "completo"
    except (ValueError, TypeError, KeyError, AttributeError):
        local, said, state = "", nothing, "ilegible"
    head = (entry.sequence, entry.decision_id, entry.at, local, entry.retention, state, entry.hash)
    return (*head, *said)


def _citations(decision: Decision) -> str:
    return one_line("; ".join(f"{c.title}, {c.section} ({c.source})" for c in decision.citations))


def _passages(decision: Decision) -> str:
    return one_line("; ".join(f"{p.id}@{p.version}" for p in decision.passages))


def _pairs(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
