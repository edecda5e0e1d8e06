"""What travels through the API about the attention as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from assistant.desk.measures.board import Activity
from assistant.desk.measures.measuring import Measures
from assistant.desk.measures.shares import Share
from assistant.desk.measures.waits import Waits
from governance.log.event import Event, EventKind
from ui.panel.activity_words import shown_text


class ShareOut(BaseModel):
    """Una parte de un total; sin total, el valor y el intervalo son nulos."""

    model_config = ConfigDict(title="Proporción")

    part: int
    whole: int
    value: float | None
    interval: tuple[float, float] | None = Field(description="Intervalo de Wilson de 95 %.")

    @classmethod
    def of(cls, share: Share) -> Self:
        """Return what is shown of a share."""
        return cls(part=share.part, whole=share.whole, value=share.value, interval=share.interval)


class WaitsOut(BaseModel):
    """Esperas hasta el primer mensaje de una persona, en segundos; nulo si faltan datos."""

    model_config = ConfigDict(title="Esperas")

    count: int
    median: float | None
    p90: float | None = Field(description="Nueve de cada diez no esperaron más; desde 10 esperas.")
    working_median: float | None = Field(description="Contando solo el horario de atención.")
    working_p90: float | None

    @classmethod
    def of(cls, waits: Waits) -> Self:
        """Return what is shown of the waits."""
        return cls(
            count=waits.count,
            median=_seconds(waits.median),
            p90=_seconds(waits.p90),
            working_median=_seconds(waits.working_median),
            working_p90=_seconds(waits.working_p90),
        )


class MeasuresOut(BaseModel):
    """Las medidas de un plazo; qué significa cada una está en docs/medidas.md."""

    model_config = ConfigDict(title="Medidas")

    since: datetime
    now: datetime
    handed_over: dict[str, int] = Field(description="Veces que se pidió una persona, por motivo.")
    by_day: dict[date, dict[str, int]]
    reopened: int
    first_message: WaitsOut
    without_message: int
    after_reopening: WaitsOut
    open: int
    waiting: int
    oldest_wait: float | None = Field(description="Segundos; nulo si nadie espera.")
    closed: dict[str, int] = Field(description="Cierres, por motivo.")
    resolved: int
    durable: ShareOut = Field(description="Resueltos que seguían cerrados siete días después.")
    answered: ShareOut = Field(description="Conversaciones que respondió el asistente solo.")
    answered_by_week: dict[date, ShareOut]
    unanswered: dict[str, int] = Field(description="Turnos sin respuesta, por resultado.")

    @classmethod
    def of(cls, found: Measures) -> Self:
        """Return what is shown of the measures."""
        return cls(
            since=found.since,
            now=found.now,
            handed_over=dict(found.handed_over),
            by_day={day: dict(count) for day, count in found.by_day.items()},
            reopened=found.reopened,
            first_message=WaitsOut.of(found.first_message),
            without_message=found.without_message,
            after_reopening=WaitsOut.of(found.after_reopening),
            open=found.open,
            waiting=found.waiting,
            oldest_wait=_seconds(found.oldest_wait),
            closed=dict(found.closed),
            resolved=found.resolved,
            durable=ShareOut.of(found.durable),
            answered=ShareOut.of(found.talks.answered),
            answered_by_week={w: ShareOut.of(s) for w, s in found.talks.by_week.items()},
            unanswered=dict(found.talks.unanswered),
        )


class ActOfStaffOut(BaseModel):
    """Algo que hizo alguien de la institución."""

    model_config = ConfigDict(title="Acto de un funcionario")

    kind: EventKind
    at: datetime
    by: str = Field(description="Identificador del cargo, «assistant» o «console».")
    case: int | None
    reason: str
    to: str = Field(description="A quién se pasó el caso.")
    text: str = Field(description="La justificación de leer un caso cerrado; nada más.")

    @classmethod
    def of(cls, event: Event, hide: Callable[[str], str]) -> Self:
        """Return what is shown of an act; `hide` masks what is the person's secret."""
        return cls(
            kind=event.kind,
            at=event.at,
            by=event.by,
            case=event.case,
            reason=event.reason,
            to=event.to,
            text=hide(shown_text(event)),
        )


class ActivityOut(BaseModel):
    """Una página de lo que hicieron los funcionarios, lo último primero."""

    model_config = ConfigDict(title="Actividad")

    acts: list[ActOfStaffOut]
    has_more: bool

    @classmethod
    def of(cls, found: Activity, hide: Callable[[str], str]) -> Self:
        """Return what is shown of a page of acts."""
        return cls(
            acts=[ActOfStaffOut.of(event, hide) for event in found.events], has_more=found.has_more
        )


def _seconds(wait: timedelta | None) -> float | None:
    return None if wait is None else wait.total_seconds()
