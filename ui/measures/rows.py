"""Measures as rows, one for each figure: the same in the page, the terminal, CSV and JSON.

`value` is None where there is not enough data to say anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from assistant.desk.cases import CLOSE_REASONS, REASONS
from assistant.desk.measures.measuring import Measures
from assistant.desk.measures.shares import Share
from assistant.desk.measures.talks import UNANSWERED
from assistant.desk.measures.waits import Waits
from assistant.turn import Outcome
from governance.moments import stamp
from ui.panel import case_words

Unit = Literal["casos", "conversaciones", "turnos", "segundos", "proporción"]

UNANSWERED_WORDS: Mapping[Outcome, str] = {
    Outcome.ABSTAINED_NO_EVIDENCE: "Sin información suficiente",
    Outcome.ABSTAINED_UNSUPPORTED: "La respuesta no pasó la comprobación",
    Outcome.DECLINED_OUT_OF_SCOPE: "Fuera de su alcance",
    Outcome.DECLINED_UNSAFE: "No seguro",
    Outcome.SUSPENDED: "Asistente suspendido",
    Outcome.FAILED: "Falla técnica",
}


@dataclass(frozen=True)
class Row:
    """One figure. `low` and `high` are its 95 % interval, and `of` its whole, for shares."""

    group: str
    name: str
    value: float | None
    unit: Unit
    low: float | None = None
    high: float | None = None
    of: int | None = None
    unknown: str = "Faltan datos"
    """What is said when there is no value."""


def rows(found: Measures) -> tuple[Row, ...]:
    """Return every figure of the measures, in the order in which to read them."""
    return tuple(_rows(found))


def as_members(found: Measures) -> dict[str, object]:
    """Return the measures as JSON says them."""
    figures = [
        {
            "grupo": row.group,
            "medida": row.name,
            "valor": row.value,
            "unidad": row.unit,
            "intervalo_95": None if row.low is None else [row.low, row.high],
            "de": row.of,
        }
        for row in rows(found)
    ]
    return {"desde": stamp(found.since), "hasta": stamp(found.now), "medidas": figures}


def _rows(found: Measures) -> Iterator[Row]:
    handed, closed, talks = "Derivaciones por motivo", "Cierres por motivo", "Conversaciones"
    yield Row("Ahora", "Casos abiertos", found.open, "casos")
    yield Row("Ahora", "Casos en espera", found.waiting, "casos")
    longest = _time("Ahora", "La espera más larga", found.oldest_wait)
    yield replace(longest, unknown="Nadie espera")
    for reason in REASONS:
        yield Row(handed, case_words.REASONS[reason], found.handed_over[reason], "casos")
    yield Row(handed, "Total", sum(found.handed_over.values()), "casos")
    yield Row(handed, "Reabiertos", found.reopened, "casos")
    yield from _waits("Espera hasta el primer mensaje humano", found.first_message)
    group = "Espera hasta el primer mensaje humano"
    yield Row(group, "Sin mensaje humano", found.without_message, "casos")
    yield from _waits("Espera desde una reapertura", found.after_reopening)
    for close in CLOSE_REASONS:
        yield Row(closed, case_words.CLOSE_REASONS[close], found.closed[close], "casos")
    yield _share("Resolución", "Sigue cerrado a los siete días", found.durable)
    yield Row(talks, "Respondió solo el asistente", found.talks.by_assistant, "conversaciones")
    yield Row(talks, "Pasaron a una persona", found.talks.handed_over, "conversaciones")
    yield Row(talks, "Quedaron sin respuesta", found.talks.neither, "conversaciones")
    yield _share(talks, "Proporción que respondió solo el asistente", found.talks.answered)
    for outcome in UNANSWERED:
        count = found.talks.unanswered[outcome]
        yield Row("Preguntas sin respuesta", UNANSWERED_WORDS[outcome], count, "turnos")


def _waits(group: str, waits: Waits) -> Iterator[Row]:
    yield Row(group, "Con mensaje humano", waits.count, "casos")
    yield _time(group, "Mediana", waits.median)
    yield _time(group, "Nueve de cada diez esperaron a lo más", waits.p90)
    yield _time(group, "Mediana, en horario de atención", waits.working_median)
    yield _time(group, "Nueve de cada diez, en horario de atención", waits.working_p90)


def _time(group: str, name: str, wait: timedelta | None) -> Row:
    return Row(group, name, None if wait is None else round(wait.total_seconds()), "segundos")


def _share(group: str, name: str, share: Share) -> Row:
    low, high = share.interval or (None, None)
    return Row(group, name, share.value, "proporción", low, high, share.whole)
